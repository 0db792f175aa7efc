//! The laws of findings, fixes, formatting and the protocol, held against any text and any bytes: what a fuzzer calls,
//! and what the tests call with the texts that it left.

#![forbid(unsafe_code)]

mod conversation;

use budget_grammar_fuzz::Script;
use budget_lsp::{
    analysis::{Analysis, Options},
    width::AmbiguousWidth,
};
use budget_tests::laws;

pub use conversation::protocol;

/// After each edit of a script the findings are those of the same text read afresh.
///
/// # Panics
///
/// Where the law is broken.
pub fn findings(bytes: &[u8]) {
    let script = Script::new(bytes);
    let mut text = script.document().to_owned();
    let mut analysis = Analysis::new(&text, Options::default());
    for edit in script.edits() {
        let range = edit.range(&text);
        analysis.edit(range.clone(), edit.text);
        text.replace_range(range, edit.text);
        laws::fresh::assert_fresh(&laws::fresh::settled(&analysis), &text);
    }
}

/// Every fix makes its finding go away, and one of form changes no figure.
///
/// # Panics
///
/// Where the law is broken.
pub fn fixes(bytes: &[u8]) {
    laws::fixes::hold(&String::from_utf8_lossy(bytes));
}

/// Formatting changes columns and nothing else, and once is enough.
///
/// # Panics
///
/// Where the law is broken.
pub fn format(bytes: &[u8]) {
    laws::format::hold(&String::from_utf8_lossy(bytes), AmbiguousWidth::Wide);
}
