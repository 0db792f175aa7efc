import assert from "node:assert/strict";
import { test } from "node:test";
import { Crashes, TIMES, WITHIN } from "../src/crashes";

/** Whether each of the crashes at these times is followed by a start. */
function starts(...times: number[]): boolean[] {
  let now = 0;
  const crashes = new Crashes(() => now);
  return times.map((time) => {
    now = time;
    return crashes.isWorthAnother();
  });
}

test("a server is started again until it has ended five times within three minutes", () => {
  assert.deepEqual(starts(0, 1, 2, 3, 4), [true, true, true, true, false]);
  assert.deepEqual(starts(0, 1, 2, 3, WITHIN), [true, true, true, true, false]);
});

test("one that ends now and then is always started again", () => {
  const now_and_then = Array.from({ length: 40 }, (_, time) => time * (WITHIN / 3));
  assert.ok(starts(...now_and_then).every(Boolean));
});

test("a series that began long ago does not count, its last four do", () => {
  assert.deepEqual(starts(0, WITHIN, WITHIN + 1, WITHIN + 2, WITHIN + 3, WITHIN + 4), [true, true, true, true, true, false]);
});

test("a start by hand forgets what was before", () => {
  const crashes = new Crashes(() => 0);
  for (let time = 0; time < TIMES; time += 1) {
    crashes.isWorthAnother();
  }
  crashes.forget();
  assert.ok(crashes.isWorthAnother());
});
