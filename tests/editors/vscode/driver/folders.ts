// The folders that the windows open, written afresh for each run.

import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { BUDGET, OWN, WRONG } from "../host/budget.ts";
import { PAGES, pages } from "./pages.ts";
import { UNFINISHED, unfinished } from "./unfinished.ts";

async function write(folder: string, files: Record<string, string>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return folder;
}

/** A folder with the draft of the corpus, both named in Chinese. */
export async function draftFolder(home: string, corpus: string): Promise<string> {
  const folder = path.join(home, "区卫生健康局 预算");
  await mkdir(folder, { recursive: true });
  await copyFile(path.join(corpus, "qinghe-health-2025.md"), path.join(folder, "绩效目标 征求意见稿.md"));
  return folder;
}

/** Two folders of one window, the same draft in both, with settings of their own. */
export async function workspaceFile(home: string): Promise<string> {
  const folder = path.join(home, "两个部门");
  const folders = [{ path: "文化和旅游局" }, { path: "体育局" }];
  await write(folder, {
    "两个部门.code-workspace": JSON.stringify({ folders }),
    "文化和旅游局/预算.md": WRONG,
    "文化和旅游局/.budget-lsp.toml": 'severity = { row-sum = "warning", goal-missing = "off" }\n',
    "体育局/预算.md": WRONG,
    "体育局/.budget-lsp.toml": '[severity]\nrow-sum = "hint"\n',
  });
  return path.join(folder, "两个部门.code-workspace");
}

/** Notes and a budget, and a server that writes down when it is started and what it is told. */
export async function notesFolder(home: string, server: string): Promise<string> {
  const folder = path.join(home, "材料");
  const wrapper = path.join(folder, "服务器.sh");
  await write(folder, {
    "读我 README.md": "# 工作笔记\n\n| 日期 | 事项 |\n|---|---|\n| 3 月 5 日 | 报送材料 |\n",
    "预算.md": BUDGET,
    "服务器.sh": [
      "#!/bin/sh",
      `date +%s%3N >>'${folder}/启动.log'`,
      `tee -a '${folder}/收到.log' | '${server}' "$@"`,
      "",
    ].join("\n"),
    ".vscode/settings.json": JSON.stringify({ "budget.server.path": wrapper }),
  });
  await chmod(wrapper, 0o755);
  return folder;
}

/** A folder in which the checks write their drafts. */
export function writingFolder(home: string): Promise<string> {
  return write(path.join(home, "起草"), { "说明.txt": "预算草稿\n" });
}

/** Budgets that nobody has opened, one of them ignored; beside the folder stand some that are not in it. */
export async function closedFolder(home: string): Promise<string> {
  const folder = path.join(home, "归档 预算");
  const settings = 'headers = { name = ["名目"], total = ["数额"], source = ["市级"], goal = ["任务"] }\n';
  await write(path.join(home, "别处"), { ".budget-lsp.toml": settings, "预算.md": WRONG, "自拟.md": OWN });
  return write(folder, {
    ".budget-lsp.toml": settings,
    ".gitignore": "0 底稿/\n",
    "0 底稿/作废.md": WRONG,
    "2024 年/决算𠮷.md": WRONG,
    "自拟.md": OWN,
    "预算.md": BUDGET,
  });
}

/** A folder without any Markdown. */
export function plainFolder(home: string): Promise<string> {
  return write(path.join(home, "空"), { "说明.txt": "无\n" });
}

/** The draft that the pictures are taken of, and an editor without what would stand around it. */
export async function faceFolder(home: string, tests: string, corpus: string): Promise<string> {
  const folder = await write(path.join(home, "青禾区 预算"), {});
  await mkdir(path.join(folder, ".vscode"), { recursive: true });
  await copyFile(path.join(tests, "screen.json"), path.join(folder, ".vscode", "settings.json"));
  await copyFile(path.join(corpus, "qinghe-tourism-2025.md"), path.join(folder, "绩效目标 征求意见稿.md"));
  return write(folder, { [UNFINISHED]: unfinished(""), [PAGES]: pages() });
}
