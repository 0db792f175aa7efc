import { homedir } from "node:os";
import { commands, env, l10n, type LogOutputChannel, window, workspace } from "vscode";
import { LanguageClient, type LanguageClientOptions, RevealOutputChannelOn } from "vscode-languageclient/node";
import { findServer, isProgram, serverCommand } from "./command";

const INSTALL = "cargo install --path server";

/** The one server of this window. Starts and stops follow one another in the order in which they were asked for. */
export class Server {
  private client: LanguageClient | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly log: LogOutputChannel) {}

  /** Starts the server, or starts it again. Says so where that cannot be done; never rejects. */
  restart(): Promise<void> {
    return this.afterwards(async () => {
      await this.end();
      await this.begin();
    });
  }

  /** Ends the server. */
  stop(): Promise<void> {
    return this.afterwards(() => this.end());
  }

  private afterwards(step: () => Promise<void>): Promise<void> {
    this.last = this.last.then(step).catch((reason: unknown) => {
      this.log.error(String(reason));
    });
    return this.last;
  }

  private async begin(): Promise<void> {
    const setting = workspace.getConfiguration("budget").get<string>("server.path", "");
    const command = await findServer(setting, {
      home: homedir(),
      path: process.env["PATH"] ?? "",
      platform: process.platform,
      isProgram,
    });
    if (command === undefined) {
      const name = serverCommand(setting, homedir());
      this.explain(l10n.t("The budget server “{0}” was not found.", name));
      return;
    }
    this.log.info(`${command} --stdio`);
    const client = new LanguageClient("budget", "budget-lsp", { command, args: ["--stdio"] }, this.options());
    try {
      await client.start();
      this.client = client;
    } catch (reason) {
      this.log.error(String(reason));
      this.explain(l10n.t("The budget server “{0}” could not be started.", command));
      await client.dispose().catch(() => undefined);
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // One that has died already cannot be asked to end, and must not keep the next from starting.
    await client?.dispose().catch((reason: unknown) => {
      this.log.warn(String(reason));
    });
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: [
        { scheme: "file", language: "markdown" },
        { scheme: "untitled", language: "markdown" },
      ],
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    };
  }

  /** Says what is wrong and what to do; not awaited, so that a message left standing holds nothing up. */
  private explain(problem: string): void {
    const remedy = l10n.t("Install it with “{0}”, or set budget.server.path to where it is.", INSTALL);
    const settings = l10n.t("Open Settings");
    const copy = l10n.t("Copy Command");
    const log = l10n.t("Show Log");
    this.log.error(`${problem} ${remedy}`);
    const answered = window.showErrorMessage(`${problem} ${remedy}`, settings, copy, log).then(async (choice) => {
      if (choice === settings) {
        await commands.executeCommand("workbench.action.openSettings", "budget.server.path");
      } else if (choice === copy) {
        await env.clipboard.writeText(INSTALL);
      } else if (choice === log) {
        this.log.show(true);
      }
    });
    answered.then(undefined, (reason: unknown) => {
      this.log.error(String(reason));
    });
  }
}
