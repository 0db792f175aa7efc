/**
 * Makes budget-lsp.vsix: the extension with the server that BUDGET_SERVER names, for the platform that this runs on.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { target } from "./target";

const PACKAGE = "budget-lsp.vsix";

function run(command: string, ...args: string[]): void {
  const { error, status } = spawnSync(command, args, { stdio: "inherit" });
  if (error !== undefined || status !== 0) {
    console.error(`${[command, ...args].join(" ")}: ${error?.message ?? `exit code ${String(status)}`}`);
    process.exit(1);
  }
}

const { BUDGET_SERVER: named = "", INIT_CWD: from = "." } = process.env;
if (named === "") {
  console.error("BUDGET_SERVER has to be the path of the server's program. Build it in the project's folder:");
  console.error("  cargo build --release -p budget-lsp");
  console.error("  BUDGET_SERVER=../../target/release/budget-lsp npm run package");
  process.exit(1);
}
// npm has gone into the extension's folder; the path is meant from where it was started.
const server = path.resolve(from, named);
// A server that does not run here would be packed for a platform that it is not made for.
run(server, "--version");

rmSync("bin", { recursive: true, force: true });
mkdirSync("bin");
const bundled = process.platform === "win32" ? "bin/budget-lsp.exe" : "bin/budget-lsp";
copyFileSync(server, bundled);
chmodSync(bundled, 0o755);
for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) {
  copyFileSync(`../../${licence}`, licence);
}
run(process.execPath, "esbuild.mjs");
const options = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links", "--out", PACKAGE];
run(process.execPath, "node_modules/@vscode/vsce/vsce", "package", "--skip-license", "--target", target(process), ...options);
