import { env, l10n, type TextEditor, window } from "vscode";
import { ExecuteCommandRequest, type LanguageClient } from "vscode-languageclient/node";

const TABLE_AS_CSV = "budget-lsp.tableAsCsv";

/** Puts the table at the cursor on the clipboard, for a spreadsheet: all of it, without the page breaks. */
export async function copyCsv({ document, selection }: TextEditor, client: LanguageClient): Promise<void> {
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  const position = client.code2ProtocolConverter.asPosition(selection.active);
  const params = { command: TABLE_AS_CSV, arguments: [{ uri, position }] };
  const { csv } = (await client.sendRequest(ExecuteCommandRequest.type, params)) as { csv: string };
  await env.clipboard.writeText(csv);
  window.setStatusBarMessage(l10n.t("The table is on the clipboard as CSV."), 5000);
}
