//! What is said of a document, and what the first fix makes of it.

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
    fix::applied,
};

/// The errors and warnings, each behind the name of its rule.
pub fn found(text: &str) -> Vec<String> {
    let analysis = Analysis::new(text, Options::default());
    let loud = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
    loud.map(|(_, finding)| format!("{}: {}", finding.rule.id, finding.message)).collect()
}

/// Nothing is said of it.
#[track_caller]
pub fn assert_quiet(text: &str) {
    assert_eq!(found(text), [] as [String; 0], "{text}");
}

/// The one thing that is said of a document in which the first `right` is `wrong`, and what the first fix makes of
/// that, of which nothing is said.
#[track_caller]
pub fn slipped(text: &str, right: &str, wrong: &str) -> (String, String) {
    assert!(text.contains(right), "{right} is not in {text}");
    let slip = text.replacen(right, wrong, 1);
    let all = found(&slip);
    let [said] = &*all else { panic!("{right} → {wrong}: {all:#?}\n{slip}") };
    let analysis = Analysis::new(&slip, Options::default());
    let (line, finding) =
        analysis.findings().find(|(_, finding)| finding.severity <= Severity::Warning).expect("found");
    let fixes = analysis.fixes(line, finding);
    let mended = fixes.first().map(|fix| applied(&slip, &fix.edits)).unwrap_or_default();
    assert_quiet(&mended);
    (said.clone(), mended)
}

/// Nothing is said of a document, and where the first `right` in it is `wrong`, the first fix puts back what was there.
#[track_caller]
pub fn assert_mended(text: &str, right: &str, wrong: &str) {
    assert_quiet(text);
    assert_eq!(slipped(text, right, wrong).1, text, "{right} → {wrong}");
}

/// The same of each of several slips, one at a time.
#[track_caller]
pub fn assert_each_mended(text: &str, slips: &[(&str, &str)]) {
    for (right, wrong) in slips {
        assert_mended(text, right, wrong);
    }
}

/// Nothing is said of a document, and something of it with each of several slips, one at a time.
#[track_caller]
pub fn assert_each_found(text: &str, slips: &[(&str, &str)]) {
    assert_quiet(text);
    for (right, wrong) in slips {
        assert!(text.contains(right), "{right} is not in {text}");
        assert!(!found(&text.replacen(right, wrong, 1)).is_empty(), "{right} → {wrong}");
    }
}
