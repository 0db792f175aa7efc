#!/usr/bin/env bash
# The settings that the README shows.
source "$(dirname "$0")/../screen.bash"
source "$(dirname "$0")/session.bash"

block kak editors/kakoune/README.md >>~/.config/kak/kakrc

findings_are_in_english() {
  shows '^\*\| 急救站点' && type_text :lsp-diagnostics && press Enter && shows '\[row-sum\] .*difference 63\.00'
}

open -s "$session" "$BUDGET_DRAFT"
check "the server has the settings of Kakoune" findings_are_in_english
