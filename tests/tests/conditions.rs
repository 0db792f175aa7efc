//! What holds in a department's budget under a condition alone, and what is at most what: said where the document
//! itself shows the condition, and of no figure that something else is said of.

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::{Language, Severity},
};
use budget_tests::{
    departments::{Department, Kind, Layout, write},
    generator::Dice,
    laws::fresh::{assert_fresh, settled},
};

/// All income is fiscal, all of it general public spending, and everything agrees.
const BUDGET: &str = "\
示例市青禾区文化局2026年部门预算

2026年度，本部门编报绩效目标的项目共2个，涉及项目预算资金40.00万元。

2026年部门收入预算总表

单位：万元

| 科目编码 | 科目名称 | 合计 | 财政拨款收入 | 事业收入 |
|---|---|---|---|---|
| 207 | 文化旅游体育与传媒支出 | 120.00 | 120.00 | |
| 合计 | | 120.00 | 120.00 | |

2026年部门支出预算总表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 207 | 文化旅游体育与传媒支出 | 120.00 | 80.00 | 40.00 |
| 合计 | | 120.00 | 80.00 | 40.00 |

2026年部门一般公共预算支出表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 207 | 文化旅游体育与传媒支出 | 120.00 | 80.00 | 40.00 |
| 合计 | | 120.00 | 80.00 | 40.00 |

2026年部门一般公共预算基本支出表

单位：元

| 经济分类科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
|---|---|---|---|---|
| 301 | 工资福利支出 | 500,000 | 500,000 | |
| 302 | 商品和服务支出 | 300,000 | | 300,000 |
| 合计 | | 800,000 | 500,000 | 300,000 |

2026年部门“三公”经费和机关运行经费预算表

单位：万元

| 合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行费 | 机关运行经费预算数 |
|---|---|---|---|---|
| 1.00 | | 1.00 | | 30.00 |

2026年项目绩效目标表

单位：元

| 项目名称 | 总计 | 财政拨款 | 绩效目标 |
|---|---|---|---|
| 文艺巡演 | 250,000 | 250,000 | 送演出进乡镇四十场，服务群众二万人次。 |
| 公益课程 | 150,000 | 150,000 | 开设公益课程六十期，培训学员一千二百人。 |
";

/// The same with each text in place of the one beside it, once each and in order.
fn with(changes: &[(&str, &str)]) -> String {
    let mut text = BUDGET.to_owned();
    let mut from = 0;
    for (old, new) in changes {
        let at = from + text[from..].find(old).unwrap_or_else(|| panic!("{old} stands below the one before"));
        text.replace_range(at..at + old.len(), new);
        from = at + new.len();
    }
    text
}

fn said(text: &str, language: Language) -> Vec<String> {
    let analysis = Analysis::new(text, Options { language, ..Options::default() });
    let loud = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
    loud.map(|(line, finding)| {
        assert!(
            analysis.fixes(line, finding).is_empty() || finding.severity == Severity::Error,
            "which is wrong is not known"
        );
        let figure = finding.span.of(&analysis.document().text().line(line)).to_owned();
        format!("{} 「{figure}」 {}[{}] {}", line + 1, finding.severity.name(), finding.rule.id, finding.message)
    })
    .collect()
}

fn found(text: &str) -> Vec<String> {
    said(text, Language::Chinese)
}

/// 支出总表 with another basic spending, and less for projects.
const OTHER_BASIC: [(&str, &str); 2] = [
    (
        "| 207 | 文化旅游体育与传媒支出 | 120.00 | 80.00 | 40.00 |",
        "| 207 | 文化旅游体育与传媒支出 | 120.00 | 79.00 | 41.00 |",
    ),
    ("| 合计 | | 120.00 | 80.00 | 40.00 |", "| 合计 | | 120.00 | 79.00 | 41.00 |"),
];

#[test]
fn what_agrees_is_left_alone() {
    assert_eq!(found(BUDGET), Vec::<String>::new());
}

#[test]
fn basic_spending_is_the_same_where_no_other_income_is_printed() {
    let text = with(&OTHER_BASIC);
    assert_eq!(
        found(&text),
        [
            "30 「80.00」 warning[cross-table] “合计”基本支出 80.00万元，“支出总表”的“合计”基本支出为 79.00万元，差 1.00万元；\
          收入合计、财政拨款收入、支出合计、一般公共预算支出合计都相等，两处应当相同"
        ]
    );
    assert_eq!(
        said(&text, Language::English),
        [
            "30 「80.00」 warning[cross-table] “合计” 基本支出 80.00万元, “合计” 基本支出 in “支出总表” is 79.00万元, difference 1.00万元; \
          they should be the same, since these are: income, fiscal appropriations, spending, general public spending"
        ]
    );
}

#[test]
fn basic_spending_may_differ_where_the_condition_is_not_shown() {
    let income = (
        "| 120.00 | 120.00 | |\n| 合计 | | 120.00 | 120.00 | |",
        "| 120.00 | 110.00 | 10.00 |\n| 合计 | | 120.00 | 110.00 | 10.00 |",
    );
    let [class, total] = OTHER_BASIC;
    // Some income is the department's own.
    assert_eq!(found(&with(&[income, class, total])), Vec::<String>::new());
    // Nothing says what of the income is fiscal.
    assert_eq!(found(&with(&[("财政拨款收入", "拨款"), class, total])), Vec::<String>::new());
    // The table of income is somebody else's, too: nobody knows which one counts.
    let start = BUDGET.find("2026年部门收入预算总表").unwrap();
    let end = BUDGET.find("2026年部门支出预算总表").unwrap();
    assert_eq!(found(&(with(&[class, total]) + "\n" + &BUDGET[start..end])), Vec::<String>::new());
    // Money of the year before is spent as well.
    let carried = (
        "| 科目编码 | 科目名称 | 合计 | 财政拨款收入 | 事业收入 |\n|---|---|---|---|---|\n| 207 | 文化旅游体育与传媒支出 | 120.00 | 120.00 | |\n| 合计 | | 120.00 | 120.00 | |",
        "| 科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 上年结转 |\n|---|---|---|---|---|\n| 207 | 文化旅游体育与传媒支出 | 120.00 | 120.00 | 5.00 |\n| 合计 | | 120.00 | 120.00 | 5.00 |",
    );
    let loud = found(&with(&[carried, class, total]));
    assert!(!loud.iter().any(|finding| finding.contains("应当相同")), "{loud:?}");
    // A fund pays for the rest.
    let general = [
        (
            "| 207 | 文化旅游体育与传媒支出 | 120.00 | 80.00 | 40.00 |",
            "| 207 | 文化旅游体育与传媒支出 | 119.00 | 80.00 | 39.00 |",
        ),
        ("| 合计 | | 120.00 | 80.00 | 40.00 |", "| 合计 | | 119.00 | 80.00 | 39.00 |"),
    ];
    let [first, second] = general;
    assert_eq!(found(&with(&[class, total, first, second])), Vec::<String>::new());
}

#[test]
fn a_figure_that_a_certain_identity_explains_is_said_once() {
    let [_, total] = OTHER_BASIC;
    // The total alone is mistyped: its column and its row say so, with the fix, and nothing is added to that.
    let loud = found(&with(&[("| 合计 | | 120.00 | 80.00 | 40.00 |", "| 合计 | | 120.00 | 79.00 | 40.00 |")]));
    assert_eq!(loud.len(), 1, "{loud:?}");
    assert!(loud[0].contains("error[") && !loud[0].contains("应当相同"), "{loud:?}");
    // The total in two columns: nobody knows whether it is that or the class.
    let loud = found(&with(&[total]));
    assert!(!loud.is_empty() && loud.iter().all(|finding| !finding.contains("应当相同")), "{loud:?}");
}

#[test]
fn running_costs_are_at_most_operating_costs() {
    let text = with(&[("| 30.00 |\n\n2026年项目", "| 30.01 |\n\n2026年项目")]);
    assert_eq!(found(&text), Vec::<String>::new(), "one of the last place is rounding");
    let text = with(&[("| 30.00 |\n\n2026年项目", "| 36.00 |\n\n2026年项目")]);
    assert_eq!(
        found(&text),
        [
            "48 「36.00」 warning[cross-table] “机关运行经费”36.00万元，超过“一般公共预算基本支出表”的“公用经费”300,000元，多 6.00万元"
        ]
    );
    assert_eq!(
        said(&text, Language::English),
        [
            "48 「36.00」 warning[cross-table] “running costs of agencies” 36.00万元, more than “operating costs” in “一般公共预算基本支出表”, \
          300,000元, by 6.00万元"
        ]
    );
    for silent in [
        // Institutions have fewer of them, or none.
        with(&[("| 30.00 |\n\n2026年项目", "| 12.00 |\n\n2026年项目")]),
        // In what unit they are is not said.
        with(&[
            ("预算表\n\n单位：万元\n\n| 合计 | 因公", "预算表\n\n| 合计 | 因公"),
            ("| 30.00 |\n\n2026年项目", "| 36.00 |\n\n2026年项目"),
        ]),
    ] {
        let loud = found(&silent);
        assert!(!loud.iter().any(|finding| finding.contains("超过")), "{loud:?}");
    }
    // The prose has another figure: that is said, and which of them counts is not known.
    let two = with(&[
        ("40.00万元。", "40.00万元。机关运行经费30.00万元。"),
        ("| 30.00 |\n\n2026年项目", "| 36.00 |\n\n2026年项目"),
    ]);
    let loud = found(&two);
    assert_eq!(loud.len(), 1, "{loud:?}");
    assert!(loud[0].contains("prose-figure"), "{loud:?}");
    // What it is held against is mistyped: that is said.
    let doubtful = with(&[("| 合计 | | 800,000 | 500,000 | 300,000 |", "| 合计 | | 800,000 | 500,000 | 30,000 |")]);
    let loud = found(&doubtful);
    assert_eq!(loud.len(), 1, "{loud:?}");
    assert!(loud[0].contains("300,000"), "{loud:?}");
}

#[test]
fn projects_with_goals_have_at_most_what_is_spent_on_projects() {
    let text = with(&[("40.00万元", "46.5万元")]);
    assert_eq!(
        found(&text),
        [
            "3 「46.5」 warning[cross-table] “绩效目标涉及的项目预算资金”46.5万元，超过“支出总表”的“项目支出合计”40.00万元，多 6.5万元"
        ]
    );
    for silent in [
        "涉及项目预算资金12.00万元",
        "涉及项目资金46.50万元",
        "其中，上年涉及项目预算资金46.50万元",
        "2025年涉及项目预算资金46.50万元",
        "涉及项目预算资金46.50万元，其中，一级项目8个，涉及项目预算资金30.00万元",
    ] {
        assert_eq!(found(&with(&[("涉及项目预算资金40.00万元", silent)])), Vec::<String>::new(), "{silent}");
    }
    // A final account prints what was spent, and a budget may have been more.
    let account = with(&[("40.00万元", "46.50万元")]).replace("预算", "决算").replace("项目决算资金", "项目预算资金");
    assert_eq!(found(&account), Vec::<String>::new());
}

#[test]
fn the_table_of_projects_adds_up_to_at_most_what_is_spent_on_them() {
    let more = ("| 公益课程 | 150,000 | 150,000 |", "| 公益课程 | 180,000 | 180,000 |");
    let text = with(&[more]);
    assert_eq!(
        found(&text),
        [
            "21 「40.00」 warning[cross-table] “项目绩效目标表各项目之和”430,000元，超过“支出总表”的“项目支出合计”40.00万元，多 30,000元"
        ]
    );
    let total = ("| 文艺巡演 |", "| 合计 | 430,000 | 430,000 | |\n| 文艺巡演 |");
    assert_eq!(
        found(&with(&[total, more])),
        [
            "56 「430,000」 warning[cross-table] “项目绩效目标表各项目之和”430,000元，超过“支出总表”的“项目支出合计”40.00万元，多 30,000元"
        ]
    );
    let wrong = ("| 文艺巡演 |", "| 合计 | 400,000 | 400,000 | |\n| 文艺巡演 |");
    let other = ("| 公益课程 |", "| 日常公用经费 |");
    let years = ("| 项目名称 | 总计 |", "| 项目名称 | 实施周期总计 |");
    let unit = ("目标表\n\n单位：元\n\n", "目标表\n\n");
    let whole = ("2026年项目绩效", "2026年整体支出绩效");
    for silent in [
        with(&[wrong, more]),
        with(&[other, ("150,000 | 150,000", "180,000 | 180,000")]),
        with(&[years, more]),
        with(&[unit, more]),
        with(&[whole, more]),
    ] {
        let loud = found(&silent);
        assert!(!loud.iter().any(|finding| finding.contains("超过")), "{loud:?}");
    }
    // What both say is more than one figure: then that may be wrong, which is said once.
    assert_eq!(found(&with(&[("40.00万元", "43.00万元"), more])).len(), 1);
}

/// Keys in a table of projects have the statements judged again.
#[test]
fn edits_of_the_table_of_projects_leave_what_the_text_read_afresh_has() {
    let mut analysis = Analysis::new(BUDGET, Options::default());
    let mut text = BUDGET.to_owned();
    let steps = [
        ("150,000 | 150,000", "180,000 | 180,000"),
        ("| 公益课程 |", "| 公用经费 |"),
        ("| 公用经费 |", "| 公益课程 |"),
        ("目标表\n\n单位：元", "目标表\n\n单位：万元"),
        ("目标表\n\n单位：万元", "目标表\n\n单位：元"),
        ("| 文艺巡演 |", "| 合计 | 430,000 | 430,000 | |\n| 文艺巡演 |"),
        ("年项目绩效", "年对下转移支付项目绩效"),
        ("移支付项目", "移项目"),
        ("年对下转移项目", "年项目"),
        ("单位：元", "单位元"),
        ("单位元", "单位：元"),
        ("| 总计 | 财政", "| 总 | 财政"),
        ("| 总 | 财政", "| 总计 | 财政"),
        ("| 绩效目标 |", "| 备注 |"),
        ("| 备注 |", "| 绩效目标 |"),
        ("2026年项目绩效目标表", "示例市青禾区水务局2026年部门预算"),
        ("示例市青禾区水务局2026年部门预算", "2026年项目绩效目标表"),
        ("430,000 | 430,000", "430,000 | 43,000"),
        ("文化局2026年部门预算", "文化局2026年部门决算"),
        ("文化局2026年部门决算", "文化局2026年部门预算"),
        ("，服务群众", "，，服务群众"),
        ("编报绩效", "编报"),
    ];
    let beyond =
        |analysis: &Analysis| analysis.findings().filter(|(_, finding)| finding.message.contains("超过")).count();
    let mut seen = Vec::new();
    for (old, new) in steps {
        let at = text.rfind(old).unwrap_or_else(|| panic!("{old}"));
        analysis.edit(at..at + old.len(), new);
        text.replace_range(at..at + old.len(), new);
        assert_fresh(&settled(&analysis), &text);
        seen.push(beyond(&analysis));
    }
    assert_eq!(seen, [1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1]);
}

#[test]
fn departments_with_a_table_of_projects_are_left_alone_until_it_is_more() {
    const MOST: u64 = 40;
    let mut tried = 0;
    for seed in 0..MOST {
        let mut dice = Dice::new(7_000_000 + seed);
        let department = Department::any(&mut dice, Kind::Budget);
        let layout = Layout::any(&mut dice, &department);
        let spent: i64 = department.items.iter().map(|item| (item.fiscal + item.own).project).sum();
        let with = |more: i64| {
            let header = "单位：元\n\n| 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n";
            let money = spent + more;
            let row = format!("| 业务专项 | {money} | {money} | 完成全年各项业务工作，群众满意度九成以上。 |\n");
            write(&department, &layout).text + "\n2026年项目绩效目标表\n\n" + header + &row
        };
        if spent > 0 {
            tried += 1;
            assert_eq!(found(&with(0)), Vec::<String>::new(), "seed {seed}");
            let loud = found(&with(9_000));
            assert!(loud.len() == 1 && loud[0].contains("超过"), "seed {seed}: {loud:?}");
        }
    }
    assert!(tried > 20, "{tried}");
}

/// What is spent on the three public expenses from basic spending is a part of all that is.
#[test]
fn the_three_expenses_of_basic_spending_are_at_most_all_of_them() {
    let text = "# 青禾区河东街道2025年度部门决算

一般公共预算财政拨款基本支出决算表

单位：万元

| 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 |
|---|---|---|---|---|---|
| 301 | 工资福利支出 | 400.00 | 302 | 商品和服务支出 | 200.00 |
| 30101 | 基本工资 | 400.00 | 30201 | 办公费 | 179.80 |
| | | | 30217 | 公务接待费 | 0.20 |
| | | | 30231 | 公务用车运行维护费 | 20.00 |
| 人员经费合计 | | 400.00 | 公用经费合计 | | 200.00 |

财政拨款“三公”经费支出决算表

单位：万元

| 合计 | | 因公出国（境）费 | | 公务用车购置及运行费 | | | | | | 公务接待费 | |
|---|---|---|---|---|---|---|---|---|---|---|---|
| | | | | 小计 | | 公务用车购置费 | | 公务用车运行费 | | | |
| 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 |
| 31.47 | 24.86 | | | 30.67 | 24.56 | | | 30.67 | 24.56 | 0.80 | 0.30 |
";
    assert_eq!(found(text), [] as [String; 0], "{text}");
    let more = text.replace("179.80", "179.00").replace("公务接待费 | 0.20", "公务接待费 | 1.00");
    let all = found(&more);
    assert_eq!(all.len(), 1, "{all:#?}");
    let [said] = &*all else { unreachable!("one") };
    assert!(
        said.contains(
            "“基本支出中的公务接待费”1.00万元，超过“‘三公’经费和机关运行经费表”的“公务接待费”0.30万元，多 0.70万元"
        ),
        "{said}"
    );
}
