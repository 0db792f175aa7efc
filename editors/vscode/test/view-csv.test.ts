import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../src/view/words";
import { csv } from "../webview/csv";
import { tables } from "../webview/rows";
import { HEALTH, overview, type Project, table } from "./overviews";

function lines(...projects: Project[]): string[] {
  const [written] = tables(overview(table("表", ["合计", "1.00"], [[["甲局", "1.00"], ...projects]])), []);
  assert.ok(written);
  return csv(written, words()).split("\r\n");
}

/** The cells of a line that has no line breaks in it. */
function name(line: string | undefined): string {
  return /^Project,甲局,(.*),1\.00,,,/.exec(line ?? "")?.[1] ?? `no project: ${line ?? ""}`;
}

test("a table with its figures as they are printed, and a byte order mark", () => {
  const [written] = tables(HEALTH, []);
  assert.ok(written);
  const text = csv(written, words());
  const [head, total, unit, project] = text.split("\r\n");
  assert.equal(
    head,
    "\uFEFFKind,Of unit,Name,总计（万元）,财政拨款（万元）,其他资金（万元）,Share," +
      "总计: printed less the sum of its parts,财政拨款: printed less the sum of its parts,其他资金: printed less the sum of its parts," +
      "Total less the sum of its sources,Check",
  );
  assert.equal(total, 'Total,,合计,"1,633.10","1,605.30",27.80,100.00%,0.00,0.00,0.00,0.00,adds up');
  assert.equal(unit, "Unit,,云浔市青禾区卫生健康局,933.28,920.78,12.50,57.15%,-63.00,0.00,0.00,0.00,does not add up");
  assert.equal(project, "Project,云浔市青禾区卫生健康局,公立医院综合改革补助,420.00,420.00,,25.72%,,,,0.00,adds up");
  assert.ok(text.endsWith("\r\n"));
});

test("quotes, commas and line breaks are quoted as RFC 4180 has it", () => {
  assert.equal(name(lines(['他说"好",就办', "1.00"])[3]), '"他说""好"",就办"');
  assert.deepEqual(lines(["上\r\n下", "1.00"]).slice(3, 5), ['Project,甲局,"上', '下",1.00,,,100.00%,,,,,adds up']);
});

test("a name is never a formula", () => {
  for (const formula of ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1", "＋1", "－1", "＠A", "  =1", "\t=1", "=HYPERLINK(A1)"]) {
    const found = name(lines([formula, "1.00"])[3]);
    assert.equal(found, `'${formula}`, formula);
  }
  assert.equal(name(lines(['=A1&"x"', "1.00"])[3]), `"'=A1&""x"""`);
});

test("a figure with a sign is a figure, and a dash a dash", () => {
  for (const figure of ["-3.20", "+3.20", "-1,003.20", "-5%", "-", "－"]) {
    assert.equal(name(lines([figure, "1.00"])[3]).replaceAll('"', ""), figure);
  }
});
