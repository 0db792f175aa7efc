# Helix of Debian 13, under tmux. Sourced by editors/test.

# shellcheck source=tests/editors/drafter.bash
source tests/editors/drafter.bash

helix=$cache/helix-25.01.1

install_helix() { debian tmux && debian13 helix-25.01.1 hx && helix --version; }

helix() { env HELIX_RUNTIME="$helix/usr/lib/hx/runtime" "$helix/run" /usr/lib/hx/hx "$@"; }

helix_test() {
  drafter "helix $1"
  step "helix $1: set up as the README says" follow_readme editors/helix/README.md &&
    tally "helix $1" as_drafter HELIX_RUNTIME="$helix/usr/lib/hx/runtime" \
      timeout 300 bash "tests/editors/helix/$1.bash" "$helix/run" /usr/lib/hx/hx
}

# What the server prints at a terminal is indented by four.
guide_agrees() {
  local language shown settings
  settings=$(sed 's/^./    &/' editors/helix/languages.toml)
  for language in zh_CN en_GB; do
    shown=$(script -qec "env LC_ALL=$language.UTF-8 '$server'" /dev/null </dev/null | tr -d '\r')
    [[ $shown == *$'\n\n'"$settings"$'\n\n'* ]] || { echo "$shown"; return 1; }
  done
}

if build_server && step "install Helix" install_helix; then
  version=$(helix --version | sed 's/^helix //')
  verified="findings, hover, typing and undo, a code action, saved text, a file named in Chinese"
  step "helix: the guide of the server and the settings are the same" guide_agrees
  helix_test draft
  helix_test choices
fi
