import { until } from "../../checks.ts";
import type { Workbench } from "../workbench.ts";

const FINDING = /总计 302\.00，资金来源相加 320\.00，差 −18\.00/;

/** The draft in its editor: what is wrong is seen, and mended. */
export async function checkText(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  const squiggles = page.locator(".monaco-editor .squiggly-error");
  const problems = page.locator(".markers-panel .monaco-list-row");
  const status = page.locator(".statusbar-item", { hasText: "合计 1,276.00 万元" });

  await workbench.check("a draft is opened, and its finding is underlined", async () => {
    await page.keyboard.press("Control+B");
    await workbench.openFile("绩效目标 征求意见稿");
    await until("a finding is underlined", async () => (await squiggles.count()) === 1);
  });

  await workbench.check("the status bar counts the errors and shows the total", async () => {
    await until("it counts one", async () => /^\s*1\b/.test(await status.innerText()));
  });

  await workbench.check("a unit's totals are shown for its name, and what is wrong for a figure", async () => {
    await workbench.hover("云浔市青禾区体育中心", /总计\s*450\.40\s*432\.40\s*18\.00/);
    await workbench.hover("302.00", FINDING);
  });

  await workbench.check("the Problems panel lists the finding, and goes to it", async () => {
    await page.keyboard.press("Control+Shift+M");
    await problems.filter({ hasText: FINDING }).click();
    await workbench.untilCursorIs(23);
    await workbench.shrinkPanel(70);
    await workbench.scrollToTheEnd();
    await workbench.picture("finding");
  });

  await workbench.check("the fixes are offered, the likeliest first", async () => {
    await page.keyboard.press("Control+J");
    await page.locator(".part.panel").waitFor({ state: "hidden" });
    await workbench.putCursorBehind("302.00", 23);
    const chosen = page.locator(".action-widget .monaco-list-row.focused", { hasText: "改为 320.00" });
    await until("a fix is chosen", async () => {
      // A menu that opens while the window still moves is closed again.
      await page.keyboard.press("Control+.");
      await chosen.waitFor({ timeout: 5_000 });
      return true;
    });
    await workbench.picture("fix");
  });

  await workbench.check("the fix that is chosen changes the text, and the finding goes", async () => {
    await page.keyboard.press("Enter");
    await until("the text is another", async () => (await workbench.line("体育场馆维修改造").innerText()).includes("320.00"));
    await until("nothing is underlined", async () => (await squiggles.count()) === 0);
    await until("the status bar counts none", async () => !/^\s*1\b/.test(await status.innerText()));
  });
}
