import assert from "node:assert/strict";
import * as vscode from "vscode";
import { check, until } from "../checks.ts";
import { BUDGET, FOUND } from "./budget.ts";
import { closeAll, place, typeOver, untilFound, witness, write } from "./drafts.ts";
import { children } from "./processes.ts";

const SERVER = "budget-lsp";

export async function checkRestart(): Promise<void> {
  const editor = await write("重启.md", BUDGET);
  const { document } = editor;

  await check(
    "a server that is killed is started again, and knows what was typed before and after",
    async () => {
      await untilFound(editor, FOUND);
      await typeOver(editor, place(document, "20.00", 1, 8), "26.00");
      await untilFound(editor, FOUND, "error[row-sum] 26.00");
      const killed = await onlyServer();
      process.kill(killed, "SIGKILL");
      await anotherServer(killed);
      await typeOver(editor, place(document, "32.00", 1, 9), "32.O0");
      await untilFound(editor, FOUND, "error[row-sum] 26.00", "error[amount-syntax] 32.O0");
      assert.ok(document.isDirty, "nothing was saved");
    },
    witness,
  );

  await check(
    "the command starts it again",
    async () => {
      const before = await onlyServer();
      await vscode.commands.executeCommand("budget.restartServer");
      const after = await anotherServer(before);
      await until("the one before has ended", async () => (await children(SERVER)).join() === String(after));
      await typeOver(editor, place(document, "32.O0", 1, 9), "32.00");
      await untilFound(editor, FOUND, "error[row-sum] 26.00");
    },
    witness,
  );
  await closeAll();
}

async function onlyServer(): Promise<number> {
  const running = await children(SERVER);
  assert.equal(running.length, 1, `servers: ${running.join()}`);
  return running[0] ?? 0;
}

function anotherServer(than: number): Promise<number> {
  return until("another server runs", async () => (await children(SERVER)).find((id) => id !== than));
}
