import { readFileSync } from "node:fs";

// What the words of the view need of VS Code's module. The test runs in the extension's own folder.

let bundle: Record<string, string> = {};

/** The language in which the words are from now on. */
export function speak(language: string): void {
  bundle = language === "en" ? {} : (JSON.parse(readFileSync(`l10n/bundle.l10n.${language}.json`, "utf8")) as Record<string, string>);
}

export const l10n = { t: (message: string): string => bundle[message] ?? message };
