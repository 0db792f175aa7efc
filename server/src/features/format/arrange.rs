//! One row in its columns: what has to change between its cells.

use std::ops::Range;

use budget_grammar::line::Kind;

use super::columns::{Column, Measured, NARROWEST, Side};
use crate::fix::Replacement;

/// Puts a row into columns. Only the blanks between texts and pipes change, and the dashes of a delimiter row; what
/// stands before the first cell of a row without a pipe before it, and behind the last of one without a pipe behind it,
/// stays; and what stands behind a first text that a blank would make a list or a heading of.
pub(super) fn arrange(measured: &Measured<'_>, columns: &[Column], edits: &mut Vec<Replacement>) {
    let row = &measured.row;
    let (Some(first), Some(last)) = (row.cells.first(), row.cells.last()) else { return };
    let is_delimiter = matches!(row.kind, Kind::Fragment(_));
    let (opening, closing) = (row.opening(), row.closing());
    let mut gap = Gap { start: opening.unwrap_or(first.start as usize), new: String::new() };
    let mut behind = 0;
    let stays = !is_delimiter && row.has_no_room_behind_first();
    let kept = if stays { first.end as usize } else { usize::MAX };
    for (index, (cell, width)) in row.cells.iter().zip(&measured.widths).enumerate() {
        let column = columns.get(index);
        let dashes = if is_delimiter { dashes(cell.of(&row.text), column) } else { String::new() };
        let room =
            column.map_or(0, |column| room(column, if is_delimiter { dashes.len() } else { *width }, &mut behind));
        let is_led = index > 0 || opening.is_some();
        let is_right = is_led && column.is_some_and(|column| column.side == Side::Right);
        gap.new.push_str(if index > 0 { "|" } else { "" });
        gap.blanks(usize::from(is_led) + if is_right { room } else { 0 });
        if is_delimiter {
            gap.new.push_str(&dashes);
        } else if !cell.is_empty() {
            if gap.start != kept {
                gap.put(row.start, &row.text, cell.start as usize, edits);
            }
            gap = Gap { start: cell.end as usize, new: String::new() };
        }
        if index + 1 < row.cells.len() || closing.is_some() {
            // A blank cell that is not padded has one blank, not one on either side of nothing.
            let is_one_blank = !is_delimiter && cell.is_empty() && column.is_none();
            gap.blanks(usize::from(!is_one_blank) + if is_right { 0 } else { room });
        }
    }
    if gap.start != kept {
        gap.put(row.start, &row.text, closing.unwrap_or(last.end as usize), edits);
    }
}

/// How much is to be added to a text of `width`. Where a text before it stands out of its column, by `behind`, less is
/// added until the row has caught up with the others.
fn room(column: &Column, width: usize, behind: &mut usize) -> usize {
    *behind = behind.saturating_add(width.saturating_sub(column.width));
    let room = column.width.saturating_sub(width);
    let caught = room.min(*behind);
    *behind -= caught;
    room - caught
}

/// The delimiter of a column, with the colons that it has.
fn dashes(delimiter: &str, column: Option<&Column>) -> String {
    let (left, right) = (delimiter.starts_with(':'), delimiter.ends_with(':'));
    let width = column.map_or(NARROWEST, |column| column.width);
    let dashes = "-".repeat(width - usize::from(left) - usize::from(right));
    format!("{}{dashes}{}", if left { ":" } else { "" }, if right { ":" } else { "" })
}

/// What stands between two texts of a row: its first byte there, and what it is to be.
struct Gap {
    start: usize,
    new: String,
}

impl Gap {
    fn blanks(&mut self, count: usize) {
        self.new.extend(std::iter::repeat_n(' ', count));
    }

    /// Puts it into the row up to `end`, where it is another; what is equal at both ends stays. All of it is ASCII.
    fn put(&self, start: usize, text: &str, end: usize, edits: &mut Vec<Replacement>) {
        let old = text.get(self.start..end).unwrap_or_default();
        let equal = |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(old, new)| old == new).count();
        let before = equal(&mut old.bytes().zip(self.new.bytes()));
        let most = old.len().min(self.new.len()) - before;
        let after = equal(&mut old.bytes().rev().zip(self.new.bytes().rev()).take(most));
        let range: Range<usize> = start + self.start + before..start + end - after;
        let new = self.new.get(before..self.new.len() - after).unwrap_or_default();
        if !range.is_empty() || !new.is_empty() {
            edits.push(Replacement { range, new: new.to_owned() });
        }
    }
}
