import { l10n, type TextEditor, window } from "vscode";
import { type LanguageClient, LSPErrorCodes, ResponseError } from "vscode-languageclient/node";
import type { Budgets } from "./budgets";
import type { Server } from "./server";

/** A sentence for the user instead of what a command was to do. */
export class Refusal extends Error {}

/** Carries a command out on the budget in front, or says why not. */
export async function orSay(
  server: Server,
  budgets: Budgets,
  command: (editor: TextEditor, client: LanguageClient) => Promise<void>,
): Promise<void> {
  try {
    const editor = window.activeTextEditor;
    if (editor === undefined || !budgets.has(editor.document.uri)) {
      throw new Refusal(l10n.t("The document in front is no budget."));
    }
    const client = server.running;
    if (client === undefined) {
      throw new Refusal(l10n.t("The budget server is not running."));
    }
    await command(editor, client);
  } catch (reason) {
    const message = sentence(reason);
    if (message === undefined) {
      throw reason;
    }
    void window.showInformationMessage(message);
  }
}

function sentence(reason: unknown): string | undefined {
  if (reason instanceof Refusal) {
    return reason.message;
  }
  if (reason instanceof ResponseError && reason.code === LSPErrorCodes.RequestFailed) {
    return reason.message;
  }
  if (reason instanceof ResponseError && reason.code === LSPErrorCodes.ContentModified) {
    return changedMeanwhile();
  }
  return undefined;
}

export function changedMeanwhile(): string {
  return l10n.t("The document was changed meanwhile; nothing was done. Try again.");
}
