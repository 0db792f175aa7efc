import assert from "node:assert/strict";
import * as vscode from "vscode";
import { check } from "../checks.ts";
import { BUDGET, FOUND } from "./budget.ts";
import { closeAll, place, typeOver, untilFound, witness, write } from "./drafts.ts";

const WRONG = "error[row-sum] 26.00";

export async function checkTyping(): Promise<void> {
  const editor = await write("录入 😀.md", BUDGET);
  const { document } = editor;
  const figure = (text: string): vscode.Range => place(document, text, 1, 8);

  await check("a draft that adds up has no finding about its sums", () => untilFound(editor, FOUND), witness);

  await check(
    "a figure typed wrong is found while it is typed, behind names outside the BMP too",
    async () => {
      await typeOver(editor, figure("20.00"), "26.00");
      const found = await untilFound(editor, FOUND, WRONG);
      const line = document.lineAt(8).text;
      const sum = found.find((finding) => finding.severity === vscode.DiagnosticSeverity.Error);
      assert.equal(sum?.range.start.character, line.indexOf("26.00"), "counted in UTF-16");
    },
    witness,
  );

  await check(
    "the finding goes when the figure is typed right",
    async () => {
      await typeOver(editor, figure("26.00"), "20.00");
      await untilFound(editor, FOUND);
      assert.equal(document.getText(), BUDGET);
    },
    witness,
  );

  await check(
    "undo and redo are followed",
    async () => {
      await editor.edit((edit) => {
        edit.replace(figure("20.00"), "26.00");
      });
      await untilFound(editor, FOUND, WRONG);
      await vscode.commands.executeCommand("undo");
      await untilFound(editor, FOUND);
      await vscode.commands.executeCommand("redo");
      await untilFound(editor, FOUND, WRONG);
    },
    witness,
  );
  await closeAll();
}
