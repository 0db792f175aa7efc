//! A place in a line, with as much of the line around it as a terminal shows well.

use std::ops::Range;

use budget_grammar::{Span, text::Text};
use unicode_width::UnicodeWidthChar;

use super::harmless::steers;

/// The display columns that a drawn line has at most, its two ellipses included.
pub(super) const ROOM: usize = 92;

/// More bytes on each side of a place than [`ROOM`] columns take, marks that combine with a letter included.
const REACH: usize = 16 * ROOM;

const ELLIPSIS: char = '…';

/// A stretch of one line around a place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// The stretch; an ellipsis stands where the line goes on.
    pub(super) text: String,
    /// The place in it, in bytes; its visible part where it is longer than a line may be.
    pub(super) span: Range<usize>,
    /// The bytes of the line that are shown.
    shown: Range<usize>,
    /// How many bytes of the text come before them: those of an ellipsis, or none.
    lead: usize,
}

impl Cut {
    /// The surroundings of `span`, which is relative to the start of `line`. Cost: logarithmic in the text, whatever
    /// the length of the line: rows of thousands of characters are common, and have many findings.
    pub(super) fn new(text: &Text, line: usize, span: Span) -> Self {
        let (start, end) = (text.line_start(line), text.line_start(line.saturating_add(1)));
        let from = start.saturating_add(span.start as usize).min(end);
        let to = start.saturating_add(span.end as usize).clamp(from, end);
        let before = text.slice(from.saturating_sub(REACH).max(start)..from);
        let within = text.slice(from..to.min(from.saturating_add(REACH)));
        let behind = text.slice(to..to.saturating_add(REACH).min(end));
        Self::around(&before, &within, behind.trim_end_matches(['\n', '\r']), from - start)
    }

    /// Another place in the same line, where it is shown whole.
    pub(super) fn place(&self, span: Span) -> Option<Range<usize>> {
        let (from, to) = (span.start as usize, span.end as usize);
        let is_shown = self.shown.start <= from && from <= to && to <= self.shown.end;
        let moved = |offset: usize| offset - self.shown.start + self.lead;
        is_shown.then(|| moved(from)..moved(to))
    }

    /// Keeps the place whole where it fits, and what is before it where that takes half of the room: a row's name.
    /// `from` is where it starts in its line.
    fn around(before: &str, within: &str, behind: &str, from: usize) -> Self {
        let (within, is_whole) = match first(within, ROOM - 2) {
            kept if kept.len() == within.len() => (within, true),
            kept => (kept, false),
        };
        let behind = if is_whole { behind } else { "" };
        let room = (ROOM - 2).saturating_sub(width(within));
        let short_behind = width(first(behind, room));
        let kept_before = last(before, room.saturating_sub(short_behind).max(room / 2));
        let kept_behind = first(behind, room.saturating_sub(width(kept_before)));
        let mut text = String::new();
        text.extend((kept_before.len() < before.len()).then_some(ELLIPSIS));
        let lead = text.len();
        text.push_str(kept_before);
        let start = text.len();
        text.push_str(within);
        let span = start..text.len();
        text.push_str(kept_behind);
        let first_shown = from.saturating_sub(kept_before.len());
        let shown = first_shown..first_shown + text.len() - lead;
        text.extend((!is_whole || kept_behind.len() < behind.len()).then_some(ELLIPSIS));
        Self { text, span, shown, lead }
    }
}

/// The columns of a character, as the drawing counts them: a tab is four, and what would steer the terminal is drawn as
/// a sign.
fn columns(character: char) -> usize {
    match character {
        '\t' => 4,
        character if steers(character) => 1,
        character => character.width().unwrap_or(1),
    }
}

fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// As many of the first characters as have room.
fn first(text: &str, room: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find_map(|(offset, character)| {
        used += columns(character);
        (used > room).then_some(offset)
    });
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// As many of the last characters as have room; never first a mark that combines with what was cut off.
fn last(text: &str, room: usize) -> &str {
    let mut used = 0;
    let start = text.char_indices().rev().find_map(|(offset, character)| {
        used += columns(character);
        (used > room).then_some(offset + character.len_utf8())
    });
    let kept = text.get(start.unwrap_or(0)..).unwrap_or_default();
    if start.is_some() { kept.trim_start_matches(|character| columns(character) == 0) } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(line: &str, marked: &str) -> (String, String) {
        let start = line.find(marked).unwrap();
        let span = Span { start: start as u32, end: (start + marked.len()) as u32 };
        let cut = Cut::new(&Text::from(line), 0, span);
        (cut.text.get(cut.span.clone()).unwrap().to_owned(), cut.text)
    }

    #[test]
    fn a_short_row_is_whole() {
        let row = "| 甲街道 | 12.5O |  |";
        assert_eq!(cut(row, "12.5O"), ("12.5O".to_owned(), row.to_owned()));
    }

    #[test]
    fn a_long_row_is_cut_on_both_sides() {
        let row = format!("| 项目 | 1.00 | {}待定{} |", "修缮屋面，".repeat(200), "更换管线。".repeat(200));
        let (marked, shown) = cut(&row, "待定");
        assert_eq!(marked, "待定");
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert!((ROOM - 4..=ROOM).contains(&width(&shown)), "{shown}");
    }

    #[test]
    fn the_room_at_an_end_goes_to_the_other_side() {
        let goal = "修缮屋面，".repeat(200);
        let (_, at_the_start) = cut(&format!("待定{goal}"), "待定");
        let (_, at_the_end) = cut(&format!("{goal}待定"), "待定");
        assert!(at_the_start.starts_with("待定") && at_the_start.ends_with('…'));
        assert!(at_the_end.starts_with('…') && at_the_end.ends_with("待定"));
        for shown in [at_the_start, at_the_end] {
            assert!((ROOM - 4..=ROOM).contains(&width(&shown)), "{shown}");
        }
    }

    #[test]
    fn a_long_place_is_shown_from_its_start() {
        let goal = "修缮屋面，".repeat(200);
        let (marked, shown) = cut(&format!("| 甲 | {goal} |"), &goal);
        assert!(marked.starts_with("修缮屋面，修缮屋面，"), "{marked}");
        assert!(shown.ends_with('…') && width(&shown) <= ROOM, "{shown}");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_the_line_and_fits(line in "[a甲𠮷😀|\t\u{301}]{0,300}", a in 0usize..900, b in 0usize..900) {
            let (a, b) = (line.floor_char_boundary(a), line.floor_char_boundary(b));
            let span = Span { start: a.min(b) as u32, end: a.max(b) as u32 };
            let text = Text::from(format!("甲\n{line}\r\n乙").as_str());
            let cut = Cut::new(&text, 1, span);
            prop_assert!(width(&cut.text) <= ROOM);
            prop_assert!(line.contains(cut.text.trim_matches(ELLIPSIS)));
            prop_assert!(line.get(a.min(b)..a.max(b)).unwrap().starts_with(cut.text.get(cut.span.clone()).unwrap()));
            let whole = Span { start: cut.shown.start as u32, end: cut.shown.end as u32 };
            prop_assert_eq!(line.get(cut.shown.clone()), cut.text.get(cut.place(whole).unwrap()));
        }
    }
}
