// A folder in which drafts are written: their outline, their columns, their names.

import { conclude } from "./conclude.ts";
import { checkStructure } from "./structure.ts";

export function run(): Promise<void> {
  return conclude(checkStructure);
}
