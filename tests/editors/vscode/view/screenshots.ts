import path from "node:path";
import type { Browser } from "playwright-core";
import { HEALTH } from "../../../../editors/vscode/test/overviews";
import { Stage } from "./stage";
import { THEMES } from "./themes";

/** The view in each kind of theme, to be looked at. */
export async function screenshots(browser: Browser, folder: string): Promise<void> {
  for (const theme of THEMES) {
    const stage = await Stage.open(browser, { theme });
    await stage.show(HEALTH);
    await stage.page.locator(".twistie").first().click();
    await stage.page.screenshot({ path: path.join(folder, `view-${theme.name}.png`) });
    await stage.close();
  }
}
