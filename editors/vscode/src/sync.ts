import type { TextDocument, Uri } from "vscode";
import type { LanguageClient, LanguageClientOptions, Middleware } from "vscode-languageclient/node";

/** What this needs to know of budgets. */
interface Known {
  has(uri: Uri): boolean;
  /** Whether a document is open in the editor, and no budget. */
  passesOver(uri: Uri): boolean;
}

/** What is told of a document. */
interface Told {
  /** Its text is another at the server now. */
  changed(uri: Uri): void;
  /** It is open at the server no more. */
  closed(uri: Uri): void;
}

/**
 * Keeps from the server whatever is no budget: such documents are not opened there, and nothing is asked about them.
 *
 * The language client would synchronise every Markdown document; all that it sends comes through here.
 */
export class Sync {
  /** The documents that are open at the server. */
  private readonly open = new Set<string>();
  /**
   * The documents of which the language client believes that nothing is found: they were no budgets when it asked. It goes on
   * believing so when they are closed, which it is not told either, and opened in another language.
   */
  private readonly unasked = new Set<string>();

  constructor(
    private readonly budgets: Known,
    private readonly told: Told,
  ) {}

  /** The server that knew the open documents is gone; the language client opens them at the next one by itself. */
  forget(): void {
    this.open.clear();
    this.unasked.clear();
  }

  /** Opens a document that was open in the editor before it was a budget. */
  async add(client: Pick<LanguageClient, "getFeature">, document: TextDocument): Promise<void> {
    // Where the client is not ready yet there is no provider; it will come to the document itself.
    await client.getFeature("textDocument/didOpen").getProvider(document)?.send(document);
    // The client does not ask twice about one version of a document.
    if (this.isOpen(document.uri) && this.unasked.delete(document.uri.toString())) {
      client.getFeature("textDocument/diagnostic").refresh();
    }
  }

  readonly middleware: Middleware = {
    didOpen: async (document, next) => {
      if (this.budgets.has(document.uri) && !this.isOpen(document.uri)) {
        this.open.add(document.uri.toString());
        await next(document);
        this.told.changed(document.uri);
      }
    },
    didChange: async (event, next) => {
      if (this.isOpen(event.document.uri)) {
        await next(event);
        this.told.changed(event.document.uri);
      }
    },
    didSave: async (document, next) => {
      if (this.isOpen(document.uri)) {
        await next(document);
      }
    },
    didClose: async (document, next) => {
      if (this.open.delete(document.uri.toString())) {
        this.told.closed(document.uri);
        await next(document);
      }
    },
    provideDiagnostics: (document, previousResultId, token, next) => {
      const uri = "uri" in document ? document.uri : document;
      if (this.isOpen(uri)) {
        return next(document, previousResultId, token);
      }
      this.unasked.add(uri.toString());
      return undefined;
    },
    // What is found in a file is not shown in a text that may be another. It is told again as long as it is not taken note of.
    provideWorkspaceDiagnostics: (resultIds, token, report, next) =>
      next(resultIds, token, (chunk) => {
        report(chunk && { items: chunk.items.filter(({ uri }) => !this.budgets.passesOver(uri)) });
      }),
    // An empty answer is one to every request about a document; so what the server learns is kept from others as well.
    sendRequest: async (type, params, token, next) => {
      const uri = documentOf(params);
      return uri === undefined || this.open.has(uri) ? next(type, params, token) : (null as never);
    },
  };

  readonly diagnosticPullOptions: Required<LanguageClientOptions>["diagnosticPullOptions"] = {
    onChange: true,
    filter: (document) => !this.isOpen(document.uri),
  };

  private isOpen(uri: Uri): boolean {
    return this.open.has(uri.toString());
  }
}

/** The document that a request is about. */
function documentOf(params: unknown): string | undefined {
  const { textDocument } = (params ?? {}) as { textDocument?: { uri?: unknown } };
  return typeof textDocument?.uri === "string" ? textDocument.uri : undefined;
}
