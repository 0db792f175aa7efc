// A budget whose table goes on on a second page, with a unit's last project.

import { BUDGET } from "../host/budget.ts";

export const PAGES = "分页 汇总.md";

const LAST = "| 文艺巡演𠮷";

export function pages(): string {
  const header = BUDGET.slice(BUDGET.indexOf("| 项目名称"), BUDGET.indexOf("| 合计"));
  return BUDGET.replace(LAST, `\n<!-- page 2 -->\n\n${header}${LAST}`);
}
