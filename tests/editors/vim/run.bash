# Vim with ALE, both of the system, under tmux. Sourced by editors/test.

# shellcheck source=tests/editors/drafter.bash
source tests/editors/drafter.bash

install_vim() { debian tmux vim vim-ale && vim --version; }

vim_test() {
  drafter "vim $1"
  step "vim $1: set up as the README says" follow_readme editors/vim/README.md &&
    tally "vim $1" as_drafter timeout 300 bash "tests/editors/vim/$1.bash" vim -i NONE
}

if build_server && step "install Vim and ALE" install_vim; then
  version="$(vim --version | sed -n '1s/^VIM[^0-9]*\([0-9.]*\).*/\1/p') with ALE $(dpkg-query -W -f '${Version}' vim-ale)"
  verified="findings, hover, typing and undo, a code action, saved text, a file named in Chinese, settings"
  vim_test draft
  vim_test choices
fi
