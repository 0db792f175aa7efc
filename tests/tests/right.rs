//! Right documents as other provinces lay them out, each with one thing that was once taken for a fault: none has an error or a warning.

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
};

#[test]
fn right_documents_have_no_error_and_no_warning() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/right");
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect(folder).map(|entry| entry.expect(folder).path()).collect();
    paths.sort();
    assert!(paths.len() > 10, "{folder}");
    let loud: Vec<String> = paths
        .iter()
        .flat_map(|path| {
            let text = std::fs::read_to_string(path).expect("a document");
            let analysis = Analysis::new(&text, Options::default());
            let loud = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
            loud.map(|(line, finding)| {
                format!("{}:{} {}: {}", path.display(), line + 1, finding.rule.id, finding.message)
            })
            .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(loud, [] as [String; 0]);
}
