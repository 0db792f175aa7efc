// VS Code in Chinese. Its language packs are extensions of a gallery that a test does not reach, so the few words of the
// workbench that are on the screen are said here; the extension's own words are its own.

import type { Page } from "playwright-core";

const WORDS = new Map(
  Object.entries({
    "Checking for quick fixes...": "正在检查快速修复...",
    "Debug Console": "调试控制台",
    "Filter (e.g. text, **/*.ts, !**/node_modules/**, @source:ts)": "筛选器",
    "Layout: {0}": "布局: {0}",
    "[Ln {0}, Col {1}]": "[行 {0}，列 {1}]",
    "Ln {0}, Col {1}": "行 {0}，列 {1}",
    "Ln {0}, Col {1} ({2} selected)": "行 {0}，列 {1}（已选择 {2}）",
    "More Actions...": "更多操作...",
    Output: "输出",
    Ports: "端口",
    Problems: "问题",
    "Quick Fix": "快速修复",
    "Quick Fix...": "快速修复...",
    Rewrite: "重写",
    "Source Action": "源代码操作",
    "Spaces: {0}": "空格: {0}",
    Terminal: "终端",
    "View Problem": "查看问题",
  }),
);

/** Has the windows of a page come up in Chinese. Before one is opened. */
export async function speakChinese(page: Page): Promise<void> {
  await page.route("**/out/nls.messages.js", async (route) => {
    const script = await (await route.fetch()).text();
    const [start, stop] = [script.indexOf("["), script.lastIndexOf("]") + 1];
    const messages = JSON.parse(script.slice(start, stop)) as string[];
    const chinese = JSON.stringify(messages.map((message) => WORDS.get(message) ?? message));
    const body = `globalThis._VSCODE_NLS_MESSAGES=${chinese};globalThis._VSCODE_NLS_LANGUAGE="zh-cn";`;
    await route.fulfill({ body, contentType: "text/javascript" });
  });
}
