import {
  DiagnosticSeverity,
  Disposable,
  l10n,
  languages,
  MarkdownString,
  StatusBarAlignment,
  type TextDocument,
  window,
} from "vscode";
import type { Budgets } from "./budgets";
import { SOURCE } from "./findings";
import type { Overview, OverviewSource } from "./overview";
import type { Server } from "./server";
import { Settle } from "./settle";
import { type Counts, findings, line, summary, tableAt } from "./summary";

/** How long the text and its findings have been at rest before the server is asked for totals. */
const REST = 300;

/** The findings and the total of the budget in front, in the status bar. */
export class StatusBar implements Disposable {
  private readonly item = window.createStatusBarItem("budget.status", StatusBarAlignment.Left);
  private readonly settle: Settle;
  private readonly listeners: Disposable;
  private following: Disposable | undefined;
  private document: TextDocument | undefined;
  private overview: Overview | undefined;

  constructor(
    private readonly budgets: Budgets,
    private readonly source: OverviewSource,
    private readonly server: Pick<Server, "hasEnded">,
    failed: (reason: unknown) => void,
  ) {
    this.settle = new Settle(REST, () => this.ask(), failed);
    const look = () => {
      this.look();
    };
    this.listeners = Disposable.from(
      this.item,
      this.settle,
      budgets.onDidAdd(look),
      window.onDidChangeVisibleTextEditors(look),
      window.onDidChangeActiveTextEditor(look),
      source.onDidChange((uri) => {
        if (uri.toString() === this.document?.uri.toString()) {
          this.show();
          this.settle.touch();
        }
      }),
    );
    this.look();
  }

  dispose(): void {
    this.following?.dispose();
    this.listeners.dispose();
  }

  /** Finds the budget in front. While a panel has the focus, that is the one from which it was reached. */
  private look(): void {
    const active = window.activeTextEditor?.document;
    const isVisible = window.visibleTextEditors.some(({ document }) => document === this.document);
    const inFront = active === undefined && isVisible ? this.document : active;
    const document = inFront !== undefined && this.budgets.has(inFront.uri) ? inFront : undefined;
    if (document === this.document) {
      return;
    }
    this.document = document;
    this.overview = undefined;
    this.following?.dispose();
    this.following = document === undefined ? undefined : this.follow(document);
    this.show();
    this.settle.touch();
  }

  /** Follows the cursor, but in no other document than this. */
  private follow(document: TextDocument): Disposable {
    return window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor.document === document) {
        this.show();
      }
    });
  }

  private async ask(): Promise<void> {
    const document = this.document;
    if (document === undefined) {
      return;
    }
    const overview = await this.source.overview(document.uri, "totals");
    if (document === this.document) {
      this.overview = overview;
      this.show();
    }
  }

  private show(): void {
    const document = this.document;
    if (document === undefined) {
      this.item.hide();
      return;
    }
    if (this.server.hasEnded) {
      this.showEnd();
    } else {
      this.showFindings(document);
    }
    this.item.show();
  }

  /** Where no server answers, no findings do not mean that there are none. */
  private showEnd(): void {
    this.item.text = `$(circle-slash) ${l10n.t("Not checked")}`;
    this.item.tooltip = l10n.t("The budget server is not running. Click to start it.");
    this.item.accessibilityInformation = { label: this.item.tooltip };
    this.item.command = "budget.restartServer";
  }

  private showFindings(document: TextDocument): void {
    const counts = countsOf(document);
    const tables = this.overview?.tables ?? [];
    const editor = window.visibleTextEditors.find((visible) => visible.document === document);
    this.item.text = summary(counts, tableAt(tables, editor?.selection.active.line ?? 0));
    this.item.accessibilityInformation = { label: `${findings(counts)} ${this.item.text.replace(/\$\([^)]*\)/g, "")}` };
    this.item.tooltip = new MarkdownString([findings(counts), "", ...tables.map(line)].join("\n"));
    this.item.command = "workbench.panel.markers.view.focus";
  }
}

function countsOf(document: TextDocument): Counts {
  const ours = languages.getDiagnostics(document.uri).filter(({ source }) => source === SOURCE);
  const count = (severity: DiagnosticSeverity) => ours.filter((finding) => finding.severity === severity).length;
  return { errors: count(DiagnosticSeverity.Error), warnings: count(DiagnosticSeverity.Warning) };
}
