//! Whether a total that does not add up as its table is read does in another reading of it.
//!
//! Tables have levels that nothing marks: a department above its units, a category above its projects, a project above
//! its parts or the sources of its money, a unit below its projects, one row for each indicator, one page of several.
//! Where every level adds up in each column, but for rounding, the total is right and it was the table that was read
//! wrongly. Nothing is said then.

mod level;

use std::{cell::OnceCell, ops::Range};

use budget_grammar::{
    document::Document,
    outline::{Level, Total},
};

use crate::identity::Rounding;
use level::Rows;

/// The most lines of a table that is read in another way.
pub const MOST_LINES: usize = 400;

/// The other readings of the table that was asked for last: its totals are judged one after the other.
#[derive(Default)]
pub struct Readings(Option<(Range<usize>, Readers)>);

/// A table's rows from top to bottom and from bottom to top, as levels and without any.
#[derive(Default)]
struct Readers {
    down: Option<Rows>,
    /// Below 其中 all rows are parts of something, and not only the first one.
    down_past_parts: OnceCell<Option<Rows>>,
    up: OnceCell<Rows>,
    flat: OnceCell<Rows>,
    /// Two rows of one amount are beside each other, unless the upper one is a budget unit.
    down_beside: OnceCell<Rows>,
    /// The first rows below 合计 say where all of it comes from.
    down_past_sources: OnceCell<Option<Rows>>,
    /// Nothing is rounded.
    down_exact: OnceCell<Rows>,
}

impl Readings {
    /// Whether the total at a line, which does not add up as its table is read, does in another reading. Cost: at most
    /// that of [`MOST_LINES`] lines, once a table.
    pub fn explain(&mut self, document: &Document, line: usize, rounding: Rounding) -> bool {
        let Some(table) = document.table(line).filter(|table| table.len() <= MOST_LINES) else { return false };
        if self.0.as_ref().is_none_or(|(known, _)| *known != table) {
            let down = Rows::read(document, table.clone(), rounding);
            let readers = Readers { down, ..Readers::default() };
            self.0 = Some((table, readers));
        }
        self.0.as_ref().is_some_and(|(_, readers)| readers.explain(line))
    }
}

impl Readers {
    fn explain(&self, line: usize) -> bool {
        let Some(down) = &self.down else { return false };
        let past_parts = || self.down_past_parts.get_or_init(|| down.past_parts()).as_ref();
        down.explain(line)
            || past_parts().is_some_and(|rows| rows.explain(line))
            || self.up.get_or_init(|| down.upwards()).explain(line)
            || self.flat.get_or_init(|| down.without_levels()).explain(line)
            || self.down_beside.get_or_init(|| down.beside()).explain(line)
            || self
                .down_past_sources
                .get_or_init(|| down.past_sources())
                .as_ref()
                .is_some_and(|rows| rows.explain(line))
            || self.down_exact.get_or_init(|| down.exactly()).explain(line)
    }
}

/// Whether parts of a total may stand on another page: those of the last unit on the next one, those of the first 小计 on
/// the one before, those of 合计 on any.
pub(crate) fn goes_on_elsewhere(document: &Document, line: usize, total: &Total) -> bool {
    match total.level {
        Level::Unit => {
            document.table(line).is_some_and(|table| total.lines.end == table.end && document.goes_on_in_group(&table))
        }
        Level::Grand => document.is_page(&total.lines),
        Level::Subtotal => document
            .table(line)
            .is_some_and(|table| total.lines.start == table.start + 1 && document.is_further_page(&table)),
    }
}
