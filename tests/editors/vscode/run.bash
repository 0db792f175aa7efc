# VS Code: the extension is checked, packaged with the server in it and installed as a user does it; then it is tried from
# inside the extension host, and through the screen. Sourced by editors/test.

# shellcheck source=tests/editors/vscode/install.bash
source tests/editors/vscode/install.bash

vscode_home=$scratch/vscode
vscode_folder=tests/editors/vscode

npm_in() { npm --prefix "$1" --no-update-notifier "${@:2}" </dev/null; }

# Runs a program as the user whose home folder is the tests' own.
as_user() {
  env -u XDG_CONFIG_HOME -u XDG_DATA_HOME -u XDG_STATE_HOME -u XDG_CACHE_HOME -u VSCODE_IPC_HOOK_CLI \
    HOME="$vscode_home" LC_ALL=C.UTF-8 PATH="$vscode/node_modules/node/bin:$PATH" \
    BUDGET_VSCODE="$vscode_server" BUDGET_TESTS="$root/$vscode_folder" BUDGET_CORPUS="$root/tests/corpus" \
    BUDGET_SERVER="$(realpath "$server")" BUDGET_ARTEFACTS="$(realpath "$artefacts")" timeout --kill-after=10 900 "$@"
}

package_extension() { BUDGET_SERVER="$server" npm_in editors/vscode run package; }

install_extension() {
  mkdir -p "$vscode_home/.vscode-server-oss/data/User" &&
    cp "$vscode_folder/settings.json" "$vscode_home/.vscode-server-oss/data/User/" &&
    as_user node "$vscode_server/out/server-main.js" --accept-server-license-terms \
      --install-extension editors/vscode/budget-lsp.vsix
}

check_extension() {
  step "vscode: npm ci" npm_in editors/vscode ci --no-audit --no-fund &&
    step "vscode: types and lints" npm_in editors/vscode run check &&
    step "vscode: unit tests" npm_in editors/vscode test &&
    step "vscode: package" package_extension
}

prepare_tests() {
  step "vscode: npm ci for the tests" npm_in "$vscode_folder" ci --no-audit --no-fund &&
    step "vscode: types and lints of the tests" npm_in "$vscode_folder" run check &&
    step "vscode: build the tests" npm_in "$vscode_folder" run build &&
    step "vscode: Chromium, a font in which tables line up, pngquant" debian chromium fonts-wqy-zenhei pngquant
}

# The pictures of the README: few colours and few bytes. They are copied to $BUDGET_SCREENSHOTS, where that is set.
take_pictures() {
  local name file bytes
  for name in finding fix view; do
    file=$artefacts/vscode-$name.png
    # 98: it would be no smaller.
    pngquant --force --skip-if-larger --ext .png "$file" || (($? == 98)) || return
    bytes=$(stat -c %s "$file")
    echo "$file: $bytes bytes"
    ((bytes <= 300000)) || return
    if [[ -n ${BUDGET_SCREENSHOTS:-} ]]; then
      mkdir -p "$BUDGET_SCREENSHOTS" && cp "$file" "$BUDGET_SCREENSHOTS/$name.png" || return
    fi
  done
}

verified="findings, those of closed files, typing, hover, fixes, a whole department, commands, settings, restart"
verified+=", two folders, activation, outline, lenses, format on save, rename"
verified+="; on the screen: text, budget view, completion, parts of a unit, CSV on the clipboard"
if build_server && check_extension && prepare_tests; then
  tally "vscode view" env -C editors/vscode timeout --kill-after=10 300 node "$root/$vscode_folder/dist/view.cjs" "$(realpath "$artefacts")"
  if step "install VS Code $vscode_package" install_vscode; then
    version=$(vscode_version)
    if step "vscode: install the .vsix" install_extension; then
      rm -f "$artefacts"/vscode-*.png
      tally "vscode host" as_user node "$vscode_folder/driver/host.ts"
      tally "vscode screen" as_user node "$vscode_folder/driver/screen.ts"
      step "vscode: pictures of at most 300 KB" take_pictures
    fi
  fi
fi
