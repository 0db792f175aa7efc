import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

// The tests run from the extension's own folder, where npm runs its scripts.

function texts(file: string): Record<string, string> {
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
}

test("what package.json names is there in English and in Chinese, and nothing else is", () => {
  const named = readFileSync("package.json", "utf8").matchAll(/"%([\w.-]+)%"/g);
  const keys = [...new Set([...named].map((match) => match[1]))].sort();
  assert.ok(keys.length > 0);
  assert.deepEqual(Object.keys(texts("package.nls.json")).sort(), keys);
  assert.deepEqual(Object.keys(texts("package.nls.zh-cn.json")).sort(), keys);
});

test("what the extension says is there in Chinese, and nothing else is", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const sources = files.map((file) => readFileSync(path.join("src", file), "utf8"));
  const said = sources.flatMap((source) => [...source.matchAll(/l10n\.t\(\s*"([^"]+)"/g)].map((match) => match[1]));
  assert.ok(said.length > 0);
  assert.deepEqual(Object.keys(texts("l10n/bundle.l10n.zh-cn.json")).sort(), [...new Set(said)].sort());
});

test("every page of the walkthrough is there in English and in Chinese", () => {
  const pages = [...readFileSync("package.json", "utf8").matchAll(/"walkthrough\/([\w-]+)\.md"/g)].map((match) => match[1] ?? "");
  const wanted = pages.flatMap((page) => [`${page}.md`, `${page}.nls.zh-cn.md`]);
  assert.ok(pages.length > 0);
  assert.deepEqual(readdirSync("walkthrough").sort(), [...wanted, "example.md"].sort());
});
