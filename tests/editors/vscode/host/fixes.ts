import assert from "node:assert/strict";
import * as vscode from "vscode";
import { check, until } from "../checks.ts";
import { BUDGET, FOUND } from "./budget.ts";
import { actions, closeAll, onDisk, place, typeOver, untilFound, witness, write } from "./drafts.ts";

const WRONG = "error[row-sum] 26.00";

export async function checkFixes(): Promise<void> {
  await checkQuickFix();
  await checkLiveFix();
  await checkFixAll();
}

/** The fix that the editor applies unasked among those of a finding. */
export async function preferred(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction> {
  const offered = await actions(document, range, vscode.CodeActionKind.QuickFix);
  const liked = offered.filter((action) => action.isPreferred === true);
  assert.equal(liked.length, 1, `offered: ${offered.map((action) => action.title).join("; ")}`);
  const [action] = liked;
  assert.ok(action?.edit !== undefined);
  return action;
}

async function checkQuickFix(): Promise<void> {
  const editor = await write("快速修复.md", BUDGET.replace("😀 | 20.00", "😀 | 26.00"));
  await check(
    "the preferred quick fix mends the figure, and its finding goes",
    async () => {
      const found = await untilFound(editor, FOUND, WRONG);
      const wrong = found.find((finding) => finding.severity === vscode.DiagnosticSeverity.Error);
      assert.ok(wrong);
      const action = await preferred(editor.document, wrong.range);
      assert.ok(action.edit !== undefined && (await vscode.workspace.applyEdit(action.edit)));
      assert.equal(editor.document.getText(), BUDGET);
      await untilFound(editor, FOUND);
    },
    witness,
  );
  await closeAll();
}

async function checkLiveFix(): Promise<void> {
  const editor = await write("改数.md", BUDGET);
  await check(
    "a figure is retyped, and the preferred quick fix brings the totals above it up to date",
    async () => {
      await untilFound(editor, FOUND);
      await typeOver(editor, place(editor.document, "20.00", 1, 8), "26.00");
      await typeOver(editor, place(editor.document, "15.00", 1, 8), "21.00");
      await until("the sums are found to be wrong", async () => {
        const { edit } = await preferred(editor.document, place(editor.document, "52.00", 1, 7));
        return edit !== undefined && (await vscode.workspace.applyEdit(edit));
      });
      await untilFound(editor, FOUND);
      const mended = BUDGET.replaceAll("52.00 | 47.00", "58.00 | 53.00").replace("20.00 | 15.00", "26.00 | 21.00");
      assert.equal(editor.document.getText(), mended);
    },
    witness,
  );
  await closeAll();
}

async function checkFixAll(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("editor", { languageId: "markdown" });
  const global = vscode.ConfigurationTarget.Global;
  await settings.update("codeActionsOnSave", { "source.fixAll.budget": "explicit" }, global);
  const slips = BUDGET.replace("😀 | 20.00", "😀 | ２６．００").replace("𠮷 | 32.00", "𠮷 | ３２．００");
  const editor = await write("保存.md", slips);
  await check(
    "what is saved is mended in its form, and no figure is another",
    async () => {
      await untilFound(editor, FOUND, "error[row-sum] ２６．００", "hint[amount-style] ２６．００", "hint[amount-style] ３２．００");
      await typeOver(editor, place(editor.document, "六十期"), "七十期");
      await vscode.commands.executeCommand("workbench.action.files.save");
      const saved = BUDGET.replace("六十期", "七十期").replace("😀 | 20.00", "😀 | 26.00");
      await until("it is saved", () => !editor.document.isDirty);
      assert.equal(await onDisk(editor), saved);
      await untilFound(editor, FOUND, WRONG);
    },
    witness,
  );
  await settings.update("codeActionsOnSave", undefined, global);
  await closeAll();
}
