# A program on a terminal, used as by somebody who types and reads: tmux holds the screen, and ends with the test. Sourced by a
# test that is a program of its own and writes `ok NAME` and `not ok NAME`.
set -uo pipefail
# shellcheck source=tests/editors/readme.bash
source "$(dirname "${BASH_SOURCE[0]}")/readme.bash"

PATIENCE=60
program=("$@")
folder=$(mktemp -d)
trap 'farewell; tmux -S "$folder/socket" kill-server; rm -rf "$folder"' EXIT

# What a test does so that its program leaves nothing running.
farewell() { :; }

on_screen() { tmux -S "$folder/socket" "$@"; }

# Starts the program that the test was given: `open ARGUMENT…`.
open() { on_screen -u -f /dev/null new-session -d -x 200 -y 50 -- "${program[@]}" "$@"; }

screen() { on_screen capture-pane -p -t :0; }

# Presses keys by their names: `press Space d`. A program takes Escape and the key behind it for one key where it reads both at
# once: what Escape does is waited for before anything else is pressed.
press() { on_screen send-keys -t :0 "$@"; }

# Types a text as it stands.
type_text() { on_screen send-keys -t :0 -l "$1"; }

# Waits until a command succeeds.
wait_for() {
  local deadline=$((SECONDS + PATIENCE))
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS >= deadline)); then
      echo "    waited in vain: $*"
      return 1
    fi
    sleep 0.1
  done
}

is_shown() { grep -Eq -- "$1" <<<"$(screen)"; }
is_hidden() { on_screen has-session && ! is_shown "$1"; }

# Waits until a line of the screen matches, or until none does.
shows() { wait_for is_shown "$1"; }
hides() { wait_for is_hidden "$1"; }

# Waits until the draft on the disk is what is expected: `saved FILE`.
saved() {
  wait_for cmp -s "$1" "$BUDGET_DRAFT" && return
  diff "$1" "$BUDGET_DRAFT" | cut -c 1-200
  return 1
}

# Runs one check. Where it fails, the screen says why, and the test ends: the next check would begin where this one stopped.
check() {
  if "${@:2}"; then
    echo "ok $1"
  else
    echo "not ok $1"
    screen 2>&1 | sed 's/^/    | /'
    exit 1
  fi
}
