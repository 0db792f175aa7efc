//! Tables that page breaks cut into fragments: made one again, and cut.

use budget_grammar::{
    line::{Joint, Kind, Line},
    metadata::is_page_number,
    name::{fold, trim},
    sequence::Search,
    tally::Tally,
};

use super::{Place, Refusal};
use crate::fix::Replacement;

/// Deletes what stands between the rows of two fragments: blank lines, page marks, and the repeated header.
pub(super) fn merged(place: &Place<'_>) -> Result<Vec<Replacement>, Refusal> {
    let text = place.document.text();
    let is_joint = |fragment: &usize| {
        place.document.lines().get(*fragment).is_some_and(|line| line.kind == Kind::Fragment(Joint::Continues))
    };
    let mut edits = Vec::new();
    for fragment in place.fragments().filter(is_joint) {
        let header = place.header(fragment);
        let gap = gap_above(place, header.start);
        if let Some(line) = (gap..header.start).find(|line| !is_page_mark(&text.line(*line))) {
            return Err(Refusal::Comment { line });
        }
        edits.push(Replacement { range: text.line_start(gap)..text.line_start(header.end), new: String::new() });
    }
    Ok(edits)
}

/// The first of the blank lines and page marks above a line.
fn gap_above(place: &Place<'_>, line: usize) -> usize {
    let search = Search { may_hold: &|tally: &Tally| tally.solid > 0, is: &|line: &Line| !line.is_gap() };
    place.document.lines().previous(line, &search).map_or(line, |solid| solid + 1)
}

/// Whether a line says nothing but where a page ended: a comment may also be a note of the drafter, or a suppression.
fn is_page_mark(line: &str) -> bool {
    let text = trim(line);
    let Some(comment) = text.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")) else {
        return text.is_empty() || is_page_number(text);
    };
    let digits_and_signs = |character: char| !character.is_alphabetic();
    let words = fold(comment).replace(digits_and_signs, "");
    PAGE_WORDS.iter().fold(words, |words, word| words.replace(word, "")).is_empty()
}

/// What comments that mark a page consist of, besides digits: `page 7 of 12`, `page-break`, `第 7 页 共 12 页`, `分页符`.
const PAGE_WORDS: [&str; 10] = ["page", "break", "new", "of", "第", "共", "分页符", "分页", "换页", "页"];

/// The header again above the row at the place, behind a blank line; `None` where no row of the fragment stands above
/// it.
pub(super) fn split(place: &Place<'_>) -> Option<Replacement> {
    let lines = place.document.lines();
    let is_row = |line: usize| lines.get(line).is_some_and(|line| matches!(line.kind, Kind::Row(_)));
    if !is_row(place.line) || !place.line.checked_sub(1).is_some_and(is_row) {
        return None;
    }
    let is_fragment = |line: &Line| matches!(line.kind, Kind::Fragment(_));
    let search = Search { may_hold: &|tally: &Tally| tally.fragments > 0, is: &is_fragment };
    let header = place.header(lines.previous(place.line, &search)?);
    let text = place.document.text();
    let ending = place.ending();
    let mut new = ending.to_string();
    for line in header {
        new.push_str(text.line(line).trim_start_matches('\u{feff}'));
        new.push_str(&ending);
    }
    let start = text.line_start(place.line);
    Some(Replacement { range: start..start, new })
}
