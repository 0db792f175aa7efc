import { type DiagnosticCollection, languages, type Uri } from "vscode";
import type { DiagnosticCollectionProvider } from "vscode-languageclient/node";

/** What the server calls itself in a finding. */
export const SOURCE = "budget";

/** The findings that are shown, in the collections into which the language client puts what it is sent and what it asks for. */
export class Findings implements DiagnosticCollectionProvider {
  private readonly collections = new Set<DiagnosticCollection>();

  create(name: string | undefined): DiagnosticCollection {
    const collection = languages.createDiagnosticCollection(name);
    this.collections.add(collection);
    return collection;
  }

  dispose(collection: DiagnosticCollection): void {
    this.collections.delete(collection);
    collection.dispose();
  }

  /**
   * A document was closed: what was found in its text goes. The language client would keep it until it is told what is found in
   * the file, which is never where nothing is, or where the file is in no folder of the window.
   */
  forget(uri: Uri): void {
    for (const collection of this.collections) {
      collection.delete(uri);
    }
  }
}
