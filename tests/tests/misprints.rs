//! A figure of a statement that cannot be read takes nothing from the others: its column is one of amounts still, what
//! needs it is not checked, and the slip itself is said.

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
    fix::applied,
};
use budget_tests::said::assert_quiet;

/// The three public expenses of a department with two units, one figure as given.
fn expenses(cell: &str) -> String {
    format!(
        "青禾区水务局2025年部门预算

一般公共预算“三公”经费支出表

单位：元

| 单位名称 | 合计 | 因公出国（境）费 | 公务用车运行费 | 公务接待费 |
|---|---|---|---|---|
| 合计 | 414,400.00 | 0.00 | 131,400.00 | 283,000.00 |
| 青禾区水务局本级 | 207,200.00 | 0.00 | 65,700.00 | {cell} |
| 青禾区河道管理所 | 207,200.00 | 0.00 | 65,700.00 | 141,500.00 |
"
    )
}

/// All that is said, with the severity of each, the text that it is said of, and the first fix.
fn said(text: &str) -> Vec<(&'static str, Severity, String, Option<String>)> {
    let analysis = Analysis::new(text, Options::default());
    let all = analysis.findings().map(|(line, finding)| {
        let of = finding.span.of(&analysis.document().text().line(line)).to_owned();
        let fix = analysis.fixes(line, finding).first().map(|fix| applied(text, &fix.edits));
        (finding.rule.id, finding.severity, of, fix)
    });
    all.collect()
}

#[test]
fn a_misprint_is_said_and_mended_and_nothing_else_is_said() {
    let right = expenses("141,500.00");
    assert_quiet(&right);
    let wrong = [
        ("141，500。00", "amount-syntax", Severity::Error),
        ("141,5OO.00", "amount-syntax", Severity::Error),
        ("141'500.00", "amount-syntax", Severity::Error),
        ("141, 500.00", "amount-syntax", Severity::Information),
        ("141,500.00。", "amount-syntax", Severity::Information),
        ("1,41,500.00", "amount-grouping", Severity::Warning),
    ];
    for (cell, rule, severity) in wrong {
        let said = said(&expenses(cell));
        let [(of_rule, of_severity, of, Some(mended))] = &*said else { panic!("{cell}: {said:#?}") };
        assert_eq!((*of_rule, *of_severity, &**of), (rule, severity, cell));
        assert!(mended.replace('，', ",") == right, "{cell}: {mended}");
    }
}

#[test]
fn what_needs_the_figure_is_not_checked_and_what_does_not_is() {
    let slip = expenses("141, 500.00")
        .replace("| 207,200.00 | 0.00 | 65,700.00 | 141,500.00 |", "| 207,200.00 | 0.00 | 65,700.00 | 141,600.00 |");
    let said = said(&slip);
    let loud: Vec<_> = said.iter().filter(|(_, severity, ..)| *severity <= Severity::Warning).collect();
    assert!(matches!(&*loud, [("row-sum", _, of, _)] if of == "207,200.00"), "{loud:#?}");
}

#[test]
fn a_column_of_words_is_none_of_amounts() {
    for cell in ["待定", "见附表", "1-3月", "3.2.1"] {
        assert_quiet(&expenses(cell));
    }
}
