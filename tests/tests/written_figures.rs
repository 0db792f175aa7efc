//! What fixes of a department's figures write: in the unit that a cell has, and nothing below zero where nothing is.

use budget_lsp::{
    analysis::{Analysis, Options},
    fix::applied,
};
use budget_tests::said::{found, slipped};

const INCOME: &str = "青禾区文化局2026年部门预算

收支总表

单位：万元

| 收入 | | 支出 | |
|---|---|---|---|
| 项目 | 预算数 | 项目 | 预算数 |
| 一、财政拨款收入 | 300,000元 | 一、教育支出 | 80.00 |
| 二、事业收入 | 50.00 | | |
| 收入总计 | 80.00 | 支出总计 | 80.00 |

财政拨款收支总表

单位：万元

| 收入 | | 支出 | | |
|---|---|---|---|---|
| 项目 | 预算数 | 项目 | 合计 | 一般公共预算 |
| 一、一般公共预算拨款 | 30.00 | 一、教育支出 | 30.00 | 30.00 |
| 收入总计 | 30.00 | 支出总计 | 30.00 | 30.00 |
";

#[test]
fn a_cell_with_a_unit_of_its_own_is_mended_in_that_unit() {
    let (_, mended) = slipped(INCOME, "300,000元", "310,000元");
    assert_eq!(mended, INCOME);
}

const EXPENSES: &str = "青禾区文化局2026年部门预算

一般公共预算“三公”经费支出表

单位：万元

| 合计 | 因公出国（境）费 | 公务用车购置及运行费 | | | 公务接待费 |
|---|---|---|---|---|---|
| | | 小计 | 购置费 | 运行费 | |
| 16.00 | 0.00 | 12.40 | 0.00 | 12.40 | 3.60 |
";

#[test]
fn no_fix_makes_money_negative_where_none_is() {
    let text = EXPENSES.replace("| 0.00 | 12.40 | 3.60 |", "| 0.00 | 13.40 | 3.60 |");
    let analysis = Analysis::new(&text, Options::default());
    let fixes: Vec<_> = analysis.findings().flat_map(|(line, finding)| analysis.fixes(line, finding)).collect();
    assert!(!found(&text).is_empty() && !fixes.is_empty());
    for fix in fixes {
        let mended = applied(&text, &fix.edits);
        assert!(!mended.contains("−") && !mended.contains("| -1"), "{}: {mended}", fix.title);
    }
}

#[test]
fn a_letter_for_a_digit_is_no_amount_in_other_tables_either() {
    let (said, mended) = slipped(EXPENSES, "| 3.60 |", "| 3.6O |");
    assert_eq!(said, "amount-syntax: “3.6O”不是金额：数字中有字母；应为 3.60？");
    assert_eq!(mended, EXPENSES);
    for word in ["见附表", "A1", "3.60（含培训费）", "2025.1.2"] {
        let text = EXPENSES.replace("| 3.60 |", &format!("| {word} |"));
        assert!(!found(&text).iter().any(|said| said.contains("amount-syntax")), "{word}: {:?}", found(&text));
    }
}
