#!/usr/bin/env bash
# A draft with mistakes in it is opened in Kakoune, read, typed in, mended and saved.
source "$(dirname "$0")/../screen.bash"
source "$(dirname "$0")/session.bash"

cp "$BUDGET_DRAFT" "$folder/before.md"
sed '21s/181\.00/118.00/' "$folder/before.md" >"$folder/after.md"

order() { type_text ":$1" && press Enter; }

# To the first place of a text behind the beginning of a line.
go_to() { type_text "$1g" && type_text "/$2" && press Enter; }

findings_are_listed() {
  shows '^\*\| 急救站点' && order lsp-diagnostics &&
    shows '绩效目标 征求意见稿\.md:21:42: \[error\].*\[row-sum\] 总计 181\.00，资金来源相加 118\.00，差 63\.00'
}

hover_shows_totals() {
  order delete-buffer && go_to 14 云浔市 && order lsp-hover && shows '总计 \| 933\.28 \| 996\.28 \| −63\.00'
}

figure_makes_a_finding() {
  shows '^ \| 免疫规划' && go_to 30 '61\.37' && press c && type_text 62.37 && press Escape && hides ' insert ' &&
    shows '^\*\| 免疫规划疫苗冷链保障 \| 62\.37 \| 61\.37' && order lsp-hover && shows '62\.37，资金来源相加 61\.37'
}

undo_takes_it_away() { press u && shows '^ \| 免疫规划疫苗冷链保障 \| 61\.37 \| 61\.37'; }

fix_is_applied() {
  go_to 21 '181\.00' && order 'lsp-code-actions quickfix' && shows '忽略 row-sum' && type_text 改为 && press Tab Enter &&
    shows '急救站点布局与救护车运行 \| 118\.00 \| 118\.00' && shows '^ \| 急救站点'
}

text_is_saved() { order write && saved "$folder/after.md"; }

open -s "$session" "$BUDGET_DRAFT"
check "the findings of a file named in Chinese are listed" findings_are_listed
check "hovering over a unit shows the printed totals and the computed ones" hover_shows_totals
check "a figure that is typed makes a finding" figure_makes_a_finding
check "undo takes it away" undo_takes_it_away
check "a code action mends the figure" fix_is_applied
check "what is saved is the draft with that figure mended" text_is_saved
