import assert from "node:assert/strict";
import * as vscode from "vscode";
import { check, until } from "../checks.ts";
import { BUDGET, FOUND } from "./budget.ts";
import { closeAll, place, untilFound, witness, write } from "./drafts.ts";

const HEADER = "| 项目名称（资金使用单位） | 总计 | 财政拨款 | 其他资金 | 绩效目标 |\n|---|---|---|---|---|\n";
const LAST = "| 文艺巡演𠮷";

export async function checkCommands(): Promise<void> {
  await checkCommand({
    name: "recompute writes the totals that the projects add up to",
    command: "budget.recompute",
    before: BUDGET.replaceAll("52.00 | 47.00", "50.00 | 45.00"),
    found: [FOUND, "error[column-sum] 50.00"],
    after: BUDGET,
  });
  await checkCommand({
    name: "convert writes the table in the other monetary unit",
    command: "budget.convert",
    before: BUDGET,
    found: [FOUND],
    after: BUDGET.replace("万元", "元").replaceAll(/(\d+)\.00/g, (_, figure) => `${String(figure)}0,000.00`),
  });
  await checkCommand({
    name: "merge makes one table of the fragments of two pages",
    command: "budget.merge",
    before: BUDGET.replace(LAST, `\n<!-- page 2 -->\n\n${HEADER}${LAST}`),
    found: [FOUND],
    after: BUDGET,
  });
}

interface Command {
  readonly name: string;
  readonly command: string;
  readonly before: string;
  readonly found: readonly string[];
  readonly after: string;
}

/** Runs a command with the cursor in the last row, and compares the text, which undo brings back. */
async function checkCommand({ name, command, before, found, after }: Command): Promise<void> {
  const editor = await write(`${command}.md`, before);
  const { document } = editor;
  await check(
    name,
    async () => {
      await untilFound(editor, ...found);
      const { start } = place(document, LAST);
      editor.selection = new vscode.Selection(start, start);
      await vscode.commands.executeCommand(command);
      await until("the text is another", () => document.getText() !== before);
      assert.equal(document.getText(), after);
      await untilFound(editor, FOUND);
      await vscode.commands.executeCommand("undo");
      assert.equal(document.getText(), before);
    },
    witness,
  );
  await closeAll();
}
