# Kakoune with kak-lsp, under tmux. Sourced by editors/test.

# shellcheck source=tests/editors/drafter.bash
source tests/editors/drafter.bash

kak_lsp=$cache/kak-lsp-22.0.0

install_kakoune() { debian tmux kakoune && kak -version; }

install_kak_lsp() {
  "$kak_lsp/bin/kak-lsp" --version && return
  rm -rf "$kak_lsp"
  cargo install --locked --quiet --root "$kak_lsp" kak-lsp@22.0.0 && "$kak_lsp/bin/kak-lsp" --version
}

kakoune_test() {
  drafter "kakoune $1" "$kak_lsp/bin/kak-lsp"
  step "kakoune $1: set up as the README says" follow_readme editors/kakoune/README.md &&
    tally "kakoune $1" as_drafter timeout 300 bash "tests/editors/kakoune/$1.bash" kak
}

if build_server && step "install Kakoune" install_kakoune && step "install kak-lsp" install_kak_lsp; then
  version="$(dpkg-query -W -f '${Version}' kakoune) with kak-lsp $("$kak_lsp/bin/kak-lsp" --version)"
  verified="findings, hover, typing and undo, a code action, saved text, a file named in Chinese, settings"
  kakoune_test draft
  kakoune_test choices
fi
