import assert from "node:assert/strict";
import { test } from "node:test";
import type { Overview } from "../src/overview";
import { words } from "../src/view/words";
import { csv } from "../webview/csv";
import { layout } from "../webview/layout";
import { present, tableName } from "../webview/present";
import { allRows, look, type Table, tableIn, tables, viewsOf } from "../webview/rows";
import { department, edited, HEALTH, overview, statement, withDepartments } from "./overviews";

const INCOME = statement("income", "2026年部门收支预算总表", ["收入总计", "5.00"], [[["一、财政拨款收入", "5.00"]]]);
const FUNCTION = statement(
  "function",
  "2026年部门支出预算总表",
  ["合计", "5.00", "3.00", "1.00"],
  [
    [["文化旅游体育与传媒支出", "4.00"], ["文化和旅游", "3.00"], ["文物", "1.00"]],
    [["住房保障支出", "1.00"], ["住房改革支出", "1.00"]],
  ],
);
const CULTURE = department("示例市青禾区文化局2026年部门预算", FUNCTION, INCOME);
const SPORTS = department("示例市青禾区体育局2026年部门预算", statement("function", "支出预算总表", ["合计", "1.00"], [[["住房保障支出", "1.00"]]]));
const ONE = withDepartments(HEALTH, CULTURE);
const TWO = withDepartments(overview(), CULTURE, SPORTS);

function at(tables: readonly Table[], index: number): Table {
  const table = tables[index];
  assert.ok(table);
  return table;
}

function names(overview: Overview): string[] {
  return tables(overview, []).map((table, index) => `${table.view} ${tableName(table, index, words())}`);
}

test("the views of a document are those that it has something for, in their order", () => {
  assert.deepEqual(viewsOf(tables(HEALTH, [])), ["projects"]);
  assert.deepEqual(viewsOf(tables(ONE, [])), ["projects", "income", "function"]);
  assert.deepEqual(viewsOf(tables(overview(), [])), []);
});

test("a statement is named by its title, and by its department where there are several", () => {
  assert.deepEqual(names(withDepartments(overview(), CULTURE)), ["income 2026年部门收支预算总表", "function 2026年部门支出预算总表"]);
  assert.deepEqual(names(TWO), [
    "income 示例市青禾区文化局2026年部门预算 · 2026年部门收支预算总表",
    "function 示例市青禾区文化局2026年部门预算 · 2026年部门支出预算总表",
    "function 示例市青禾区体育局2026年部门预算 · 支出预算总表",
  ]);
});

test("another view shows the same department", () => {
  const all = tables(TWO, []);
  assert.equal(tableIn("income", all, at(all, 1)), at(all, 0));
  assert.equal(tableIn("function", all, at(all, 2)), at(all, 2));
  assert.equal(tableIn("income", all, at(all, 2)), at(all, 0), "the first where that has none");
  assert.equal(tableIn("economic", all, at(all, 0)), undefined);
});

test("tables of all views have ids of their own and keep them while the document is typed in", () => {
  const before = tables(ONE, []);
  assert.equal(new Set(before.map(({ id }) => id)).size, 4);
  const renamed = tables(edited(ONE, "2026年部门支出预算总表", "2026年部门支出总表"), before);
  assert.deepEqual(renamed.map(({ id }) => id), before.map(({ id }) => id));
  const without = tables(withDepartments(overview(), CULTURE), before);
  assert.deepEqual(without.map(({ id }) => id), before.slice(2).map(({ id }) => id));
});

test("classes and groups are drawn as units and projects are, as large as their amounts", () => {
  const table = at(tables(ONE, []), 3);
  assert.deepEqual(allRows(table).map(({ overview }) => look(overview)), ["total", "unit", "project", "project", "unit", "project"]);
  const { rectangles, withoutArea, tooSmall } = layout(table, 400, 300, 18);
  assert.deepEqual([rectangles.length, withoutArea, tooSmall], [5, 0, 0]);
});

test("what a total is off by beside it is not called sources", () => {
  const table = at(tables(ONE, []), 3);
  const { label, differences } = present(table.whole, table, words());
  assert.match(label, /total less the sum of the columns beside it \+1\.00/);
  assert.equal(differences[0]?.against, "columns");
});

test("a statement as CSV", () => {
  const [head = "", , first, group] = csv(at(tables(ONE, []), 3), words()).split("\r\n");
  assert.match(head, /^\uFEFFKind,Of class,Name,.*,Total less the sum of the columns beside it,Check$/);
  assert.match(first ?? "", /^Class,,文化旅游体育与传媒支出,4\.00,/);
  assert.match(group ?? "", /^Group,文化旅游体育与传媒支出,文化和旅游,3\.00,/);
});

test("a server that says nothing of departments is an older one", () => {
  assert.deepEqual(tables({ version: 1, tables: [] }, []), []);
});
