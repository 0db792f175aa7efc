// One folder with a draft in it, both named in Chinese: what is found, typed, shown and mended.

import { conclude } from "./conclude.ts";
import { checkCommands } from "./commands.ts";
import { checkDepartment } from "./department.ts";
import { checkFindings } from "./findings.ts";
import { checkFixes } from "./fixes.ts";
import { checkRestart } from "./restart.ts";
import { checkSettings } from "./settings.ts";
import { checkTyping } from "./typing.ts";

export function run(): Promise<void> {
  return conclude(checks);
}

async function checks(): Promise<void> {
  await checkFindings();
  await checkTyping();
  await checkFixes();
  await checkDepartment();
  await checkCommands();
  await checkSettings();
  await checkRestart();
}
