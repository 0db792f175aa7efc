//! Performance indicators (绩效指标): the micro-syntax of one table cell.
//!
//! A cell holds a whole list, `1、1-产出指标；11-数量指标；名称；实施周期指标值：≥90%；年度指标值：≥90%。2、…`, and names and values may hold nearly
//! every sign that parts the pieces. So the cell is first cut where indicators begin (`landmark`), then each indicator
//! at its two keywords (`keyword`), and the pieces between are read from what is left (`front`). A fault stays within
//! its indicator, and what one slip leaves missing is one [`Problem`].

mod damaged;
mod front;
mod keyword;
mod landmark;
mod piece;
mod problem;
mod reader;
mod target;
mod values;

pub use problem::{Piece, Problem, ProblemKind};
pub use target::{Comparator, Comparison, Deadline, Figure, Target, target};

use crate::{
    Span,
    codes::{Codes, Coverage},
};

/// The list of one cell. All spans count bytes from the start of the cell's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indicators {
    /// The indicators in their order, whole or not.
    pub list: Box<[Indicator]>,
    /// Departures from the grammar, by position.
    pub problems: Box<[Problem]>,
}

impl Indicators {
    /// The classes of the list that was read from `cell`.
    pub fn coverage(&self, cell: &str, codes: &Codes) -> Coverage {
        let name = |code: Option<Code>| code.map_or("", |code| code.name.of(cell));
        let mut coverage = Coverage::default();
        self.list.iter().for_each(|one| coverage.add(codes, name(one.class1), name(one.class2)));
        coverage
    }
}

/// One indicator (绩效指标). Pieces that are missing are `None` or empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Indicator {
    /// From its number to behind its `。`.
    pub span: Span,
    /// Its number in the list.
    pub number: Option<Number>,
    /// The class of level 1 (一级指标): `1-产出指标`.
    pub class1: Option<Code>,
    /// The class of level 2 (二级指标): `11-数量指标`.
    pub class2: Option<Code>,
    /// Its name, trimmed.
    pub name: Span,
    /// The target of the whole cycle (实施周期指标值).
    pub cycle: Option<Value>,
    /// The target of the year (年度指标值).
    pub year: Option<Value>,
    /// The `。` at its end, all of them where there are several.
    pub stop: Span,
}

/// A number in the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// Its digits.
    pub span: Span,
    /// What they say; at most nine digits count.
    pub value: u32,
}

/// A class code and the name behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The digits in front of the hyphen.
    pub digits: Span,
    /// The name behind it, trimmed.
    pub name: Span,
    /// The number that the digits print, at most `u16::MAX`.
    pub value: u16,
}

impl Code {
    /// From the first digit to the end of the name.
    pub fn span(&self) -> Span {
        Span { start: self.digits.start, end: self.name.end }
    }
}

/// A keyword and the target value behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// The keyword as it stands, misspelled or not; empty where the value stands alone.
    pub keyword: Span,
    /// Its colon; empty where it is missing.
    pub colon: Span,
    /// The value, trimmed; empty where there is none, which is no departure from the grammar.
    pub span: Span,
}

/// Reads the indicators of one cell. Never fails: what cannot be read is a [`Problem`].
///
/// `codes` bear out the front of an indicator that is damaged; a list that follows the grammar is read without them.
/// Costs time in proportion to the length of the cell.
pub fn parse(cell: &str, codes: &Codes) -> Indicators {
    if piece::trim(cell).is_empty() {
        return Indicators::default();
    }
    let starts = landmark::starts(cell, codes);
    let mut reader = reader::Reader::new(cell, codes, starts.len());
    reader.preamble(starts.first().map(|start| start.at));
    let ends = starts.iter().skip(1).map(|start| start.at).chain([cell.len()]);
    for (start, end) in starts.iter().zip(ends) {
        reader.stretch(*start, end);
    }
    reader.finish()
}

#[cfg(test)]
mod tests;
