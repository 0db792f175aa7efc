#!/usr/bin/env bash
# A draft with mistakes in it is opened in Helix, read, typed in, mended and saved.
source "$(dirname "$0")/../screen.bash"

cp "$BUDGET_DRAFT" "$folder/before.md"
sed '21s/181\.00/118.00/' "$folder/before.md" >"$folder/after.md"
finding='总计 181\.00，资金来源相加 118\.00，差 63\.00'

# To the first place of a text at or behind the beginning of a line.
go_to() { type_text "$1gg" && press / && type_text "$2" && press Enter; }

findings_are_listed() {
  shows '^● +21 ' && press Space d && shows "ERROR +row-sum +总计 181" && shows 'WARN +table-shape' && press Escape &&
    hides 'ERROR +row-sum'
}

finding_is_at_its_line() { go_to 21 '181\.00' && shows "$finding" && shows '\(row-sum\)'; }

hover_shows_totals() {
  local totals='总计 \| 933\.28 \| 996\.28 \| −63\.00'
  go_to 14 云浔市 && press Space k && shows "$totals" && press Escape && hides "$totals"
}

# As fast as a person: of two changes that come at once, Helix 25.01 may send the later one first.
figure_makes_a_finding() {
  local typed
  go_to 16 '183\.60' && press c && shows '老年人免费健康体检 +\| +\| 183\.60' || return
  for typed in 1 19 193 193. 193.6 193.60; do
    type_text "${typed: -1}" && shows "老年人免费健康体检 +\| ${typed/./\\.} " || return
  done
  shows '193\.60，资金来源相加 183\.60'
}

undo_takes_it_away() {
  press Escape && shows '^ NOR ' && press u && shows '老年人免费健康体检 +\| 183\.60 +\| 183\.60' && hides '资金来源相加 183\.60'
}

fix_is_applied() {
  go_to 21 '181\.00' && press Space a && shows '忽略 row-sum' && press Enter &&
    shows '急救站点布局与救护车运行 \| 118\.00 \| 118\.00' && hides '\(row-sum\)'
}

text_is_saved() { type_text :w && press Enter && saved "$folder/after.md"; }

open "$BUDGET_DRAFT"
check "the findings of a file named in Chinese are listed" findings_are_listed
check "a finding is shown at its line" finding_is_at_its_line
check "hovering over a unit shows the printed totals and the computed ones" hover_shows_totals
check "a figure that is typed makes a finding" figure_makes_a_finding
check "undo takes it away" undo_takes_it_away
check "the first code action mends the figure" fix_is_applied
check "what is saved is the draft with that figure mended" text_is_saved
