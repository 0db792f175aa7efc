import { commands, type ExtensionContext, type LogOutputChannel, Uri, window, workspace } from "vscode";
import type { Location, Position } from "vscode-languageclient/node";
import type { Budgets } from "./budgets";
import { copyCsv } from "./csv";
import { PEEK, peek } from "./peek";
import { orSay } from "./refusal";
import { REWRITINGS, rewrite } from "./rewriting";
import { Server } from "./server";
import { ServerOverviews } from "./server-overviews";
import { StatusBar } from "./status-bar";
import { BudgetView } from "./view/budget-view";

/** All that is loaded once a budget is seen. */
export class Client {
  private readonly log: LogOutputChannel;
  private readonly server: Server;
  readonly view: BudgetView;

  constructor(private readonly context: ExtensionContext, private readonly budgets: Budgets) {
    this.log = window.createOutputChannel("budget-lsp", { log: true });
    this.server = new Server(context, budgets, this.log);
    const overviews = new ServerOverviews(this.server, budgets);
    const statusBar = new StatusBar(budgets, overviews, this.server, (reason) => {
      this.log.warn(String(reason));
    });
    const isBudget = (uri: Uri) => budgets.has(uri);
    this.view = new BudgetView({ extension: context.extensionUri, source: overviews, isBudget, log: this.log });
    const peeking = commands.registerCommand(PEEK, async (uri: string, position: Position, locations: Location[]) => {
      if (this.server.running !== undefined) {
        await peek(this.server.running, uri, position, locations);
      }
    });
    context.subscriptions.push(this.log, this.server, overviews, statusBar, this.view, peeking);
    void commands.executeCommand("setContext", "budget.isLoaded", true);
    void this.server.restart();
  }

  /** Carries out a command that package.json contributes. */
  async run(command: string): Promise<void> {
    const rewriting = REWRITINGS[command];
    if (rewriting !== undefined) {
      await orSay(this.server, this.budgets, (editor, client) => rewrite(rewriting, editor, client));
    } else if (command === "budget.copyCsv") {
      await orSay(this.server, this.budgets, copyCsv);
    } else if (command === "budget.showView") {
      this.view.show();
    } else if (command === "budget.restartServer") {
      await this.server.restart();
    } else if (command === "budget.showLog") {
      this.log.show(true);
    } else if (command === "budget.openExample") {
      await this.openExample();
    }
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** The draft of the walkthrough, as a document of the user's own that is not saved yet. */
  private async openExample(): Promise<void> {
    const file = Uri.joinPath(this.context.extensionUri, "walkthrough", "example.md");
    const content = new TextDecoder().decode(await workspace.fs.readFile(file));
    await window.showTextDocument(await workspace.openTextDocument({ language: "markdown", content }));
  }
}
