// A draft whose last project has no indicators yet; those above it are the model for them.

export const UNFINISHED = "绩效指标 待填.md";

export function unfinished(indicators: string): string {
  const model = [
    "1、1-产出指标；11-数量指标；课程期数；实施周期指标值：≥60期；年度指标值：≥60期。",
    "2、2-效益指标；22-社会效益；受益人次；实施周期指标值：≥800人次；年度指标值：≥800人次。",
    "3、3-满意度指标；31-服务对象满意度指标；学员满意度；实施周期指标值：≥90%；年度指标值：≥90%。",
  ].join("");
  return `# 青禾区文化和旅游局 2025 年项目支出绩效目标表

单位：万元

| 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|
| 合计 | 52.00 | 52.00 | | |
| 公益培训😀 | 20.00 | 20.00 | 开课六十期。 | ${model} |
| 文艺巡演𠮷 | 32.00 | 32.00 | 巡演三十场。 | ${indicators} |
`;
}
