// How long the extension takes to be activated, in a window of its own where nothing has activated it yet.

import assert from "node:assert/strict";
import { conclude } from "./conclude.ts";
import { extension } from "./drafts.ts";

export function run(): Promise<void> {
  return conclude(checks);
}

async function checks(): Promise<void> {
  assert.ok(!extension().isActive, "it was active before a Markdown file was opened");
  const started = performance.now();
  await extension().activate();
  console.log(`activated in ${(performance.now() - started).toFixed(1)} ms`);
}
