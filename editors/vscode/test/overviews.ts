import type { AmountOverview, Aspect, DepartmentOverview, Overview, Range, RowOverview, State, StatementOverview, TableOverview } from "../src/overview";

/** A project as it is drafted: its name, and what is printed in its amount cells. */
export type Project = readonly [name: string, ...printed: (string | null)[]];
/** A unit as it is drafted: its own row and its projects. */
export type Unit = readonly [row: Project, ...projects: Project[]];

const COLUMNS: TableOverview["columns"] = [
  { title: "总计", role: "total" },
  { title: "财政拨款", role: "source" },
  { title: "其他资金", role: "source" },
];

/** What the server would say about tables. */
export function overview(...tables: TableOverview[]): Overview {
  return { version: 1, tables };
}

/** The same with the budgets of departments. */
export function withDepartments(before: Overview, ...departments: DepartmentOverview[]): Overview {
  return { ...before, departments };
}

export function department(name: string, ...statements: StatementOverview[]): DepartmentOverview {
  return { name, range: span(0, 0, 9, 0), statements };
}

/** A statement of classes, each with its groups; made as a table of units and projects is. */
export function statement(of: Aspect, title: string, whole: Project, classes: readonly Unit[]): StatementOverview {
  const made = table(title, whole, classes);
  const none = { projects: 0, indicators: 0 };
  const parts = made.parts.map((row) => {
    const groups = row.parts.map((group) => ({ ...group, ...none, kind: "group" as const }));
    return { ...row, ...none, kind: "class" as const, parts: groups };
  });
  return { ...made, ...none, of, units: 0, parts };
}

/** A table of units, each row in a line of the text; amounts have two digits after the point. */
export function table(title: string, whole: Project | undefined, units: readonly Unit[], loose: readonly Project[] = []): TableOverview {
  let line = 10;
  const next = (): number => (line += 1);
  const top = whole === undefined ? undefined : next();
  const all = sum([...units.map(([row]) => row), ...loose]);
  const of = whole === undefined ? all[0] : cents(whole[1] ?? null);
  const parts = [
    ...units.map(([row, ...projects]) => {
      const at = next();
      const parts = projects.map((project) => plain("project", project, next(), of));
      return { ...plain("unit", row, at, of, sum(projects)), projects: projects.length, parts };
    }),
    ...loose.map((project) => plain("project", project, next(), of)),
  ];
  return {
    title,
    range: span(10, 0, line, 0),
    unit: "万元",
    columns: COLUMNS,
    main: 0,
    units: units.length,
    projects: units.reduce((count, [, ...projects]) => count + projects.length, loose.length),
    indicators: 0,
    isComplete: true,
    whole: whole === undefined || top === undefined ? computed(all) : plain("total", whole, top, of, all),
    parts,
  };
}

function plain(kind: RowOverview["kind"], [name, ...cells]: Project, line: number, whole: bigint | undefined, parts?: (bigint | undefined)[]): RowOverview {
  const amounts = COLUMNS.map((_, column): AmountOverview => {
    const printed = cells[column] ?? null;
    const value = cents(printed);
    const total = parts?.[column];
    const difference = value === undefined || total === undefined ? null : decimal(value - total);
    return { printed, value: value === undefined ? null : decimal(value), computed: total === undefined ? null : decimal(total), difference };
  });
  const [total, ...sources] = cells.map(cents);
  const isChecked = total !== undefined && sources.some((source) => source !== undefined);
  const sourcesDifference = isChecked ? decimal(total - sources.reduce<bigint>((all, one) => all + (one ?? 0n), 0n)) : null;
  return {
    kind,
    name,
    range: span(line, 0, line, 60),
    selection: span(line, 2, line, 2 + name.length),
    amounts,
    sourcesDifference,
    share: total === undefined || whole === undefined || total <= 0n ? null : `${decimal((total * 20000n + whole) / (2n * whole))}%`,
    projects: 0,
    indicators: 0,
    state: state([...amounts.map(({ difference }) => difference), sourcesDifference]),
    parts: [],
  };
}

function computed(sums: (bigint | undefined)[]): RowOverview {
  const amounts = sums.map((sum): AmountOverview => {
    const value = sum === undefined ? null : decimal(sum);
    return { printed: null, value, computed: value, difference: null };
  });
  const nothing = { name: "", range: null, selection: null, sourcesDifference: null, share: "100.00%", projects: 0, indicators: 0 };
  return { kind: "total", ...nothing, amounts, state: "balanced", parts: [] };
}

function state(differences: readonly (string | null)[]): State {
  const worst = Math.max(...differences.map((difference) => Math.abs(Number(difference))));
  return worst === 0 ? "balanced" : worst <= 0.02 ? "rounding" : "unbalanced";
}

function sum(rows: readonly Project[]): (bigint | undefined)[] {
  return COLUMNS.map((_, column) => {
    const cells = rows.map((row) => cents(row[column + 1] ?? null)).filter((cell) => cell !== undefined);
    return cells.length === 0 ? undefined : cells.reduce((all, one) => all + one, 0n);
  });
}

function cents(printed: string | null): bigint | undefined {
  const figure = printed?.replaceAll(",", "") ?? "";
  return /^-?\d+\.\d\d$/.test(figure) ? BigInt(figure.replace(".", "")) : undefined;
}

function decimal(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function span(line: number, character: number, endLine: number, endCharacter: number): Range {
  return { start: { line, character }, end: { line: endLine, character: endCharacter } };
}

/** A health department's draft: one unit that rounds, three slips, a second table with a figure that is none. */
export const HEALTH = overview(
  table(
    "一、项目支出绩效目标表（区本级资金）",
    ["合计", "1,633.10", "1,605.30", "27.80"],
    [
      [
        ["云浔市青禾区卫生健康局", "933.28", "920.78", "12.50"],
        ["公立医院综合改革补助", "420.00", "420.00"],
        ["老年人免费健康体检", "183.60", "183.60"],
        ["基层卫生人才订单培养", "36.40", "36.40"],
        ["急救站点布局与救护车运行", "181.00", "118.00"],
        ["村卫生室标准化改造", "110.00", "97.50", "12.50"],
        ["计划生育特殊家庭扶助", "65.28", "65.28"],
      ],
      [
        ["云浔市青禾区疾病预防控制中心", "123.76", "123.76"],
        ["免疫规划疫苗冷链保障", "61.37", "61.37"],
        ["饮用水与公共场所卫生监测", "28.46", "28.46"],
        ["慢性病综合防控示范区建设", "33.92", "33.92"],
      ],
      [
        ["云浔市青禾区妇幼保健院", "130.26", "124.26", "6.00"],
        ["孕产妇系统保健服务", "58.80", "52.80", "6.00"],
        ["0至3岁托育指导服务", "27.30", "27.30"],
        ["出生缺陷三级预防", "44.16", "44.16"],
        ["0至3岁托育指导服务", "27.30", "27.30"],
      ],
      [
        ["云浔市青禾区中医医院", "76.80", "76.80"],
        ["中医适宜技术推广", "38.40", "38.40"],
        ["名老中医经验传承", "19.20", "19.20"],
        ["名老中医经验传承", "19.20", "19.20"],
      ],
      [
        ["云浔市青禾区社区卫生服务管理中心", "369.00", "359.70", "9.30"],
        ["家庭医生签约服务补助", "224.00", "214.70", "9.30"],
        ["社区卫生服务中心设备更新", "132.00", "132.00"],
        ["基层信息系统运维", "31.00", "31.00"],
      ],
    ],
  ),
  table(
    "二、转移支付项目绩效目标表（提前下达部分）",
    undefined,
    [],
    [
      ["基本公共卫生服务补助（中央）", "612.00", "612.00"],
      ["重大传染病防控补助（中央）", "46.50", "46.50"],
      ["卫生健康人才培养补助（省级）", "32.50", "32.5O"],
      ["中医药事业传承与发展补助（省级）", "待定", "57.50"],
      ["年中预算调整（压减会议费）", "-3.20", "-3.20"],
      ["农村妇女“两癌”免费检查补助（省级）", "58.00", "85.00"],
    ],
  ),
);

/** A department of so many projects, twenty to a unit, with a unit of its own size. */
export function large(projects: number): Overview {
  const units = Array.from({ length: Math.ceil(projects / 20) }, (_, unit): Unit => {
    const rows = Array.from({ length: Math.min(20, projects - 20 * unit) }, (_, index): Project => {
      const amount = `${(10 + ((unit * 37 + index * index * 13) % 900)).toString()}.50`;
      return [`第${(unit + 1).toString()}中学第${(index + 1).toString()}号校舍维修`, amount, amount];
    });
    const total = decimal(sum(rows)[0] ?? 0n);
    return [[`第${(unit + 1).toString()}中学`, total, total], ...rows];
  });
  return overview(table("教育局项目支出绩效目标表", undefined, units));
}

/** The same with other words or figures: every text of it that is `from` is `to`. */
export function edited(before: Overview, from: string, to: string): Overview {
  return JSON.parse(JSON.stringify(before).replaceAll(JSON.stringify(from), JSON.stringify(to))) as Overview;
}
