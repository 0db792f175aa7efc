import assert from "node:assert/strict";
import { test } from "node:test";
import { notices } from "../notices.mjs";

test("each package that is bundled passes on its licence, once", () => {
  const text = notices([
    "src/client.ts",
    "node_modules/d3-hierarchy/src/index.js",
    "node_modules/d3-hierarchy/src/treemap/index.js",
    "node_modules/vscode-languageclient/lib/node/main.js",
  ]);
  assert.equal(text.match(/^d3-hierarchy \S+ \(ISC\)$/gm)?.length, 1);
  assert.match(text, /^vscode-languageclient \S+ \(MIT\)$/m);
  assert.match(text, /Permission to use, copy, modify/);
});

test("our own files ask for nothing", () => {
  assert.equal(notices(["src/client.ts", "webview/main.ts"]), "");
});
