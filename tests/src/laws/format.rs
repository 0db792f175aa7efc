//! What formatting never does.

use std::ops::Range;

use budget_grammar::line::Kind;
use budget_lsp::{
    analysis::{Analysis, Options},
    features::format::{formatted, formatted_row},
    fix::applied,
    width::AmbiguousWidth,
};

fn analysis(text: &str, ambiguous_width: AmbiguousWidth) -> Analysis {
    Analysis::new(text, Options { ambiguous_width, ..Options::default() })
}

/// What a document says, without the columns at which it says it: what each line is, with all cells as Markdown has
/// them and the figures that were read.
fn said(analysis: &Analysis) -> Vec<String> {
    let document = analysis.document();
    let mut said: Vec<String> = Vec::new();
    for row in document.written(0..usize::MAX) {
        let is_delimiter = matches!(row.kind, Kind::Fragment(_));
        let cell = |cell: &str| if is_delimiter { with_one_dash(cell) } else { cell.to_owned() };
        let cells: Vec<String> = row.cells.iter().map(|span| cell(span.of(&row.text))).collect();
        let read = document.lines().get(row.line).and_then(|line| line.row());
        let read = read.map(|row| (&row.amounts, row.class, row.indicators.list.len(), row.name_hash));
        said.push(format!("{} {:?} {cells:?} {read:?}", row.line, row.kind));
    }
    for (line, finding) in analysis.findings() {
        let text = |line: usize, span: budget_grammar::Span| span.of(&document.text().line(line)).to_owned();
        let related: Vec<_> = finding.related.iter().map(|related| (related.lines_below, &related.message)).collect();
        let about = text(line, finding.span);
        said.push(format!("{line} {} {} 「{about}」 {related:?}", finding.rule.id, finding.message));
    }
    said
}

/// A delimiter, however wide it is, and whatever blanks GFM lets stand in its cell.
fn with_one_dash(delimiter: &str) -> String {
    let mut characters: Vec<char> = delimiter.chars().filter(|character| !character.is_whitespace()).collect();
    characters.dedup();
    characters.into_iter().collect()
}

/// The lines that are no rows of known tables, as they are written.
fn outside(analysis: &Analysis) -> Vec<String> {
    let rows: Vec<usize> = analysis.document().written(0..usize::MAX).map(|row| row.line).collect();
    let text = analysis.document().text();
    let lines = (0..text.lines()).filter(|line| !rows.contains(line));
    lines.map(|line| format!("{}{:?}", text.line(line), text.line_ending(line))).collect()
}

/// The text with some of its lines formatted.
pub fn put(text: &str, width: AmbiguousWidth, lines: Range<usize>) -> String {
    applied(text, &formatted(&analysis(text, width), lines))
}

/// Holds what formatting never does against a text: it changes the columns and nothing that is said, once is enough,
/// and what it does to a range or to a row that is typed is a part of what it does to the whole.
///
/// # Panics
///
/// Where the law is broken.
pub fn hold(text: &str, width: AmbiguousWidth) {
    let before = analysis(text, width);
    let edits = formatted(&before, 0..usize::MAX);
    assert!(edits.windows(2).all(|pair| pair[0].range.end < pair[1].range.start), "edits touch: {edits:?}");
    let once = applied(text, &edits);
    let after = analysis(&once, width);
    let (said_before, said_after) = (said(&before), said(&after));
    let differs = said_before.iter().zip(&said_after).find(|(before, after)| before != after);
    assert_eq!(differs, None, "before:\n{text}\nafter:\n{once}");
    assert_eq!(said_before.len(), said_after.len(), "before:\n{text}\nafter:\n{once}");
    assert_eq!(outside(&before), outside(&after), "before:\n{text}\nafter:\n{once}");
    assert_eq!(formatted(&after, 0..usize::MAX), [], "again:\n{once}");
    let lines = before.document().lines().len();
    let mut line_by_line = text.to_owned();
    for line in 0..lines {
        line_by_line = put(&line_by_line, width, line..line + 1);
    }
    assert_eq!(line_by_line, once, "a range is a part of the whole:\n{text}");
    let mut typed = text.to_owned();
    for line in 0..lines {
        typed = applied(&typed, &formatted_row(&analysis(&typed, width), line));
    }
    assert_eq!(typed, once, "in a table that is not long, a pipe does for its row what formatting does:\n{text}");
}
