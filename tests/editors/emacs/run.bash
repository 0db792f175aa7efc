# Emacs of Debian 13 with its own Eglot, under tmux. Sourced by editors/test.

# shellcheck source=tests/editors/drafter.bash
source tests/editors/drafter.bash

emacs=$cache/emacs-30.1

install_emacs() { debian tmux && debian13 emacs-30.1 emacs-nox elpa-markdown-mode && emacs --version; }

# Emacs looks for what belongs to it where Debian puts it, unless it is told otherwise.
emacs_command() {
  local share=$emacs/usr/share/emacs/30.1 libexec dump
  for libexec in "$emacs"/usr/libexec/emacs/30.1/*/; do break; done
  for dump in "$libexec"*.pdmp; do break; done
  emacs_command=(
    env EMACSLOADPATH="$share/lisp" EMACSDATA="$share/etc" EMACSDOC="$share/etc" EMACSPATH="$libexec"
    "$emacs/run" /usr/bin/emacs-nox --dump-file="$dump"
  )
}

emacs() { emacs_command && as_drafter "${emacs_command[@]}" "$@"; }

# A test, and what its drafter has in init.el besides what the README says. Emacs is not to compile: it cannot start itself again.
emacs_test() {
  local name=$1 init="(setq native-comp-jit-compilation nil) ${2:-}"
  drafter "emacs $name"
  step "emacs $name: set up as the README says" follow_readme editors/emacs/README.md || return
  echo "$init" >>"$home/.emacs.d/init.el"
  emacs_command && tally "emacs $name" as_drafter timeout 300 bash "tests/editors/emacs/$name.bash" "${emacs_command[@]}"
}

is_compiled() {
  cp editors/emacs/budget.el "$home/" &&
    emacs -Q --batch --eval '(setq byte-compile-error-on-warn t)' -f batch-byte-compile "$home/budget.el"
}

is_documented() {
  local complaints
  complaints=$(emacs -Q --batch --eval '(checkdoc-file "editors/emacs/budget.el")' 2>&1)
  [[ -z $complaints ]] || { echo "$complaints"; return 1; }
}

if build_server && drafter "emacs files" && step "install Emacs" install_emacs; then
  version=$(emacs --version | sed -n '1s/^GNU Emacs //p')
  verified="findings, hover, typing, a code action, saved text, a file named in Chinese, with and without markdown-mode"
  step "emacs: budget.el compiles without warnings" is_compiled
  step "emacs: budget.el is documented as Emacs asks" is_documented
  step "emacs: which files the server is started for" \
    emacs -Q --batch -l editors/emacs/budget.el -l tests/editors/emacs/budget-tests.el -f ert-run-tests-batch-and-exit
  emacs_test draft
  for markdown in "$emacs"/usr/share/emacs/site-lisp/elpa-src/markdown-mode-*; do break; done
  emacs_test markdown-mode "(add-to-list 'load-path \"$markdown\") (load \"markdown-mode-autoloads\")"
fi
