//! Final accounts print beside what was spent what was budgeted: the text says both, and how much of the budget that
//! is.

use budget_tests::said::{assert_mended, assert_quiet, found, slipped};

const TABLE: &str = "青禾区水务局2024年度部门决算

财政拨款“三公”经费支出决算表

单位：万元

| 合计 | | 因公出国（境）费 | | 公务用车购置及运行费 | | | | | | 公务接待费 | |
|---|---|---|---|---|---|---|---|---|---|---|---|
|  |  |  |  | 小计 | | 公务用车购置费 | | 公务用车运行费 | | | |
| 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 |
| 12.85 | 8.39 | 3.00 | 2.50 | 7.00 | 5.50 | 0.00 | 0.00 | 7.00 | 5.50 | 2.85 | 0.39 |
";

fn with(text: &str) -> String {
    format!("{TABLE}\n{text}\n")
}

/// Each budget stands in the text.
fn all() -> String {
    with(
        "“三公”经费财政拨款支出预算为12.85万元，支出决算为8.39万元，完成预算的65.29%，其中：因公出国（境）费支出预算为3.00万元，支出决算为2.50万元，\
         完成预算的83.33%；公务用车购置及运行费支出预算为7.00万元，支出决算为5.50万元，完成预算的78.57%；公务接待费支出预算为2.85万元，支出决算为0.39万元，\
         完成预算的13.68%。",
    )
}

/// Only that of all of them does.
fn shares(budget: &str, percent: &str) -> String {
    with(&format!(
        "“三公”经费财政拨款支出年初预算为{budget}万元，支出决算为8.39万元，完成预算的{percent}%，其中：因公出国（境）费支出决算为2.50万元，完成预算的83.33%；\
         公务用车购置及运行费支出决算为5.50万元，完成预算的78.57%；公务接待费支出决算为0.39万元，完成预算的13.68%。",
    ))
}

#[test]
fn a_budget_in_the_text_is_that_of_the_statement() {
    for (right, wrong) in [("预算为12.85", "预算为12.58"), ("预算为3.00", "预算为8.00"), ("预算为2.85", "预算为2.35")]
    {
        assert_mended(&all(), right, wrong);
        let adjusted = all().replace("支出预算为", "支出全年预算数为");
        assert_mended(&adjusted, &right.replace('为', "数为"), &wrong.replace('为', "数为"));
    }
    let (said, _) = slipped(&all(), "预算为3.00", "预算为8.00");
    assert_eq!(
        said,
        "prose-figure: “因公出国（境）费预算数”8.00万元，“‘三公’经费和机关运行经费表”中为 3.00万元（3.00），差 5.00万元"
    );
}

#[test]
fn the_text_tells_which_budget_of_the_statement_is_wrong() {
    for (right, wrong) in [("| 12.85 |", "| 17.85 |"), ("| 3.00 |", "| 8.00 |"), ("| 2.85 |", "| 2.35 |")] {
        assert_mended(&all(), right, wrong);
    }
    let (said, _) = slipped(&all(), "| 2.85 |", "| 2.35 |");
    assert_eq!(said, "row-sum: “公务接待费”预算数 2.35，按相关的合计应为 2.85，差 −0.50");
}

#[test]
fn how_much_of_a_budget_was_spent_is_held_against_the_statement() {
    let text = shares("12.85", "65.29");
    for (right, wrong) in [("83.33", "88.33"), ("78.57", "75.87"), ("13.68", "18.63"), ("预算为12.85", "预算为12.58")]
    {
        assert_mended(&text, right, wrong);
    }
    assert_eq!(slipped(&text, "13.68", "18.63").0, "prose-change: 0.39万元 是预算的 13.68%，这里写 18.63%");
}

/// 预算数 is what the budget came to in the year; what was approved before may be another figure.
#[test]
fn a_budget_that_was_changed_in_the_year_is_another_one() {
    assert_quiet(&shares("15.00", "55.93"));
    assert_quiet(&all().replace("支出预算为12.85", "支出年初预算为15.00").replace("65.29", "55.93"));
    // Where the statement prints both, it is known which is meant.
    let both = "青禾区水务局2024年度部门决算\n\n“三公”经费支出决算表\n\n单位：万元\n\n| 公务接待费 | | |\n|---|---|---|\n| 年初预算数 | 全年预算数 | 决算数 |\n| 2.85 | 1.85 | 0.39 |\n\n\
                公务接待费年初预算为3.85万元，支出决算为0.39万元。\n";
    assert_quiet(both);
    let approved = both
        .replace(" 全年预算数 |", "")
        .replace(" 1.85 |", "")
        .replace("| | |", "| |")
        .replace("---|---|---", "---|---");
    assert_eq!(
        found(&approved),
        ["prose-figure: “公务接待费预算数”3.85万元，“‘三公’经费和机关运行经费表”中为 2.85万元（2.85），差 1.00万元"]
    );
}

/// The columns say it where the title does not.
#[test]
fn a_table_of_both_need_not_be_called_one_of_final_accounts() {
    for text in [all(), shares("12.85", "65.29")] {
        assert_quiet(&text.replace("“三公”经费支出决算表", "“三公”经费支出情况表"));
    }
}

/// A budget says nothing of what was spent the year before.
#[test]
fn the_completion_of_last_years_budget_is_none_of_this_one() {
    assert_quiet(
        "# 青禾区水务局2026年部门预算\n\n“三公”经费预算表\n\n单位：万元\n\n| 公务接待费 |\n|---|\n| 2.85 |\n\n2025年公务接待费支出决算为0.39万元，完成预算的45.00%。\n",
    );
}
