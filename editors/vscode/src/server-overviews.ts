import { Disposable, type Event, EventEmitter, languages, type Uri } from "vscode";
import type { Budgets } from "./budgets";
import type { Detail, Overview, OverviewSource } from "./overview";
import type { Server } from "./server";

/** The overviews that the server makes of the budgets. */
export class ServerOverviews implements OverviewSource, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  private readonly listeners: Disposable;
  readonly onDidChange: Event<Uri> = this.changed.event;

  constructor(private readonly server: Server, budgets: Budgets) {
    this.listeners = Disposable.from(
      this.changed,
      server.onDidChange((uri) => {
        this.changed.fire(uri);
      }),
      languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris.filter((uri) => budgets.has(uri))) {
          this.changed.fire(uri);
        }
      }),
    );
  }

  async overview(uri: Uri, detail: Detail): Promise<Overview | undefined> {
    const client = this.server.running;
    const experimental: unknown = client?.initializeResult?.capabilities.experimental;
    if (client === undefined || !announces(experimental)) {
      return undefined;
    }
    const textDocument = { uri: client.code2ProtocolConverter.asUri(uri) };
    return (await client.sendRequest<Overview | null>("budget/overview", { textDocument, detail })) ?? undefined;
  }

  dispose(): void {
    this.listeners.dispose();
  }
}

/** Servers of the same protocol that do not know the request yet, or any more, do not say that they do. */
function announces(experimental: unknown): boolean {
  return (experimental as { budgetOverview?: unknown } | undefined)?.budgetOverview === true;
}
