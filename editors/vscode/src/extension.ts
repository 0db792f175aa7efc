import { commands, type ExtensionContext, window, workspace } from "vscode";
import { Server } from "./server";

let server: Server | undefined;

/** Called by the editor when a Markdown document is opened, or a command is run. */
export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel("budget-lsp", { log: true });
  const started = new Server(log);
  server = started;
  context.subscriptions.push(
    log,
    commands.registerCommand("budget.restartServer", () => started.restart()),
    commands.registerCommand("budget.showLog", () => {
      log.show(true);
    }),
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("budget.server.path")) {
        await started.restart();
      }
    }),
    // The restricted settings of a folder count only once it is trusted.
    workspace.onDidGrantWorkspaceTrust(() => started.restart()),
  );
  await started.restart();
}

/** Called by the editor when it closes. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}
