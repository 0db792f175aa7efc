import * as vscode from "vscode";
import { check } from "../checks.ts";
import { BUDGET, FOUND } from "./budget.ts";
import { closeAll, untilFound, witness, write } from "./drafts.ts";

export async function checkSettings(): Promise<void> {
  const editor = await write("设置.md", BUDGET.replace("😀 | 20.00", "😀 | 26.00"));
  const settings = vscode.workspace.getConfiguration("budget");
  const severity = async (value: Record<string, string> | undefined): Promise<void> =>
    settings.update("severity", value, vscode.ConfigurationTarget.Global);

  await check(
    "a severity in the user's settings counts at once, and no longer when it is taken back",
    async () => {
      await untilFound(editor, FOUND, "error[row-sum] 26.00");
      await severity({ "row-sum": "hint", "goal-missing": "off" });
      await untilFound(editor, "hint[row-sum] 26.00");
      await severity(undefined);
      await untilFound(editor, FOUND, "error[row-sum] 26.00");
    },
    witness,
  );
  await severity(undefined);
  await closeAll();
}
