//! Refactorings: rewriting that no finding asks for. What is offered at a place costs next to nothing to say; what it
//! puts where is worked out when it is chosen.

mod indicators;
mod pages;
mod refusal;
mod rows;
mod totals;
mod unit;

use std::{borrow::Cow, ops::Range};

use budget_grammar::{
    amount::MonetaryUnit,
    document::Document,
    line::{Kind, Line, Standing},
    row::Row,
    table::Schema,
};

use super::place::table_around;
use crate::{
    analysis::Analysis,
    finding::Language,
    fix::{Replacement, ordered},
};

pub use refusal::Refusal;

/// What can be done with the row, cell or table at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refactoring {
    /// Numbers the indicators of the row 1, 2, 3 ….
    Renumber,
    /// Appends an indicator with the next number to the row, its name and values still to be written.
    AddIndicator,
    /// Inserts a row of blank cells below this one.
    AddProject,
    /// Makes every total of the table the sum of what it is the total of.
    Recompute,
    /// Prints the table in 元 where it is in 万元, and the other way round.
    Convert,
    /// Makes one table of all that page breaks have left of it.
    Merge,
    /// Repeats the header above the row, as at the start of a page.
    Split,
}

/// A refactoring that makes sense at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it is.
    pub refactoring: Refactoring,
    /// What it will do, in a few words.
    pub title: String,
    /// Why it cannot be done, as far as that is plain without looking at every row; [`edits`] knows for certain.
    pub refusal: Option<Refusal>,
}

impl Refactoring {
    /// All of them, in the order in which they are offered: the cell, the row, the table.
    pub const ALL: [Self; 7] = [
        Self::Renumber,
        Self::AddIndicator,
        Self::AddProject,
        Self::Recompute,
        Self::Convert,
        Self::Merge,
        Self::Split,
    ];

    /// Its name in protocols and settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Renumber => "renumber",
            Self::AddIndicator => "addIndicator",
            Self::AddProject => "addProject",
            Self::Recompute => "recompute",
            Self::Convert => "convert",
            Self::Merge => "merge",
            Self::Split => "split",
        }
    }

    /// The refactoring of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refactoring| refactoring.name() == name)
    }

    /// Whether [`edits`] may refuse it where it is offered.
    pub fn may_be_refused(self) -> bool {
        matches!(self, Self::Convert | Self::Merge)
    }
}

/// What can be done at a line, in the order of [`Refactoring::ALL`].
///
/// Cost: logarithmic in the document, and the length of the line.
pub fn offers(analysis: &Analysis, line: usize) -> Vec<Offer> {
    let Some(place) = Place::new(analysis, line) else { return Vec::new() };
    let offer = |refactoring| place.offer(refactoring);
    Refactoring::ALL.into_iter().filter_map(offer).collect()
}

/// What a refactoring at a line puts where, in the order of the text. Empty where there is nothing to change.
///
/// Cost: that of reading the table once, for those that concern the whole of it.
///
/// # Errors
/// It cannot be done without losing something; nothing is changed then.
pub fn edits(analysis: &Analysis, line: usize, refactoring: Refactoring) -> Result<Vec<Replacement>, Refusal> {
    let Some(place) = Place::new(analysis, line) else { return Ok(Vec::new()) };
    let edits = match refactoring {
        Refactoring::Renumber => indicators::renumbered(&place),
        Refactoring::AddIndicator => indicators::added(&place).into_iter().collect(),
        Refactoring::AddProject => rows::added(&place).into_iter().collect(),
        Refactoring::Recompute => totals::recomputed(&place),
        Refactoring::Convert => unit::converted(&place)?,
        Refactoring::Merge => pages::merged(&place)?,
        Refactoring::Split => pages::split(&place).into_iter().collect(),
    };
    Ok(ordered(edits).unwrap_or_default())
}

/// A line of a table of known kind.
struct Place<'a> {
    document: &'a Document,
    language: Language,
    line: usize,
    /// The lines of the table, from its first delimiter row on.
    table: Range<usize>,
    schema: &'a Schema,
}

impl<'a> Place<'a> {
    fn new(analysis: &'a Analysis, line: usize) -> Option<Self> {
        let document = analysis.document();
        let table = table_around(document, line)?;
        let is_header = document.lines().get(line)?.kind == Kind::Header;
        let schema = document.lines().get(line + usize::from(is_header))?.after.table.as_deref()?;
        Some(Self { document, language: analysis.options().language, line, table, schema })
    }

    fn offer(&self, refactoring: Refactoring) -> Option<Offer> {
        let tally = || self.document.lines().summary_of(self.table.clone());
        let is_offered = match refactoring {
            Refactoring::Renumber => !indicators::renumbered(self).is_empty(),
            Refactoring::AddIndicator => indicators::added(self).is_some(),
            Refactoring::AddProject => rows::added(self).is_some(),
            Refactoring::Recompute => tally().units + tally().totals > 0,
            Refactoring::Convert => unit::direction(self).is_some(),
            Refactoring::Merge => tally().fragments > 1,
            Refactoring::Split => pages::split(self).is_some(),
        };
        let refusal = if refactoring == Refactoring::Convert { unit::plain_refusal(self) } else { None };
        is_offered.then(|| Offer { refactoring, title: self.title(refactoring), refusal })
    }

    fn title(&self, refactoring: Refactoring) -> String {
        let (chinese, english) = match refactoring {
            Refactoring::Renumber => ("指标重新编号为 1、2、3……", "Renumber the indicators 1, 2, 3 …"),
            Refactoring::AddIndicator => return indicators::title(self),
            Refactoring::AddProject => ("在下方插入项目行", "Insert a project row below"),
            Refactoring::Recompute => ("重新计算本表所有合计", "Recompute all totals of this table"),
            Refactoring::Convert => return unit::title(self),
            Refactoring::Merge => ("把分页的表格合并为一张", "Merge the page-split fragments into one table"),
            Refactoring::Split => ("从本行起分页（重复表头）", "Split the table before this row, repeating its header"),
        };
        self.word(chinese, english).to_owned()
    }

    fn word(&self, chinese: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    /// The row at the place.
    fn row(&self) -> Option<(&'a Row, Standing)> {
        let line = self.document.lines().get(self.line)?;
        Some((line.row()?, line.standing()?))
    }

    /// All rows of the table, with their lines.
    fn rows(&self) -> impl Iterator<Item = (usize, &'a Row, Standing)> {
        self.lines().filter_map(|(line, understood)| Some((line, &**understood.row()?, understood.standing()?)))
    }

    fn lines(&self) -> impl Iterator<Item = (usize, &'a Line)> {
        self.table.clone().zip(self.document.lines().iter_from(self.table.start))
    }

    /// The delimiter rows of the table: one for each fragment.
    fn fragments(&self) -> impl Iterator<Item = usize> {
        let is_fragment = |line: &Line| matches!(line.kind, Kind::Fragment(_));
        self.lines().filter(move |(_, line)| is_fragment(line)).map(|(line, _)| line)
    }

    /// The header of the fragment whose delimiter row is at `fragment`: from the row above that to the last header row.
    fn header(&self, fragment: usize) -> Range<usize> {
        let below = self.document.lines().iter_from(fragment + 1);
        let further = below.take_while(|line| line.kind == Kind::HeaderRow).count();
        fragment.saturating_sub(1)..fragment + 1 + further
    }

    /// How lines end here.
    fn ending(&self) -> Cow<'a, str> {
        self.document.text().line_ending(self.table.start.saturating_sub(1))
    }
}

/// A table that is printed in this unit is converted to that one.
type Direction = (MonetaryUnit, MonetaryUnit);
