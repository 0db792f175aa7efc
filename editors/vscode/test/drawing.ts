import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { loadWASM, OnigScanner, OnigString } from "vscode-oniguruma";
import { type IGrammar, INITIAL, type IToken, parseRawGrammar, Registry } from "vscode-textmate";

// The tests run from the extension's own folder, where npm runs its scripts.
const THEIRS = "node_modules/tm-grammars/grammars";
const MARKDOWN = "text.html.markdown";

/** The sign that a scope is drawn as, the first that fits; `?` where none does. */
const SIGNS: readonly (readonly [scope: string, sign: string])[] = [
  ["constant.numeric.amount.negative", "m"],
  ["constant.numeric.amount", "n"],
  ["constant.language.nil", "z"],
  ["constant.numeric.ordinal", "#"],
  ["constant.numeric.target", "v"],
  ["constant.numeric.deadline", "d"],
  ["entity.name.tag.code", "c"],
  ["entity.name.tag.rule", "R"],
  ["entity.name.tag.break", "b"],
  ["support.type.class", "T"],
  ["keyword.control.total", "S"],
  ["keyword.control.directive.ignore", "I"],
  ["support.variable.property.cycle", "C"],
  ["support.variable.property.year", "Y"],
  ["keyword.other.unit", "u"],
  ["keyword.operator.comparison", "="],
  ["string.unquoted.reason", "r"],
  ["punctuation", "."],
];

const oniguruma = loadWASM(new Uint8Array(readFileSync("node_modules/vscode-oniguruma/release/onig.wasm")).buffer);

/**
 * VS Code's Markdown, with the grammars that the package injects or without.
 *
 * `compiled` is told every pattern when it is first about to be tried.
 */
export async function markdown(budget: boolean, compiled: (pattern: string) => void = () => undefined): Promise<IGrammar> {
  await oniguruma;
  const injected = contributions();
  const files = new Map([
    [MARKDOWN, `${THEIRS}/markdown.json`],
    ["text.html.derivative", `${THEIRS}/html-derivative.json`],
    ...injected.map(({ scopeName, path }) => [scopeName, `../../grammar/textmate/${basename(path)}`] as const),
  ]);
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => {
        patterns.forEach(compiled);
        return new OnigScanner(patterns);
      },
      createOnigString: (text: string) => new OnigString(text),
    }),
    // The languages of code fences are left out: what is in a fence is plain then, in either case.
    loadGrammar: (scope) => {
      const file = files.get(scope);
      return Promise.resolve(file === undefined ? null : parseRawGrammar(readFileSync(file, "utf8"), file));
    },
    getInjections: (scope) => (budget && scope === MARKDOWN ? injected.map((one) => one.scopeName) : undefined),
  });
  const grammar = await registry.loadGrammar(MARKDOWN);
  if (grammar === null) {
    throw new Error("there is no Markdown");
  }
  return grammar;
}

interface Contribution {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

/** What package.json injects into Markdown. The build copies the grammars to where it says they are. */
function contributions(): Contribution[] {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { contributes: { grammars: Contribution[] } };
  return manifest.contributes.grammars.filter((one) => one.injectTo?.includes(MARKDOWN));
}

/** Every line of a text with its tokens. */
export function tokenised(grammar: IGrammar, text: string): { line: string; tokens: IToken[] }[] {
  let state = INITIAL;
  return text.split("\n").map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return { line, tokens };
  });
}

/** The lines, each with what is coloured in it drawn below: `~` and a sign for each column. */
export function drawn(grammar: IGrammar, text: string): string {
  return tokenised(grammar, text)
    .flatMap(({ line, tokens }) => {
      const below = tokens.map(({ startIndex, endIndex, scopes }) =>
        sign(scopes).repeat(width(line.slice(startIndex, endIndex))),
      );
      const drawing = `~ ${below.join("")}`.trimEnd();
      return drawing === "~" ? [`  ${line}`.trimEnd()] : [`  ${line}`, drawing];
    })
    .join("\n");
}

/** A drawing's lines as they were before it was drawn. */
export function undrawn(drawing: string): string {
  const lines = drawing.split("\n").filter((line) => !line.startsWith("~"));
  return lines.map((line) => line.slice(2)).join("\n");
}

function sign(scopes: string[]): string {
  const ours = scopes.filter((scope) => scope.endsWith(".budget") && !scope.startsWith("meta."));
  const found = SIGNS.find(([scope]) => ours.some((one) => one.startsWith(`${scope}.`)));
  return found?.[1] ?? (ours.some((scope) => !scope.startsWith("comment.")) ? "?" : " ");
}

/** The columns that a text takes on a screen: signs of Chinese writing take two. */
function width(text: string): number {
  const wide = /[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3ffff}]/u;
  return Array.from(text).reduce((columns, one) => columns + (wide.test(one) ? 2 : 1), 0);
}
