import assert from "node:assert/strict";
import { test } from "node:test";
import { Latest } from "../src/latest";
import { fromView, kept } from "../src/view/messages";
import { page, policy } from "../src/view/page";

const RANGE = { start: { line: 3, character: 2 }, end: { line: 3, character: 9 } };

test("messages of the view are understood", () => {
  const bytes = new Uint8Array([1, 2]);
  assert.deepEqual(fromView({ type: "ready" }), { type: "ready" });
  assert.deepEqual(fromView({ type: "reveal", uri: "file:///a.md", range: RANGE }), { type: "reveal", uri: "file:///a.md", range: RANGE });
  assert.deepEqual(fromView({ type: "save", format: "png", bytes }), { type: "save", format: "png", bytes });
});

test("whatever else comes from the view is none", () => {
  const reveal = { type: "reveal", uri: "file:///a.md", range: RANGE };
  const others: unknown[] = [
    undefined,
    null,
    "ready",
    [],
    {},
    { type: "close" },
    { ...reveal, uri: 1 },
    { ...reveal, range: undefined },
    { ...reveal, range: { ...RANGE, end: { line: 2, character: 0 } } },
    { ...reveal, range: { ...RANGE, start: { line: -1, character: 0 } } },
    { ...reveal, range: { ...RANGE, start: { line: 1.5, character: 0 } } },
    { ...reveal, range: { ...RANGE, end: { line: 3, character: "9" } } },
    { ...reveal, range: { ...RANGE, end: { line: Infinity, character: 0 } } },
    { type: "save", format: "exe", bytes: new Uint8Array() },
    { type: "save", format: "csv", bytes: "text" },
    { type: "save", format: "csv", bytes: new Uint8Array(64 * 1024 * 1024 + 1) },
  ];
  for (const other of others) {
    assert.equal(fromView(other), undefined);
  }
});

test("a message carries nothing that was not asked for", () => {
  assert.deepEqual(fromView({ type: "ready", uri: "file:///b.md" }), { type: "ready" });
});

test("what a view has kept is its document", () => {
  assert.deepEqual(kept({ uri: "file:///a.md", table: "x" }), { uri: "file:///a.md" });
  assert.equal(kept({ uri: 1 }), undefined);
  assert.equal(kept(undefined), undefined);
});

test("the policy of the page is as strict as it can be", () => {
  const parts = policy({ source: "https://view.example", nonce: "bm9uY2U=" }).split("; ");
  assert.deepEqual(parts, [
    "default-src 'none'",
    "script-src 'nonce-bm9uY2U='",
    "style-src https://view.example",
    "img-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test("nothing that the page is made of gets out of its place", () => {
  const text = page({ source: 'a"><script>', nonce: "n", script: "<&>", style: "'s'", language: "zh-cn" });
  assert.equal(text.match(/<script/g)?.length, 1);
  assert.match(text, /src="&#60;&#38;&#62;"/);
});

test("a burst of wishes is carried out once, and once more for those that came meanwhile", async () => {
  let ran = 0;
  const release: (() => void)[] = [];
  const latest = new Latest(
    () =>
      new Promise((resolve) => {
        ran += 1;
        release.push(resolve);
      }),
    () => undefined,
  );
  latest.want();
  latest.want();
  latest.want();
  assert.equal(ran, 1);
  release.shift()?.();
  await turn();
  assert.equal(ran, 2);
  release.shift()?.();
  await turn();
  assert.equal(ran, 2);
  latest.want();
  assert.equal(ran, 3);
});

test("a wish that fails holds up no other", async () => {
  const failures: unknown[] = [];
  const latest = new Latest(
    () => Promise.reject(new Error("no answer")),
    (reason) => failures.push(reason),
  );
  latest.want();
  await turn();
  latest.want();
  await turn();
  assert.equal(failures.length, 2);
});

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
