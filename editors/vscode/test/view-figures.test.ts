import assert from "node:assert/strict";
import { test } from "node:test";
import type { RowOverview } from "../src/overview";
import { words } from "../src/view/words";
import { area, differences, signed } from "../webview/figures";
import { present, type Presented } from "../webview/present";
import { allRows, tables } from "../webview/rows";
import { HEALTH } from "./overviews";

const SAID = words();

function presented(name: string): Presented {
  for (const table of tables(HEALTH, [])) {
    const row = allRows(table).find(({ overview }) => overview.name === name);
    if (row !== undefined) {
      return present(row, table, SAID);
    }
  }
  throw new Error(`no row ${name}`);
}

function amount(value: string | null): RowOverview["amounts"][number] {
  return { printed: value, value, computed: null, difference: null };
}

test("a difference has its sign, whatever its length", () => {
  assert.equal(signed("-63.00"), "−63.00");
  assert.equal(signed("90071992547409.93"), "+90071992547409.93");
  assert.equal(signed("0.00"), "0.00");
  assert.equal(signed("0"), "0");
});

test("only an amount above zero has an area", () => {
  assert.deepEqual(["12.50", "0.00", "-3.20", null].map((value) => area(amount(value))), [12.5, 0, 0, 0]);
  assert.equal(area(undefined), 0);
});

test("the same difference in several columns is one", () => {
  const row = HEALTH.tables[0]?.parts[2];
  assert.ok(row);
  assert.deepEqual(differences(row), [{ against: "parts", columns: [0, 1], amount: "-27.30" }]);
});

test("a unit that does not add up: printed less computed, in the cells and in words", () => {
  const { cells, differences, label, brief } = presented("云浔市青禾区卫生健康局");
  assert.equal(brief, "…卫生健康局");
  assert.deepEqual(differences, [{ amount: "−63.00", against: "parts" }]);
  assert.deepEqual(cells.map(({ isWrong }) => isWrong), [true, false, false]);
  assert.equal(
    label,
    "云浔市青禾区卫生健康局，总计 933.28 万元，57.15%，does not add up，printed less the sum of its parts −63.00，财政拨款 920.78，其他资金 12.50",
  );
});

test("a project whose sources do not add up", () => {
  const { cells, differences } = presented("农村妇女“两癌”免费检查补助（省级）");
  assert.deepEqual(differences, [{ amount: "−27.00", against: "sources" }]);
  assert.deepEqual(cells.map(({ isWrong }) => isWrong), [true, false, false]);
});

test("rounding is called that, and is not wrong", () => {
  const { cells, differences } = presented("云浔市青禾区疾病预防控制中心");
  assert.deepEqual(differences, [{ amount: "+0.01", against: "rounding" }]);
  assert.ok(cells.every(({ isWrong }) => !isWrong));
});

test("what agrees says zero, what is not checked says nothing", () => {
  assert.deepEqual(presented("云浔市青禾区中医医院").differences, [{ amount: "0.00", against: "" }]);
  assert.deepEqual(presented("中医药事业传承与发展补助（省级）").differences, []);
});

test("a cell that is no amount is shown as it stands; a total that is not printed says so", () => {
  assert.equal(presented("中医药事业传承与发展补助（省级）").cells[0]?.text, "待定");
  const total = presented("");
  assert.equal(total.name, "Total (computed)");
  assert.equal(total.cells[0]?.text, "745.80");
  assert.match(total.label, /not printed in the document$/);
});
