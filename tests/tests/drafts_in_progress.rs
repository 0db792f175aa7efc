//! Budgets that are being drafted: what is still to be filled in is no zero, and what somebody has just entered is not to be erased.

use budget_tests::said::{assert_quiet, found};

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
