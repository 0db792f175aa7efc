//! The invented documents of this project and, where they are at hand, real ones: everything that is to be found in
//! them is found, and nothing else.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use budget_grammar::{Span, name::fold};
use budget_lsp::{
    analysis::{Analysis, Options},
    features::actions::fix_all,
    finding::{Finding, Severity},
    fix::applied,
};
use budget_tests::page::Marker;
use serde::Deserialize;

/// Names the folder of real documents, where it is not `../shared` beside the workspace.
const SHARED: &str = "BUDGET_SHARED";

/// What `X.expected.toml` says of `X.md`; tests/corpus/README.md explains the keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    #[serde(default, rename = "finding")]
    findings: Vec<ExpectedFinding>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFinding {
    line: usize,
    rule: String,
    severity: String,
    text: String,
    #[serde(default = "first")]
    nth: usize,
    #[expect(dead_code, reason = "for the reader of the file")]
    why: String,
    #[expect(dead_code, reason = "for the reader of the file")]
    cause: Option<String>,
}

fn first() -> usize {
    1
}

impl ExpectedFinding {
    /// Whether `finding`, in that line (from 1), is this one.
    fn is(&self, line: usize, finding: &Finding, text: &str) -> bool {
        let Some((start, _)) = text.match_indices(&self.text).nth(self.nth - 1) else { return false };
        let end = start + self.text.len();
        let Span { start: from, end: to } = finding.span;
        let (from, to) = (from as usize, to as usize);
        let covers = from <= start && end <= to;
        let touches = to == start || from == end;
        (line, finding.rule.id, finding.severity.name()) == (self.line, &*self.rule, &*self.severity)
            && (covers || touches)
    }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The documents of a folder, by name; none where there is no such folder.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let is_document = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "md")
            && path.file_stem().is_some_and(|stem| stem != "README")
    };
    let mut documents: Vec<PathBuf> = paths.filter(is_document).collect();
    documents.sort();
    documents
}

fn shared(folder: &str) -> PathBuf {
    let root = env::var_os(SHARED).map_or_else(|| workspace().join("../shared"), PathBuf::from);
    root.join("corpus").join(folder)
}

fn analysis(path: &Path) -> Analysis {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Analysis::new(&text, Options::default())
}

/// What is found, hints aside, with its line from 1.
fn found(analysis: &Analysis) -> Vec<(usize, &Finding)> {
    let findings = analysis.findings().filter(|(_, finding)| finding.severity < Severity::Hint);
    findings.map(|(line, finding)| (line + 1, finding)).collect()
}

/// A finding for a reader: its line, and the marker that a page would have.
fn shown(analysis: &Analysis, line: usize, finding: &Finding) -> String {
    format!("{line}: {}", Marker::of(finding, line, &analysis.document().text().line(line - 1)))
}

/// What is found and not listed, and what is listed and not found.
fn differences(analysis: &Analysis, expected: Expected) -> Vec<String> {
    let mut listed = expected.findings;
    let mut differences = Vec::new();
    for (line, finding) in found(analysis) {
        let text = analysis.document().text().line(line - 1);
        match listed.iter().position(|listed| listed.is(line, finding, &text)) {
            Some(place) => drop(listed.remove(place)),
            None => differences.push(format!("found, not listed: {}", shown(analysis, line, finding))),
        }
    }
    differences.extend(listed.iter().map(|listed| {
        format!("listed, not found: {}: 「{}」 {}[{}]", listed.line, listed.text, listed.severity, listed.rule)
    }));
    differences
}

/// The findings of a document that are errors or warnings.
fn complaints(path: &Path) -> Vec<String> {
    let analysis = analysis(path);
    let findings = found(&analysis).into_iter().filter(|(_, finding)| finding.severity < Severity::Information);
    findings.map(|(line, finding)| shown(&analysis, line, finding)).collect()
}

#[test]
fn the_invented_documents_have_the_findings_that_are_listed() {
    let documents = documents(&workspace().join("tests/corpus"));
    let mut lists = 0;
    for path in &documents {
        let Ok(list) = fs::read_to_string(path.with_extension("expected.toml")) else { continue };
        lists += 1;
        let expected = toml::from_str(&list).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let differences = differences(&analysis(path), expected);
        assert!(differences.is_empty(), "{}\n{}", path.display(), differences.join("\n"));
    }
    assert!(documents.len() >= 7 && lists >= 2, "documents or lists were lost");
}

#[test]
fn the_other_invented_documents_have_no_error_and_no_warning() {
    for path in documents(&workspace().join("tests/corpus")) {
        if path.with_extension("expected.toml").exists() {
            continue;
        }
        let is_draft = path.file_stem().is_some_and(|stem| stem == "unfinished-2025");
        let mut complaints = complaints(&path);
        // What is half typed may be said to be; what the sums come to may not.
        let is_allowed = |complaint: &String| {
            is_draft && ["[indicator-syntax]", "[table-shape]"].iter().any(|rule| complaint.contains(rule))
        };
        complaints.retain(|complaint| !is_allowed(complaint));
        assert!(complaints.is_empty(), "{}\n{}", path.display(), complaints.join("\n"));
    }
}

#[test]
fn the_real_table_has_five_findings() {
    let path = shared("liwan-hrss-2024.md");
    if !path.exists() {
        return;
    }
    let analysis = analysis(&path);
    let found = found(&analysis);
    let seen: Vec<_> = found.iter().map(|(line, finding)| (*line, finding.severity.name(), finding.rule.id)).collect();
    let expected = [
        (12, "information", "rounding-difference"),
        (13, "information", "indicator-missing-class"),
        (47, "warning", "indicator-value"),
        (62, "information", "duplicate-project"),
        (80, "error", "indicator-code"),
    ];
    let shown: Vec<_> = found.iter().map(|(line, finding)| shown(&analysis, *line, finding)).collect();
    assert_eq!(seen, expected, "{}", shown.join("\n"));
}

#[test]
fn other_real_documents_have_no_error_and_no_warning() {
    for path in documents(&shared("english")) {
        let complaints = complaints(&path);
        assert!(complaints.is_empty(), "{}\n{}", path.display(), complaints.join("\n"));
    }
}

#[test]
fn real_departments_contradict_themselves_where_they_do_and_nowhere_else() {
    let mut seen: Vec<Vec<(usize, &str)>> = Vec::new();
    for path in documents(&shared("departments")) {
        let analysis = analysis(&path);
        let loud = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
        seen.push(loud.map(|(line, finding)| (line + 1, finding.rule.id)).collect());
    }
    if seen.is_empty() {
        return;
    }
    seen.sort();
    let expected: [&[(usize, &str)]; 4] = [
        &[],
        &[(97, "prose-figure"), (179, "code-orphan"), (231, "code-orphan")],
        &[(200, "prose-figure"), (627, "code-format"), (628, "code-format"), (675, "empty-table-note")],
        &[(476, "prose-figure"), (493, "prose-change")],
    ];
    assert_eq!(seen, expected);
}

#[test]
fn fifteen_pairs_of_the_real_table_look_like_oversights() {
    let path = shared("liwan-hrss-2024.md");
    if !path.exists() {
        return;
    }
    let analysis = analysis(&path);
    let is_target = |(_, finding): &(usize, &Finding)| finding.rule.id == "indicator-target";
    let lines: Vec<usize> = analysis.findings().filter(is_target).map(|(line, _)| line + 1).collect();
    assert_eq!(lines, [14, 21, 21, 21, 27, 27, 33, 33, 33, 79, 95, 96, 100, 102, 104]);
    let satisfaction = "本表 52 个项目中 46 个没有满意度指标，这是第一个";
    assert!(analysis.findings().any(|(_, finding)| finding.message == satisfaction));
}

/// The digits of a document, but for the numbers of lists: what no safe fix may touch.
fn figures(text: &str) -> Vec<Vec<Option<i128>>> {
    let analysis = Analysis::new(text, Options::default());
    let rows = analysis.document().lines().iter().filter_map(|line| line.row().cloned());
    rows.map(|row| row.amounts.iter().map(|reading| reading.amount().map(|amount| amount.scaled())).collect()).collect()
}

#[test]
fn fixing_all_changes_the_form_of_a_document_and_nothing_else() {
    let own = documents(&workspace().join("tests/corpus"));
    for path in own.into_iter().chain([shared("liwan-hrss-2024.md")]) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = path.display();
        let analysis = Analysis::new(&text, Options::default());
        let edits = fix_all(&analysis);
        let fixed = applied(&text, &edits);
        assert_eq!(figures(&fixed), figures(&text), "{name}: every figure is the same");
        // A list that is numbered anew has other numbers, and a separator that was missing is a new one.
        let is_rewritten = analysis.findings().any(|(_, finding)| finding.rule.id.starts_with("indicator-"));
        let bare = |text: &str| -> String {
            let is_form = |character: &char| "：:；;。.，,、|-".contains(*character);
            fold(text).chars().filter(|character| !is_form(character)).collect()
        };
        let is_sample = path == shared("liwan-hrss-2024.md");
        assert!(bare(&fixed) == bare(&text) || (is_rewritten && !is_sample), "{name}: every word is the same");
        let errors = |text: &str| {
            let analysis = Analysis::new(text, Options::default());
            analysis.findings().filter(|(_, finding)| finding.severity == Severity::Error).count()
        };
        assert!(errors(&fixed) <= errors(&text), "{name}: no new error");
        assert_eq!(fix_all(&Analysis::new(&fixed, Options::default())), [], "{name}: once is enough");
        println!("{name}: {} edits", edits.len());
    }
}
