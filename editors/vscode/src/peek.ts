import { commands } from "vscode";
import type { LanguageClient, Location, Position, StaticFeature } from "vscode-languageclient/node";

/** What the server's lenses start. Nobody else does: it is not in the palette. */
export const PEEK = "budget.peekParts";

/** Tells the server that its lenses may start that. */
export const peeks: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    const others = (capabilities.experimental ?? {}) as object;
    capabilities.experimental = { ...others, budgetCommands: [PEEK] };
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

/** Shows places beside the text: the rows that a unit is made of. */
export async function peek(client: LanguageClient, uri: string, position: Position, locations: Location[]): Promise<void> {
  const { protocol2CodeConverter: code } = client;
  const places = locations.map((location) => code.asLocation(location));
  await commands.executeCommand("editor.action.peekLocations", code.asUri(uri), code.asPosition(position), places, "peek");
}
