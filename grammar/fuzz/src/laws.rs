//! What must hold of any text and any edits.

use budget_grammar::{
    Span,
    document::{Change, Document},
    line::Line,
    sequence::Sequence,
};

use crate::Script;

/// Reads any bytes as a document; every place that it names is one of the text.
///
/// # Panics
///
/// Where the law is broken.
pub fn parse(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let document = Document::new(&text);
    assert_eq!(document.text().to_string(), text);
    assert_eq!(document.lines().len(), document.text().lines());
    for (number, line) in document.lines().iter().enumerate() {
        let Some(row) = line.row() else { continue };
        let content = document.text().line(number);
        row.cells.iter().for_each(|cell| assert_inside(*cell, &content));
        (0..row.amounts.len())
            .filter_map(|amount| row.amount_cell(amount))
            .for_each(|cell| assert_inside(cell, &content));
        let indicators = row.indicator_cell().map_or("", |cell| cell.of(&content));
        for indicator in &row.indicators.list {
            [indicator.span, indicator.name, indicator.stop]
                .into_iter()
                .for_each(|span| assert_inside(span, indicators));
        }
    }
    for row in document.written(0..usize::MAX) {
        row.cells.iter().for_each(|cell| assert_inside(*cell, &row.text));
    }
}

fn assert_inside(span: Span, text: &str) {
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {text:?}");
}

/// After each edit of a script a document equals the one read afresh, its snapshots are what they were, and what is not
/// said to have changed has not.
///
/// # Panics
///
/// Where the law is broken.
pub fn edits(bytes: &[u8]) {
    let script = Script::new(bytes);
    let mut text = script.document().to_owned();
    let mut document = Document::new(&text);
    for edit in script.edits() {
        let range = edit.range(&text);
        let before = document.clone();
        let lines_before: Vec<Line> = before.lines().iter().cloned().collect();
        let change = document.edit(range.clone(), edit.text);
        text.replace_range(range, edit.text);
        assert!(before.lines().iter().eq(&lines_before), "a snapshot changed: {text:?}");
        assert_change_is_complete(&before, &document, &change);
        let mut settled = document.clone();
        settled.settle();
        assert_fresh(&settled, &text);
    }
}

fn assert_fresh(edited: &Document, text: &str) {
    let fresh = Document::new(text);
    assert_eq!(edited.text().to_string(), text);
    assert_eq!(edited.lines().len(), fresh.lines().len(), "lines of {text:?}");
    for (number, (edited, fresh)) in edited.lines().iter().zip(fresh.lines().iter()).enumerate() {
        assert!(edited == fresh, "line {number} of {text:?}: {edited:#?} and afresh {fresh:#?}");
    }
    let rebuilt: Sequence<Line> = edited.lines().iter().cloned().collect();
    assert_eq!(edited.lines().summary(), rebuilt.summary());
}

fn assert_change_is_complete(before: &Document, after: &Document, change: &Change) {
    assert_eq!(before.lines().len() - change.old.len() + change.new.len(), after.lines().len());
    for (number, line) in after.lines().iter().enumerate() {
        if change.new.contains(&number) || change.judged.contains(&number) {
            continue;
        }
        let old = if number < change.new.start { number } else { number - change.new.end + change.old.end };
        assert!(Some(line) == before.lines().get(old), "line {number} was not said to change: {line:#?}");
    }
}
