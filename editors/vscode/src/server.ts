import { homedir } from "node:os";
import { Disposable, type Event, EventEmitter, type ExtensionContext, l10n, type LogOutputChannel, type Uri, workspace } from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient/node";
import type { Budgets } from "./budgets";
import { findServer, isProgram, serverCommand } from "./command";
import { explicit, SECTION, serverKeys } from "./configuration";
import { Crashes, TIMES } from "./crashes";
import { Findings } from "./findings";
import { peeks } from "./peek";
import { Says } from "./says";
import { Sync } from "./sync";
import { Trace } from "./trace";

/** What goes wrong is said by [`Server`], in the user's language and once; the client's own messages go to the log. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** The one server of this window. Starts and stops follow one another in the order in which they were asked for. */
export class Server implements Disposable {
  private client: LanguageClient | undefined;
  private ended = false;
  private last: Promise<void> = Promise.resolve();
  private readonly crashes = new Crashes();
  private readonly findings = new Findings();
  private readonly sync: Sync;
  private readonly trace: Trace;
  private readonly says: Says;
  private readonly changed = new EventEmitter<Uri>();
  private readonly listeners: Disposable;
  private readonly keys: string[];
  private readonly bundled: string;

  /** A document is another at the server now: its text, or the server itself. */
  readonly onDidChange: Event<Uri> = this.changed.event;

  constructor(context: ExtensionContext, private readonly budgets: Budgets, private readonly log: LogOutputChannel) {
    this.keys = serverKeys(contributed(context));
    this.bundled = context.asAbsolutePath(process.platform === "win32" ? "bin/budget-lsp.exe" : "bin/budget-lsp");
    this.says = new Says(log, () => this.restart());
    this.sync = new Sync(budgets, {
      changed: (uri) => {
        this.changed.fire(uri);
      },
      closed: (uri) => {
        this.findings.forget(uri);
      },
    });
    this.trace = new Trace(log);
    this.listeners = Disposable.from(
      this.changed,
      this.trace,
      budgets.onDidAdd(async (document) => {
        if (this.client !== undefined) {
          await this.sync.add(this.client, document);
        }
      }),
      workspace.onDidChangeConfiguration(async (event) => {
        if (event.affectsConfiguration("budget.server.path")) {
          await this.restart();
        }
      }),
      // The restricted settings of a folder count only once it is trusted.
      workspace.onDidGrantWorkspaceTrust(() => this.restart()),
    );
  }

  /** The client of the server, where that answers. */
  get running(): LanguageClient | undefined {
    return this.client?.isRunning() === true ? this.client : undefined;
  }

  /** Whether there is no server, and none is being started: the user was told. */
  get hasEnded(): boolean {
    return this.ended;
  }

  /** Starts the server, or starts it again. Says so where that cannot be done; never rejects. */
  restart(): Promise<void> {
    this.crashes.forget();
    return this.afterwards(async () => {
      await this.end();
      await this.begin();
    });
  }

  /** Ends the server. */
  stop(): Promise<void> {
    return this.afterwards(() => this.end());
  }

  dispose(): void {
    this.listeners.dispose();
  }

  private afterwards(step: () => Promise<void>): Promise<void> {
    this.last = this.last.then(step).catch((reason: unknown) => {
      this.log.error(String(reason));
    });
    return this.last;
  }

  private async begin(): Promise<void> {
    this.ended = false;
    const setting = workspace.getConfiguration(SECTION).get<string>("server.path", "");
    const command = await findServer(setting, {
      home: homedir(),
      path: process.env["PATH"] ?? "",
      platform: process.platform,
      bundled: this.bundled,
      isProgram,
    });
    if (command === undefined) {
      this.says.howToInstall(l10n.t("The budget server “{0}” was not found.", serverCommand(setting, homedir())));
      this.giveUp();
      return;
    }
    this.log.info(`${command} --stdio`);
    const client = new QuietClient(SECTION, "budget-lsp", { command, args: ["--stdio"] }, this.options());
    client.registerFeature(peeks);
    client.onDidChangeState(({ newState }) => {
      this.follow(client, newState);
    });
    try {
      await client.start();
      this.client = client;
      this.tellAll();
    } catch {
      this.says.howToInstall(l10n.t("The budget server “{0}” could not be started.", command));
      this.giveUp();
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

  /** Follows a client through the ends and starts of its server, once it was started here. */
  private follow(client: LanguageClient, state: State): void {
    if (state !== State.Running) {
      this.sync.forget();
    }
    if (client !== this.client) {
      return;
    }
    if (state === State.StartFailed) {
      this.says.howToGoOn(l10n.t("The budget server has ended and could not be started again."));
      this.giveUp();
    }
    this.tellAll();
  }

  private giveUp(): void {
    this.ended = true;
    this.tellAll();
  }

  private tellAll(): void {
    for (const document of this.budgets.documents) {
      this.changed.fire(document.uri);
    }
  }

  private options(): LanguageClientOptions {
    const languages = ["markdown", "budget-markdown"];
    return {
      documentSelector: ["file", "untitled"].flatMap((scheme) => languages.map((language) => ({ scheme, language }))),
      outputChannel: this.log,
      traceOutputChannel: this.trace.channel,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionProvider: this.findings,
      diagnosticPullOptions: this.sync.diagnosticPullOptions,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: (_error, _message, count) => ({ action: this.erring(count), handled: true }),
        closed: () => ({ action: this.closed(), handled: true }),
      },
      middleware: {
        ...this.sync.middleware,
        workspace: {
          configuration: ({ items }) => items.map(({ section }) => (section === SECTION ? this.configured() : null)),
          // The server asks for what is set; sent along, defaults would come in for settings.
          didChangeConfiguration: (_sections, next) => next(undefined),
        },
      },
    };
  }

  private configured(): Record<string, unknown> {
    return explicit(this.keys, workspace.getConfiguration(SECTION));
  }

  /** A message could not be read or written, for the `count`th time in a row. */
  private erring(count: number | undefined): ErrorAction {
    if (count !== undefined && count <= 3) {
      return ErrorAction.Continue;
    }
    this.says.howToGoOn(l10n.t("The budget server cannot be understood, and is ended."));
    this.giveUp();
    return ErrorAction.Shutdown;
  }

  /** The server has ended unasked: while it was being started, [`begin`] says so. */
  private closed(): CloseAction {
    if (this.client === undefined) {
      return CloseAction.DoNotRestart;
    }
    if (this.crashes.isWorthAnother()) {
      return CloseAction.Restart;
    }
    this.says.howToGoOn(
      l10n.t("The budget server has ended {0} times within three minutes. It is not started again by itself.", TIMES),
    );
    this.giveUp();
    return CloseAction.DoNotRestart;
  }
}

/** The settings that package.json contributes. */
function contributed(context: ExtensionContext): string[] {
  const manifest = context.extension.packageJSON as {
    contributes: { configuration: { properties: Record<string, unknown> }[] };
  };
  return manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
}
