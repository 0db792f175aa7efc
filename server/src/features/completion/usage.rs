//! What the rows near a place hold: a drafter writes on as the rows around were written.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use budget_grammar::{
    document::Document,
    indicator::{Code, Indicator},
    line::Standing,
    row::Row,
};

/// How many lines above a place are looked at, and how many below: enough for what a unit repeats, whatever the
/// document's size.
const ABOVE: usize = 300;
const BELOW: usize = 100;

/// A row near a place.
pub(super) struct Near<'a> {
    pub(super) line: usize,
    pub(super) row: &'a Row,
    pub(super) standing: Standing,
    pub(super) text: Cow<'a, str>,
}

/// An indicator near a place, and the cell that its spans are of.
#[derive(Clone, Copy)]
pub(super) struct Used<'a> {
    pub(super) cell: &'a str,
    pub(super) indicator: &'a Indicator,
}

impl<'a> Used<'a> {
    /// The text of a class.
    pub(super) fn class(&self, code: Option<Code>) -> Option<&'a str> {
        code.map(|code| code.span().of(self.cell)).filter(|text| !text.is_empty())
    }
}

/// The rows near a line: itself first, those above it from below, those below it.
///
/// Cost: the lines that are looked at.
pub(super) fn near(document: &Document, line: usize) -> Vec<Near<'_>> {
    let rows = |lines: Range<usize>| {
        let understood = lines.clone().zip(document.lines().iter_from(lines.start));
        understood.filter_map(|(line, understood)| {
            let (row, standing) = (&**understood.row()?, understood.standing()?);
            Some(Near { line, row, standing, text: document.text().line(line) })
        })
    };
    let mut above: Vec<Near<'_>> = rows(line.saturating_sub(ABOVE)..line).collect();
    above.reverse();
    let end = line.saturating_add(BELOW).min(document.lines().len());
    rows(line..line + 1).chain(above).chain(rows(line + 1..end.max(line + 1))).collect()
}

/// The indicators of some rows but for one, in the order of the rows.
pub(super) fn used<'n>(rows: &'n [Near<'_>], but: Option<&'n Indicator>) -> impl Iterator<Item = Used<'n>> + Clone {
    let of_row = |near: &'n Near<'_>| {
        let cell = near.row.indicator_cell().map_or("", |cell| cell.of(&near.text));
        near.row.indicators.list.iter().map(move |indicator| Used { cell, indicator })
    };
    rows.iter().flat_map(of_row).filter(move |used| !but.is_some_and(|but| std::ptr::eq(but, used.indicator)))
}

/// Texts with how often each was met, in the order in which they were met first.
#[derive(Default)]
pub(super) struct Counted<'t> {
    texts: Vec<(&'t str, u32)>,
    places: HashMap<&'t str, usize>,
}

impl<'t> Counted<'t> {
    fn add(&mut self, text: &'t str) {
        let place = *self.places.entry(text).or_insert(self.texts.len());
        match self.texts.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => self.texts.push((text, 1)),
        }
    }

    /// The most frequent first; of those that are as frequent, the one that was met first.
    pub(super) fn ranked(mut self) -> Vec<(&'t str, u32)> {
        self.texts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        self.texts
    }
}

impl<'t> FromIterator<&'t str> for Counted<'t> {
    fn from_iter<I: IntoIterator<Item = &'t str>>(texts: I) -> Self {
        let mut counted = Self::default();
        texts.into_iter().for_each(|text| counted.add(text));
        counted
    }
}
