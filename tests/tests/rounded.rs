//! Statements whose figures were rounded one by one, so that a few sums are off in their last place: a slip among them
//! is found as one, and mended.

use budget_tests::said::{assert_quiet, slipped};

const ACCOUNTS: &str = "青禾区水务局2025年度部门决算

收入支出决算总表

单位：万元

| 收入 | | 支出 | |
|---|---|---|---|
| 项目 | 决算数 | 项目 | 决算数 |
| 一、一般公共预算财政拨款收入 | 30.15 | 一、一般公共服务支出 | 10.08 |
|  |  | 二、社会保障和就业支出 | 20.07 |
| 本年收入合计 | 30.15 | 本年支出合计 | 30.15 |
| 总计 | 30.15 | 总计 | 30.15 |

支出决算表

单位：万元

| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 201 | 一般公共服务支出 | 10.08 | 7.06 | 3.01 |
| 20103 | 政府办公厅（室）及相关机构事务 | 5.03 | 2.02 | 3.01 |
| 20106 | 财政事务 | 5.04 | 5.04 | |
| 208 | 社会保障和就业支出 | 20.06 | 20.06 | |
| 20805 | 行政事业单位养老支出 | 20.06 | 20.06 | |
| | 合计 | 30.15 | 27.13 | 3.01 |
";

#[test]
fn a_slip_among_sums_that_are_off_by_rounding_is_one_finding() {
    assert_quiet(ACCOUNTS);
    for (right, wrong) in [
        ("支出 | 20.06 | 20.06 | |\n| 20805", "支出 | 26.06 | 20.06 | |\n| 20805"),
        ("支出 | 10.08 | 7.06", "支出 | 70.08 | 7.06"),
        ("合计 | 30.15 | 27.13", "合计 | 36.15 | 27.13"),
        ("27.13", "57.13"),
        // The line of 收支总表 prints one more in the last place.
        ("二、社会保障和就业支出 | 20.07", "二、社会保障和就业支出 | 50.07"),
    ] {
        // What is a last place off as well is not told from what was printed.
        let (said, mended) = slipped(ACCOUNTS, right, wrong);
        let off = mended.bytes().zip(ACCOUNTS.bytes()).filter(|(own, other)| own != other).count();
        assert!(mended.len() == ACCOUNTS.len() && off <= 1, "{right} → {wrong}: {said}\n{mended}");
    }
}
