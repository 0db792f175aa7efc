// Works with a draft as a person does, through the screen, and takes pictures of it.

import { openBrowser } from "./browser.ts";
import { Code } from "./code.ts";
import { environment } from "./environment.ts";
import { faceFolder } from "./folders.ts";
import { Workbench } from "./workbench.ts";

const { artefacts, home, tests, vscode } = environment();
const code = await Code.start(vscode);
const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
const workbench = await Workbench.open(page, code.window(await faceFolder(home, tests)));
try {
await workbench.openFile("绩效目标 征求意见稿");
await page.locator(".monaco-editor .squiggly-error").first().waitFor({timeout: 60000});
console.log(await workbench.hover("302.00"));
await page.screenshot({ path: `${artefacts}/a.png` });
await workbench.putCursorBehind("302.00");
console.log(await workbench.cursor());
await page.keyboard.press("Control+.");
await page.waitForTimeout(2000);
await page.screenshot({ path: `${artefacts}/b.png` });
} catch (e) { console.log(e); await page.screenshot({ path: `${artefacts}/c.png` }); }
await browser.close();
code.stop();
