// Works with a draft as a person does, through the screen, and takes the pictures of the README on the way.

import { failed } from "../checks.ts";
import { openBrowser } from "./browser.ts";
import { Code } from "./code.ts";
import { environment } from "./environment.ts";
import { faceFolder } from "./folders.ts";
import { checkTable } from "./screen/table.ts";
import { checkText } from "./screen/text.ts";
import { checkView } from "./screen/view.ts";
import { checkWriting } from "./screen/writing.ts";
import { Workbench } from "./workbench.ts";

const { artefacts, corpus, home, tests, vscode } = environment();

const code = await Code.start(vscode);
const browser = await openBrowser();
const permissions = ["clipboard-read", "clipboard-write"];
const page = await browser.newPage({ viewport: { width: 1200, height: 740 }, permissions });
const folder = await faceFolder(home, tests, corpus);
const workbench = await Workbench.open(page, code.window(folder), artefacts);
await checkText(workbench);
await checkView(workbench);
await checkWriting(workbench, folder);
await checkTable(workbench);
await browser.close();
code.stop();
process.exitCode = failed() > 0 ? 1 : 0;
