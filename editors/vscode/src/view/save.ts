import { posix } from "node:path";
import { l10n, Uri, window, workspace } from "vscode";
import type { Format } from "./messages";

/** Asks where to, and writes what the view has made there. */
export async function save(document: Uri, format: Format, bytes: Uint8Array): Promise<void> {
  const name = posix.parse(document.path).name;
  const folder = document.scheme === "untitled" ? workspace.workspaceFolders?.[0]?.uri : Uri.joinPath(document, "..");
  const file = `${name}.${format}`;
  const uri = await window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, file) }),
    filters: { [format.toUpperCase()]: [format] },
  });
  if (uri === undefined) {
    return;
  }
  try {
    await workspace.fs.writeFile(uri, bytes);
    window.setStatusBarMessage(l10n.t("Saved “{0}”", posix.basename(uri.path)), 5000);
  } catch (reason) {
    void window.showErrorMessage(l10n.t("The file could not be saved: {0}", String(reason)));
  }
}
