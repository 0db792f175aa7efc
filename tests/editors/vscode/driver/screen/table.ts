import assert from "node:assert/strict";
import words from "../../../../../editors/vscode/package.nls.zh-cn.json" with { type: "json" };
import { until } from "../../checks.ts";
import { PAGES } from "../pages.ts";
import type { Workbench } from "../workbench.ts";

const CSV = [
  "项目名称（资金使用单位）,总计,财政拨款,其他资金,绩效目标",
  "合计,52.00,47.00,5.00,",
  "𠮷村文化馆,52.00,47.00,5.00,",
  "公益培训😀,20.00,15.00,5.00,开设公益课程六十期。",
  "文艺巡演𠮷,32.00,32.00,,",
  "",
].join("\r\n");

/** A table of two pages: its unit's projects are shown at a click, and all of it goes to the clipboard. */
export async function checkTable(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

  await workbench.check("above a unit stand its projects and their sum, and a click shows them in a list", async () => {
    await workbench.openFile(PAGES);
    const lens = page.locator(".monaco-editor .codelens-decoration a", { hasText: "2 个项目，合计 52.00 万元" });
    await lens.click();
    const parts = page.locator(".peekview-widget .ref-tree .monaco-list-row");
    await until("both projects are listed", async () => {
      const listed = await parts.allInnerTexts();
      assert.equal(listed.length, 2);
      assert.ok(["公益培训", "文艺巡演"].every((name, row) => listed[row]?.includes(name) === true), listed.join("\n"));
      return true;
    });
    await page.keyboard.press("Escape");
    await page.locator(".peekview-widget").waitFor({ state: "detached" });
  });

  await workbench.check("the table at the cursor is copied as CSV, both pages as one", async () => {
    await workbench.putCursorBehind("公益培训", 9);
    await workbench.run(words["command.copyCsv"]);
    await until("the clipboard has it", async () => {
      assert.equal(await clipboard(), CSV);
      return true;
    });
  });

  await workbench.check("where there is no table, the server says so, and the clipboard stays", async () => {
    await workbench.putCursorBehind("单位：万元", 3);
    await workbench.run(words["command.copyCsv"]);
    // Under its test driver the window shows no toasts; what is said waits behind the bell.
    await page.locator("#status\\.notifications").click();
    await page.locator(".notifications-center .notification-list-item", { hasText: "请把光标放在预算表的一行上" }).waitFor();
    assert.equal(await clipboard(), CSV);
  });
}
