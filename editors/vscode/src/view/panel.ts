import { randomBytes } from "node:crypto";
import { posix } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  Disposable,
  env,
  l10n,
  type LogOutputChannel,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import type { Overview, OverviewSource } from "../overview";
import { Latest } from "../latest";
import { fromView, type ToView } from "./messages";
import { page } from "./page";
import { reveal } from "./reveal";
import { save } from "./save";
import { words } from "./words";

/** How long a view has for one message before it is sent the next, in milliseconds. */
const PATIENCE = 1000;

/** What a view needs of the rest of the extension. */
export interface Surroundings {
  readonly extension: Uri;
  readonly source: OverviewSource;
  readonly isBudget: (uri: Uri) => boolean;
  readonly log: LogOutputChannel;
}

/** One panel, and the document that it shows: the budget that was in front last. */
export class Panel implements Disposable {
  private readonly latest: Latest;
  private readonly listeners: Disposable;

  constructor(
    private readonly panel: WebviewPanel,
    private uri: Uri,
    private readonly around: Surroundings,
    closed: () => void,
  ) {
    this.latest = new Latest(
      () => this.ask(),
      (reason) => {
        around.log.warn(String(reason));
      },
    );
    this.listeners = Disposable.from(
      panel.onDidDispose(closed),
      panel.onDidChangeViewState(() => {
        this.latest.want();
      }),
      panel.webview.onDidReceiveMessage((message: unknown) => this.hear(message)),
      window.onDidChangeActiveTextEditor((editor) => {
        if (editor !== undefined && around.isBudget(editor.document.uri)) {
          this.bind(editor.document.uri);
        }
      }),
      around.source.onDidChange((changed) => {
        if (changed.toString() === this.uri.toString()) {
          this.latest.want();
        }
      }),
    );
    this.draw();
  }

  /** Shows another document, where there is one. */
  bind(uri: Uri | undefined): void {
    if (uri !== undefined && uri.toString() !== this.uri.toString()) {
      this.uri = uri;
      this.title();
      this.latest.want();
    }
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  dispose(): void {
    this.listeners.dispose();
    this.panel.dispose();
  }

  private draw(): void {
    const { webview } = this.panel;
    const folder = Uri.joinPath(this.around.extension, "dist", "view");
    const file = (name: string): string => webview.asWebviewUri(Uri.joinPath(folder, name)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    webview.html = page({
      source: webview.cspSource,
      nonce: randomBytes(16).toString("base64"),
      script: file("main.js"),
      style: file("view.css"),
      language: env.language,
    });
    this.title();
  }

  private title(): void {
    this.panel.title = l10n.t("Budget: {0}", posix.basename(this.uri.path));
  }

  /** Asks the server about the document, and has the answer drawn; nothing is asked while nobody sees it. */
  private async ask(): Promise<void> {
    if (!this.panel.visible) {
      return;
    }
    const uri = this.uri;
    const overview = await this.overview(uri);
    if (uri.toString() !== this.uri.toString()) {
      return;
    }
    const name = uri.toString();
    const told = this.tell(overview === undefined ? { type: "unanswered", uri: name } : { type: "overview", uri: name, overview });
    // A slow view is not sent more than it can take; one that is hidden meanwhile may never say that it has it.
    await Promise.race([told, setTimeout(PATIENCE)]);
  }

  /** The server knows only what is open, which a document need not be: after a reload, or once its text was closed. */
  private async overview(uri: Uri): Promise<Overview | undefined> {
    try {
      // One that was never saved is gone when it is closed; opening it would make another.
      if (uri.scheme !== "untitled") {
        await workspace.openTextDocument(uri);
      }
      return await this.around.source.overview(uri, "projects");
    } catch (reason) {
      this.around.log.warn(String(reason));
      return undefined;
    }
  }

  private async tell(message: ToView): Promise<void> {
    await this.panel.webview.postMessage(message);
  }

  private async hear(message: unknown): Promise<void> {
    const asked = fromView(message);
    if (asked === undefined) {
      this.around.log.warn("The budget view sent a message of no known kind.");
    } else if (asked.type === "ready") {
      await this.tell({ type: "words", words: words() });
      this.latest.want();
    } else if (asked.type === "save") {
      await save(this.uri, asked.format, asked.bytes);
    } else if (asked.uri === this.uri.toString()) {
      await reveal(this.uri, asked.range, this.panel.viewColumn ?? ViewColumn.Beside);
    }
  }
}
