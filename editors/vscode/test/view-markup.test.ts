import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

/** What makes markup or code of a text, and places that load what a text names. */
const MAKING_MARKUP =
  /innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|parseFromString|setHTML|document\.write|srcdoc|\beval\b|new Function|\bhref\b|javascript:/;

function sources(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith(".ts")).map((name) => `${folder}/${name}`);
}

test("nothing in the view makes markup of a text", () => {
  const paths = sources("webview");
  assert.ok(paths.length > 10, paths.join(", "));
  for (const path of paths) {
    assert.doesNotMatch(readFileSync(path, "utf8"), MAKING_MARKUP, path);
  }
});
