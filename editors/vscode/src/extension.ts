import { commands, type ExtensionContext, window } from "vscode";
import { Budgets } from "./budgets";
import type { Client } from "./client";
import { VIEW } from "./view/kind";

/** What the palette and the walkthrough start. */
const COMMANDS = [
  "budget.recompute",
  "budget.convert",
  "budget.merge",
  "budget.fixAll",
  "budget.copyCsv",
  "budget.showView",
  "budget.openExample",
  "budget.restartServer",
  "budget.showLog",
];

let client: Promise<Client> | undefined;

/**
 * Called by the editor when a Markdown document is opened, or a command is run.
 *
 * This much is loaded for every README. What speaks to the server is loaded when a budget is seen.
 */
export function activate(context: ExtensionContext): void {
  const budgets = new Budgets();
  const load = () => (client ??= import("./client").then(({ Client }) => new Client(context, budgets)));
  const consider = () => {
    const editor = window.activeTextEditor;
    const isBudget = editor !== undefined && budgets.has(editor.document.uri);
    void commands.executeCommand("setContext", "budget.isBudget", isBudget);
    if (budgets.documents.length > 0) {
      void load();
    }
  };
  context.subscriptions.push(
    budgets,
    budgets.onDidAdd(consider),
    window.onDidChangeActiveTextEditor(consider),
    window.registerWebviewPanelSerializer(VIEW, {
      deserializeWebviewPanel: async (panel, state) => {
        (await load()).view.restore(panel, state);
      },
    }),
    ...COMMANDS.map((id) => commands.registerCommand(id, async () => (await load()).run(id))),
  );
  consider();
}

/** Called by the editor when it closes. */
export async function deactivate(): Promise<void> {
  await (await client)?.stop();
}
