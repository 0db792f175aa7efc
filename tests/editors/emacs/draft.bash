#!/usr/bin/env bash
# A draft with mistakes in it is opened in Emacs, read, typed in, mended and saved. There is no markdown-mode.
source "$(dirname "$0")/../screen.bash"

cp "$BUDGET_DRAFT" "$folder/before.md"
sed '21s/181\.00/118.00/' "$folder/before.md" >"$folder/after.md"

order() { press M-x && type_text "$1" && press Enter; }

# Behind the first place of a text at or behind the beginning of a line.
go_to() { press M-g M-g && type_text "$1" && press Enter C-s && type_text "$2" && press Enter; }

findings_are_listed() {
  shows 'Flymake\[[1-9].*eglot:区卫生健康局 预算' && order flymake-show-buffer-diagnostics &&
    shows '^ +21 +17 error .*总计 181\.00，资金来源相加 118\.00，差 63\.00'
}

# In bytes it would stand lines below: budget.el says why.
empty_finding_is_at_its_line() { shows '^ +23 +343 error .*此处缺少 “。”'; }

hover_shows_totals() {
  local totals='总计 +933\.28 +996\.28 +−63\.00'
  press M-g M-g && type_text 14 && press Enter C-f C-f && order eldoc && shows "$totals" &&
    press C-x 1 && hides "$totals" && press C-h . && shows "$totals"
}

figure_makes_a_finding() {
  press C-x 1 && order flymake-show-buffer-diagnostics && go_to 16 183.60 && press BSpace BSpace BSpace BSpace BSpace BSpace &&
    type_text 193.60 && shows '^ +16 .*193\.60，资金来源相加 183\.60'
}

typing_takes_it_away() {
  press BSpace BSpace BSpace BSpace BSpace BSpace && type_text 183.60 &&
    shows '老年人免费健康体检 +\| 183\.60 +\| 183\.60' && hides '资金来源相加 183\.60'
}

fix_is_applied() {
  go_to 21 181.00 && press C-b && order eglot-code-actions && shows 'default 改为 118\.00' && press Enter &&
    shows '急救站点布局与救护车运行 \| 118\.00 \| 118\.00' && hides 'row-sum.*181'
}

text_is_saved() { press C-x C-s && saved "$folder/after.md"; }

open "$BUDGET_DRAFT"
check "the findings of a file named in Chinese are listed" findings_are_listed
check "a finding that covers no character is shown at its line" empty_finding_is_at_its_line
check "hovering over a unit shows the printed totals and the computed ones" hover_shows_totals
check "a figure that is typed makes a finding" figure_makes_a_finding
check "to type the right one takes it away" typing_takes_it_away
check "the preferred code action mends the figure" fix_is_applied
check "what is saved is the draft with that figure mended" text_is_saved
