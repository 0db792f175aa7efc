//! Tables of the three public expenses (“三公”经费): a total that is called after them is theirs alone, whatever else
//! stands beside.

use budget_tests::said::{assert_each_found, assert_each_mended, assert_quiet};

/// A table of the three public expenses.
fn public_expenses(header: &str, below: &str, row: &str) -> String {
    let delimiter = "|---".repeat(header.matches('|').count() - 1);
    let below = if below.is_empty() { String::new() } else { format!("{below}\n") };
    format!("# 临江县审计局2026年部门预算\n\n“三公”经费预算表\n\n单位：万元\n\n{header}\n{delimiter}|\n{below}{row}\n")
}

/// Whatever stands beside the three public expenses, their total is that of the three.
#[test]
fn a_total_of_the_three_public_expenses_by_name() {
    let vehicles = "公务用车购置及运行费";
    for total in ["“三公”经费合计", "三公经费合计", "“三公”经费预算数", "“三公”经费支出合计", "“三公”经费"]
    {
        let text = public_expenses(
            &format!("| {total} | 因公出国（境）费 | 公务接待费 | {vehicles} | | | 会议费 | 培训费 | 机关运行经费 |"),
            "| | | | 小计 | 公务用车购置费 | 公务用车运行费 | | | |",
            "| 27.00 | 5.00 | 10.00 | 12.00 | 4.00 | 8.00 | 6.00 | 3.00 | 86.00 |",
        );
        assert_each_mended(&text, &[("27.00", "72.00"), ("12.00", "21.00")]);
        assert_each_found(&text, &[("| 5.00", "| 15.00"), ("10.00", "1.00"), ("8.00", "6.00")]);
        assert_quiet(&text.replace("6.00 | 3.00", "16.00 | 13.00"));
        let flat = public_expenses(
            &format!("| {total} | 公务接待费 | 公务用车购置费 | 公务用车运行维护费 | 因公出国（境）费用 | 会议费 |"),
            "",
            "| 27.00 | 10.00 | 4.00 | 8.00 | 5.00 | 6.00 |",
        );
        assert_each_mended(&flat, &[("27.00", "72.00")]);
        let within = public_expenses(
            &format!("| 单位名称 | {total} | 因公出国（境）费 | {vehicles} | 其中：公务用车购置费 | 公务接待费 |"),
            "",
            "| 临江县审计局 | 27.00 | 5.00 | 12.00 | 4.00 | 10.00 |",
        );
        assert_each_mended(&within, &[("27.00", "72.00")]);
    }
}

/// Where one of the three is not told, or stands twice, or something else is part of the total, nothing is said.
#[test]
fn a_total_of_other_than_the_three_public_expenses() {
    for header in [
        "| “三公”经费合计 | 公务接待费 | 公务用车购置及运行费 | 会议费 |",
        "| “三公”经费和会议费合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行费 |",
        "| “三公”经费合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置费 |",
        "| 上年“三公”经费合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行费 |",
    ] {
        assert_quiet(&public_expenses(header, "", "| 27.00 | 5.00 | 3.00 | 8.00 |"));
    }
}

/// Of a table with what else is spent the total is no figure of the three alone.
#[test]
fn a_total_with_meetings_beside_that_of_the_three() {
    let text = public_expenses(
        "| 单位名称 | 合计 | “三公”经费小计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行费 | 会议费 | 培训费 |",
        "| 临江县审计局 | 36.00 | 27.00 | 5.00 | 10.00 | 12.00 | 6.00 | 3.00 |",
        "| 临江县审计中心 | 4.00 | 2.00 | | 1.00 | 1.00 | 1.00 | 1.00 |\n| 合计 | 40.00 | 29.00 | 5.00 | 11.00 | 13.00 | 7.00 | 4.00 |",
    );
    assert_quiet(&text);
    assert_each_found(&text, &[("29.00", "92.00"), ("27.00", "72.00"), ("10.00", "1.00")]);
}
