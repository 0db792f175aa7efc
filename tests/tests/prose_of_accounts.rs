//! What departments write of what they spent, and how what they budget changed. Each text is right; with one figure
//! changed, that is said once, and the first fix makes it right again.

use budget_tests::said::{assert_mended, assert_quiet, found, slipped};

/// Final accounts whose cover a converter broke, so that only the headings say of which year they are.
const ACCOUNTS: &str = "青禾区水务局 2024 年度

部门决算

第二部分 青禾区水务局 2024 年度部门决算表

收入支出决算总表

单位：万元

| 收入 | | 支出 | |
|---|---|---|---|
| 项目 | 决算数 | 项目 | 决算数 |
| 一、一般公共预算财政拨款收入 | 307.82 | 一、农林水支出 | 278.40 |
|  |  | 二、住房保障支出 | 29.42 |
| 本年收入合计 | 307.82 | 本年支出合计 | 307.82 |
| 总计 | 307.82 | 总计 | 307.82 |

财政拨款“三公”经费支出决算表

单位：万元

| 合计 | 因公出国（境）费 | 公务用车购置及运行费 | | | 公务接待费 |
|---|---|---|---|---|---|
|  |  | 小计 | 公务用车购置费 | 公务用车运行费 |  |
| 0.39 | 0.00 | 0.00 | 0.00 | 0.00 | 0.39 |

第三部分 青禾区水务局 2024 年度部门决算情况说明

一、收入支出决算总体情况说明

青禾区水务局 2024 年度收入支出总计 307.82 万元。与 2023 年度
相比，收入支出总计增加 36.41 万元，增长 13.42%。

六、支出决算具体情况

1、农林水支出（类）水利（款）防汛（项）。主要用于：汛期值守。全年预算为 52.00 万元，支出决算
为 51.32 万元，完成全年预算数的 98.69%。决算数小于全年预算数的主要原因：汛期较短。

2、住房保障支出（类）住房改革支出（款）购房补贴（项）。主要用于：职工购房补贴。全年预算为 11.72 万元，支出
决算为 11.72 万元。决算数与全年预算数持平。

七、“三公”经费支出决算情况说明

“三公”经费财政拨款支出年初预算为 2.85 万元，支出决算为 0.39 万元，完成预算的 13.68%，其中：因公出国（境）费决
算为 0.00 万元；公务用车购置及运行费支出决算为 0.00 万元；公务接待费支出决算为 0.39 万元。
";

#[test]
fn what_was_spent_is_held_against_its_budget_and_the_statements() {
    for (right, wrong) in [
        ("总计 307.82 万元", "总计 302.87 万元"),
        ("13.42%", "14.32%"),
        ("98.69%", "96.89%"),
        ("13.68%", "18.63%"),
        ("决算为 0.39 万元，完成", "决算为 0.93 万元，完成"),
        ("接待费支出决算为 0.39", "接待费支出决算为 0.93"),
        ("数小于全年", "数大于全年"),
    ] {
        assert_mended(ACCOUNTS, right, wrong);
    }
    // The text says which cell of a statement is wrong that stands in one sum alone.
    assert_mended(ACCOUNTS, "| 0.00 | 0.39 |", "| 0.00 | 0.93 |");
    assert_mended(ACCOUNTS, "| 0.39 | 0.00", "| 0.93 | 0.00");
    let (said, _) = slipped(ACCOUNTS, "总计 307.82 万元", "总计 302.87 万元");
    assert_eq!(said, "prose-figure: “收支总计”302.87万元，“收支总表”中为 307.82万元（307.82），差 −4.95万元");
    // 持平 needs another sentence, and which of both figures is wrong nobody knows.
    let all = found(&ACCOUNTS.replacen("预算为 11.72", "预算为 12.72", 1));
    assert_eq!(all, ["prose-change: 从 12.72万元 到 11.72万元，是减少，这里写“持平”"]);
}

/// One figure that is wrong contradicts the percentage and the word: it is one finding.
#[test]
fn a_percentage_and_a_word_that_one_figure_contradicts_are_one_finding() {
    let all = "# 青禾区水务局2025年度部门决算\n\n1、农林水支出（类）水利（款）防汛（项）。年初预算为45.00万元，支出决算为45.00万元，完成年初预算的100.00%。决算数与预算数持平。\n";
    assert_mended(all, "为45.00万元，支出", "为85.00万元，支出");
    assert_eq!(
        slipped(all, "为45.00万元，支出", "为85.00万元，支出").0,
        "prose-change: 45.00万元 是 85.00万元 的 52.94%，这里写 100.00%、“持平”"
    );
    let less = "# 青禾区水务局2025年度部门决算\n\n1、农林水支出（类）水利（款）防汛（项）。年初预算为45.00万元，支出决算为40.50万元，完成年初预算的90.00%。决算数小于预算数的主要原因：汛期较短。\n";
    let (said, mended) = slipped(less, "为45.00万元，支出", "为25.00万元，支出");
    assert_eq!(said, "prose-change: 40.50万元 是 25.00万元 的 162.00%，这里写 90.00%、“小于”");
    assert!(mended.contains("完成年初预算的162.00%。决算数大于预算数"), "{mended}");
}

/// A blank cell of the statement prints no 0 that the text could mean.
#[test]
fn a_total_of_nothing_is_no_blank_cell() {
    let all = found(&ACCOUNTS.replacen("总计 307.82 万元。与", "总计 0 万元。与", 1));
    assert!(all.iter().any(|said| said.starts_with("prose-figure: “收支总计”0万元")), "{all:#?}");
}

/// A stale year in one heading does not outvote the others.
#[test]
fn most_of_the_headings_say_of_which_year_the_accounts_are() {
    let stale = ACCOUNTS.replacen("水务局 2024 年度部门决算表", "水务局 2023 年度部门决算表", 1);
    let stale = stale.replacen("第三部分", "第一部分 青禾区水务局 2024 年度工作\n\n第三部分", 1);
    let all = found(&stale.replacen("总计 307.82 万元", "总计 302.87 万元", 1));
    assert!(all.iter().any(|said| said.starts_with("prose-figure: “收支总计”302.87万元")), "{all:#?}");
}

/// The contents have the headings of the parts, so that one of last year's is told from what the year before is
/// compared with.
#[test]
fn the_heading_of_a_part_has_the_year_that_the_contents_have() {
    let text = "青禾区水务局2024年度部门决算

目录

第一部分 青禾区水务局概况

第二部分 青禾区水务局2024年度部门决算表

第三部分 青禾区水务局2024年度部门决算情况说明

第二部分 青禾区水务局2024年度部门决算表

第三部分 青禾区水务局2024年度部门决算情况说明

2023年度部门决算已经公开。
";
    assert_quiet(text);
    let heading = text.rfind("2024年度部门决算情况").expect("it is there");
    let (before, behind) = text.split_at(heading);
    let stale = format!("{before}{}", behind.replacen("2024", "2023", 1));
    assert_eq!(found(&stale), ["year: 2023年，封面是 2024年"]);
    assert_eq!(slipped(&stale, "2023", "2023").1, text);
}

const BUDGET: &str = "# 青禾区水务局2026年部门预算

2026年，青禾区水务局收入预算1,562.11万元，其中：财政拨款收入1,562.11万元，比2025年预算减少87.67万元；事业收入0.00万元；
事业单位经营收入0.00万元；其他收入0.00万元。

支出预算1,562.11万元，其中：财政拨款支出预算1,562.11万元，比2025年预算减少87.67万元。财政拨款支出预算中，一般公共预
算拨款支出预算1,560.00万元，比2025年预算减少88.00万元；政府性基金拨款支出预算2.11万元，比2025年预算增加0.33万元；国
有资本经营预算拨款支出预算0.00万元，与2025年预算持平。
";

#[test]
fn the_changes_of_parts_make_up_that_of_the_whole() {
    // Income and spending say the same of the whole, so that the part is wrong.
    assert_mended(BUDGET, "减少88.00", "减少38.00");
    // 0.33 and 88.00 are both one digit away from what would do.
    let all = found(&BUDGET.replacen("增加0.33", "增加0.83", 1));
    assert_eq!(all, ["prose-change: 合计的增减是 −87.67万元，所列 3 项的增减相加是 −87.17万元，差 −0.50万元"]);
    // One that the part of the text above says otherwise is wrong itself.
    let second = BUDGET.rfind("减少87.67").expect("it is there");
    let (before, behind) = BUDGET.split_at(second);
    let slip = format!("{before}{}", behind.replacen("减少87.67", "减少81.67", 1));
    assert_eq!(found(&slip), ["prose-change: 合计的增减是 −81.67万元，所列 3 项的增减相加是 −87.67万元，差 6.00万元"]);
    assert_eq!(slipped(&slip, "减少81.67", "减少81.67").1, BUDGET);
}

#[test]
fn changes_are_held_against_each_other_only_where_all_are_said_of_one_year() {
    for (right, other) in [
        ("减少88.00万元", "减少38.00万元，主要原因是项目完工"),
        ("，与2025年预算持平", ""),
        ("算拨款支出预算1,560.00万元，比2025年预算减少88.00", "算拨款支出预算1,560.00万元，比2025年执行数减少38.00"),
    ] {
        let text = BUDGET.replacen(right, other, 1);
        let is_said = found(&text).iter().any(|said| said.contains("合计的增减"));
        assert_eq!(is_said, other.contains("主要"), "{text}");
    }
}

#[test]
fn nothing_grows_from_less_than_nothing() {
    let text = "# 青禾区水务局2026年部门预算\n\n一般公共预算拨款支出预算1,562.11万元，比2025年预算增加14.25万元；政府性基金拨款支出预算0万元，比2025年预算增加14.25万元。\n";
    assert_eq!(found(text), ["prose-change: 增加 14.25万元到 0万元，原来就成了 −14.25万元"]);
    assert_quiet(&text.replace("0万元，比2025年预算增加14.25", "14.25万元，比2025年预算增加14.25"));
    // What grew may be what stands before it.
    assert_quiet(
        "# 青禾区水务局2026年部门预算\n\n收入预算1,562.11万元，其中其他收入5.00万元，比2025年预算增加14.25万元。\n",
    );
}

#[test]
fn what_all_units_have_that_a_sentence_counts_is_the_departments() {
    let text = "# 青禾区水务局2026年部门预算

“三公”经费和机关运行经费预算表

单位：万元

| 合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行费 | | | 机关运行经费预算数 |
|---|---|---|---|---|---|---|
|  |  |  | 小计 | 购置费 | 运行费 |  |
| 27.91 | 0.00 | 1.35 | 26.56 | 5.00 | 21.56 | 464.64 |

2026年青禾区水务局（部门）下属1家机关和1家参公事业单位财政拨款的机关运行经费预算为464.64万元。

（一）公务车购置及运行费26.56万元，比2025年预算减少10万元，主要原因是上年购置两辆。其中：公务车购置费5万元，比2025年预算减少10万元；
公务车运行费21.56万元，与2025年预算持平。
";
    assert_mended(text, "预算为464.64", "预算为446.64");
    assert_mended(text, "运行费26.56万元，比", "运行费26.65万元，比");
    assert_mended(text, "公务车运行费21.56", "公务车运行费12.56");
    // Of the two changes either may be wrong.
    let all = found(&text.replacen("费5万元，比2025年预算减少10", "费5万元，比2025年预算减少70", 1));
    assert_eq!(all, ["prose-change: 合计的增减是 −10万元，所列 2 项的增减相加是 −70万元，差 60万元"]);
    // What one of them has is a part.
    assert_quiet(&text.replace(
        "（部门）下属1家机关和1家参公事业单位财政拨款的机关运行经费预算为464.64",
        "所属监察大队机关运行经费预算为64.64",
    ));
}

#[test]
fn nothing_among_figures_of_two_decimals_is_nothing() {
    let text = "# 青禾区水务局2026年部门预算\n\n2026年度本单位政府采购预算121.07万元，其中：政府采购货物预算121.07万元、政府采购工程预算0万元、政府采购服务预算0万元。\n\n\
        2026年度面向中小企业预留政府采购项目预算金额121.07万元。\n";
    assert_mended(text, "采购预算121.07", "采购预算121.17");
}

/// Where the share or the rate is right, and the sign alone is missing.
#[test]
fn a_percentage_has_its_sign() {
    let text = "# 青禾区水务局2025年度部门决算

一般公共预算财政拨款支出20,218.21万元，主要用于以下方面：一般公共服务支出（类）3,730.00万元，占18.45%；城乡社区支出（类）15,411.43万元，占76.23%；
住房保障支出（类）1,076.78万元，占5.33%。与2024年度相比，一般公共预算财政拨款支出增加1,193.20万元，增长6.27%。
";
    for (right, wrong) in [("76.23%", "76.23"), ("6.27%", "6.27")] {
        assert_mended(text, right, wrong);
    }
    assert_eq!(slipped(text, "76.23%", "76.23").0, "prose-change: 76.23 是百分比，后面缺“%”");
    // What is no such share or rate may be anything.
    assert_quiet(&text.replace("76.23%", "12.50"));
    assert_quiet(
        "# 青禾区水务局2025年度部门决算\n\n项目支出100.00万元，占地12.50，其中办公用房占12.50，水面增长25.00。\n",
    );
}

/// A heading without a blank line above it ends the paragraph there, which may have lost its full stop.
#[test]
fn a_paragraph_ends_with_the_heading_of_the_next_chapter() {
    let text = "# 青禾区水务局2026年部门预算\n\n2026年青禾区水务局机关运行经费预算为64.64万元\n三、政府采购预算情况\n\n\
        2026年政府采购预算121.07万元，其中：政府采购货物预算21.07万元、政府采购工程预算60.00万元、政府采购服务预算40.00万元。\n";
    assert_mended(text, "采购预算121.07", "采购预算127.01");
    // In the middle of a sentence it may go on below.
    assert_quiet(&text.replace("三、政府采购预算情况", "其中财政拨款").replace("采购预算121.07", "采购预算127.01"));
}

/// What it came to stands in a statement alone.
#[test]
fn by_how_much_the_figure_of_a_statement_grew() {
    let said = "2024年度“三公”经费支出决算数比2023年度减少0.15万元，下降27.78%，其中：因公出国（境）费支出与上一年度持平；公务接待费支出决算减少0.15万元，下降27.78%。";
    let text = format!("{ACCOUNTS}\n{said}\n");
    assert_mended(&text, "27.78%，其中", "72.78%，其中");
    assert_mended(&text, "27.78%。", "37.78%。");
    assert_eq!(
        slipped(&text, "27.78%。", "37.78%。").0,
        "prose-change: 减少到 0.39万元 的 0.15万元，是减少 27.78%，这里写“下降37.78%”"
    );
    let all = found(&text.replacen("减少0.15万元，下降27.78%。", "减少0.95万元，下降27.78%。", 1));
    assert_eq!(all, ["prose-change: 减少到 0.39万元 的 0.95万元，是减少 70.90%，这里写“下降27.78%”"]);
    for other in [
        // Of other prices, of somebody else, and of other years.
        "2024年度“三公”经费支出决算数按可比口径比2023年度减少0.15万元，下降45.78%。",
        "按可比口径计算，2024年度“三公”经费支出决算数比2023年度减少0.15万元，下降45.78%。",
        "局机关“三公”经费支出决算数比2023年度减少0.15万元，下降45.78%。",
        "下属单位“三公”经费支出决算数比2023年度减少0.15万元，下降45.78%。",
        "2023年度“三公”经费支出决算数比2022年度减少0.15万元，下降45.78%。",
        "“三公”经费支出年初预算数比2023年度减少0.15万元，下降45.78%。",
    ] {
        assert_quiet(&format!("{ACCOUNTS}\n{other}\n"));
    }
}

#[test]
fn items_of_basic_spending_are_not_the_three_public_expenses() {
    let text = |list: &str| {
        format!(
            "青禾区水务局2023年度部门决算

一般公共预算财政拨款基本支出决算表

单位：万元

| 经济分类科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
|---|---|---|---|---|
| 合计 |  | 23.00 |  | 23.00 |
| 302 | 商品和服务支出 | 23.00 |  | 23.00 |
| 30201 | 办公费 | 20.00 |  | 20.00 |
| 30217 | 公务接待费 | 1.00 |  | 1.00 |
| 30231 | 公务用车运行维护费 | 2.00 |  | 2.00 |

财政拨款“三公”经费支出决算表

单位：万元

| 合计 | 因公出国（境）费 | 公务用车购置及运行维护费 |  |  | 公务接待费 |
|---|---|---|---|---|---|
|  |  | 小计 | 公务用车购置费 | 公务用车运行维护费 |  |
| 5.50 |  | 3.80 |  | 3.80 | 1.70 |

{list}
"
        )
    };
    for list in [
        "商品和服务支出23.00万元，包括：办公费20.00万元、公务接待费1.00万元、公务用车运行维护费2.00万元。",
        "机关运行经费支出23.00万元。具体支出包括：办公费20.00万元，公务接待费1.00万元，公务用车运行维护费2.00万元。",
        "六、基本支出情况\n\n1.办公费20.00万元。\n\n2.公务接待费1.00万元。\n\n3.公务用车运行维护费2.00万元。",
        "“三公”经费支出5.50万元，其中：公务接待费1.70万元。",
    ] {
        assert_quiet(&text(list));
    }
    assert_eq!(found(&text("“三公”经费支出5.50万元，其中：公务接待费1.07万元。")).len(), 1);
}

#[test]
fn a_share_behind_a_list_is_one_of_what_its_head_is_one_of() {
    let text = |share: &str| {
        format!(
            "青禾区水务局2023年度部门决算\n\n财政拨款收入900.00万元，占90%，其中：一般公共预算财政拨款收入850.00万元，占财政拨款收入的94.44%，\
             政府性基金预算财政拨款收入50.00万元，占财政拨款收入的{share}%；其他收入100.00万元，占10%。\n"
        )
    };
    assert_quiet(&text("5.56"));
    assert_eq!(found(&text("6.56")).len(), 1);
}

#[test]
fn what_a_budget_was_says_nothing_of_what_basic_spending_came_to() {
    let text = "青禾区财政局2023年度部门决算

一般公共预算财政拨款基本支出决算表

单位：万元

| 经济分类科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
|---|---|---|---|---|
| 合计 |  | 300.00 | 200.00 | 100.00 |
| 301 | 工资福利支出 | 200.00 | 200.00 |  |
| 302 | 商品和服务支出 | 100.00 |  | 100.00 |

2023年度机关运行经费支出预算111.00万元，支出决算100.00万

<!-- page 14 -->

元，完成预算的90.09%。
";
    assert_quiet(text);
}

#[test]
fn a_statement_without_its_unit_may_print_what_the_text_says() {
    let text = |spent: &str| {
        format!(
            "收入支出决算总表

| 收入 |  | 支出 |  |
|---|---|---|---|
| 项目 | 决算数 | 项目 | 决算数 |
| 一、一般公共预算财政拨款收入 | 327.00 | 一、一般公共服务支出 | 297.00 |
| 二、其他收入 | 20.00 | 二、住房保障支出 | 50.00 |
| 本年收入合计 | 347.00 | 本年支出合计 | 347.00 |
| 总计 | 347.00 | 总计 | 347.00 |

财政拨款收入支出决算总表

单位：万元

| 收入 |  | 支出 |  |  |
|---|---|---|---|---|
| 项目 | 决算数 | 项目 | 合计 | 一般公共预算财政拨款 |
| 一、一般公共预算财政拨款 | 327.00 | 一、一般公共服务支出 | 277.00 | 277.00 |
|  |  | 二、住房保障支出 | 50.00 | 50.00 |
| 本年收入合计 | 327.00 | 本年支出合计 | 327.00 | 327.00 |
| 总计 | 327.00 | 总计 | 327.00 | 327.00 |

1.一般公共服务支出（类）{spent}万元，主要用于履职。
"
        )
    };
    assert_quiet(&text("297.00"));
    assert_quiet(&text("277.00"));
    assert_eq!(found(&text("207.00")).len(), 1);
}
