import { l10n, type TextDocument, type TextEditor, window, workspace } from "vscode";
import {
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeActionTriggerKind,
  Command,
  type LanguageClient,
} from "vscode-languageclient/node";
import { changedMeanwhile, Refusal } from "./refusal";

/** What a command asks the server for, and what is said where there is nothing of it at the cursor. */
interface Rewriting {
  readonly kind: string;
  readonly nothing: () => string;
}

const OUTSIDE = () => l10n.t("The cursor is not in a table of projects that this can be done with.");

export const REWRITINGS: Readonly<Record<string, Rewriting>> = {
  "budget.recompute": { kind: "refactor.rewrite.recompute", nothing: OUTSIDE },
  "budget.convert": { kind: "refactor.rewrite.convert", nothing: OUTSIDE },
  "budget.merge": {
    kind: "refactor.rewrite.merge",
    nothing: () => l10n.t("The cursor is not in a table that page breaks have cut into pieces."),
  },
  "budget.fixAll": {
    kind: "source.fixAll.budget",
    nothing: () => l10n.t("There is nothing to fix that is only a matter of form."),
  },
};

/**
 * Carries a refactoring out at the cursor.
 *
 * The server is asked directly: VS Code's own command for code actions drops those that are refused, with their reasons.
 */
export async function rewrite({ kind, nothing }: Rewriting, { document, selection }: TextEditor, client: LanguageClient) {
  const version = document.version;
  const position = client.code2ProtocolConverter.asPosition(selection.active);
  const offered = await client.sendRequest(CodeActionRequest.type, {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(document),
    range: { start: position, end: position },
    context: { diagnostics: [], only: [kind], triggerKind: CodeActionTriggerKind.Invoked },
  });
  // `CodeAction.is` does not know actions whose edit is still to be asked for.
  const action = offered?.find((one): one is CodeAction => !Command.is(one) && one.kind === kind);
  if (action === undefined) {
    throw new Refusal(nothing());
  }
  if (action.disabled !== undefined) {
    throw new Refusal(action.disabled.reason);
  }
  const { edit } = action.edit === undefined ? await client.sendRequest(CodeActionResolveRequest.type, action) : action;
  await apply(edit, document, version, client);
}

async function apply(edit: CodeAction["edit"], document: TextDocument, version: number, client: LanguageClient) {
  const changes = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
  const places = changes?.get(document.uri).length ?? 0;
  if (changes === undefined || places === 0) {
    throw new Refusal(l10n.t("Nothing needs to be changed."));
  }
  if (document.version !== version || !(await workspace.applyEdit(changes))) {
    throw new Refusal(changedMeanwhile());
  }
  window.setStatusBarMessage(l10n.t("Places changed: {0}", places), 5000);
}
