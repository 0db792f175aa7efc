// Drafts in the window: written, opened, typed in, and what is found in them.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { until } from "../checks.ts";
import { children } from "./processes.ts";

/** The extension under test, installed from its package. */
export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension("budget-lsp.budget-lsp");
  assert.ok(found, "the extension is not installed");
  return found;
}

/** The path of a file in one of the window's folders. */
export function file(name: string, folder = 0): string {
  const opened = vscode.workspace.workspaceFolders?.[folder];
  assert.ok(opened, `the window has no folder ${String(folder)}`);
  return path.join(opened.uri.fsPath, name);
}

/** Opens a file and shows it, as a click on it does. */
export async function open(name: string, folder = 0): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file(name, folder)));
  return vscode.window.showTextDocument(document, { preview: false });
}

/**
 * The same in the way of the editor's own explorer. What an extension opens stays open for minutes after its tab was closed; this
 * does not.
 */
export async function click(name: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.file(file(name));
  await vscode.commands.executeCommand("vscode.open", uri, { preview: false });
  const editor = vscode.window.activeTextEditor;
  assert.equal(editor?.document.uri.fsPath, uri.fsPath);
  return editor;
}

/** Writes a new file into the window's folder and opens it. */
export async function write(name: string, text: string): Promise<vscode.TextEditor> {
  await writeFile(file(name), text, { flag: "wx" });
  return open(name);
}

/** What is on the disk. */
export function onDisk(editor: vscode.TextEditor): Promise<string> {
  return readFile(editor.document.uri.fsPath, "utf8");
}

/** What the server finds in a document. */
export function findings(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === "budget");
}

/** The rule that a finding is of. */
export function rule(finding: vscode.Diagnostic): string {
  const { code } = finding;
  return String(typeof code === "object" ? code.value : code);
}

/** Where the text under a finding is read: the document, or what is known to be in the file. */
export type Sheet = Pick<vscode.TextDocument, "getText">;

/** A finding in one line, `error[row-sum] 26.00`: how loud it is, its rule and the text under it. */
export function summary(document: Sheet, finding: vscode.Diagnostic): string {
  const severity = vscode.DiagnosticSeverity[finding.severity].toLowerCase();
  return `${severity}[${rule(finding)}] ${document.getText(finding.range)}`;
}

/** Waits until exactly these are the findings of a document, in any order. */
export function untilFound({ document }: vscode.TextEditor, ...wanted: string[]): Promise<vscode.Diagnostic[]> {
  return untilFoundIn(document.uri, document, ...wanted);
}

/** The same of a file, which may be closed. */
export async function untilFoundIn(uri: vscode.Uri, sheet: Sheet, ...wanted: string[]): Promise<vscode.Diagnostic[]> {
  const goal = wanted.toSorted().join("\n");
  return until(`this is found:\n${goal}\n`, () => {
    const found = findings(uri);
    const now = found.map((finding) => summary(sheet, finding)).toSorted();
    assert.equal(now.join("\n"), goal);
    return found;
  });
}

/** Where a text stands for the nth time, in the document or in one line of it. */
export function place(document: vscode.TextDocument, text: string, nth = 1, line?: number): vscode.Range {
  const within = line === undefined ? undefined : document.lineAt(line).range;
  const start = within === undefined ? 0 : document.offsetAt(within.start);
  const whole = document.getText(within);
  let at = -1;
  for (let count = 0; count < nth; count += 1) {
    at = whole.indexOf(text, at + 1);
    assert.notEqual(at, -1, `no ${String(nth)}. “${text}” in: ${whole}`);
  }
  return new vscode.Range(document.positionAt(start + at), document.positionAt(start + at + text.length));
}

/** Puts a text in the place of another as a person does: selects it and types, one key at a time. */
export async function typeOver(editor: vscode.TextEditor, range: vscode.Range, text: string): Promise<void> {
  const shown = await vscode.window.showTextDocument(editor.document, { preview: false });
  shown.selection = new vscode.Selection(range.start, range.end);
  for (const key of text) {
    await vscode.commands.executeCommand("type", { text: key });
  }
}

/** The code actions of a kind at a range, with their edits. */
export async function actions(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
): Promise<vscode.CodeAction[]> {
  const command = "vscode.executeCodeActionProvider";
  return vscode.commands.executeCommand<vscode.CodeAction[]>(command, document.uri, range, kind.value, 20);
}

/** Closes all editors and throws away what was typed. */
export async function closeAll(): Promise<void> {
  while (vscode.window.activeTextEditor !== undefined) {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  }
}

/** What there is to see when a check fails: all findings, and the servers that run. */
export async function witness(): Promise<string> {
  const found = vscode.workspace.textDocuments
    .filter((document) => document.uri.scheme === "file")
    .flatMap((document) => [
      `${document.uri.fsPath}, version ${String(document.version)}`,
      ...findings(document.uri).map(
        (finding) => `  ${String(finding.range.start.line + 1)}: ${summary(document, finding)}: ${finding.message}`,
      ),
    ]);
  return ["Servers:", ...(await children("budget-lsp")).map(String), "Findings:", ...found].join("\n");
}
