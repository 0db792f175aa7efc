import assert from "node:assert/strict";
import { readFile, readlink } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { check, until } from "../checks.ts";
import { closeAll, extension, findings, open, place, rule, summary, witness } from "./drafts.ts";
import { children } from "./processes.ts";

const CORPUS = path.join(process.env["BUDGET_CORPUS"] ?? "", "qinghe-health-2025.expected.toml");

/** One `[[finding]]` of the corpus. */
interface Expected {
  readonly line: number;
  readonly rule: string;
  readonly severity: string;
  readonly text: string;
  readonly nth: number;
}

/** The draft of the corpus, under a name in Chinese. */
export const DRAFT = "绩效目标 征求意见稿.md";

export async function checkFindings(): Promise<void> {
  const expected = await expectedFindings();
  const editor = await open(DRAFT);
  const { document } = editor;
  const rules = new Set(expected.map((one) => one.rule));

  await check(
    "the draft's findings are those of the corpus, where they should be",
    async () => {
      const found = await until("as much is found as should be", () => {
        const all = findings(document.uri).filter((finding) => rules.has(rule(finding)));
        return all.length >= expected.length ? all : undefined;
      });
      for (const one of expected) {
        const at = found.findIndex((finding) => is(document, finding, one));
        assert.notEqual(at, -1, `not found: ${JSON.stringify(one)}`);
        found.splice(at, 1);
      }
      assert.deepEqual(
        found.map((finding) => summary(document, finding)),
        [],
        "found and not expected",
      );
    },
    witness,
  );

  await check("the server is the one that came in the package", async () => {
    const programs = (await children("budget-lsp")).map((id) => readlink(`/proc/${String(id)}/exe`));
    assert.deepEqual(await Promise.all(programs), [path.join(extension().extensionPath, "bin/budget-lsp")]);
  });

  await check(
    "a finding has its rule's page, and what it is tied to",
    () => {
      const finding = findings(document.uri).find((one) => rule(one) === "row-sum");
      assert.ok(finding !== undefined && typeof finding.code === "object");
      assert.equal(finding.code.target.scheme, "file");
      const related = finding.relatedInformation?.map(({ location }) => document.getText(location.range)) ?? [];
      assert.ok(related.includes("118.00"), related.join("\n"));
    },
    witness,
  );

  await check(
    "hover shows a unit's totals, printed and computed",
    async () => {
      const { start } = place(document, "云浔市青禾区卫生健康局", 1, 13);
      const command = "vscode.executeHoverProvider";
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(command, document.uri, start);
      const parts = hovers.flatMap((hover) => hover.contents);
      const shown = parts.map((part) => (part instanceof vscode.MarkdownString ? part.value : ""));
      assert.match(shown.join("\n"), /总计.*933\.28.*996\.28.*−63\.00/);
      assert.match(shown.join("\n"), /其他资金.*12\.50.*12\.50/);
    },
    witness,
  );
  await closeAll();
}

/** The `[[finding]]`s of the corpus's file, which are plain keys. */
async function expectedFindings(): Promise<Expected[]> {
  const tables = (await readFile(CORPUS, "utf8")).split("[[finding]]\n").slice(1);
  assert.ok(tables.length > 15, "the expected findings were not read");
  return tables.map((table) => {
    const pairs = [...table.matchAll(/^(\w+) = (.+)$/gm)].map(([, key = "", value = ""]) => [key, JSON.parse(value)] as const);
    return { nth: 1, ...Object.fromEntries(pairs) } as unknown as Expected;
  });
}

/**
 * Whether a finding is the expected one: its range covers the text, or stands right before or behind it, where what is wrong
 * is that something is missing.
 */
function is(document: vscode.TextDocument, finding: vscode.Diagnostic, expected: Expected): boolean {
  const { range } = finding;
  const text = place(document, expected.text, expected.nth, expected.line - 1);
  return (
    range.isSingleLine &&
    rule(finding) === expected.rule &&
    vscode.DiagnosticSeverity[finding.severity].toLowerCase() === expected.severity &&
    (range.contains(text) || range.end.isEqual(text.start) || range.start.isEqual(text.end))
  );
}
