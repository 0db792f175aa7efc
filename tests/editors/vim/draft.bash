#!/usr/bin/env bash
# A draft with mistakes in it is opened in Vim, read, typed in, mended and saved.
source "$(dirname "$0")/../screen.bash"

cp "$BUDGET_DRAFT" "$folder/before.md"
sed '21s/181\.00/118.00/' "$folder/before.md" >"$folder/after.md"

order() { type_text ":$1" && press Enter; }

# To the first place of a text behind the beginning of a line.
go_to() { order "$1" && type_text "/$2" && press Enter; }

findings_are_listed() {
  order 'set nowrap' && shows '^>>\| 急救站点' && order 'lopen 8' &&
    shows '征求意见稿\.md\|21 col .* error\| row-sum: 总计 181\.00，资金来源相加 118\.00，差 63\.00' && order lclose
}

hover_shows_totals() { go_to 13 云浔市 && order ALEHover && shows '^总计 +933\.28 +996\.28 +−63\.00' && order pclose; }

figure_makes_a_finding() {
  shows '^  \| 免疫规划疫苗冷链保障 \| 61\.37' && go_to 29 '61\.37' && type_text cW && type_text 62.37 && press Escape &&
    hides 'INSERT' && shows '^>>\| 免疫规划疫苗冷链保障 \| 62\.37 \| 61\.37' && shows '62\.37，资金来源相加 61\.37'
}

undo_takes_it_away() { press u && shows '^  \| 免疫规划疫苗冷链保障 \| 61\.37 \| 61\.37'; }

fix_is_applied() {
  go_to 20 '181\.00' && order ALECodeAction && shows '^1\) 改为 118\.00' && type_text 1 && press Enter &&
    shows '^  \| 急救站点布局与救护车运行 \| 118\.00 \| 118\.00'
}

text_is_saved() { order write && saved "$folder/after.md"; }

open "$BUDGET_DRAFT"
check "the findings of a file named in Chinese are listed" findings_are_listed
check "hovering over a unit shows the printed totals and the computed ones" hover_shows_totals
check "a figure that is typed makes a finding" figure_makes_a_finding
check "undo takes it away" undo_takes_it_away
check "a code action mends the figure" fix_is_applied
check "what is saved is the draft with that figure mended" text_is_saved
