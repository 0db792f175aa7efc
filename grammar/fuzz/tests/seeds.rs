//! The texts that fuzzing began with and left behind.

use std::path::PathBuf;

use budget_grammar_fuzz::{edits, parse, replay};

fn kept(target: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target)
}

#[test]
fn any_text_is_read() {
    assert!(replay(&kept("parse"), parse) > 0);
}

#[test]
fn an_edited_document_is_the_one_read_afresh() {
    assert!(replay(&kept("edits"), edits) > 0);
}
