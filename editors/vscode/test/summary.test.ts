import assert from "node:assert/strict";
import { test } from "node:test";
import type { AmountOverview, RowOverview, TableOverview } from "../src/overview";
import { findings, line, summary, tableAt } from "../src/summary";

const FITS: AmountOverview = { printed: "50,666.34", value: "50666.34", computed: "50666.34", difference: "0.00" };

function table(amount: AmountOverview, more: Partial<TableOverview> = {}, state: RowOverview["state"] = "balanced") {
  const row = { kind: "total", name: "", range: null, selection: null, sourcesDifference: null, share: null } as const;
  const whole: RowOverview = { ...row, amounts: [amount, FITS], projects: 24, indicators: 96, state, parts: [] };
  const counts = { units: 5, projects: 24, indicators: 96, isComplete: true, parts: [] };
  const range = { start: { line: 10, character: 0 }, end: { line: 30, character: 5 } };
  const columns = [{ title: "总计", role: "total" }] as const;
  return { title: "一、机关项目", range, unit: "万元", columns, main: 0, ...counts, whole, ...more };
}

test("the status bar has the findings and the total as it is printed", () => {
  assert.equal(summary({ errors: 0, warnings: 3 }, table(FITS)), "$(warning) 3 · Total 50,666.34 万元");
  assert.equal(summary({ errors: 1, warnings: 3 }, table(FITS)), "$(error) 4 · Total 50,666.34 万元");
  assert.equal(summary({ errors: 0, warnings: 0 }, table(FITS)), "$(check) · Total 50,666.34 万元");
  assert.equal(summary({ errors: 0, warnings: 0 }, undefined), "$(check)");
});

test("a total that is not printed, or is no amount, is what the parts add up to, its digits in threes", () => {
  const computed = (exact: string) => ({ printed: null, value: null, computed: exact, difference: null });
  const shown = (exact: string) => summary({ errors: 0, warnings: 0 }, table(computed(exact), { unit: "元" }));
  assert.equal(shown("1234567.89"), "$(check) · Total 1,234,567.89 元");
  assert.equal(shown("-123456"), "$(check) · Total -123,456 元");
  assert.equal(shown("999.1234"), "$(check) · Total 999.1234 元");
  const slip = table({ printed: "32.5O", value: null, computed: "32.50", difference: null }, { unit: null });
  assert.equal(summary({ errors: 1, warnings: 0 }, slip), "$(error) 1 · Total 32.50");
  const none = table({ printed: null, value: null, computed: null, difference: null });
  assert.equal(summary({ errors: 1, warnings: 0 }, none), "$(error) 1");
});

test("the main column is the one that counts", () => {
  const other = { printed: "1.00", value: "1.00", computed: null, difference: null };
  assert.equal(summary({ errors: 0, warnings: 0 }, table(other, { main: 1 })), "$(check) · Total 50,666.34 万元");
});

test("a line of the tooltip says what a table has, and whether it adds up", () => {
  const counts = "5 units, 24 projects, 96 indicators";
  assert.equal(line(table(FITS)), `- **一、机关项目**  \n  Total 50,666\\.34 万元 · ${counts}`);
  assert.equal(line(table(FITS, { title: "" }, "unbalanced")), `- **Untitled table**  \n  Total 50,666\\.34 万元 · ${counts} · does not add up`);
});

test("what a document says is escaped", () => {
  const hostile = "[点我](command:workbench.action.quit) <img src=x> **粗** `码` $(flame)\n# 标题";
  const drawn = line(table(FITS, { title: hostile })).split("  \n")[0] ?? "";
  assert.ok(!/(?<!\\)[[\](<>`$#]/.test(drawn), drawn);
  assert.ok(!drawn.includes("\n"));
});

test("the table at the cursor counts, else the first", () => {
  const first = table(FITS);
  const second = table(FITS, { range: { start: { line: 40, character: 0 }, end: { line: 50, character: 0 } } });
  assert.equal(tableAt([first, second], 45), second);
  assert.equal(tableAt([first, second], 10), first);
  assert.equal(tableAt([first, second], 35), first);
  assert.equal(tableAt([], 0), undefined);
});

test("the findings in words", () => {
  assert.equal(findings({ errors: 0, warnings: 0 }), "No errors and no warnings");
  assert.equal(findings({ errors: 2, warnings: 1 }), "Errors: 2, warnings: 1");
});
