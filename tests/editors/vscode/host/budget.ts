// The draft that most checks work on. It adds up, and has names outside the BMP in front of its figures: a character of two
// UTF-16 units, so that whoever counts otherwise hits the wrong text.

export const BUDGET = `# 青禾区文化和旅游局 2025 年项目支出绩效目标表

单位：万元

| 项目名称（资金使用单位） | 总计 | 财政拨款 | 其他资金 | 绩效目标 |
|---|---|---|---|---|
| 合计 | 52.00 | 47.00 | 5.00 | |
| 𠮷村文化馆 | 52.00 | 47.00 | 5.00 | |
| 公益培训😀 | 20.00 | 15.00 | 5.00 | 开设公益课程六十期。 |
| 文艺巡演𠮷 | 32.00 | 32.00 | | |
`;

/** What is found in it: only that a goal is missing, by which it is known that the server has looked at it. */
export const FOUND = "information[goal-missing] 文艺巡演𠮷";

/** The same budget with a figure that is wrong. */
export const WRONG = BUDGET.replace("😀 | 20.00", "😀 | 26.00");

/** A budget that only the settings of its folder tell for one, wrong in one figure. */
export const OWN = `# 自拟

| 名目 | 数额 | 市级 | 任务 |
|---|---|---|---|
| 甲馆 | 2.00 | 3.00 | 开课。 |
| 乙馆 | 4.00 | 4.00 | 巡演。 |
`;
