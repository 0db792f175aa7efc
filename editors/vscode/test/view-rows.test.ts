import assert from "node:assert/strict";
import { test } from "node:test";
import type { Overview } from "../src/overview";
import { allRows, type Table, tables, visibleRows } from "../webview/rows";
import { edited, HEALTH, overview, type Project, table } from "./overviews";

function first(overview: Overview, before: readonly Table[] = []): Table {
  const [table] = tables(overview, before);
  assert.ok(table);
  return table;
}

function draft(...projects: Project[]): Overview {
  return overview(table("表", undefined, [[["甲局", "3.00"], ...projects]]));
}

function ids(table: Table): Record<string, string> {
  return Object.fromEntries(allRows(table).map(({ id, overview: { name } }) => [name, id]));
}

test("every row has an id of its own, also where names are the same", () => {
  const rows = tables(HEALTH, []).map(allRows);
  assert.deepEqual(rows.map(({ length }) => length), [25, 7]);
  for (const table of rows) {
    assert.equal(new Set(table.map(({ id }) => id)).size, table.length);
  }
});

test("rows keep their ids over other figures, new rows and rows that are gone", () => {
  const before = first(draft(["公益培训", "1.00"], ["文艺巡演", "2.00"]));
  const after = first(draft(["夜校", "9.00"], ["公益培训", "1.50"], ["文艺巡演", "2.00"]), [before]);
  const last = first(draft(["文艺巡演", "2.00"]), [after]);
  assert.equal(ids(after)["公益培训"], ids(before)["公益培训"]);
  assert.equal(ids(last)["文艺巡演"], ids(before)["文艺巡演"]);
});

test("a row that is renamed is the same, at every keystroke, and so are the rows below it", () => {
  const before = first(draft(["公益培训", "1.00"], ["文艺巡演", "2.00"]));
  const typed = ["甲", "", "乙", "乙局"].reduce((table, name) => first(edited(draft(["公益培训", "1.00"], ["文艺演出", "2.00"]), "甲局", name), [table]), before);
  assert.equal(ids(typed)["乙局"], ids(before)["甲局"]);
  assert.equal(ids(typed)["公益培训"], ids(before)["公益培训"]);
  assert.equal(ids(typed)["文艺演出"], ids(before)["文艺巡演"]);
});

test("a new row of a name that another had does not take its id", () => {
  const before = first(draft(["公益培训", "1.00"]));
  const renamed = first(draft(["夜校", "1.00"]), [before]);
  const both = first(draft(["夜校", "1.00"], ["公益培训", "1.00"]), [renamed]);
  assert.equal(new Set(allRows(both).map(({ id }) => id)).size, 4);
});

test("projects are seen only where their unit is unfolded", () => {
  const table = first(draft(["公益培训", "1.00"], ["文艺巡演", "2.00"]));
  const names = (unfolded: string[]): string[] => visibleRows(table, new Set(unfolded)).map(({ overview: { name } }) => name);
  assert.deepEqual(names([]), ["", "甲局"]);
  assert.deepEqual(names([ids(table)["甲局"] ?? ""]), ["", "甲局", "公益培训", "文艺巡演"]);
});
