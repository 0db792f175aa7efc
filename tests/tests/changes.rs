//! Columns that print what a figure went up or down by since the year before: 2026年预算数 is 2025年执行数 and 增减额, where the
//! rows bear it out.

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
    fix::applied,
};
use budget_tests::{national::ROWS, said::found};

fn with(rows: &[&str]) -> String {
    format!(
        "青禾区审计局2026年部门预算\n\n一般公共预算支出表\n\n单位：万元\n\n\
         | 科目编码 | 科目名称 | 2025年执行数 | 2026年预算数 | | | 2026年预算数比2025年执行数 | |\n|---|---|---|---|---|---|---|---|\n\
         | | | | 小计 | 基本支出 | 项目支出 | 增减额 | 增减% |\n{}\n",
        rows.join("\n")
    )
}

/// Each figure alone is found where it is another one, and the first fix puts it back.
#[test]
fn a_change_and_the_years_vouch_for_each_other() {
    let text = with(&ROWS);
    assert_eq!(found(&text), [] as [String; 0]);
    let body = text.find("| 208 |").expect("rows");
    let figures: Vec<usize> = text.match_indices(".00").map(|(at, _)| at).filter(|at| *at > body).collect();
    assert_eq!(figures.len(), 36);
    for at in figures {
        let mut slip = text.clone();
        let digit = if text[..at].ends_with('7') { "4" } else { "7" };
        slip.replace_range(at - 1..at, digit);
        let analysis = Analysis::new(&slip, Options::default());
        let first = analysis.findings().find(|(_, finding)| finding.severity <= Severity::Warning);
        let (line, finding) = first.unwrap_or_else(|| panic!("{slip}"));
        let fixes = analysis.fixes(line, finding);
        let mended = fixes.first().map(|fix| applied(&slip, &fix.edits));
        assert_eq!(mended.as_deref(), Some(&*text), "{}", finding.message);
    }
}

#[test]
fn what_does_not_add_up_is_said_with_the_names_of_its_columns() {
    let mut rows = ROWS;
    rows[3] = "| 2080506 | 机关事业单位职业年金缴费支出 | 270.00 | 280.00 | | 280.00 | 18.00 | 3.70 |";
    let text = with(&rows);
    let analysis = Analysis::new(&text, Options::default());
    let (_, finding) = analysis.findings().next().expect("a finding");
    assert_eq!(
        finding.related.first().map(|related| related.message.as_str()),
        Some("“2080506 机关事业单位职业年金缴费支出”小计 280.00，2025年执行数与增减额相加 288.00，差 −8.00")
    );
}

/// The three expenses of two years, with blanks where nothing changed.
#[test]
fn the_three_expenses_of_two_years() {
    let text = |reception: &str| {
        format!(
            "青禾区审计局2026年部门预算\n\n“三公”经费预算财政拨款情况统计表\n\n单位：万元\n\n\
             | 项目 | 2025年预算数 | 2026年预算数 | 比上年增、减情况 | |\n|---|---|---|---|---|\n| | | | 增、减金额 | 增、减幅度 |\n\
             | 合计 | 18.15 | 22.15 | 4.00 | 22% |\n| 1.因公出国（境）费 | | | | |\n| 2.公务接待费 | 3.00 | 7.00 | {reception} | 133% |\n\
             | 3.公务用车购置及运行费 | 15.15 | 15.15 | | |\n| 其中：（1）公务用车购置费 | | | | |\n\
             | （2）公务用车运行费 | 15.15 | 15.15 | 0 | 0 |\n"
        )
    };
    assert_eq!(found(&text("4.00")), [] as [String; 0]);
    assert!(!found(&text("8.00")).is_empty());
}

/// What is compared with a year that is not printed, in columns that only seem to be it, or in rows that agree by
/// chance, is not told.
#[test]
fn a_change_from_what_is_not_printed_is_not_told() {
    // Against the budget of the year before, where its outturn is printed.
    let rows = ROWS.map(|row| {
        let mut cells: Vec<&str> = row.split(" | ").collect();
        let change = cells.len() - 2;
        cells[change] = ["1.00", "-3.00", "2.50", "7.25", "4.00", "9.00", "-6.00", "1.75"][row.len() % 8];
        cells.join(" | ")
    });
    let said = found(&with(&rows.each_ref().map(String::as_str)));
    assert!(said.iter().all(|one| !one.starts_with("row-sum")), "{said:?}");
}
