import { mkdirSync } from "node:fs";
import type { Browser } from "playwright-core";
import { openBrowser } from "../driver/browser";
import type { Check } from "./check";
import { COLOURS } from "./colours";
import { DRAWING } from "./drawing";
import { EXPORTS } from "./exports";
import { KEYBOARD } from "./keyboard";
import { SAFETY } from "./safety";
import { screenshots } from "./screenshots";
import { type Scene, Stage } from "./stage";
import { UPDATES } from "./updates";

// Run in the folder of the extension, once that is built, with a folder for screenshots.

const CHECKS = [...DRAWING, ...KEYBOARD, ...UPDATES, ...SAFETY, ...EXPORTS, ...COLOURS];

/** Carries out one check, and says how it ended. Whatever the page complains about is a failure too. */
async function carryOut(check: Check, browser: Browser): Promise<boolean> {
  const stages: Stage[] = [];
  const open = async (scene: Scene): Promise<Stage> => {
    const stage = await Stage.open(browser, scene);
    stages.push(stage);
    return stage;
  };
  try {
    await check.proof(await open(check.scene ?? {}), open);
    const troubles = (await Promise.all(stages.map((stage) => stage.trouble()))).flat();
    if (troubles.length > 0) {
      throw new Error(troubles.join("\n"));
    }
    console.log(`ok ${check.name}`);
    return true;
  } catch (reason) {
    console.log(`not ok ${check.name}`);
    console.error(`${check.name}:`, reason);
    return false;
  } finally {
    await Promise.all(stages.map((stage) => stage.close()));
  }
}

async function main(folder: string): Promise<void> {
  const browser = await openBrowser();
  try {
    for (const check of CHECKS) {
      if (!(await carryOut(check, browser))) {
        process.exitCode = 1;
      }
    }
    mkdirSync(folder, { recursive: true });
    await screenshots(browser, folder);
  } finally {
    await browser.close();
  }
}

const [folder = ""] = process.argv.slice(2);
main(folder).catch((reason: unknown) => {
  console.error(reason);
  process.exitCode = 1;
});
