// What the server makes of a draft as a whole: its outline, its lenses, its columns, its names.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { check, until } from "../checks.ts";
import { BUDGET, FOUND } from "./budget.ts";
import { closeAll, onDisk, place, typeOver, untilFound, witness, write } from "./drafts.ts";

const INDICATOR = "1、1-产出指标；11-数量指标；𠮷剧场次；实施周期指标值：≥30场；年度指标值：≥30场。";

/** The budget with a column of indicators, and one in it. */
const WITH_INDICATORS = BUDGET.replace("绩效目标 |\n", "绩效目标 | 绩效指标 |\n")
  .replace("|---|\n", "|---|---|\n")
  .replaceAll("00 | |\n", "00 | | |\n")
  .replace("六十期。 |", "六十期。 | |")
  .replace("32.00 | | |", `32.00 | | | ${INDICATOR} |`);

/** The budget as it is pasted from elsewhere, its columns out of line. */
const CROOKED = BUDGET.replaceAll(" | ", "|").replace("|---|---|", "|-|-----|");

const ALIGNED = BUDGET.slice(0, BUDGET.indexOf("| 项目名称")) +
  [
    "| 项目名称（资金使用单位） |  总计 | 财政拨款 | 其他资金 | 绩效目标             |",
    "| ------------------------ | ----- | -------- | -------- | -------------------- |",
    "| 合计                     | 52.00 |    47.00 |     5.00 |                      |",
    "| 𠮷村文化馆               | 52.00 |    47.00 |     5.00 |                      |",
    "| 公益培训😀               | 20.00 |    15.00 |     5.00 | 开设公益课程七十期。 |",
    "| 文艺巡演𠮷               | 32.00 |    32.00 |          |                      |",
    "",
  ].join("\n");

export async function checkStructure(): Promise<void> {
  await checkOutline();
  await checkLens();
  await checkFormatOnSave();
  await checkRename();
}

/** What the outline says of a symbol, and the text that its name and all of it cut. */
interface Line {
  readonly level: number;
  readonly said: string;
  readonly named: string;
  readonly covered: string;
}

function lines(document: vscode.TextDocument, symbols: readonly vscode.DocumentSymbol[], level = 0): Line[] {
  return symbols.flatMap(({ name, detail, range, selectionRange, children }) => [
    { level, said: `${name} ${detail}`, named: document.getText(selectionRange), covered: document.getText(range) },
    ...lines(document, children, level + 1),
  ]);
}

async function checkOutline(): Promise<void> {
  const editor = await write("大纲.md", WITH_INDICATORS);
  const { document } = editor;
  await check(
    "the outline goes from the table over its total and units to projects and indicators, with amounts",
    async () => {
      const command = "vscode.executeDocumentSymbolProvider";
      const outline = await until("there is an outline", async () => {
        const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(command, document.uri);
        return symbols?.some(({ detail }) => detail.includes("个项目") || detail.includes("projects")) === true
          ? lines(document, symbols)
          : undefined;
      });
      const rows = WITH_INDICATORS.split("\n").slice(4, -1);
      const [header = "", , , unit = "", training = "", tour = ""] = rows;
      const table = outline.find((line) => line.named === header);
      assert.ok(table !== undefined, JSON.stringify(outline));
      assert.equal(table.covered, rows.join("\n"));
      const below = outline.slice(outline.indexOf(table) + 1);
      assert.deepEqual(below, [
        { level: table.level + 1, said: "合计 52.00 万元", named: "合计", covered: rows.join("\n") },
        { level: table.level + 2, said: "𠮷村文化馆 52.00 万元", named: "𠮷村文化馆", covered: [unit, training, tour].join("\n") },
        { level: table.level + 3, said: "公益培训😀 20.00 万元", named: "公益培训😀", covered: training },
        { level: table.level + 3, said: "文艺巡演𠮷 32.00 万元", named: "文艺巡演𠮷", covered: tour },
        { level: table.level + 4, said: "𠮷剧场次 ≥30场", named: "𠮷剧场次", covered: INDICATOR },
      ]);
    },
    witness,
  );
  await closeAll();
}

async function checkLens(): Promise<void> {
  const editor = await write("单位.md", BUDGET);
  await check(
    "a lens stands above the unit, and has its projects for a click",
    async () => {
      const { uri } = editor.document;
      const [lens, ...others] = await until("there is a lens", async () => {
        const found = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 10);
        return found.length > 0 ? found : undefined;
      });
      assert.equal(editor.document.getText(lens?.range), "𠮷村文化馆");
      assert.deepEqual(others, []);
      assert.ok(lens?.command !== undefined);
      const { title, command, arguments: [of, , parts] = [] } = lens.command;
      assert.ok(title.includes("52.00 万元"), title);
      assert.deepEqual([command, String(of)], ["budget.peekParts", uri.toString()]);
      assert.equal((parts as unknown[]).length, 2);
      assert.ok((await vscode.commands.getCommands(true)).includes(command));
    },
    witness,
  );
  await closeAll();
}

async function checkFormatOnSave(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("editor", { languageId: "markdown" });
  const set = async (key: string, value: unknown): Promise<void> =>
    settings.update(key, value, vscode.ConfigurationTarget.Global, true);
  await set("defaultFormatter", "budget-lsp.budget-lsp");
  await set("formatOnSave", true);
  const editor = await write("对齐.md", CROOKED);
  const { document } = editor;
  const save = async (): Promise<string> => {
    await vscode.commands.executeCommand("workbench.action.files.save");
    await until("it is saved", () => !document.isDirty);
    return onDisk(editor);
  };
  await check(
    "a table whose columns are out of line is put in line when it is saved",
    async () => {
      await untilFound(editor, FOUND);
      await typeOver(editor, place(document, "六十期"), "七十期");
      assert.equal(await save(), ALIGNED);
      await untilFound(editor, FOUND);
    },
    witness,
  );
  await check(
    "saved twice is saved once",
    async () => {
      await typeOver(editor, place(document, "七十期"), "八十期");
      assert.equal(await save(), ALIGNED.replace("七十期", "八十期"));
    },
    witness,
  );
  await set("formatOnSave", undefined);
  await set("defaultFormatter", undefined);
  await closeAll();
}

async function checkRename(): Promise<void> {
  const prose = "文艺巡演𠮷由𠮷村文化馆承办。\n";
  const second = BUDGET.slice(BUDGET.indexOf("单位：")).replace("𠮷村文化馆", "河东文化馆");
  const before = `${BUDGET}\n${prose}\n## 河东\n\n${second}`;
  const editor = await write("改名.md", before);
  const { document } = editor;
  await check(
    "a project that is given another name has it in all its rows, and nowhere else",
    async () => {
      await untilFound(editor, FOUND, FOUND);
      const at = place(document, "| 文艺巡演𠮷").end;
      const command = "vscode.executeDocumentRenameProvider";
      const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(command, document.uri, at, "戏曲巡演😀");
      assert.ok(await vscode.workspace.applyEdit(edit));
      assert.equal(document.getText(), before.replaceAll("| 文艺巡演𠮷", "| 戏曲巡演😀"));
      assert.equal(document.getText().split("戏曲巡演😀").length, 3, "two rows");
      assert.ok(document.getText().includes(prose), "the prose is as it was");
      const found = FOUND.replace("文艺巡演𠮷", "戏曲巡演😀");
      await untilFound(editor, found, found);
    },
    witness,
  );
  await closeAll();
}
