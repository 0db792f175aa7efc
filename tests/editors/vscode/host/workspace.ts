// A window with two folders. The same draft stands in both, each with settings of its own.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { check, until } from "../checks.ts";
import { conclude } from "./conclude.ts";
import { closeAll, open, place, typeOver, untilFound, witness } from "./drafts.ts";
import { children } from "./processes.ts";

export function run(): Promise<void> {
  return conclude(checks);
}

async function checks(): Promise<void> {
  // The window is there before the file that names its folders is read.
  await until("both folders are open", () => vscode.workspace.workspaceFolders?.length === 2);
  const culture = await open("预算.md", 0);
  const sports = await open("预算.md", 1);

  await check(
    "each folder's drafts go by its own settings",
    async () => {
      await untilFound(culture, "warning[row-sum] 26.00");
      await untilFound(sports, "hint[row-sum] 26.00", "information[goal-missing] 文艺巡演𠮷");
    },
    witness,
  );

  await check(
    "what is typed in one folder changes the findings of that one alone",
    async () => {
      await typeOver(culture, place(culture.document, "26.00"), "20.00");
      await untilFound(culture);
      await untilFound(sports, "hint[row-sum] 26.00", "information[goal-missing] 文艺巡演𠮷");
    },
    witness,
  );

  await check(
    "settings that are changed and saved in one folder count there at once, and there alone",
    async () => {
      const settings = await open(".budget-lsp.toml", 1);
      await typeOver(settings, place(settings.document, "hint"), "information");
      await vscode.commands.executeCommand("workbench.action.files.save");
      await untilFound(sports, "information[row-sum] 26.00", "information[goal-missing] 文艺巡演𠮷");
      await untilFound(culture);
    },
    witness,
  );

  await check("one server serves both", async () => {
    assert.equal((await children("budget-lsp")).length, 1);
  });
  await closeAll();
}
