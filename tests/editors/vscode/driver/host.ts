// Runs the tests that live inside the extension host, one window for each.

import assert from "node:assert/strict";
import { check, failed, until } from "../checks.ts";
import { openBrowser } from "./browser.ts";
import { Code } from "./code.ts";
import { environment } from "./environment.ts";
import { closedFolder, draftFolder, notesFolder, plainFolder, workspaceFile, writingFolder } from "./folders.ts";

const { artefacts, corpus, home, server, tests, vscode } = environment();

/** How long one window has for all of its checks. */
const PATIENCE_MS = 240_000;

/** Windows in which the time of activation is taken, and what it may be by the median. */
const ACTIVATIONS = 5;
const ACTIVATION_MS = 300;

const code = await Code.start(vscode);
const browser = await openBrowser();

/** A window whose tests did not come to their first check. */
class NotReady extends Error {}

/**
 * Opens a window that runs the tests of that name, and answers what they said.
 *
 * On a busy machine VS Code may leave a window without the folders of its workspace file, for good; a user reloads it, and so
 * does this, once. What was checked is never checked again.
 */
async function run(name: string, opened: string): Promise<string[]> {
  try {
    return await open(name, opened);
  } catch (reason) {
    if (!(reason instanceof NotReady)) {
      throw reason;
    }
    return open(name, opened);
  }
}

async function open(name: string, opened: string): Promise<string[]> {
  const page = await browser.newPage();
  const lines: string[] = [];
  let exit: number | undefined;
  let checks = 0;
  let failures = 0;
  const relay = async (type: string, text: string): Promise<void> => {
    if (/^(not )?ok /.test(text)) {
      checks += 1;
      console.log(text);
    } else if (type === "error" && text.startsWith("# ")) {
      console.error(text);
    } else if (type === "info" || type === "log") {
      lines.push(text);
    }
    if (text.startsWith("not ok ")) {
      failures += 1;
      await page.screenshot({ path: `${artefacts}/vscode-${name}-failed-${String(failures)}.png` });
    }
  };
  await page.exposeFunction("codeAutomationLog", (type: string, said: unknown[]) => relay(type, said.map(String).join(" ")));
  await page.exposeFunction("codeAutomationExit", (status: number) => {
    exit = status;
  });
  const extension = `vscode-remote://remote${tests}/host`;
  const bundle = `vscode-remote://remote${tests}/dist/${name}.cjs`;
  await page.goto(
    code.window(opened, [
      ["extensionDevelopmentPath", extension],
      ["extensionTestsPath", bundle],
    ]),
  );
  try {
    await until("the tests have ended", () => exit !== undefined, PATIENCE_MS);
    if (exit !== 0) {
      const message = `the window's tests ended with ${String(exit)}`;
      throw checks === 0 ? new NotReady(message) : new Error(message);
    }
    return lines;
  } catch (reason) {
    await page.screenshot({ path: `${artefacts}/vscode-${name}-failed.png` });
    throw reason;
  } finally {
    await page.close();
  }
}

async function activationTime(): Promise<number> {
  const lines = await run("activation", await plainFolder(home));
  const said = lines.map((line) => /^activated in ([\d.]+) ms$/.exec(line)?.[1]).find((time) => time !== undefined);
  if (said === undefined) {
    throw new Error(`the time was not said: ${lines.join("\n")}`);
  }
  return Number(said);
}

async function medianActivation(): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < ACTIVATIONS; count += 1) {
    times.push(await activationTime());
  }
  return times.toSorted((one, other) => one - other)[Math.floor(ACTIVATIONS / 2)] ?? Infinity;
}

await check("the draft's window runs to its end", async () => run("draft", await draftFolder(home, corpus)));
await check("the window that is written in runs to its end", async () => run("writing", await writingFolder(home)));
await check("the window with closed budgets runs to its end", async () => run("closed", await closedFolder(home)));
await check("the window with two folders runs to its end", async () => run("workspace", await workspaceFile(home)));
await check("the window with notes runs to its end", async () => run("notes", await notesFolder(home, server)));
const median = await medianActivation();
await check(`activated in ${String(median)} ms, the median of ${String(ACTIVATIONS)} windows`, () => {
  assert.ok(median < ACTIVATION_MS, `not under ${String(ACTIVATION_MS)} ms`);
});
await browser.close();
code.stop();
process.exitCode = failed() > 0 ? 1 : 0;
