import assert from "node:assert/strict";
import { test } from "node:test";
import { Settle } from "../src/settle";

function never(reason: unknown): void {
  assert.fail(String(reason));
}

/** Lets what is waiting on promises go on. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

test("a burst is one step, after the last of it", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let steps = 0;
  const settle = new Settle(300, () => {
    steps += 1;
    return Promise.resolve();
  }, never);
  for (let key = 0; key < 10; key += 1) {
    settle.touch();
    context.mock.timers.tick(299);
  }
  assert.equal(steps, 0);
  context.mock.timers.tick(1);
  await breathe();
  assert.equal(steps, 1);
});

test("a step that takes long is not overtaken; what changed meanwhile is one step after it", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const ends: (() => void)[] = [];
  const settle = new Settle(300, () => new Promise<void>((resolve) => ends.push(resolve)), never);
  for (let time = 0; time < 3; time += 1) {
    settle.touch();
    context.mock.timers.tick(300);
    await breathe();
  }
  assert.equal(ends.length, 1);
  ends[0]?.();
  await breathe();
  assert.equal(ends.length, 2);
  ends[1]?.();
  await breathe();
  assert.equal(ends.length, 2);
});

test("a step that fails does not end those after it", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const failed: unknown[] = [];
  let steps = 0;
  const settle = new Settle(
    300,
    () => {
      steps += 1;
      return Promise.reject(new Error("the server is gone"));
    },
    (reason) => failed.push(reason),
  );
  for (let time = 0; time < 2; time += 1) {
    settle.touch();
    context.mock.timers.tick(300);
    await breathe();
  }
  assert.equal(steps, 2);
  assert.equal(failed.length, 2);
});

test("nothing is done once it is disposed of", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let steps = 0;
  const settle = new Settle(300, () => {
    steps += 1;
    return Promise.resolve();
  }, never);
  settle.touch();
  settle.dispose();
  context.mock.timers.tick(1000);
  await breathe();
  assert.equal(steps, 0);
});
