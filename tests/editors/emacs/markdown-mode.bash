#!/usr/bin/env bash
# With markdown-mode, and with the settings that the README shows.
source "$(dirname "$0")/../screen.bash"

block elisp editors/emacs/README.md >>~/.emacs.d/init.el

mode_is_theirs() { shows '\(Markdown .*Flymake\[[1-9]' && press C-h m && shows 'Major mode for editing Markdown'; }

findings_are_in_english() {
  press C-x 1 M-x && type_text flymake-show-buffer-diagnostics && press Enter && shows '^ +21 +17 error .*difference 63\.00'
}

open "$BUDGET_DRAFT"
check "the mode is that of markdown-mode" mode_is_theirs
check "the server has the settings of Emacs" findings_are_in_english
