//! The texts and conversations that fuzzing began with and left behind.

use std::path::PathBuf;

use budget_grammar_fuzz::replay;
use budget_lsp_fuzz::{findings, fixes, format, protocol};

fn kept(target: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target)
}

#[test]
fn edited_findings_are_those_of_the_text_read_afresh() {
    assert!(replay(&kept("findings"), findings) > 0);
}

#[test]
fn a_fix_makes_its_finding_go_away() {
    assert!(replay(&kept("fixes"), fixes) > 0);
}

#[test]
fn formatting_changes_columns_and_nothing_else() {
    assert!(replay(&kept("format"), format) > 0);
}

#[test]
fn whatever_a_client_says_each_request_is_answered_once() {
    assert!(replay(&kept("protocol"), protocol) > 0);
}
