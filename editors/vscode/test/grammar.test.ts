/* eslint no-irregular-whitespace: ["error", { skipTemplates: true }] -- Ideographic spaces are drawn as they stand. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { IGrammar } from "vscode-textmate";
import { drawn, markdown, tokenised, undrawn } from "./drawing";
import { PRODUCTIONS } from "./productions";

const TABLE = "| 项目名称 | 总计 | 绩效指标 |\n|---|---|---|\n";

/** A drawing as it stands in a test: indented, and with a line of its own for each quote. */
function dedented(drawing: string): string {
  const lines = drawing.split("\n").slice(1, -1);
  return lines.map((line) => line.slice(4)).join("\n");
}

/** Holds the text of a drawing to what is drawn. */
async function draws(drawing: string): Promise<void> {
  const expected = dedented(drawing);
  assert.equal(drawn(await markdown(true), undrawn(expected)), expected);
}

/** The same for rows, which the head of a table is put above. */
async function drawsRows(rows: string): Promise<void> {
  const expected = dedented(rows);
  const [, , ...below] = drawn(await markdown(true), TABLE + undrawn(expected)).split("\n");
  assert.equal(below.join("\n"), expected);
}

/** Holds a text to be to Markdown what it is without our grammars. */
async function leavesAlone(text: string): Promise<void> {
  assert.deepEqual(tokenised(await markdown(true), text), tokenised(await markdown(false), text));
}

test("a project performance table", () =>
  draws(`
      ## 项目支出绩效目标表

      单位：万元

      | 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 | 绩效指标 |
      |---|---:|---:|---:|---|---|
      | 合计 | 1,633.10 | 1,605.30 | 27.80 |  |  |
    ~   SSSS   nnnnnnnn   nnnnnnnn   nnnnn
      | 青禾区文化馆 | 92.00 | 82.00 | - |  |  |
    ~                  nnnnn   nnnnn   z
      | 群众文艺创作 | （3.20） | 50.00万元 | — | 全年演出12场。 | 1、1-产出指标；11-数量指标；演出场次；实施周期指标值：≥8,000场；年度指标值:不少于 12场。 |
    ~                  mmmmmmmm   nnnnnuuuu   z                    #..c.TTTTTTTT..cc.TTTTTTTT..        ..CCCCCCCCCCCCCC..=vvvvvuu..YYYYYYYYYY.====== vvuu..
      | 其中：省级补助 | 12.00 | 12.00 | 0 |  |  |
    ~   SSSS             nnnnn   nnnnn   n
    `));

for (const [production, rows] of Object.entries(PRODUCTIONS)) {
  test(`budget.ebnf: ${production}`, () => drawsRows(rows));
}

test("budget.ebnf has these productions and no others", () => {
  const ebnf = readFileSync("../../grammar/budget.ebnf", "utf8");
  const names = [...ebnf.matchAll(/^([a-z][a-z0-9 ]*?) *=/gm)].map((match) => match[1]);
  assert.deepEqual(Object.keys(PRODUCTIONS).sort(), names.sort());
});

test("what is no amount stays plain beside one that is", () =>
  drawsRows(`
      | 甲 | 12.00 | 1,23.00 | 12,34.5 | 32.5O | 1.2.3 | 12.00% | 第 3 | 12.00 元整 | (3.20 | -- |
    ~        nnnnn
    `));

test("totals in any column, spaced, emphasised, with a colon", () =>
  drawsRows(`
      | 合　计 | 500 |
    ~   SSSSSS   nnn
      | 总计： | 500 |
    ~   SSSS     nnn
      | 小计 | 500 |
    ~   SSSS   nnn
      | 共计 | 500 |
    ~   SSSS   nnn
      | **合计** | **1,234.50** | __-3.20__ | **项目** |
    ~     SSSS       nnnnnnnn       mmmmm
      |  |  | 合计 | 17,195 | 收入总计 | 1.00 |
    ~         SSSS   nnnnnn   SSSSSSSS   nnnn
      | 合计金额 | 1.00 |
    ~              nnnn
    `));

test("units of targets, comparators on either side, deadlines", () =>
  drawsRows(`
      | 甲 |  | 1、1-产出指标；实施周期指标值：≥200家；年度指标值：≤5%。 |
    ~           #..c.TTTTTTTT..CCCCCCCCCCCCCC..=vvvuu..YYYYYYYYYY..=vu..
      | 甲 |  | 1、1-产出指标；实施周期指标值：>= 200 家；年度指标值：&lt;=3.5％。 |
    ~           #..c.TTTTTTTT..CCCCCCCCCCCCCC..== vvv uu..YYYYYYYYYY..=====vvvuu..
      | 甲 |  | 1、1-产出指标；实施周期指标值：50个及以上；年度指标值：30天以内。 |
    ~           #..c.TTTTTTTT..CCCCCCCCCCCCCC..vvuu======..YYYYYYYYYY..vvuu====..
      | 甲 |  | 1、1-产出指标；实施周期指标值：不超过12,000.5万元/人；年度指标值：１００‰。 |
    ~           #..c.TTTTTTTT..CCCCCCCCCCCCCC..======vvvvvvvvuuuuuuu..YYYYYYYYYY..vvvvvvu..
      | 甲 |  | 1、1-产出指标；实施周期指标值：12月31日前；年度指标值：当年度12月底前完成。 |
    ~           #..c.TTTTTTTT..CCCCCCCCCCCCCC..dddddddddd..YYYYYYYYYY..dddddddddddddd    ..
      | 甲 |  | 1、1-产出指标；实施周期指标值：100%完成；年度指标值：年底前。 |
    ~           #..c.TTTTTTTT..CCCCCCCCCCCCCC..vvvu    ..YYYYYYYYYY..dddddd..
      | 甲 |  | 1、1-产出指标；实施周期指标值：提升3个；年度指标值：10-20人。 |
    ~           #..c.TTTTTTTT..CCCCCCCCCCCCCC..       ..YYYYYYYYYY..       ..
    `));

test("a broken indicator hides neither the rest of itself nor the next", () =>
  drawsRows(`
      | 甲 |  | 1、1-产出指标，11-数量指标；数；实施周期指标值:2家；年度指标直:2家。2、2-效益指标；21-经济效益；数；年度指标值：3家。 |
    ~           #..c.TTTTTTTT                 ..CCCCCCCCCCCCCC.vuu                ..#..c.TTTTTTTT..cc.TTTTTTTT..  ..YYYYYYYYYY..vuu..
      | 甲 |  | 1-产出指标；11-数量指标；数；实施周期指标值 2家；年度指标值:2家 3、3-满意度指标；31-服务对象满意度；率；年度指标值：≥9 |
    ~                     ..cc.TTTTTTTT..                      ..YYYYYYYYYY.    #..c.TTTTTTTTTT..cc.TTTTTTTTTTTTTT..  ..YYYYYYYYYY..=v
      | 甲 |  | 1、1-产出 |
    ~           #..c.TTTT
      | 甲 |  | 1、1-产出指标11-数量指标发放补贴企业数量和发放灵活就业补贴人数 2023、1-产出；年度指标值：3家。 |
    ~                                                                                      ..YYYYYYYYYY..vuu..
    `));

test("a row without its last pipe, and an escaped pipe", () =>
  drawsRows(String.raw`
      | 甲 | 12.00
    ~        nnnnn
      | 甲\|12.00| 12.00 |
    ~              nnnnn
      | 甲\|合计 | 12.00 | \|- |
    ~              nnnnn
      | 甲 |  | 1、1-产出指标；11-数量指标；书\|报；年度指标值：3份
    ~           #..c.TTTTTTTT..cc.TTTTTTTT..      ..YYYYYYYYYY..vuu
    `));

test("comments that ignore findings, in a row and on a line of their own", () =>
  draws(`
      <!-- budget-ignore row-sum，column-sum：已核对 -->
    ~      IIIIIIIIIIIII RRRRRRR  RRRRRRRRRR..rrrrrr

      | 项目 | 总计 |
      |---|---|
      | 夜校 <!-- budget-ignore duplicate-project: 两笔 --> | 5 |
    ~             IIIIIIIIIIIII RRRRRRRRRRRRRRRRR..rrrr       n
      | 夜校 <!-- 12.00 --> | 5.00 |
    ~                         nnnn
      | <!-- budget-ignore duplicate-project | 5 |
    ~                                          n

      <!-- budget-ignored row-sum: 否 -->
      <!-- 1、budget-ignore row-sum -->
    `));

test("rows in a quotation and in a list", () =>
  draws(`
      > | 项目 | 总计 |
      > |---|---|
      > | 夜校 | 5.00 |
    ~            nnnn

      - | 项目 | 总计 |
        |---|---|
        | 夜校 | 5.00 |
    ~            nnnn
    `));

test("a row does not begin within a row", async () => {
  const rows = tokenised(await markdown(true), `${TABLE}|| 5.00 | 1、1-产出指标；年度指标值：| 6.00 |`).slice(2);
  const depths = rows.flatMap(({ tokens }) => tokens.map(({ scopes }) => scopes.filter((scope) => scope === "meta.row.budget").length));
  assert.deepEqual([...new Set(depths)], [1]);
});

test("an ordinary README is what it was", () =>
  leavesAlone(`
# A tool

It costs 12.50 and starts in 200 ms; 合计 12.50 元。1、1-产出指标；11-数量指标；年度指标值：≥200家。

| option | default | since |
|---|---|---|
| \`retries\` | 3 | 1.2.3 |
| timeout | 200 ms | 12.50 |
| **limit** | 1,024 | - |

| 组件 | 版本 | 用时 |
|---|---|---|
| 解析 | 1.2.3 | 200 ms |
| 绘制 | 2.0 | 3 |
`));

test("fences, raw blocks, HTML comments, headers and broken tables are what they were", () =>
  leavesAlone(`
\`\`\`
| 项目 | 总计 |
|---|---|
| 合计 | 1,633.10 |
\`\`\`

\`\`\`markdown
| 项目 | 总计 |
|---|---|
| 合计 | 1,633.10 |
<!-- budget-ignore row-sum: 示例 -->
\`\`\`

    | 项目 | 总计 |
    |---|---|
    | 合计 | 1,633.10 |

<!-- 去年的表：
| 项目 | 总计 |
|---|---|
| 合计 | 1,633.10 |
-->

| 合计 | 1,633.10 | 年度指标值：≥200家 |

合计 | 1,633.10 |
`));

test("what is not coloured in a budget row keeps Markdown's scopes", async () => {
  const corpus = readFileSync("../../tests/corpus/qinghe-culture-2024.md", "utf8");
  const rows = String.raw`
| 项目 | 总计 | 目标 |
|---|---|---|
| **甲** 与 [乙](https://example.org) | 12.00 | ~~旧~~ \| *新* ${"`代码`"} |
| **跨 | 12.00 | 格** |
| **合计** | **12.00** | |
`;
  const lines = (corpus + rows).split("\n");
  const [ours, theirs] = [columns(await markdown(true), corpus + rows), columns(await markdown(false), corpus + rows)];
  let kept = 0;
  for (const [number, line] of lines.entries()) {
    for (const [column, scopes] of (ours[number] ?? []).entries()) {
      // A row and its list are no colours; a nil is a delimiter to Markdown, and a comment in a cell nothing.
      const others = scopes.filter((scope) => !/^meta\..*\.budget$/.test(scope));
      if (!others.some((scope) => scope.endsWith(".budget"))) {
        assert.deepEqual(others, theirs[number]?.[column], `${line} at ${String(column)}`);
        kept += 1;
      }
    }
  }
  assert.ok(kept > 1000);
});

/** The scopes of every column. */
function columns(grammar: IGrammar, text: string): string[][][] {
  return tokenised(grammar, text).map(({ tokens }) =>
    tokens.flatMap(({ startIndex, endIndex, scopes }) => Array<string[]>(endIndex - startIndex).fill(scopes)),
  );
}

test("all indicators of a whole document are found, and none in a document without", async () => {
  const grammar = await markdown(true);
  const count = (file: string, scope: string) =>
    tokenised(grammar, readFileSync(`../../tests/corpus/${file}`, "utf8"))
      .flatMap(({ tokens }) => tokens)
      .filter(({ scopes }) => scopes.includes(scope)).length;
  // Its page says how many there are.
  const education = "qinghe-education-2025.md";
  assert.equal(count(education, "constant.numeric.ordinal.budget"), 206);
  assert.equal(count(education, "support.type.class.budget"), 2 * 206);
  assert.equal(count(education, "support.variable.property.cycle.budget"), 206);
  assert.equal(count(education, "support.variable.property.year.budget"), 206);
  assert.equal(count("README.md", "meta.row.budget"), 0);
});

test("line ends of Windows change nothing", async () => {
  const grammar = await markdown(true);
  const text = readFileSync("../../tests/corpus/linxi-water-2025.md", "utf8");
  assert.ok(!text.includes("\r"));
  const unix = drawn(grammar, text);
  assert.ok(unix.includes("\n~"));
  assert.equal(drawn(grammar, text.replaceAll("\n", "\r\n")).replaceAll("\r", ""), unix);
});

test("Markdown without tables and comments pays nothing: no pattern is even compiled", async () => {
  const ours = (text: string) => {
    let patterns = 0;
    return markdown(true, (pattern) => {
      patterns += /指标值|budget-ignore/.test(pattern) ? 1 : 0;
    }).then((grammar) => {
      tokenised(grammar, text);
      return patterns;
    });
  };
  assert.equal(await ours("# 标题\n\n正文 12.00，年度指标值：3\n\n* 一\n* 二\n\n```\n| 1 |\n```\n"), 0);
  assert.ok((await ours(`${TABLE}| 合计 | 1.00 | |\n`)) > 0);
});

test("a line of 100 KB is passed over in time, whatever it holds", async () => {
  const grammar = await markdown(true);
  const indicator = "1、1-产出指标；11-数量指标；数；实施周期指标值：≥8000家次；年度指标值:≥8000家次。";
  const hostile: readonly (readonly [start: string, piece: string])[] = [
    ...[indicator, "产", "1", ",111", "。 ", "1、1-产", "；11-数", "；实施周期指标值：", "年度指标值", "；年度指标值：1家家家"].map(
      (piece) => ["1、1-", piece] as const,
    ),
    ...["<!-- ", "<!--budget-ignore ", "** ", "__1", "\\|1、1-", "(1", "合 ", "-"].map((piece) => ["", piece] as const),
    ...["", "合", "1", "1、", "1、1-产", "。", "；11-数", "；年度指标值：", "；年度指标值：≥1", "<!-- budget-ignore", "<!-- budget-ignore a:"].map(
      (start) => [start, " "] as const,
    ),
  ];
  for (const [start, piece] of hostile) {
    const cell = start + piece.repeat(100_000 / Buffer.byteLength(piece));
    // As a cell of a row of any kind, or of none; as the first; behind an indicator.
    for (const row of [`| 甲 | 1.00 | ${cell}x |`, `| 甲 |  | ${cell}x |`, `|${cell}x |`, `| 甲 |  | 1、1-产；${cell}x |`]) {
      // Processor time, which other work on the machine does not add to: some 50 ms, and minutes where it grows with the square.
      const before = process.cpuUsage();
      tokenised(grammar, TABLE + row);
      const { user, system } = process.cpuUsage(before);
      assert.ok((user + system) / 1e6 < 3, `${start} ${piece}`);
    }
  }
});
