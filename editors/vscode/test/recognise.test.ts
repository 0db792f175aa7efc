import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { LIMIT, looksLikeBudget } from "../src/recognise";

const ROOT = "../..";
const EXAMPLE = path.join(ROOT, "editors/vscode/walkthrough/example.md");

function lines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

function isBudget(...text: string[]): boolean {
  return looksLikeBudget(lines(text.join("\n")));
}

function documents(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && path.basename(file) !== "README.md")
    .map((file) => path.join(folder, file));
}

/** Every Markdown file of the project that is no budget: what is written about it. */
function pages(): string[] {
  const folders = [".", "docs", "editors", "server", "grammar", "tests"].map((folder) => path.join(ROOT, folder));
  const isOther = (file: string) => /node_modules|tests\/corpus\/(?!README)/.test(file) || file === EXAMPLE;
  const inside = folders.slice(1).flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => path.join(folder, file)));
  const top = readdirSync(ROOT).map((file) => path.join(ROOT, file));
  return [...top, ...inside].filter((file) => file.endsWith(".md") && !isOther(file));
}

test("every budget of the corpus is one, and of the real documents where they are", () => {
  const real = path.join(ROOT, "../shared/corpus");
  const fictional = [...documents(path.join(ROOT, "tests/corpus")), EXAMPLE];
  const all = [...fictional, ...(existsSync(real) ? documents(real) : [])];
  assert.ok(all.length >= 8, `only ${String(all.length)} documents found`);
  assert.deepEqual(all.filter((file) => !looksLikeBudget(lines(readFileSync(file, "utf8")))), []);
});

test("no page about the project is one", () => {
  const all = pages();
  for (const page of ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/settings.md", "docs/performance.md", "editors/vscode/README.md"]) {
    assert.ok(all.includes(path.join(ROOT, page)), `${page} is not among the pages`);
  }
  assert.deepEqual(all.filter((file) => looksLikeBudget(lines(readFileSync(file, "utf8")))), []);
});

test("a table of projects is known by its header, however it is written", () => {
  for (const header of [
    "| 项目名称（资金使用单位） | 总计 |\n|---|---|",
    "绩效指标 | 项 目 名 称\n:-- | --:",
    "| **项目名称** | 其中：财政拨款 |\n|-|-|",
    "| 项目名称 | 预算金额（万元） | |\n|---|---|---|",
  ]) {
    assert.ok(isBudget(header), header);
  }
});

test("a header alone is none: it takes a delimiter row of as many cells right below", () => {
  assert.ok(!isBudget("| 项目名称 | 总计 |"));
  assert.ok(!isBudget("| 项目名称 | 总计 |", "|---|"));
  assert.ok(!isBudget("| 项目名称 | 总计 |", "| 一 | 2.00 |", "|---|---|"));
  assert.ok(!isBudget("| 项目名称\\|总计 |", "|---|---|"));
});

test("other tables take the words of a budget above them and figures in them", () => {
  const table = ["| 收入 | | 支出 | |", "|---|---|---|---|", "| 项目甲 | 10.00 | 项目乙 | 1,203.50 |"];
  assert.ok(isBudget("# 2025年收支预算总表", "", ...table));
  assert.ok(isBudget("单位：万元", "", ...table));
  assert.ok(isBudget("## Budget breakdown", "", ...table));
  assert.ok(!isBudget("# 收支", "", ...table));
  assert.ok(!isBudget("单位：万元", "", "| 键 | 含义 |", "|---|---|", "| budget.language | 语言 |"));
});

test("a table of HTML takes the same, and the words may stand in it", () => {
  const rows = (...cells: string[]) => cells.map((cell) => `<tr><td>文化活动</td><td align="right">${cell}</td></tr>`);
  const table = (head: string) => ["<table>", `    <tr><th colspan="2">${head}</th></tr>`, ...rows("10.00", "1,203.50"), "</table>"];
  assert.ok(isBudget("# 2025年收支预算总表", "", ...table("收支")));
  assert.ok(isBudget(...table("一般公共预算支出表")));
  assert.ok(isBudget(`<div>${table("财政拨款").join("")}</div>`));
  assert.ok(!isBudget("# 收支", "", ...table("收支")));
  assert.ok(!isBudget("# 预算", "", "<table>", ...rows("10.00"), "</table>"));
  assert.ok(!isBudget("# 预算", "", "<table>", "", "<p>10.00</p>", ...rows("10.00", "20.00")));
  assert.ok(!isBudget("```html", "# 预算", ...table("预算"), "```"));
  assert.ok(!isBudget("# 预算", "", "    <table>", ...rows("10.00", "20.00").map((row) => `    ${row}`)));
  assert.ok(!isBudget(`<table>${"<td ".repeat(LIMIT / 4)}`));
});

test("text alone takes a title with a year above it and sums of money in it", () => {
  const text = ["2025年支出预算100.00万元，其中：基本支出60.00 万元。"];
  assert.ok(isBudget("# 青禾区民政局2025年部门预算", "", ...text));
  assert.ok(isBudget("青禾区民政局二〇二四年度部门决算公开说明", "", ...text));
  assert.ok(!isBudget("# 青禾区民政局部门预算", "", ...text));
  assert.ok(!isBudget("# 2025年部门预算", "", "2025年支出预算100.00万元。"));
  assert.ok(!isBudget("2025年的部门预算，已经编好。", "", ...text));
  assert.ok(!isBudget(...text, "# 2025年部门预算"));
  assert.ok(!isBudget("```text", "# 2025年部门预算", "```", ...text));
});

test("words far above a table do not count", () => {
  const between = Array.from({ length: 8 }, (_, line) => `第 ${String(line)} 段。`);
  assert.ok(!isBudget("# 预算", ...between, "| 版本 | 年份 |", "|---|---|", "| 1.91 | 2024 |"));
});

test("fenced, indented and commented text does not count", () => {
  const table = ["| 项目名称 | 总计 | 绩效目标 |", "|---|---|---|", "| 一 | 2.00 | |"];
  assert.ok(!isBudget("```text", ...table, "```"));
  assert.ok(!isBudget("~~~~", ...table, "~~~", ...table, "~~~~"));
  assert.ok(!isBudget("```", "``` text", ...table));
  assert.ok(!isBudget(...table.map((line) => `    ${line}`)));
  assert.ok(!isBudget("<!--", ...table, "-->"));
  assert.ok(isBudget("```text", "…", "```", ...table));
  assert.ok(isBudget("<!-- page 1 -->", ...table));
  assert.ok(isBudget("``` not a fence ```", ...table));
});

test("no more is read than the limit", () => {
  let read = 0;
  function* endless(): Generator<string> {
    for (;;) {
      read += 1;
      yield "一行正文，没有表格。";
    }
  }
  assert.ok(!looksLikeBudget(endless()));
  assert.ok(read * 11 < LIMIT + 22, `${String(read)} lines were read`);
  assert.ok(!isBudget("字".repeat(LIMIT), "| 项目名称 | 总计 |", "|---|---|"));
});

test("a long line of bars and dashes takes no time", () => {
  const hostile = "|".repeat(LIMIT / 4) + "-".repeat(LIMIT / 4) + " ".repeat(LIMIT / 4);
  assert.ok(!isBudget(hostile, hostile, `${hostile}x`));
});

test("every header text that the language knows makes a table of projects", () => {
  const source = readFileSync("../../grammar/src/kinds.toml", "utf8");
  const list = (role: string) => {
    const texts = new RegExp(`role = "${role}"\\n(?:titles|words) = \\[([^\\]]*)\\]`).exec(source)?.[1] ?? "";
    return [...texts.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? "");
  };
  const names = list("name");
  const others = ["total", "source", "goal", "indicators"].flatMap(list);
  assert.ok(names.length > 3 && others.length > 20, "the lists stand elsewhere: this test looks in the wrong place");
  for (const name of names) {
    for (const other of others) {
      assert.ok(looksLikeBudget([`| ${name} | ${other} |`, "|---|---|"]), `${name}, ${other}`);
    }
  }
});
