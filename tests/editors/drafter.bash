# A drafter on a fresh account: a home of its own, the server on PATH, the editor set up as its README says, a draft whose name
# and folder are Chinese. Sourced by the tests of the editors at the terminal, within editors/test.

# shellcheck source=tests/editors/readme.bash
source tests/editors/readme.bash

# A home for one test: `drafter NAME PROGRAM…`. The programs are those that cargo would have installed. Sets `home` and
# `draft`.
drafter() {
  local program drafts
  home=$scratch/drafter/$1
  drafts="$home/区卫生健康局 预算"
  draft="$drafts/绩效目标 征求意见稿.md"
  mkdir -p "$home/.cargo/bin" "$drafts" && cp tests/corpus/qinghe-health-2025.md "$draft" &&
    ln -s "$server" "$home/.cargo/bin/budget-lsp" || return
  for program in "${@:2}"; do ln -s "$program" "$home/.cargo/bin/" || return; done
}

# Runs something as that drafter, with nothing of the account that runs the tests but its PATH.
as_drafter() {
  env -i HOME="$home" PATH="$home/.cargo/bin:$PATH" TERM=screen LC_ALL=C.UTF-8 BUDGET_DRAFT="$draft" "$@"
}

# Sets the editor up by the first block of shell in its README. What cargo would do has been done by `drafter`.
follow_readme() {
  local block
  block=$(block sh "$1")
  [[ -n $block ]] || { echo "$1 says nothing of installing" >&2; return 1; }
  [[ $(wc -l <<<"$block") -le 5 ]] || { echo "$1 needs more than five lines" >&2; return 1; }
  as_drafter bash -euc "cargo() { :; }
$block"
}
