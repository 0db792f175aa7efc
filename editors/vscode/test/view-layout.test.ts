import assert from "node:assert/strict";
import { test } from "node:test";
import { fit } from "../webview/label";
import { type Box, layout, type Layout } from "../webview/layout";
import { type Direction, neighbour } from "../webview/neighbour";
import { type Table, tables } from "../webview/rows";
import { edited, HEALTH, large, overview, table, type Unit } from "./overviews";
import type { Overview } from "../src/overview";

const HEAD = 20;
const DIRECTIONS: readonly Direction[] = ["left", "right", "up", "down"];

function first(overview: Overview): Table {
  const [table] = tables(overview, []);
  assert.ok(table);
  return table;
}

function laid(overview: Overview, width = 700, height = 400): Layout {
  return layout(first(overview), width, height, HEAD);
}

function named({ rectangles }: Layout): Map<string, Box> {
  return new Map(rectangles.map((rectangle) => [rectangle.row.overview.name, rectangle]));
}

/** What can have the focus: projects, and the strips of units. */
function targets({ rectangles }: Layout): Box[] {
  return rectangles.filter(({ isLeaf, head }) => isLeaf || head > 0).map(({ x, y, width, height, isLeaf, head }) => ({ x, y, width, height: isLeaf ? height : head }));
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test("areas are as the amounts", () => {
  const boxes = named(laid(overview(table("表", undefined, [], [["甲", "300.00"], ["乙", "100.00"], ["丙", "0.00"]])), 403, 100));
  assert.deepEqual([...boxes.keys()], ["甲", "乙"]);
  const [large = 0, small = 0] = [...boxes.values()].map(({ width }) => width);
  // To a pixel, and the gap between them is taken from both alike.
  assert.ok(Math.abs(large - 300) <= 2 && Math.abs(small - 100) <= 2, `${large.toString()} : ${small.toString()}`);
});

test("projects lie in their unit, below its name, and nothing lies on anything else", () => {
  const all = laid(HEALTH);
  for (const unit of all.rectangles.filter(({ isLeaf }) => !isLeaf)) {
    const inside = all.rectangles.filter(({ row }) => row.parent === unit.row);
    assert.equal(inside.length, unit.row.parts.length);
    for (const { x, y, width, height } of inside) {
      assert.ok(x > unit.x && x + width < unit.x + unit.width && y >= unit.y + unit.head && y + height < unit.y + unit.height);
    }
  }
  const boxes = targets(all);
  boxes.forEach((box, index) => {
    assert.ok(boxes.slice(index + 1).every((other) => !overlap(box, other)));
  });
});

test("what has no area is counted, and so is what is too small", () => {
  const [, transfers] = tables(HEALTH, []);
  assert.ok(transfers);
  const { rectangles, withoutArea, tooSmall } = layout(transfers, 700, 400, HEAD);
  assert.deepEqual([rectangles.length, withoutArea, tooSmall], [4, 2, 0]);
  const small = laid(overview(table("表", undefined, [], [["甲", "90000.00"], ["乙", "0.10"]])));
  assert.deepEqual([small.rectangles.length, small.withoutArea, small.tooSmall], [1, 0, 1]);
});

test("a unit whose projects have no amounts yet is as large as it says itself", () => {
  const boxes = named(laid(overview(table("表", undefined, [[["甲局", "100.00"], ["公益培训", null]], [["乙局", "100.00"]]])), 203, 100));
  assert.deepEqual([...boxes.values()].map(({ width }) => width), [100, 100]);
});

test("nothing is drawn of nothing, or on nothing", () => {
  assert.equal(laid(overview(table("表", undefined, [], [["甲", "0.00"]]))).rectangles.length, 0);
  assert.deepEqual([laid(HEALTH, 0, 400).rectangles.length, laid(HEALTH, 0, 400).tooSmall], [0, 24]);
  assert.equal(laid(overview(table("表", undefined, []))).rectangles.length, 0);
});

test("figures too long for floating point still have an area", () => {
  assert.equal(laid(edited(overview(table("表", undefined, [], [["甲", "1.00"]])), "1.00", "1".repeat(30))).rectangles.length, 1);
});

test("the arrow keys reach everything that is drawn, from anywhere", () => {
  const drafts = [HEALTH, large(300), ...Array.from({ length: 60 }, (_, seed) => random(seed))];
  for (const draft of drafts) {
    const boxes = targets(laid(draft));
    for (const start of [boxes[0], boxes.at(-1)]) {
      const reached = new Set([start]);
      for (const box of reached) {
        for (const direction of DIRECTIONS) {
          const next = box === undefined ? undefined : neighbour(box, boxes, direction);
          if (next !== undefined) {
            reached.add(next);
          }
        }
      }
      assert.equal(reached.size, boxes.length);
    }
  }
});

test("the arrow keys go in their direction", () => {
  const boxes = targets(laid(HEALTH));
  for (const box of boxes) {
    const right = neighbour(box, boxes, "right");
    const up = neighbour(box, boxes, "up");
    assert.ok(right === undefined ? box.x + box.width >= 696 : right.x >= box.x + box.width);
    assert.ok(up === undefined ? box.y === 0 : up.y + up.height <= box.y);
  }
});

test("a name is broken into lines, and ends in an ellipsis where it does not fit", () => {
  const measure = (text: string): number => 10 * Array.from(text).length;
  assert.deepEqual(fit("基层信息系统运维", 100, 1, measure), ["基层信息系统运维"]);
  assert.deepEqual(fit("基层信息系统运维", 50, 2, measure), ["基层信息系", "统运维"]);
  assert.deepEqual(fit("基层信息系统运维", 50, 1, measure), ["基层信息…"]);
  assert.deepEqual(fit("基层信息系统运维", 30, 2, measure), ["基层信", "息系…"]);
  assert.deepEqual(fit("𠮷祥坊", 20, 1, measure), ["𠮷…"]);
  assert.deepEqual(fit("基层", 15, 1, measure), []);
  assert.deepEqual(fit("基层", 100, 0, measure), []);
  assert.deepEqual(fit("", 100, 2, measure), []);
});

/** A draft of odd sizes, the same for the same seed. */
function random(seed: number): Overview {
  let state = seed * 2654435761 + 1;
  const dice = (sides: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * sides);
  };
  const amount = (): string => `${(1 + dice(10) ** (1 + dice(5))).toString()}.00`;
  const units = Array.from({ length: 1 + dice(12) }, (_, unit): Unit => {
    const projects = Array.from({ length: dice(15) }, (_, index) => [`项目${unit.toString()}-${index.toString()}`, amount()] as const);
    return [[`单位${unit.toString()}`, amount()], ...projects];
  });
  return overview(table("表", undefined, units));
}
