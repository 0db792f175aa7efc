import { l10n, Range, TabInputText, TextEditorRevealType, type Uri, ViewColumn, window } from "vscode";
import type { Range as Place } from "../overview";

/** Goes to a place in the text: the editor that shows the document gets the focus, and the place is selected. */
export async function reveal(uri: Uri, place: Place, own: ViewColumn): Promise<void> {
  const { start, end } = place;
  const selection = new Range(start.line, start.character, end.line, end.character);
  try {
    const editor = await window.showTextDocument(uri, { viewColumn: column(uri, own), selection });
    editor.revealRange(selection, TextEditorRevealType.InCenterIfOutsideViewport);
  } catch (reason) {
    void window.showErrorMessage(l10n.t("“{0}” could not be opened: {1}", uri.fsPath, String(reason)));
  }
}

/** Where the document is shown, else where it has a tab, else a column that is not the view's. */
function column(uri: Uri, own: ViewColumn): ViewColumn {
  const shown = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  const group = window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString()),
  );
  return shown?.viewColumn ?? group?.viewColumn ?? (own === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One);
}
