// Works with a draft as a person does, through the screen, and takes the pictures of the README on the way.

import { check, failed, until } from "../checks.ts";
import { openBrowser } from "./browser.ts";
import { Code } from "./code.ts";
import { environment } from "./environment.ts";
import { faceFolder } from "./folders.ts";
import { Workbench } from "./workbench.ts";

const { artefacts, corpus, home, tests, vscode } = environment();
const FINDING = /总计 302\.00，资金来源相加 320\.00，差 −18\.00/;

const code = await Code.start(vscode);
const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1200, height: 720 } });
const workbench = await Workbench.open(page, code.window(await faceFolder(home, tests, corpus)));

/** A check of what is on the screen, of which a picture is kept where it fails. */
async function look(name: string, run: () => Promise<void>): Promise<void> {
  const picture = `${artefacts}/vscode-screen-failed-${String(failed() + 1)}.png`;
  await check(name, run, async () => {
    await page.screenshot({ path: picture });
    const lines = (await page.locator("body").innerText()).split("\n");
    return [`The screen: ${picture}`, ...lines.map((line) => line.slice(0, 120))].join("\n");
  });
}

/** A picture for the README. */
async function picture(name: string): Promise<void> {
  await page.screenshot({ path: `${artefacts}/vscode-${name}.png` });
}

const squiggles = page.locator(".monaco-editor .squiggly-error");
const problems = page.locator(".markers-panel .monaco-list-row");
const status = page.locator(".statusbar-item", { hasText: "1,276.00" });

await look("a draft is opened, and its finding is underlined", async () => {
  await page.keyboard.press("Control+B");
  await workbench.openFile("绩效目标 征求意见稿");
  await until("a finding is underlined", async () => (await squiggles.count()) === 1);
});

await look("the status bar counts the findings and shows the total", async () => {
  await until("it shows both", async () => /1.*合计 1,276\.00 万元/.test(await status.innerText()));
});

await look("a unit's totals are shown for its name, and what is wrong for a figure", async () => {
  await workbench.hover("云浔市青禾区体育中心", /总计\s*450\.40\s*432\.40\s*18\.00/);
  await workbench.hover("302.00", FINDING);
});

await look("the Problems panel lists the finding", async () => {
  await page.keyboard.press("Control+Shift+M");
  await problems.filter({ hasText: FINDING }).click();
  await workbench.untilCursorIs(23);
  await picture("finding");
});

await look("the fixes are offered, the likeliest first", async () => {
  await page.keyboard.press("Control+J");
  await workbench.putCursorBehind("302.00");
  await page.keyboard.press("Control+.");
  const chosen = page.locator(".action-widget .monaco-list-row.focused");
  await until("a fix is chosen", async () => (await chosen.innerText()).includes("改为 320.00"));
  await picture("fix");
});

await look("the fix that is chosen changes the text, and the finding goes", async () => {
  await page.keyboard.press("Enter");
  await until("the text is changed", async () => (await workbench.line("体育场馆维修改造").innerText()).includes("320.00"));
  await until("nothing is underlined", async () => (await squiggles.count()) === 0);
  await until("the status bar knows", async () => !/\b1\b.*合计/.test(await status.innerText()));
});

await browser.close();
code.stop();
process.exitCode = failed() > 0 ? 1 : 0;
