import { type Disposable, l10n, Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import { VIEW } from "./kind";
import { kept } from "./messages";
import { Panel, type Surroundings } from "./panel";

/** The budget view of this window: one panel, which follows the budget in front. */
export class BudgetView implements Disposable {
  private panel: Panel | undefined;

  constructor(private readonly around: Surroundings) {}

  /** Shows the document in front beside its text. */
  show(): void {
    const uri = window.activeTextEditor?.document.uri;
    if (this.panel !== undefined) {
      this.panel.bind(uri);
      this.panel.reveal();
    } else if (uri !== undefined) {
      this.take(window.createWebviewPanel(VIEW, "", { viewColumn: ViewColumn.Beside, preserveFocus: true }), uri);
    } else {
      void window.showInformationMessage(l10n.t("Open a budget document first."));
    }
  }

  /** Takes over a panel that was open when the window was closed, with what its view has kept. */
  restore(panel: WebviewPanel, state: unknown): void {
    const uri = kept(state)?.uri;
    if (uri === undefined || this.panel !== undefined) {
      panel.dispose();
    } else {
      this.take(panel, Uri.parse(uri));
    }
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private take(panel: WebviewPanel, uri: Uri): void {
    const taken = new Panel(panel, uri, this.around, () => {
      if (this.panel === taken) {
        this.panel = undefined;
      }
      taken.dispose();
    });
    this.panel = taken;
  }
}
