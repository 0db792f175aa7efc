import assert from "node:assert/strict";
import { overview, table, type Unit } from "../../../../editors/vscode/test/overviews";
import type { Check } from "./check";

const HOSTILE = [
  "<img src=x onerror=window.isCaught=1>",
  "</script><script>window.isCaught=1</script>",
  "</text></svg><script>window.isCaught=1</script>",
  "\"><iframe src=javascript:window.isCaught=1>",
  "<style>*{display:none}</style>",
  "javascript:window.isCaught=1",
  "&lt;b&gt;",
  "#x,.y>z[a='b']\\",
  "__proto__",
  "{0} {1}",
];

const UNITS: readonly Unit[] = HOSTILE.map((name): Unit => [[name, "200.00"], [name, "100.00"], [name, name]]);
const DRAFT = overview(table(HOSTILE[0] ?? "", undefined, UNITS), table(HOSTILE[1] ?? "", undefined, UNITS));

export const SAFETY: readonly Check[] = [
  {
    name: "what a document says is text, whatever it says",
    proof: async (stage) => {
      await stage.show(DRAFT);
      await stage.page.getByRole("button", { name: "全部展开" }).click();
      const names = await stage.page.locator("tbody td.name").allTextContents();
      assert.deepEqual(names, ["合计（计算得出）", ...HOSTILE.flatMap((name) => [name, name, name])]);
      const options = await stage.page.locator("option").allTextContents();
      assert.ok(options.includes(`${HOSTILE[0] ?? ""}（不符 10 处）`), options.join("\n"));
      assert.equal(await stage.page.locator("img, iframe, style, main script, svg script, b").count(), 0);
      assert.equal(await stage.page.evaluate(() => "isCaught" in window), false);
    },
  },
  {
    name: "hostile names in a saved picture are text too",
    proof: async (stage) => {
      await stage.show(DRAFT);
      await stage.asked();
      await stage.page.getByRole("button", { name: "导出为 SVG" }).click();
      const [saved] = await stage.asked();
      assert.ok(saved?.type === "save");
      const found = await stage.page.evaluate((text) => {
        const { documentElement: root } = new DOMParser().parseFromString(text, "image/svg+xml");
        return { root: root.tagName, others: [...new Set([...root.querySelectorAll("*")].map(({ tagName }) => tagName))].sort() };
      }, new TextDecoder().decode(saved.bytes));
      assert.deepEqual(found, { root: "svg", others: ["frame", "g", "path", "rect", "text", "title"].filter((name) => found.others.includes(name)) });
    },
  },
  {
    name: "the policy is in force: neither scripts nor styles that stand in the page work",
    proof: async (stage, again) => {
      const other = await again({});
      await other.page.evaluate(() => {
        const place = document.createElement("div");
        place.innerHTML = "<img src='https://elsewhere.example/x.png' onerror='window.isCaught=1'><p style='color: red'>x</p>";
        const script = document.createElement("script");
        script.textContent = "window.isCaught = 1";
        document.body.append(place, script);
      });
      await other.page.waitForFunction(() => window.left.violations.length >= 4);
      assert.equal(await other.page.evaluate(() => "isCaught" in window), false);
      const refused = await other.refused();
      assert.deepEqual(new Set(refused), new Set(["img-src", "script-src-attr", "script-src-elem", "style-src-attr"]));
      await stage.show(DRAFT);
    },
  },
];
