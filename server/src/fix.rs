//! What a fix is: a few replacements in the text, and how much it takes upon itself.

pub(crate) mod indicators;

use std::ops::Range;

use budget_grammar::{Span, document::Document};

/// What a fix changes, and so who may apply it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Only the form: no figure, no word, no row is another afterwards. May be applied without asking.
    Safe,
    /// A figure or a word. The drafter chooses.
    Suggested,
    /// Deletes or moves rows; its title says so.
    Unsafe,
}

/// A way to make a finding go away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a few words that name what will stand there.
    pub title: String,
    /// What it changes.
    pub safety: Safety,
    /// Whether it is the one that the drafter will want: at most one of a finding's fixes is.
    pub is_preferred: bool,
    /// What it puts where, in the order of the text; no two overlap.
    pub edits: Vec<Replacement>,
}

/// A text in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The bytes of the document that are replaced.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub new: String,
}

impl Fix {
    /// A fix of one replacement.
    pub fn new(title: String, safety: Safety, edit: Replacement) -> Self {
        Self { title, safety, is_preferred: false, edits: vec![edit] }
    }

    /// The same, as the one that the drafter will want.
    #[must_use]
    pub fn preferred(self) -> Self {
        Self { is_preferred: true, ..self }
    }
}

impl Replacement {
    /// Puts `new` in the place of a span of a line.
    pub fn in_line(document: &Document, line: usize, span: Span, new: impl Into<String>) -> Self {
        let start = document.text().line_start(line);
        Self { range: start + span.start as usize..start + span.end as usize, new: new.into() }
    }

    /// Puts `new` into a cell between pipes: in the place of what stands there, or with a blank on either side where
    /// nothing does.
    pub fn in_cell(document: &Document, line: usize, cell: Span, new: &str) -> Self {
        let text = document.text().line(line);
        if cell.of(&text).is_empty() {
            Self::in_line(document, line, blanks_around(&text, cell), format!(" {new} "))
        } else {
            Self::in_line(document, line, cell, new)
        }
    }
}

/// The blanks of a cell between pipes that holds nothing else.
pub(crate) fn blanks_around(line: &str, cell: Span) -> Span {
    let (start, end) = (cell.start as usize, cell.end as usize);
    let before = line.get(..start).unwrap_or_default();
    let behind = line.get(end..).unwrap_or_default();
    let blanks_behind = behind.len() - behind.trim_start_matches(' ').len();
    Span::new(before.trim_end_matches(' ').len(), end + blanks_behind)
}

/// Puts replacements into the order of the text; `None` where two of them overlap.
pub fn ordered(mut edits: Vec<Replacement>) -> Option<Vec<Replacement>> {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let is_apart = |pair: &[Replacement]| match pair {
        [first, second] => first.range.end <= second.range.start && first.range != second.range,
        _ => true,
    };
    edits.windows(2).all(is_apart).then_some(edits)
}

/// The text with the replacements made. For tests and the command line; an editor makes them itself.
pub fn applied(text: &str, edits: &[Replacement]) -> String {
    let mut fixed = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        fixed.push_str(text.get(from..edit.range.start).unwrap_or_default());
        fixed.push_str(&edit.new);
        from = edit.range.end;
    }
    fixed.push_str(text.get(from..).unwrap_or_default());
    fixed
}
