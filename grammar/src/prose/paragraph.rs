//! A paragraph as one line of text.

use std::{borrow::Cow, ops::Range};

use super::Place;
use crate::{Span, name::is_blank_character};

/// The lines of a paragraph without the blanks at their ends, one directly behind the other.
pub(super) struct Joined {
    pub(super) text: String,
    /// Where each line begins in the text, and how many bytes of it were cut off in front.
    pieces: Vec<(usize, usize)>,
}

impl Joined {
    pub(super) fn of(lines: &[Cow<'_, str>]) -> Self {
        let bytes = lines.iter().map(|line| line.len()).sum();
        let mut joined = Self { text: String::with_capacity(bytes), pieces: Vec::with_capacity(lines.len()) };
        for line in lines {
            let own = line.trim_start_matches(is_blank_character);
            joined.pieces.push((joined.text.len(), line.len() - own.len()));
            joined.text.push_str(own.trim_end_matches(is_blank_character));
        }
        joined
    }

    /// Where a stretch of the text stands; where it goes on in the next line, its part in the first.
    pub(super) fn place(&self, range: Range<usize>) -> Option<Place> {
        let line = self.pieces.partition_point(|(start, _)| *start <= range.start).checked_sub(1)?;
        let (start, cut) = self.pieces.get(line)?;
        let end = self.pieces.get(line + 1).map_or(self.text.len(), |(start, _)| *start);
        let column = |at: usize| at - start + cut;
        let span = Span::new(column(range.start), column(range.end.min(end)));
        Some(Place { below: line, span, is_whole: range.end <= end })
    }
}
