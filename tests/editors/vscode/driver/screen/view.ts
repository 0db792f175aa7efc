import assert from "node:assert/strict";
import type { Frame, Locator } from "playwright-core";
import words from "../../../../../editors/vscode/package.nls.zh-cn.json" with { type: "json" };
import { until } from "../../checks.ts";
import type { Workbench } from "../workbench.ts";

/** The budget view beside the text. The draft adds up when it is opened. */
export async function checkView(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  let frame: Frame | undefined;
  const view = (): Frame => {
    assert.ok(frame, "the view is not open");
    return frame;
  };
  const row = (name: string): Locator => view().getByRole("row", { name: new RegExp(`^${name}`) });

  await workbench.check("the budget view is opened beside the text, and draws the budget", async () => {
    await page.locator(`.editor-actions .action-label[aria-label^="${words["command.showView"]}"]`).click();
    frame = await until("a frame has the table", () => frameWith(workbench, "table.grid tbody tr"));
    await row("合计").getByText("1,276.00").waitFor();
    assert.equal(await view().locator("tbody tr").count(), 6, "the total and its units");
    assert.equal(await view().locator("svg.map g.project").count(), 14);
    assert.equal(await view().locator(".unbalanced").count(), 0);
  });

  await workbench.check("a click on a row of the view moves the cursor to it", async () => {
    await row("云浔市青禾区体育中心").click();
    await workbench.untilCursorIs(22);
    await row("云浔市青禾区体育中心").locator(".twistie").click();
    await row("社区健身器材更新").click();
    await workbench.untilCursorIs(25);
  });

  await workbench.check("a figure that is typed wrong turns red in the view while it is typed", async () => {
    await workbench.putCursorBehind("320.00", 23);
    for (const key of ["Backspace", "Backspace", "Backspace", "Backspace", "Backspace", "0", "2", ".", "0", "0"]) {
      await page.keyboard.press(key);
    }
    const unit = row("云浔市青禾区体育中心");
    await until("its unit is red", async () => /\bunbalanced\b/.test((await unit.getAttribute("class")) ?? ""));
    await unit.getByText("+18.00").waitFor();
    await row("体育场馆维修改造").getByText("302.00").waitFor();
    const frames = view().locator("svg.map .unbalanced .frame");
    const strokes = await frames.evaluateAll((drawn) => drawn.map((border) => getComputedStyle(border).stroke));
    assert.ok(strokes.length > 0 && strokes.every(isRed), strokes.join("; "));
    await workbench.picture("view");
  });

  await workbench.check("the red goes when the figure is right again", async () => {
    for (let count = 0; count < 5; count += 1) {
      await page.keyboard.press("Backspace");
    }
    await page.keyboard.type("20.00");
    await until("nothing is red", async () => (await view().locator(".unbalanced").count()) === 0);
  });
}

/** The frame that holds something: the view is a frame inside VS Code's own. */
async function frameWith(workbench: Workbench, selector: string): Promise<Frame | undefined> {
  for (const frame of workbench.page.frames()) {
    if ((await frame.locator(selector).count()) > 0) {
      return frame;
    }
  }
  return undefined;
}

function isRed(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return red > 2 * Math.max(green, blue);
}
