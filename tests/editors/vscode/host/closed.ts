// A folder of budgets of which one is open: what is found in the others, and what becomes of it.

import assert from "node:assert/strict";
import { rename, writeFile } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { check } from "../checks.ts";
import { BUDGET, FOUND, OWN, WRONG } from "./budget.ts";
import { conclude } from "./conclude.ts";
import { click, closeAll, file, findings, open, place, type Sheet, typeOver, untilFound, untilFoundIn, witness } from "./drafts.ts";

const SUM = "error[row-sum] 26.00";
const CLOSED = "2024 年/决算𠮷.md";
const IGNORED = "0 底稿/作废.md";
const ELSEWHERE = path.join("..", "别处");
const IN_OWN_WORDS = "自拟.md";
const FOUND_IN_OWN_WORDS = ["error[row-sum] 2.00", "information[missing-monetary-unit] 2.00"];

export function run(): Promise<void> {
  return conclude(checks);
}

async function checks(): Promise<void> {
  const budget = await open("预算.md");
  await untilFound(budget, FOUND);
  await checkFiles();
  await checkOpening();
  await checkClosing();
  await checkLanguage();
  await check(
    "a file that is ignored has no finding, after all that happened",
    () => {
      assert.deepEqual(findings(uri(IGNORED)), []);
    },
    witness,
  );
  await closeAll();
}

function uri(name: string): vscode.Uri {
  return vscode.Uri.file(file(name));
}

/** What is known to be in a file, to read in it what a finding is about. */
function paper(text: string): Sheet {
  const lines = text.split("\n");
  return {
    getText: (range) => {
      assert.ok(range?.isSingleLine === true);
      return lines[range.start.line]?.slice(range.start.character, range.end.character) ?? "";
    },
  };
}

function isOpen(name: string): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.fsPath === file(name));
}

async function checkFiles(): Promise<void> {
  await check(
    "what is wrong in a file that no editor has open is found",
    async () => {
      await untilFoundIn(uri(CLOSED), paper(WRONG), FOUND, SUM);
      await untilFoundIn(uri(IN_OWN_WORDS), paper(OWN), ...FOUND_IN_OWN_WORDS);
      assert.deepEqual([CLOSED, IN_OWN_WORDS].filter(isOpen), []);
    },
    witness,
  );

  await check(
    "it goes when the file is repaired on the disk, and comes back when it is spoiled",
    async () => {
      await writeFile(file(CLOSED), BUDGET);
      await untilFoundIn(uri(CLOSED), paper(BUDGET), FOUND);
      await writeFile(file(CLOSED), WRONG);
      await untilFoundIn(uri(CLOSED), paper(WRONG), FOUND, SUM);
      assert.ok(!isOpen(CLOSED));
    },
    witness,
  );

  await check(
    "it goes along with the file",
    async () => {
      const moved = "2024 年/另存.md";
      await rename(file(CLOSED), file(moved));
      await untilFoundIn(uri(CLOSED), paper(""));
      await untilFoundIn(uri(moved), paper(WRONG), FOUND, SUM);
      await rename(file(moved), file(CLOSED));
      await untilFoundIn(uri(moved), paper(""));
      await untilFoundIn(uri(CLOSED), paper(WRONG), FOUND, SUM);
    },
    witness,
  );
}

async function checkOpening(): Promise<void> {
  await check(
    "a file that is opened has its findings once, and follows what is typed",
    async () => {
      const editor = await click(CLOSED);
      await typeOver(editor, place(editor.document, "32.00", 1, 9), "32.O0");
      await untilFound(editor, FOUND, SUM, "error[amount-syntax] 32.O0");
      await typeOver(editor, place(editor.document, "26.00"), "20.00");
      await untilFound(editor, FOUND, "error[amount-syntax] 32.O0");
    },
    witness,
  );

  await check(
    "a file in which something was found is a budget when it is opened, whatever it looks like",
    async () => {
      const editor = await click(IN_OWN_WORDS);
      await typeOver(editor, place(editor.document, "2.00"), "3.00");
      await untilFound(editor, "information[missing-monetary-unit] 3.00");
    },
    witness,
  );
}

async function checkClosing(): Promise<void> {
  await check(
    "what was typed and thrown away is not found any more",
    async () => {
      await closeAll();
      await untilFoundIn(uri(CLOSED), paper(WRONG), FOUND, SUM);
      await untilFoundIn(uri(IN_OWN_WORDS), paper(OWN), ...FOUND_IN_OWN_WORDS);
    },
    witness,
  );

  await check(
    "what is found in a file of no folder of the window goes when that is closed",
    async () => {
      const elsewhere = path.join(ELSEWHERE, "预算.md");
      const editor = await click(elsewhere);
      await untilFound(editor, FOUND, SUM);
      await closeAll();
      await untilFoundIn(uri(elsewhere), paper(""));
    },
    witness,
  );
}

async function checkLanguage(): Promise<void> {
  const editor = await open(path.join(ELSEWHERE, "自拟.md"));
  const { document } = editor;
  await check(
    "a document that its language makes a budget is one at once, and is none any more when it has another",
    async () => {
      await vscode.languages.setTextDocumentLanguage(document, "budget-markdown");
      await untilFound(editor, ...FOUND_IN_OWN_WORDS);
      await vscode.languages.setTextDocumentLanguage(document, "plaintext");
      await untilFound(editor);
      await vscode.languages.setTextDocumentLanguage(document, "budget-markdown");
      await untilFound(editor, ...FOUND_IN_OWN_WORDS);
    },
    witness,
  );
  await closeAll();

  await check(
    "a file of the folder that is shown as plain text has no finding, whatever is told of others, until it is closed",
    async () => {
      const shown = await click(IN_OWN_WORDS);
      await untilFound(shown, ...FOUND_IN_OWN_WORDS);
      await vscode.languages.setTextDocumentLanguage(shown.document, "plaintext");
      await writeFile(file(CLOSED), BUDGET);
      await untilFoundIn(uri(CLOSED), paper(BUDGET), FOUND);
      await untilFound(shown);
      await closeAll();
      await untilFoundIn(uri(IN_OWN_WORDS), paper(OWN), ...FOUND_IN_OWN_WORDS);
    },
    witness,
  );
}
