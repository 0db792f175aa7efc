# VS Code: the extension is compiled, linted and tested without the editor. Sourced by editors/test.

extension() { npm --prefix editors/vscode --no-update-notifier "$@" </dev/null; }

version=$(node -p 'require("./editors/vscode/package.json").version')
verified="types, lints, unit tests, bundle"
if step "vscode: npm ci" extension ci --no-audit --no-fund; then
  step "vscode: types and lints" extension run check
  step "vscode: tests" extension test
  step "vscode: build" extension run build
fi
