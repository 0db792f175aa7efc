import type { WorkspaceConfiguration } from "vscode";

/** The part of VS Code's settings that is ours. */
export const SECTION = "budget";

/**
 * The keys that the server knows, by what package.json contributes: `budget.rounding`. Those with a further dot, such as
 * `budget.server.path`, are the extension's own.
 */
export function serverKeys(contributed: readonly string[]): string[] {
  const keys = contributed.filter((key) => key.startsWith(`${SECTION}.`)).map((key) => key.slice(SECTION.length + 1));
  return keys.filter((key) => !key.includes("."));
}

/**
 * What the user has set, and nothing else: the server puts it over the `.budget-lsp.toml` of the folder, which a default of
 * VS Code's must not override.
 */
export function explicit(
  keys: readonly string[],
  configuration: Pick<WorkspaceConfiguration, "get" | "inspect">,
): Record<string, unknown> {
  const isSet = (key: string) => {
    const places = configuration.inspect(key);
    const values = [places?.globalValue, places?.workspaceValue, places?.workspaceFolderValue];
    return values.some((value) => value !== undefined);
  };
  return Object.fromEntries(keys.filter(isSet).map((key) => [key, configuration.get(key)]));
}
