#!/usr/bin/env bash
# The settings that the README shows.
source "$(dirname "$0")/../screen.bash"

block vim editors/vim/README.md >>~/.vimrc

findings_are_in_english() {
  shows '^>>\| 急救站点' && type_text :lopen && press Enter && shows '\|21 col .*row-sum: .*difference 63\.00'
}

open "$BUDGET_DRAFT"
check "the server has the settings of ALE" findings_are_in_english
