import assert from "node:assert/strict";
import { edited, HEALTH, large, overview, table } from "../../../../editors/vscode/test/overviews";
import type { Check } from "./check";
import type { Stage } from "./stage";

const UNIT = /^云浔市青禾区妇幼保健院，/;

/** Marks what has the focus, so that it can be known again. */
async function mark(stage: Stage): Promise<void> {
  await stage.page.evaluate(() => {
    Object.assign(document.activeElement ?? {}, { isMarked: true });
  });
}

function isMarked(stage: Stage): Promise<boolean> {
  return stage.page.evaluate(() => (document.activeElement as { isMarked?: boolean } | null)?.isMarked === true);
}

/** How many changes of the page a step makes. */
async function changes(stage: Stage, step: () => Promise<void>): Promise<number> {
  const counted = await stage.page.evaluateHandle(() => {
    const counted = { changes: 0 };
    const observer = new MutationObserver((records) => {
      counted.changes += records.length;
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    return counted;
  });
  await step();
  return counted.evaluate(({ changes }) => changes);
}

export const UPDATES: readonly Check[] = [
  {
    name: "another figure is shown at once, and focus, choice and unfolding stay",
    proof: async (stage) => {
      await stage.show(HEALTH);
      await stage.page.getByRole("row", { name: UNIT }).locator(".twistie").click();
      await stage.page.getByRole("row", { name: /^孕产妇系统保健服务/ }).focus();
      await mark(stage);
      await stage.show(edited(HEALTH, "58.80", "85.80"));
      assert.ok(await isMarked(stage));
      const row = stage.page.locator("tr:focus");
      assert.match((await row.getAttribute("aria-label")) ?? "", /^孕产妇系统保健服务，总计 85\.80 万元/);
      assert.equal(await row.getAttribute("aria-selected"), "true");
      assert.equal(await stage.page.locator("tr[aria-expanded=true]").count(), 1);
    },
  },
  {
    name: "the focus in the map stays where rectangles change places",
    proof: async (stage) => {
      await stage.show(HEALTH);
      await stage.page.getByRole("treeitem", { name: /^基层信息系统运维/ }).focus();
      await mark(stage);
      await stage.show(edited(HEALTH, "31.00", "3100.00"));
      assert.ok(await isMarked(stage));
      assert.match(await stage.page.locator(".detail").innerText(), /^基层信息系统运维，总计 3100\.00 万元/);
    },
  },
  {
    name: "a unit stays unfolded while its name is typed",
    proof: async (stage) => {
      await stage.show(HEALTH);
      await stage.page.getByRole("row", { name: UNIT }).locator(".twistie").click();
      let draft = HEALTH;
      let before = "云浔市青禾区妇幼保健院";
      for (const name of ["云浔市青禾区妇幼保健", "云浔市青禾区妇幼", "云浔市青禾区妇幼中心"]) {
        draft = edited(draft, before, name);
        before = name;
        await stage.show(draft);
      }
      assert.equal(await stage.page.locator("tr[aria-expanded=true]").count(), 1);
      assert.equal(await stage.page.locator("tr[aria-level='2']").count(), 4);
    },
  },
  {
    name: "the focus goes to the unit's row or the first where its own is gone",
    proof: async (stage) => {
      const both = overview(table("表", undefined, [], [["甲", "1.00"], ["乙", "2.00"]]));
      const one = overview(table("表", undefined, [], [["甲", "1.00"]]));
      await stage.show(both);
      await stage.page.getByRole("row", { name: /^乙/ }).focus();
      await stage.show(one);
      assert.equal(await stage.page.locator("tr:focus").count(), 1);
      await stage.show(both);
      await stage.page.getByRole("treeitem", { name: /^乙/ }).focus();
      await stage.show(one);
      assert.equal(await stage.page.locator("svg.map g:focus").count(), 1);
    },
  },
  {
    name: "nothing is drawn again that is the same",
    proof: async (stage) => {
      await stage.show(HEALTH);
      await stage.page.getByRole("button", { name: "全部展开" }).click();
      assert.equal(await changes(stage, () => stage.show(edited(HEALTH, "nothing", "else"))), 0);
      const few = await changes(stage, () => stage.show(edited(HEALTH, "待定", "1.00")));
      assert.equal(few, 0, "a figure of another table");
      const some = await changes(stage, () => stage.show(edited(HEALTH, "12.50", "12.51")));
      assert.ok(some > 0 && some < 40, `${some.toString()} changes`);
    },
  },
  {
    name: "where the table was scrolled to stays",
    proof: async (stage) => {
      await stage.show(large(600));
      await stage.page.getByRole("button", { name: "全部展开" }).click();
      const scroll = stage.page.locator(".scroll");
      await scroll.evaluate((element) => {
        element.scrollTop = 3000;
      });
      await stage.show(edited(large(600), "10.50", "11.50"));
      assert.equal(await scroll.evaluate(({ scrollTop }) => scrollTop), 3000);
    },
  },
  {
    name: "of a burst of overviews the last is shown",
    proof: async (stage) => {
      await stage.show(HEALTH);
      for (const amount of ["4.00", "42.00", "420.10", "420.12"]) {
        await stage.tell({ type: "overview", uri: "file:///%E9%A2%84%E7%AE%97.md", overview: edited(HEALTH, "420.00", amount) });
      }
      await stage.page.getByRole("treeitem", { name: /^公立医院综合改革补助，总计 420\.12 万元/ }).waitFor();
    },
  },
  {
    name: "after a reload the view is as it was",
    proof: async (stage, again) => {
      await stage.show(HEALTH);
      await stage.page.getByRole("row", { name: UNIT }).locator(".twistie").click();
      await stage.page.getByRole("row", { name: /^出生缺陷三级预防/ }).click();
      const kept = await stage.kept();
      const next = await again({ kept });
      await next.show(HEALTH);
      assert.equal(await next.page.locator("tr[aria-expanded=true]").count(), 1);
      assert.match((await next.page.locator("tr[aria-selected=true]").getAttribute("aria-label")) ?? "", /^出生缺陷三级预防/);
      const other = await again({ kept });
      await other.show(HEALTH, "file:///b.md");
      assert.equal(await other.page.locator("tr[aria-expanded=true]").count(), 0);
    },
  },
  {
    name: "the chosen table stays over a reload",
    proof: async (stage, again) => {
      await stage.show(HEALTH);
      await stage.page.getByRole("combobox").selectOption({ index: 1 });
      const next = await again({ kept: await stage.kept() });
      await next.show(HEALTH);
      assert.equal(await next.page.getByRole("combobox").evaluate((chooser) => (chooser as HTMLSelectElement).selectedIndex), 1);
    },
  },
];
