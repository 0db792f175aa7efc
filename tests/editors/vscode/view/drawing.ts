import assert from "node:assert/strict";
import { edited, HEALTH, large, overview, table } from "../../../../editors/vscode/test/overviews";
import type { Check } from "./check";
import { type Stage, URI } from "./stage";
import { DARK } from "./themes";

/** The texts of the table, row by row. */
function rows(stage: Stage): Promise<string[][]> {
  return stage.page.locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((cell) => [...cell.childNodes].map(({ textContent }) => textContent ?? "").join(""))),
  );
}

function rectangle(stage: Stage, name: string): ReturnType<Stage["page"]["locator"]> {
  return stage.page.locator("svg.map").getByRole("treeitem", { name: new RegExp(`^${name}，`) });
}

export const DRAWING: readonly Check[] = [
  {
    name: "the table has every unit with its figures as they are printed",
    proof: async (stage) => {
      await stage.show(HEALTH);
      assert.deepEqual(await rows(stage), [
        ["合计", "1,633.10", "100.00%", "0.00", "1,605.30", "27.80"],
        ["云浔市青禾区卫生健康局", "933.28", "57.15%", "−63.00分项", "920.78", "12.50"],
        ["云浔市青禾区疾病预防控制中心", "123.76", "7.58%", "+0.01尾差", "123.76", ""],
        ["云浔市青禾区妇幼保健院", "130.26", "7.98%", "−27.30分项", "124.26", "6.00"],
        ["云浔市青禾区中医医院", "76.80", "4.70%", "0.00", "76.80", ""],
        ["云浔市青禾区社区卫生服务管理中心", "369.00", "22.60%", "−18.00分项", "359.70", "9.30"],
      ]);
      assert.deepEqual(await stage.page.locator("th").allTextContents(), ["名称", "总计", "占比", "差额", "财政拨款", "其他资金"]);
      assert.match(await stage.page.locator("header").innerText(), /合计 1,633\.10 万元 · 单位 5 个 · 项目 19 个.*不符 4 处.*尾差 1 处/s);
    },
  },
  {
    name: "the map has every unit and every project, and is as wide as its place",
    proof: async (stage) => {
      await stage.show(HEALTH);
      assert.equal(await stage.page.locator("svg.map g.unit").count(), 5);
      assert.equal(await stage.page.locator("svg.map g.project").count(), 19);
      const [map, place] = await Promise.all([stage.page.locator("svg.map").boundingBox(), stage.page.locator(".place").boundingBox()]);
      assert.deepEqual(map, place);
      assert.match((await rectangle(stage, "公立医院综合改革补助").textContent()) ?? "", /公立医院综合改革补助.*420\.00/);
    },
  },
  {
    name: "a narrower panel is drawn anew, and differences are in sight",
    proof: async (stage) => {
      await stage.show(HEALTH);
      await stage.page.setViewportSize({ width: 400, height: 700 });
      await stage.page.waitForFunction(() => document.querySelector("svg.map")?.getAttribute("viewBox")?.startsWith("0 0 376 "));
      const boxes = await stage.page.locator("svg.map .area").evaluateAll((areas) => areas.map((area) => area.getBoundingClientRect().right));
      assert.ok(Math.max(...boxes) <= 388, boxes.join(" "));
      const cells = await stage.page.locator("td.difference").evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().right));
      assert.ok(Math.max(...cells) <= 400, cells.join(" "));
    },
  },
  {
    name: "what does not add up is red, in the map and in the table, and nothing else is",
    scene: { theme: DARK },
    proof: async (stage) => {
      await stage.show(HEALTH);
      await stage.page.getByRole("button", { name: "全部展开" }).click();
      const wrong = ["云浔市青禾区卫生健康局", "急救站点布局与救护车运行", "云浔市青禾区妇幼保健院", "云浔市青禾区社区卫生服务管理中心"];
      const red = "rgb(241, 76, 76)";
      const framed = await stage.page.locator("svg.map .frame").evaluateAll((frames) =>
        frames.map((frame) => [frame.parentElement?.getAttribute("aria-label")?.split("，")[0], getComputedStyle(frame).stroke]),
      );
      assert.deepEqual(new Set(framed.map(([name]) => name)), new Set(wrong));
      assert.ok(framed.every(([, stroke]) => stroke === red), JSON.stringify(framed));
      const marked = await stage.page.locator("tbody tr").evaluateAll(
        (rows, red) => rows.filter((row) => getComputedStyle(row.firstElementChild ?? row).boxShadow.includes(red)).map((row) => row.firstElementChild?.textContent),
        red,
      );
      assert.deepEqual(new Set(marked), new Set(wrong));
    },
  },
  {
    name: "a budget that adds up says so, and nothing of it is red",
    proof: async (stage) => {
      await stage.show(overview(table("表", ["合计", "30.00", "30.00"], [[["甲局", "30.00", "30.00"], ["公益培训", "30.00", "30.00"]]])));
      assert.equal(await stage.page.locator(".unbalanced, .frame, .wrong").count(), 0);
      assert.match(await stage.page.locator("header").innerText(), /全部相符/);
      assert.equal(await stage.page.locator("h1").innerText(), "表");
      assert.equal(await stage.page.getByRole("combobox").count(), 0);
    },
  },
  {
    name: "a rounded unit has a discreet mark",
    proof: async (stage) => {
      await stage.show(HEALTH);
      assert.equal(await stage.page.locator("svg.map .corner").count(), 1);
      assert.equal(await stage.page.locator("svg.map g.rounding .corner").count(), 1);
    },
  },
  {
    name: "a click on a rectangle goes to the row, and so does one on a unit's name",
    proof: async (stage) => {
      await stage.show(HEALTH);
      await stage.asked();
      await rectangle(stage, "免疫规划疫苗冷链保障").click();
      await rectangle(stage, "云浔市青禾区中医医院").click({ position: { x: 20, y: 8 } });
      const [table] = HEALTH.tables;
      assert.deepEqual(await stage.asked(), [
        { type: "reveal", uri: URI, range: table?.parts[1]?.parts[0]?.selection },
        { type: "reveal", uri: URI, range: table?.parts[3]?.selection },
      ]);
    },
  },
  {
    name: "a click on a row goes to it, and one on its arrow unfolds it",
    proof: async (stage) => {
      await stage.show(HEALTH);
      await stage.asked();
      await stage.page.getByRole("row", { name: /^云浔市青禾区妇幼保健院/ }).locator(".twistie").click();
      assert.deepEqual(await stage.asked(), []);
      await stage.page.getByRole("row", { name: /^出生缺陷三级预防/ }).click();
      assert.deepEqual(await stage.asked(), [{ type: "reveal", uri: URI, range: HEALTH.tables[0]?.parts[2]?.parts[2]?.selection }]);
      await stage.page.getByRole("row", { name: /^云浔市青禾区妇幼保健院/ }).locator(".twistie").click();
      assert.equal((await rows(stage)).length, 6);
    },
  },
  {
    name: "a total that is not printed is computed, and there is no row to go to",
    proof: async (stage) => {
      await stage.show(overview(...HEALTH.tables.slice(1)));
      await stage.asked();
      const [total] = await rows(stage);
      assert.deepEqual(total?.slice(0, 2), ["合计（计算得出）", "745.80"]);
      await stage.page.locator("tbody tr").first().click();
      assert.deepEqual(await stage.asked(), []);
    },
  },
  {
    name: "rows without an area are in the table, and the view says how many they are",
    proof: async (stage) => {
      await stage.show(overview(...HEALTH.tables.slice(1)));
      assert.match(await stage.page.locator(".notes").innerText(), /2 行金额为零、为负或空缺，图中没有面积/);
      assert.equal(await stage.page.locator("svg.map g.project").count(), 4);
      const names = (await rows(stage)).map(([name, amount]) => [name, amount]);
      assert.deepEqual(names.slice(4, 6), [["中医药事业传承与发展补助（省级）", "待定"], ["年中预算调整（压减会议费）", "-3.20"]]);
    },
  },
  {
    name: "rows too small to be seen are counted",
    proof: async (stage) => {
      await stage.show(overview(table("表", undefined, [], [["大", "900000.00"], ["小", "0.01"]])));
      assert.match(await stage.page.locator(".notes").innerText(), /1 行所占面积太小/);
    },
  },
  {
    name: "nothing but zeros: the view says that there is nothing to draw",
    proof: async (stage) => {
      await stage.show(overview(table("表", undefined, [], [["甲", "0.00"]])));
      assert.match(await stage.page.locator(".notes").innerText(), /没有大于零的金额可画/);
    },
  },
  {
    name: "several tables: one can be chosen, and its sums are told in the choice",
    proof: async (stage) => {
      await stage.show(HEALTH);
      const chooser = stage.page.getByRole("combobox", { name: "表" });
      assert.deepEqual(await chooser.locator("option").allTextContents(), [
        "一、项目支出绩效目标表（区本级资金）（不符 4 处）",
        "二、转移支付项目绩效目标表（提前下达部分）（不符 1 处）",
      ]);
      await chooser.selectOption({ index: 1 });
      assert.equal((await rows(stage)).length, 7);
      await stage.show(edited(HEALTH, "612.00", "613.00"));
      assert.equal((await rows(stage))[1]?.[1], "613.00");
    },
  },
  {
    name: "a document without tables, and a server that does not answer",
    proof: async (stage) => {
      await stage.tell({ type: "unanswered", uri: URI });
      await stage.page.getByText("服务器没有应答").waitFor();
      await stage.show(overview());
      assert.equal(await stage.page.locator("body").innerText(), "本文档中没有项目支出绩效目标表，也没有部门收支表。");
      await stage.show(HEALTH);
      await stage.tell({ type: "unanswered", uri: URI });
      await stage.page.getByText("服务器没有应答").waitFor();
      assert.equal((await rows(stage)).length, 6);
      await stage.tell({ type: "unanswered", uri: "file:///b.md" });
      await stage.page.locator("main").waitFor({ state: "hidden" });
    },
  },
  {
    name: "in English where the editor is",
    scene: { language: "en" },
    proof: async (stage) => {
      await stage.show(HEALTH);
      assert.match(await stage.page.locator("header").innerText(), /Units: 5 · Projects: 19 · .*Do not add up: 4.*Rounding: 1/s);
      assert.equal((await rows(stage))[1]?.[3], "−63.00parts");
      assert.equal(await stage.page.locator("html").getAttribute("lang"), "en");
      assert.doesNotMatch(await stage.page.locator("body").innerText(), /导出|占比|差额/);
    },
  },
  {
    name: "five thousand projects are drawn, and the table has its units",
    proof: async (stage) => {
      const draft = large(5000);
      await stage.show(draft);
      assert.equal((await rows(stage)).length, 251);
      const drawn = await stage.page.locator("svg.map g").count();
      assert.ok(drawn > 1000, `${drawn.toString()} drawn`);
      await stage.page.getByRole("button", { name: "全部展开" }).click();
      assert.equal((await rows(stage)).length, 5251);
    },
  },
  {
    name: "too many projects: units only, and the view says so",
    proof: async (stage) => {
      const draft = large(5020);
      const tables = draft.tables.map((table) => ({ ...table, isComplete: false, parts: table.parts.map((unit) => ({ ...unit, parts: [] })) }));
      await stage.show(overview(...tables));
      assert.match(await stage.page.locator(".notes").innerText(), /项目多达 5020 个，不逐一显示，只显示到单位/);
      assert.equal(await stage.page.locator("svg.map g.project").count(), 0);
      assert.equal(await stage.page.locator("svg.map g.unit").count(), 251);
    },
  },
];
