# VS Code as its npm package code-server brings it, with the Node that it needs. Sourced by run.bash.

vscode_package=4.139.1
vscode_node=24.9.0
vscode=$cache/vscode-$vscode_package
vscode_server=$vscode/node_modules/code-server/lib/vscode

vscode_runs() { "$vscode/node_modules/node/bin/node" "$@"; }

vscode_version() { vscode_runs "$vscode_server/out/server-main.js" --version | head -n 1; }

# The scripts of the package would compile modules that no test needs, and want a compiler and headers for it.
install_vscode_into() {
  npm install --prefix "$1" --no-audit --no-fund --no-update-notifier "node@$vscode_node" &&
    npm install --prefix "$1" --no-audit --no-fund --no-update-notifier --ignore-scripts "code-server@$vscode_package" &&
    PATH="$1/node_modules/node/bin:$PATH" npm install --prefix "$1/node_modules/code-server/lib/vscode" \
      --no-audit --no-fund --no-update-notifier --omit=dev --ignore-scripts
}

install_vscode() { installed "$vscode" vscode_version install_vscode_into; }
