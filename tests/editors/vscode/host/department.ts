// The budget of a whole department, whose tables and prose repeat each other's figures: one is typed anew, and the fix that the editor prefers
// brings it to all places that depend on it, or mends it where nobody can know what does.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { check, until } from "../checks.ts";
import { closeAll, findings, place, summary, typeOver, witness, write } from "./drafts.ts";
import { preferred } from "./fixes.ts";

const CORPUS = path.join(process.env["BUDGET_CORPUS"] ?? "", "qinghe-archives-2026.md");

/** A figure, and what is typed in its place. */
interface Slip {
  /** How its line begins, and which of the lines that do it is. */
  readonly line: readonly [string, number];
  readonly right: string;
  /** Which of these figures in the line it is. */
  readonly nth: number;
  readonly typed: string;
  /** What is found where it was typed. */
  readonly found: string;
}

/** The 基本支出 of a 项. 收入总表 and 支出总表 have such a line above. */
const CELL: Slip = {
  line: ["| 212 | 01 | 04 | 城管执法 | 911.33", 3],
  right: "911.33",
  nth: 2,
  typed: "917.33",
  found: "error[row-sum]",
};

const PROSE: Slip = {
  line: ["5. “城乡社区支出（类）城乡社区管理事务（款）城管执法（项）”", 1],
  right: "911.33",
  nth: 1,
  typed: "919.33",
  found: "error[prose-figure]",
};

/** The 项目支出 of a 项, with what else is printed of it afterwards. */
const RAISED: Slip = {
  line: ["| 212 | 05 | 01 | 城乡社区环境卫生 | 1,149.57", 3],
  right: "895.14",
  nth: 1,
  typed: "905.14",
  found: "error[row-sum]",
};
const FOLLOWS = [
  "| 212 | 05 | 01 | 城乡社区环境卫生 | 1,159.57 | 254.43 | 905.14 |",
  "| 212 |  |  | 城乡社区支出 | 2,959.10 | 2,053.96 | 905.14 |",
  "| 收入总计 | 5,717.50 | 支出总计 | 5,717.50 | 5,717.50 |  |  |",
];

export async function checkDepartment(): Promise<void> {
  const text = await readFile(CORPUS, "utf8");
  await checkUpdate(text);
  await checkSlip("a cell of 一般公共预算支出功能分类预算表", "部门预算 表.md", text, CELL);
  await checkSlip("an item's amount in the prose", "部门预算 说明.md", text, PROSE);
}

async function checkUpdate(text: string): Promise<void> {
  const editor = await write("部门预算 更新.md", text);
  const { document } = editor;
  const line = place(document, ...RAISED.line).start.line;
  await check(
    "a cell of 一般公共预算支出功能分类预算表 is typed anew, and the preferred quick fix brings it to all tables and the text, which agree again",
    async () => {
      await typeOver(editor, place(document, RAISED.right, RAISED.nth, line), RAISED.typed);
      const [wrong] = await untilLoud(document, `${RAISED.found} ${RAISED.typed}`);
      assert.ok(wrong?.range.start.line === line);
      const { edit } = await preferred(document, wrong.range);
      assert.ok(edit !== undefined && (await vscode.workspace.applyEdit(edit)));
      await untilLoud(document);
      const updated = document.getText();
      for (const follows of FOLLOWS) {
        assert.ok(updated.includes(follows), `${follows} is not in ${updated}`);
      }
      assert.ok(!/1,?149\.57/.test(updated), "a table or the text still has what was there before");
    },
    witness,
  );
  await closeAll();
}

async function checkSlip(what: string, name: string, text: string, slip: Slip): Promise<void> {
  const editor = await write(name, text);
  const { document } = editor;
  const line = place(document, ...slip.line).start.line;
  await check(
    `${what} is typed wrong: that is found and nothing else, and the preferred quick fix makes the department agree again`,
    async () => {
      await typeOver(editor, place(document, slip.right, slip.nth, line), slip.typed);
      const [wrong] = await untilLoud(document, `${slip.found} ${slip.typed}`);
      assert.ok(wrong?.range.start.line === line);
      const { edit } = await preferred(document, wrong.range);
      assert.ok(edit !== undefined && (await vscode.workspace.applyEdit(edit)));
      await untilLoud(document);
      assert.equal(document.getText(), text);
    },
    witness,
  );
  await closeAll();
}

/** Waits until exactly these are the errors and warnings of a document. */
function untilLoud(document: vscode.TextDocument, ...wanted: string[]): Promise<vscode.Diagnostic[]> {
  return until(`this is loud: ${wanted.join("; ")}`, () => {
    const loud = findings(document.uri).filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
    assert.deepEqual(
      loud.map((finding) => summary(document, finding)),
      wanted,
    );
    return loud;
  });
}
