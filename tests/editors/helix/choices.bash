#!/usr/bin/env bash
# The second block of settings in the README: the server is started only where there is a settings file, and speaks English.
source "$(dirname "$0")/../screen.bash"

block toml editors/helix/README.md >~/.config/helix/languages.toml

nothing_is_started() { shows '虚构文档' && press Space k && shows 'No configured language server supports hover'; }

findings_are_in_english() {
  type_text ':open 草稿.md' && press Enter && shows '^● +21 ' && type_text '/181\.00' && press Enter &&
    shows 'difference 63\.00'
}

cd "$(dirname "$BUDGET_DRAFT")" || exit
mkdir 别处
cp "$BUDGET_DRAFT" 别处/说明.md
cp "$BUDGET_DRAFT" 草稿.md
open 别处/说明.md
check "without a settings file nothing is started" nothing_is_started
touch .budget-lsp.toml
check "with one the server is started, and has the settings of Helix" findings_are_in_english
