//! Right documents as other provinces lay them out, each with one thing that was once taken for a fault: none has an
//! error or a warning, and each is read so far that a slip in it is found.

use std::{collections::BTreeMap, fs, path::PathBuf};

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
};
use serde::Deserialize;

/// A text of a document, and what is written in its place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slip {
    right: String,
    wrong: String,
    rule: String,
    #[serde(default)]
    everywhere: bool,
}

/// The documents by their names.
fn documents() -> BTreeMap<String, String> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/right"));
    let paths = fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("a file").path());
    paths
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a document"))
        })
        .collect()
}

/// The errors and warnings of a document, each behind its line and the name of its rule.
fn loud(text: &str) -> Vec<(usize, &'static str, String)> {
    let analysis = Analysis::new(text, Options::default());
    let loud = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
    loud.map(|(line, finding)| (line + 1, finding.rule.id, finding.message.clone())).collect()
}

#[test]
fn right_documents_have_no_error_and_no_warning() {
    let found = documents().into_iter().map(|(name, text)| (name, loud(&text)));
    let found: Vec<_> = found.filter(|(_, found)| !found.is_empty()).collect();
    assert_eq!(found, []);
}

#[test]
fn a_slip_in_each_of_them_is_found() {
    let slips: BTreeMap<String, Slip> = toml::from_str(include_str!("right_slips.toml")).expect("the slips");
    let documents = documents();
    assert!(slips.keys().eq(documents.keys()), "each document has a slip, and each slip a document");
    let silent: Vec<String> = documents
        .iter()
        .filter_map(|(name, text)| {
            let slip = slips.get(name)?;
            assert!(text.contains(&slip.right), "{name}: {}", slip.right);
            let count = if slip.everywhere { usize::MAX } else { 1 };
            let found = loud(&text.replacen(&slip.right, &slip.wrong, count));
            let is_found = found.first().is_some_and(|(_, rule, _)| *rule == slip.rule);
            (!is_found).then(|| format!("{name}: {} is to be found, and found is {found:?}", slip.rule))
        })
        .collect();
    assert_eq!(silent, [] as [String; 0]);
}
