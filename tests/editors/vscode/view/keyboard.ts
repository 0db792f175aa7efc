import assert from "node:assert/strict";
import { HEALTH } from "../../../../editors/vscode/test/overviews";
import type { Check } from "./check";
import { type Stage, URI } from "./stage";

/** What has the focus: the name of its row, else its own. */
function focused(stage: Stage): Promise<string | undefined> {
  return stage.page.evaluate(() => {
    const element = document.activeElement;
    return (element?.getAttribute("aria-label") ?? element?.textContent ?? undefined)?.split("，")[0];
  });
}

async function press(stage: Stage, ...keys: string[]): Promise<string | undefined> {
  for (const key of keys) {
    await stage.page.keyboard.press(key);
  }
  return focused(stage);
}

/** Tabs on until something of this kind has the focus. */
async function tabTo(stage: Stage, selector: string): Promise<void> {
  for (let stops = 0; stops < 20; stops += 1) {
    await stage.page.keyboard.press("Tab");
    if (await stage.page.evaluate((selector) => document.activeElement?.matches(selector), selector)) {
      return;
    }
  }
  throw new Error(`the Tab key does not reach ${selector}`);
}

export const KEYBOARD: readonly Check[] = [
  {
    name: "the Tab key stops at each control, once in the map and once in the table",
    proof: async (stage) => {
      await stage.show(HEALTH);
      const stops: (string | undefined)[] = [];
      for (let stop = 0; stop < 8; stop += 1) {
        stops.push(await press(stage, "Tab"));
      }
      assert.deepEqual(stops.slice(1), ["导出为 PNG", "导出为 SVG", "导出为 CSV", "全部展开", "全部折叠", "云浔市青禾区卫生健康局", "云浔市青禾区卫生健康局"]);
      assert.equal(stops[0], "表");
    },
  },
  {
    name: "the arrow keys walk over the map, and reach every rectangle",
    proof: async (stage) => {
      await stage.show(HEALTH);
      await tabTo(stage, "svg.map g");
      assert.equal(await press(stage, "ArrowDown"), "公立医院综合改革补助");
      assert.equal(await press(stage, "ArrowRight"), "急救站点布局与救护车运行");
      assert.equal(await press(stage, "ArrowRight"), "家庭医生签约服务补助");
      assert.equal(await press(stage, "ArrowUp"), "云浔市青禾区社区卫生服务管理中心");
      assert.equal(await press(stage, "ArrowUp"), "云浔市青禾区社区卫生服务管理中心");
      assert.equal(await press(stage, "Home"), "云浔市青禾区卫生健康局");
      const wanted = await stage.page.locator("svg.map g[tabindex]").count();
      const reached = await stage.page.evaluate(() => {
        const seen = new Set<Element>();
        const todo = [document.activeElement];
        for (const from of todo) {
          if (from instanceof SVGElement && !seen.has(from)) {
            seen.add(from);
            for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
              from.focus();
              from.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
              todo.push(document.activeElement);
            }
          }
        }
        return seen.size;
      });
      assert.equal(reached, wanted);
      assert.equal(wanted, 24);
    },
  },
  {
    name: "Enter in the map goes to the row, other keys are left to the editor",
    proof: async (stage) => {
      await stage.show(HEALTH);
      await tabTo(stage, "svg.map g");
      await stage.asked();
      await press(stage, "ArrowDown", "Enter");
      assert.deepEqual(await stage.asked(), [{ type: "reveal", uri: URI, range: HEALTH.tables[0]?.parts[0]?.parts[0]?.selection }]);
      const isTaken = await stage.page.evaluate(() => {
        const event = new KeyboardEvent("keydown", { key: "ArrowUp", ctrlKey: true, bubbles: true, cancelable: true });
        document.activeElement?.dispatchEvent(event);
        return event.defaultPrevented;
      });
      assert.equal(isTaken, false);
    },
  },
  {
    name: "in the table the arrow keys walk, unfold and fold",
    proof: async (stage) => {
      await stage.show(HEALTH);
      await tabTo(stage, "tbody tr");
      assert.equal(await press(stage, "Home"), "合计");
      assert.equal(await press(stage, "ArrowDown", "ArrowDown"), "云浔市青禾区疾病预防控制中心");
      assert.equal(await press(stage, "ArrowRight"), "云浔市青禾区疾病预防控制中心");
      assert.equal(await stage.page.locator("tr[aria-expanded=true]").count(), 1);
      assert.equal(await press(stage, "ArrowRight"), "免疫规划疫苗冷链保障");
      assert.equal(await press(stage, "ArrowDown"), "饮用水与公共场所卫生监测");
      assert.equal(await press(stage, "ArrowLeft"), "云浔市青禾区疾病预防控制中心");
      assert.equal(await press(stage, "ArrowLeft"), "云浔市青禾区疾病预防控制中心");
      assert.equal(await stage.page.locator("tr[aria-expanded=true]").count(), 0);
      assert.equal(await press(stage, "End"), "云浔市青禾区社区卫生服务管理中心");
      assert.equal(await press(stage, "PageUp"), "合计");
      await press(stage, "*");
      assert.equal(await stage.page.locator("tr[aria-expanded=true]").count(), 5);
      assert.equal(await stage.page.locator("tr[aria-level='2']").count(), 19);
    },
  },
  {
    name: "Enter in the table goes to the row",
    proof: async (stage) => {
      await stage.show(HEALTH);
      await tabTo(stage, "tbody tr");
      await stage.asked();
      await press(stage, "End", "Enter");
      assert.deepEqual(await stage.asked(), [{ type: "reveal", uri: URI, range: HEALTH.tables[0]?.parts[4]?.selection }]);
    },
  },
  {
    name: "the map and the table have the same current row, and the Tab key goes to it",
    proof: async (stage) => {
      await stage.show(HEALTH);
      await tabTo(stage, "svg.map g");
      await press(stage, "ArrowDown");
      assert.equal(await press(stage, "Tab"), "云浔市青禾区卫生健康局");
      await press(stage, "ArrowRight", "End", "Shift+Tab");
      assert.equal(await focused(stage), "云浔市青禾区社区卫生服务管理中心");
      assert.equal(await stage.page.locator("svg.map [aria-selected=true]").count(), 1);
      assert.match(await stage.page.locator(".detail").innerText(), /^云浔市青禾区社区卫生服务管理中心，总计 369\.00 万元/);
    },
  },
  {
    name: "what has the focus is to be seen",
    proof: async (stage) => {
      await stage.show(HEALTH);
      await tabTo(stage, "svg.map g");
      const ring = stage.page.locator(".ring rect").first();
      const [box, group] = await Promise.all([ring.boundingBox(), stage.page.locator("svg.map .strip").first().boundingBox()]);
      assert.ok(box !== null && group !== null && Math.abs(box.x - group.x) <= 2 && Math.abs(box.width - group.width) <= 4);
      assert.equal(await ring.evaluate((ring) => getComputedStyle(ring).stroke), "rgb(0, 120, 212)");
      assert.equal(await ring.evaluate((ring) => getComputedStyle(ring).strokeWidth), "2px");
      await tabTo(stage, "tbody tr");
      const outline = await stage.page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outline);
      assert.match(outline, /rgb\(0, 120, 212\) solid 1px/);
    },
  },
  {
    name: "screen readers are told amounts, shares and what is wrong, and where in the tree they are",
    proof: async (stage) => {
      await stage.show(HEALTH);
      const tree = stage.page.getByRole("tree", { name: "面积图（按总计）" });
      const unit = tree.getByRole("treeitem", { name: "云浔市青禾区卫生健康局，总计 933.28 万元，57.15%，相加不符，与分项合计差 −63.00，财政拨款 920.78，其他资金 12.50" });
      assert.equal(await unit.getAttribute("aria-level"), "1");
      const project = tree.getByRole("treeitem", { name: "公立医院综合改革补助，总计 420.00 万元，25.72%，相符，财政拨款 420.00" });
      assert.equal(await project.getAttribute("aria-level"), "2");
      const grid = stage.page.getByRole("treegrid", { name: "分单位表" });
      assert.equal(await grid.getByRole("columnheader").count(), 6);
      assert.equal(await grid.getByRole("row", { name: /^云浔市青禾区疾病预防控制中心，.*，尾差，与分项合计差 \+0\.01/ }).count(), 1);
      assert.equal(await stage.page.getByRole("status").filter({ hasText: "不符 4 处" }).count(), 1);
    },
  },
];
