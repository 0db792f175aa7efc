//! What is still to be filled in: a budget is full of blanks while it is drafted, and a blank is no zero then.

use budget_grammar::{amount::Reading, statement::Standing};

use super::{Account, Place};

impl Account {
    /// Whether a part of a sum of columns is not filled in, and what it is the sum of is: 小计, over 购置费 and 运行费.
    pub(super) fn has_open_part(&self, row: usize, parts: &[usize]) -> bool {
        let sums = self.statement.half(row).map(|half| &*half.sums).unwrap_or_default();
        let is_filled = |column: &usize| self.sum((row, *column)).value != 0;
        parts.iter().any(|part| {
            self.is_blank((row, *part)) && sums.iter().any(|sum| sum.total == *part && sum.parts.iter().any(is_filled))
        })
    }

    /// Whether a line without a code that is a part of a sum is not filled in, and the line below it is, which is a
    /// part of it.
    pub(super) fn has_open_line(&self, parts: &[usize], column: usize) -> bool {
        let rank = |row: usize| match self.row(row)?.of() {
            Standing::Item { rank, .. } => Some(*rank),
            Standing::OfWhich => Some(u8::MAX),
            _ => None,
        };
        parts.iter().any(|part| {
            let (own, below) = (rank(*part), rank(part + 1));
            own.zip(below).is_some_and(|(own, below)| below > own)
                && self.is_blank((*part, column))
                && self.sum((part + 1, column)).value != 0
        })
    }

    /// Whether a figure is still to be filled in, so that it is no zero for other tables: nothing stands in it, and it
    /// is in a total without any amount, in the column of the year's whole where that is empty, or in a half that is.
    /// Never where a note says that the table is empty. Cost: the rows, once; each call a row.
    pub(super) fn open_figures(&self) -> impl Fn(Place) -> bool + '_ {
        let year = self.statement.title.as_ref().and_then(|title| title.year());
        let halves = &self.statement.header.halves;
        let mut are_printed: Vec<Vec<bool>> = halves.iter().map(|half| vec![false; half.amounts.len()]).collect();
        for row in self.statement.rows.iter() {
            let printed = are_printed.get_mut(row.half()).into_iter().flatten();
            for (is_printed, reading) in printed.zip(row.amounts()) {
                *is_printed |= !matches!(reading, Reading::Absent);
            }
        }
        let wholes: Vec<Option<usize>> = halves.iter().map(|half| half.of_year(year).first).collect();
        move |(row, column)| {
            let Some(own) = self.row(row).filter(|_| self.is_blank((row, column))) else { return false };
            let is_absent = || own.amounts().iter().all(|of| matches!(of, Reading::Absent));
            let is_total = || matches!(own.of(), Standing::Total | Standing::Year) && is_absent();
            let printed = are_printed.get(own.half()).map(Vec::as_slice).unwrap_or_default();
            let is_whole = || wholes.get(own.half()) == Some(&Some(column));
            let is_open_column = || is_whole() && printed.get(column) == Some(&false);
            self.statement.note.is_none()
                && (is_total() || is_open_column() || printed.iter().all(|is_printed| !is_printed))
        }
    }

    /// The only row with a code in which no amount stands, if there is one: whoever lists a code means to fill it in.
    /// Forms that list all codes there are have more of them. Cost: the rows.
    pub(crate) fn left_out(&self) -> Option<usize> {
        let is_left_out = |row: &usize| {
            let amounts = self.row(*row).map(|row| row.amounts()).unwrap_or_default();
            self.code(*row).is_some() && amounts.iter().all(|reading| matches!(reading, Reading::Absent))
        };
        let mut rows = (0..self.statement.rows.len()).filter(is_left_out);
        rows.next().filter(|_| rows.next().is_none())
    }

    pub(super) fn is_blank(&self, place: Place) -> bool {
        matches!(self.reading(place), Some(Reading::Nil | Reading::Absent))
    }

    /// Whether a line without a code prints no amount and its parts do, as a heading does, or the other way round: what
    /// is not filled in is no zero there.
    pub(super) fn says_nothing(&self, total: usize, parts: &[usize], column: usize) -> bool {
        let is_blank = |row: usize| self.is_blank((row, column));
        self.code(total).is_none()
            && self.half(total).is_some_and(|half| half.codes.is_empty())
            && self.statement.form().is_none()
            && (is_blank(total) || parts.iter().all(|part| is_blank(*part)))
    }
}
