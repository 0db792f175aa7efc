import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { until } from "../../checks.ts";
import { UNFINISHED, unfinished } from "../unfinished.ts";
import type { Workbench } from "../workbench.ts";

const FIRST = "1、1-产出指标；11-数量指标；课程期数；实施周期指标值：≥30期；年度指标值：≥30期。";
const SECOND = "2、2-效益指标；22-社会效益；观众人次；实施周期指标值：≥9000人次；年度指标值：≥9000人次。";
const THIRD = "3、3-满意度指标；31-服务对象满意度指标；观众满意度；实施周期指标值：≥95%；年度指标值：≥95%。";

/** The indicators of a project are written from their first sign to their last, with what is offered meanwhile. */
export async function checkWriting(workbench: Workbench, folder: string): Promise<void> {
  const { page } = workbench;
  const line = workbench.line("文艺巡演");
  const marks = page.locator(["error", "warning", "info", "hint"].map((loud) => `.monaco-editor .squiggly-${loud}`).join());
  const untilWritten = async (indicators: string): Promise<void> => {
    await until(`“${indicators}” is written`, async () => {
      assert.ok((await line.innerText()).includes(indicators), await line.innerText());
      return true;
    });
  };

  await workbench.check("an indicator is written piece by piece with what is offered, from its first sign to its last", async () => {
    await workbench.openFile(UNFINISHED);
    await until("it is found that there are none", async () => (await marks.count()) > 0);
    await workbench.putCursorBehind("巡演三十场。 |", 9);
    await page.keyboard.press("ArrowRight");
    await workbench.type("1、");
    await workbench.take("1-产出指标");
    await workbench.type("；");
    await workbench.take("11-数量指标");
    await workbench.type("；");
    await workbench.take("课程期数");
    await workbench.type("；");
    await workbench.take("实施周期指标值：");
    await workbench.type("≥30");
    await page.keyboard.press("Control+Space");
    await workbench.take("≥30期");
    await workbench.type("；");
    await workbench.take("年度指标值：≥30期。");
    await untilWritten(FIRST);
  });

  await workbench.check("a whole indicator is offered, whose blanks are filled one after the other", async () => {
    await workbench.type("2、");
    await workbench.take("2、2-效益指标；22-社会效益；……");
    await fill(workbench, "观众人次", "≥9000人次");
    await untilWritten(FIRST + SECOND);
    await workbench.type("3、");
    await workbench.take("3、3-满意度指标；31-服务对象满意度指标；……");
    await fill(workbench, "观众满意度", "≥95%");
    await untilWritten(FIRST + SECOND + THIRD);
  });

  await workbench.check("nothing is found in what was written", async () => {
    await until("nothing is underlined", async () => (await marks.count()) === 0);
    await page.keyboard.press("Control+S");
    const file = path.join(folder, UNFINISHED);
    await until("it is saved", async () => {
      assert.equal(await readFile(file, "utf8"), unfinished(FIRST + SECOND + THIRD));
      return true;
    });
  });
}

/** Fills the blanks of a whole indicator: its name, and its two targets, which are the same. */
async function fill(workbench: Workbench, name: string, target: string): Promise<void> {
  for (const blank of [name, target, target]) {
    await workbench.type(blank);
    await workbench.page.keyboard.press("Tab");
  }
}
