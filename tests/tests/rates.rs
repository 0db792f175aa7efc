//! Columns of percentages: what they are of, the rows tell, and the one that is not is said.

use budget_tests::{
    national::ROWS,
    said::{assert_mended, assert_quiet, found, slipped},
};

fn with(header: &str, rows: &[&str]) -> String {
    let count = header.lines().next().unwrap_or_default().matches('|').count() - 1;
    let (first, rest) = header.split_once('\n').unwrap_or((header, ""));
    let rest = if rest.is_empty() { String::new() } else { format!("\n{rest}") };
    format!(
        "青禾区审计局2026年部门预算\n\n一般公共预算支出表\n\n单位：万元\n\n{first}\n{}|{rest}\n{}\n",
        "|---".repeat(count),
        rows.join("\n")
    )
}

const NATIONAL: &str = "| 科目编码 | 科目名称 | 2025年执行数 | 2026年预算数 | | | 2026年预算数比2025年执行数 | |
| | | | 小计 | 基本支出 | 项目支出 | 增减额 | 增减% |";

#[test]
fn each_rate_of_growth_alone_is_found_and_mended() {
    let text = with(NATIONAL, &ROWS);
    assert_mended(&text, "10.53", "15.03");
    assert_mended(&text, "3.70 |", "7.30 |");
    assert_mended(&text, "5.19", "9.15");
    assert_eq!(slipped(&text, "5.19", "9.15").0, "row-rate: “合计”增减% 9.15，从 770.00 到 810.00 是 5.19");
    // With its sign in each cell.
    let signed = text.replace(".69 |", ".69% |").replace("10.53 |", "10.53% |").replace("3.70 |", "3.70% |");
    let signed = signed.replace("-8.33 |", "-8.33% |").replace("5.19 |", "5.19% |");
    assert_mended(&signed, "10.53%", "15.03%");
}

/// What is wrong besides is said once, and the percentage of what was meant is right.
#[test]
fn an_amount_that_is_wrong_is_not_said_of_its_percentage() {
    let text = with(NATIONAL, &ROWS);
    for (right, wrong) in [("380.00 |", "830.00 |"), ("| 420.00", "| 240.00"), ("| 40.00 | 10", "| 44.00 | 10")] {
        assert_mended(&text, right, wrong);
    }
}

/// From nothing, up to nothing, without a sign, and cut off.
#[test]
fn percentages_that_say_nothing_or_are_right() {
    let mut rows = ROWS.to_vec();
    rows[5] = "| 21011 | 行政事业单位医疗 | 120.00 | 110.00 | 110.00 | | -10.00 | 8.33 |";
    assert_quiet(&with(NATIONAL, &rows));
    rows[5] = "| 21011 | 行政事业单位医疗 | 120.00 | 110.00 | 110.00 | | -10.00 | — |";
    assert_quiet(&with(NATIONAL, &rows));
    rows[0] = "| 208 | 社会保障和就业支出 | 650.00 | 700.00 | 400.00 | 300.00 | 50.00 | 7.7 |";
    rows[3] = "| 2080506 | 机关事业单位职业年金缴费支出 | 270.00 | 280.00 | | 280.00 | 10.00 | 3.7 |";
    assert_quiet(&with(NATIONAL, &rows));
    // Of a new item all is new, and some write 100.
    let new = [
        "| 229 | 其他支出 | | 5.00 | | 5.00 | 5.00 | 100.00 |",
        "| 230 | 转移性支出 | 0.00 | 5.00 | | 5.00 | 5.00 | |",
    ];
    let mut rows = ROWS.to_vec();
    rows.splice(7.., new);
    assert_quiet(&with(NATIONAL, &rows));
}

#[test]
fn shares_and_completions_are_rates_as_well() {
    let header = "| 科目编码 | 科目名称 | 年初预算数 | 决算数 | 完成率 |";
    let rows = [
        "| 208 | 社会保障和就业支出 | 650.00 | 600.00 | 92.31% |",
        "| 20805 | 行政事业单位养老支出 | 650.00 | 600.00 | 92.31% |",
        "| 2080505 | 机关事业单位基本养老保险缴费支出 | 380.00 | 370.00 | 97.37% |",
        "| 2080506 | 机关事业单位职业年金缴费支出 | 270.00 | 230.00 | 85.19% |",
        "| 合计 | | 650.00 | 600.00 | 92.31% |",
    ];
    let text = with(header, &rows).replace("2026年部门预算", "2025年部门决算");
    let text = text.replace("一般公共预算支出表", "一般公共预算财政拨款支出决算表");
    assert_mended(&text, "97.37", "79.37");
    assert_eq!(
        slipped(&text, "97.37", "79.37").0,
        "row-rate: “2080505 机关事业单位基本养老保险缴费支出”完成率 79.37%，370.00 是 380.00 的 97.37%"
    );
}

/// What too few rows bear out may be a rate of something else.
#[test]
fn a_column_that_the_rows_do_not_explain_is_left_alone() {
    let other = with(NATIONAL, &ROWS).replace("7.69", "12.00").replace("10.53", "9.00").replace("8.33", "4.00");
    assert_quiet(&other);
    let two = [
        "| 208 | 社会保障和就业支出 | 650.00 | 700.00 | 400.00 | 300.00 | 50.00 | 7.69 |",
        "| 210 | 卫生健康支出 | 120.00 | 110.00 | 110.00 | | -10.00 | -9.33 |",
        "| 合计 | | 770.00 | 810.00 | 510.00 | 300.00 | 40.00 | 5.19 |",
    ];
    assert_eq!(found(&with(NATIONAL, &two)), [] as [String; 0]);
}
