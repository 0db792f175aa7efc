import assert from "node:assert/strict";
import { test } from "node:test";
import { findServer, serverCommand, type Surroundings } from "../src/command";

const BUNDLED = "/扩展/bin/budget-lsp";

/** A machine that holds the given programs and no others. */
function machine(platform: NodeJS.Platform, path: string, ...programs: string[]): Surroundings {
  return { home: "/home/会计", path, platform, bundled: BUNDLED, isProgram: (file) => Promise.resolve(programs.includes(file)) };
}

test("a blank setting is the server on PATH", () => {
  assert.equal(serverCommand("", "/home/会计"), "budget-lsp");
  assert.equal(serverCommand("  ", "/home/会计"), "budget-lsp");
});

test("~ is the home folder, and only in front", () => {
  assert.equal(serverCommand("~/工具/budget-lsp", "/home/会计"), "/home/会计/工具/budget-lsp");
  assert.equal(serverCommand("/opt/~/budget-lsp", "/home/会计"), "/opt/~/budget-lsp");
});

test("a name is looked up on PATH, the first folder first", async () => {
  const both = machine("linux", "/a:/b", "/a/budget-lsp", "/b/budget-lsp");
  assert.equal(await findServer("", both), "/a/budget-lsp");
  assert.equal(await findServer("", machine("linux", "/a:/b", "/b/budget-lsp")), "/b/budget-lsp");
  assert.equal(await findServer("", machine("linux", "/a:/b")), undefined);
});

test("a relative folder on PATH is passed over", async () => {
  assert.equal(await findServer("", machine("linux", ".::bin:/b", "budget-lsp", "bin/budget-lsp", "./budget-lsp")), undefined);
});

test("a path is taken as it stands, with spaces and Chinese in it", async () => {
  const there = machine("linux", "", "/opt/预算 工具/budget-lsp");
  assert.equal(await findServer("/opt/预算 工具/budget-lsp", there), "/opt/预算 工具/budget-lsp");
  assert.equal(await findServer("/opt/别处/budget-lsp", there), undefined);
});

test("a relative path is refused: the folder could bring its own program", async () => {
  assert.equal(await findServer("./budget-lsp", machine("linux", "/a", "./budget-lsp", "/a/budget-lsp")), undefined);
});

test("on Windows the name gets its .exe", async () => {
  const there = machine("win32", "C:\\bin;D:\\工具", "D:\\工具\\budget-lsp.exe");
  assert.equal(await findServer("", there), "D:\\工具\\budget-lsp.exe");
  assert.equal(await findServer("D:\\工具\\budget-lsp", there), "D:\\工具\\budget-lsp.exe");
});

test("the bundled server comes before PATH, and only where nothing is set", async () => {
  const there = machine("linux", "/a", BUNDLED, "/a/budget-lsp", "/opt/budget-lsp");
  assert.equal(await findServer(" ", there), BUNDLED);
  assert.equal(await findServer("budget-lsp", there), "/a/budget-lsp");
  assert.equal(await findServer("/opt/budget-lsp", there), "/opt/budget-lsp");
  assert.equal(await findServer("/opt/别处", there), undefined);
});
