//! Budgets that are being drafted: what is still to be filled in is no zero, and what somebody has just entered is not
//! to be erased.

use budget_tests::said::{assert_quiet, found, slipped};

const NEW_ROW: &str = "青禾区水务局2025年部门预算

支出总表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 213 | 农林水支出 | 200.00 | 100.00 | 100.00 |
| 21303 | 水利 | 200.00 | 100.00 | 100.00 |
| 2130301 | 行政运行 | 100.00 | 100.00 |  |
| 2130306 | 水利工程运行与维护 | 100.00 |  | 100.00 |
| 2130314 | 防汛 | 50.00 |  |  |
| 合计 |  | 200.00 | 100.00 | 100.00 |
";

#[test]
fn a_new_row_is_not_to_be_erased() {
    let found = found(NEW_ROW);
    assert!(found.iter().any(|said| said.contains("“21303 水利”合计 200.00，3 个下级科目相加 250.00")), "{found:?}");
    assert!(!found.iter().any(|said| said.contains("应为 0.00")), "{found:?}");
}

/// A budget in which a fund of 100.00 stands in one table, and its own table is blank, with some text below it.
fn blank_fund(note: &str) -> String {
    format!(
        "青禾区水务局2025年部门预算

财政拨款收支总表

单位：万元

| 收入 |  | 支出 |  |  |  |
|---|---|---|---|---|---|
| 项目 | 预算数 | 项目 | 合计 | 一般公共预算 | 政府性基金预算 |
| 一、一般公共预算拨款 | 200.00 | 一、农林水支出 | 200.00 | 200.00 |  |
| 二、政府性基金预算拨款 | 100.00 | 二、城乡社区支出 | 100.00 |  | 100.00 |
| 收入总计 | 300.00 | 支出总计 | 300.00 | 200.00 | 100.00 |

政府性基金预算支出表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 合计 |  |  |  |  |

{note}
"
    )
}

#[test]
fn a_blank_table_contradicts_nothing_unless_it_says_that_it_is_empty() {
    assert_quiet(&blank_fund(""));
    let found = found(&blank_fund("注：本部门2025年没有政府性基金预算安排的支出，故本表为空表。"));
    assert!(found.iter().any(|said| said.contains("100.00")), "{found:?}");
}

const LISTED: &str = "青禾区水务局2025年部门预算

支出总表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 208 | 社会保障和就业支出 | 144.60 | 144.60 |  |
| 20805 | 行政事业单位养老支出 | 144.60 | 144.60 |  |
| 2080505 | 机关事业单位基本养老保险缴费支出 | 96.40 | 96.40 |  |
| 2080506 | 机关事业单位职业年金缴费支出 | 48.20 | 48.20 |  |
| 合计 |  | 144.60 | 144.60 |  |
";

#[test]
fn the_only_row_that_is_not_filled_in_is_told_and_filled_in() {
    let (said, mended) = slipped(LISTED, "| 48.20 | 48.20 |", "|  |  |");
    assert!(said.contains("“2080506 机关事业单位职业年金缴费支出”合计没有填，按相关的合计应为 48.20"), "{said}");
    assert_eq!(mended, LISTED);
}

#[test]
fn of_several_rows_that_are_not_filled_in_none_is_accused() {
    let text = LISTED
        .replace("| 48.20 | 48.20 |", "|  |  |")
        .replace("\n| 合计 |  |", "\n| 2080599 | 其他行政事业单位养老支出 |  |  |  |\n| 合计 |  |");
    let [said] = &*found(&text) else { panic!("{text}") };
    assert!(said.contains("“20805 行政事业单位养老支出”合计 144.60，1 个下级科目相加 96.40，差 48.20"), "{said}");
}

#[test]
fn what_is_not_filled_in_is_not_said_to_be_zero() {
    let text = blank_fund("")
        .replace("| 合计 |  |  |  |  |", "| 212 | 城乡社区支出 | 90.00 |  | 90.00 |\n| 合计 |  | 90.00 |  | 90.00 |");
    let text = text.replace("| 二、城乡社区支出 | 100.00 |  | 100.00 |", "| 二、城乡社区支出 |  |  |  |");
    let found = found(&text);
    assert!(found.iter().any(|said| said.contains("没有填")), "{found:?}");
    assert!(!found.iter().any(|said| said.contains(" 0.00")), "{found:?}");
}

#[test]
fn the_only_project_without_an_amount_is_told_and_filled_in() {
    let text = "# 项目支出绩效目标表

单位：万元

| 项目名称（资金使用单位） | 总计 | 财政拨款 | 其他资金 | 绩效目标 |
|---|---|---|---|---|
| 合计 | 125.50 | 125.50 |  |  |
| 青禾区水务局 | 125.50 | 125.50 |  |  |
| 防汛物资储备 | 85.50 | 85.50 |  | 备足物资。 |
| 山洪灾害防治监测 | 40.00 | 40.00 |  | 建成站点。 |
";
    let (said, mended) = slipped(text, "| 40.00 | 40.00 |", "|  |  |");
    assert!(said.contains("差 40.00（总计、财政拨款各列相同）；“山洪灾害防治监测”没有填金额"), "{said}");
    assert_eq!(mended, text);
}
