// A folder of notes, with a budget among them. The server that the settings name writes down when it was started and all
// that it was told.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import * as vscode from "vscode";
import { check, until } from "../checks.ts";
import { FOUND } from "./budget.ts";
import { children } from "./processes.ts";
import { conclude } from "./conclude.ts";
import { closeAll, extension, file, open, place, typeOver, untilFound, witness } from "./drafts.ts";

const NOTE = "读我 README.md";
const BUDGET = "预算.md";

/** One start a line, in milliseconds since 1970. */
async function starts(): Promise<number[]> {
  const lines = await readFile(file("启动.log"), "utf8").catch(() => "");
  return lines.split("\n").filter((line) => line !== "").map(Number);
}

export function run(): Promise<void> {
  return conclude(checks);
}

async function checks(): Promise<void> {
  const note = await open(NOTE);
  await check(
    "a Markdown file that is no budget starts no server, not even while it is typed in",
    async () => {
      await until("the extension is active", () => extension().isActive);
      await typeOver(note, place(note.document, "工作笔记"), "会议纪要");
      await vscode.commands.executeCommand("workbench.action.files.save");
      await vscode.commands.executeCommand("vscode.executeHoverProvider", note.document.uri, new vscode.Position(0, 3));
      assert.deepEqual(await starts(), []);
      assert.deepEqual(await children("budget-lsp"), []);
    },
    witness,
  );

  const opened = Date.now();
  const budget = await open(BUDGET);
  await check(
    "a budget starts the server that the settings name, once",
    async () => {
      await untilFound(budget, FOUND);
      const [start = 0, ...further] = await starts();
      assert.ok(start >= opened, `started ${String(opened - start)} ms before the budget was opened`);
      assert.deepEqual(further, []);
    },
    witness,
  );

  await check(
    "the server is told of the budget, and nothing of the note",
    async () => {
      await typeOver(note, place(note.document, "会议纪要"), "工作笔记");
      await typeOver(budget, place(budget.document, "20.00"), "26.00");
      await untilFound(budget, FOUND, "error[row-sum] 26.00");
      const told = await readFile(file("收到.log"), "utf8");
      const documents = [...told.matchAll(/"textDocument":\{"uri":"([^"]+)"/g)].map(([, uri]) => uri ?? "");
      assert.ok(documents.length > 1, "nothing was written down");
      assert.deepEqual([...new Set(documents.map(name))], [BUDGET]);
      assert.ok(!told.includes("笔记") && !told.includes("纪要"), "the note's text");
    },
    witness,
  );

  await check(
    "a note that has become a budget is checked when it is saved",
    async () => {
      const shown = await vscode.window.showTextDocument(note.document);
      await shown.edit((edit) => {
        edit.insert(shown.document.lineAt(shown.document.lineCount - 1).range.end, `\n${budget.document.getText()}`);
      });
      await vscode.commands.executeCommand("workbench.action.files.save");
      await untilFound(note, FOUND, "error[row-sum] 26.00");
    },
    witness,
  );
  await closeAll();
}

function name(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf("/") + 1));
}
