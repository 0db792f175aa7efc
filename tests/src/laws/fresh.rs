//! After any edits, and the end of typing, findings are those of the same text read afresh.

use std::fmt::Write;

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Related,
};

use crate::page::Marker;

/// The same when the typing in a line has ended.
pub fn settled(analysis: &Analysis) -> Analysis {
    let mut analysis = analysis.clone();
    analysis.settle();
    analysis
}

/// A document with everything that is found in it, related places included.
fn shown(analysis: &Analysis) -> String {
    let text = analysis.document().text();
    let mut findings = analysis.findings().peekable();
    let mut shown = String::new();
    for number in 0..text.lines() {
        let _ = writeln!(shown, "{:4} {}", number + 1, text.line(number));
        while let Some((line, finding)) = findings.next_if(|(line, _)| *line == number) {
            let _ = writeln!(shown, "     {}", Marker::of(finding, line, &text.line(line)));
            for Related { lines_below, span, message } in &finding.related {
                let _ = writeln!(shown, "     //   {lines_below:+} {}..{} {message}", span.start, span.end);
            }
        }
    }
    shown
}

/// Holds an edited and settled analysis against its text read afresh.
///
/// # Panics
///
/// Where they are not the same; shows both documents where they differ.
pub fn assert_fresh(edited: &Analysis, text: &str) {
    let fresh = Analysis::new(text, Options::default());
    if *edited == fresh {
        return;
    }
    let (found, expected) = (shown(edited), shown(&fresh));
    assert!(found != expected, "{text:?}\nThe findings are the same, and what lines are understood as is not.");
    panic!("{text:?}\nAfter the edits:\n\n{found}\nRead afresh:\n\n{expected}");
}
