import { Disposable, type Event, EventEmitter, languages, type TextDocument, type Uri, window, workspace } from "vscode";
import { SOURCE } from "./findings";
import { LIMIT, looksLikeBudget } from "./recognise";

const SCHEMES = ["file", "untitled"];

/** What a user calls a budget whatever it looks like. */
const LANGUAGE = "budget-markdown";

/**
 * The open documents that are budgets.
 *
 * A Markdown document is looked at when it is opened (which a change of its language is, too), saved, or comes to the
 * front; never while it is typed in. Once a budget, it stays one until it is closed, so that a table that is cut out and
 * pasted elsewhere takes no findings away.
 */
export class Budgets implements Disposable {
  private readonly open = new Map<string, TextDocument>();
  private readonly added = new EventEmitter<TextDocument>();
  private readonly listeners: Disposable;

  /** A document was opened that is a budget, or one that is open turned out to be. */
  readonly onDidAdd: Event<TextDocument> = this.added.event;

  constructor() {
    const look = (document: TextDocument) => {
      this.look(document);
    };
    this.listeners = Disposable.from(
      this.added,
      workspace.onDidOpenTextDocument(look),
      workspace.onDidSaveTextDocument(look),
      workspace.onDidCloseTextDocument((document) => this.open.delete(document.uri.toString())),
      window.onDidChangeActiveTextEditor((editor) => {
        if (editor !== undefined) {
          look(editor.document);
        }
      }),
    );
    workspace.textDocuments.forEach(look);
  }

  has(uri: Uri): boolean {
    return this.open.has(uri.toString());
  }

  /** Whether a document is open in the editor, and no budget. */
  passesOver(uri: Uri): boolean {
    const isIt = (document: TextDocument) => document.uri.toString() === uri.toString();
    return !this.has(uri) && workspace.textDocuments.some(isIt);
  }

  get documents(): readonly TextDocument[] {
    return [...this.open.values()];
  }

  dispose(): void {
    this.listeners.dispose();
  }

  private look(document: TextDocument): void {
    if (this.has(document.uri) || !isBudget(document)) {
      return;
    }
    this.open.set(document.uri.toString(), document);
    this.added.fire(document);
  }
}

function isBudget(document: TextDocument): boolean {
  if (!SCHEMES.includes(document.uri.scheme)) {
    return false;
  }
  if (document.languageId !== "markdown") {
    return document.languageId === LANGUAGE;
  }
  return looksLikeBudget(linesOf(document)) || hasFindings(document.uri);
}

/** Whether the server has found something in the file, by header texts of the folder's own perhaps. */
function hasFindings(uri: Uri): boolean {
  return languages.getDiagnostics(uri).some(({ source }) => source === SOURCE);
}

/** One line after the other: the text of a large document is not put together to be looked at. */
function* linesOf(document: TextDocument): Generator<string> {
  for (let line = 0; line < document.lineCount && line < LIMIT; line += 1) {
    yield document.lineAt(line).text;
  }
}
