//! The rows of a table as levels: what each row is the sum of, by its figures alone.

use std::ops::Range;

use budget_grammar::{
    document::Document,
    line::Standing,
    name::fold,
    row::{Class, Row},
    sum::Sums,
};

use crate::identity::{Band, Rounding, band};

/// A row, as far as levels need it.
#[derive(Clone)]
struct Rung {
    line: usize,
    figures: Sums,
    name: u64,
    /// Whether it has neither a goal nor indicators.
    is_bare: bool,
    is_unit: bool,
    /// 合计 of the whole table.
    is_whole: bool,
    /// …小计, …合计: it sums up rows above it, or below.
    is_sum: bool,
    /// 其中…: a part of the row above.
    is_part: bool,
    /// One more row of the project above: its name and figures stand there again.
    is_again: bool,
}

/// The rows of a table in one order, with where what each is the sum of ends.
#[derive(Clone)]
pub(super) struct Rows {
    rungs: Vec<Rung>,
    ends: Vec<usize>,
    rounding: Rounding,
    is_down: bool,
    /// Whether two rows of one amount may be one below the other, whatever the upper one is.
    has_pairs: bool,
    /// Whether a level has to come to its sum to the last digit: of few rows, some come to another one but for rounding
    /// by chance.
    is_exact: bool,
    /// Whether the 合计 of the table is what all levels come to.
    is_whole: bool,
}

impl Rows {
    /// The rows of a table from top to bottom. `None` where a cell is no amount, or a row sums up some of the table and
    /// is not its first or last.
    pub(super) fn read(document: &Document, table: Range<usize>, rounding: Rounding) -> Option<Self> {
        let mut rungs: Vec<Rung> = Vec::new();
        for (line, understood) in table.clone().zip(document.lines().iter_from(table.start)) {
            let (Some(row), Some(standing)) = (understood.row(), understood.standing()) else { continue };
            if standing == Standing::Blank {
                continue;
            }
            let rung = rung(document, line, row, standing, rungs.last())?;
            rungs.push(rung);
        }
        let last = rungs.len().checked_sub(1)?;
        let is_inside = |(at, rung): (usize, &Rung)| rung.is_whole && at != 0 && at != last;
        (!rungs.iter().enumerate().any(is_inside)).then(|| Self::of(rungs, true, true, rounding))
    }

    /// The same, where all rows without goal and indicators below 其中 are parts; `None` where there is no such row.
    pub(super) fn past_parts(&self) -> Option<Self> {
        let mut rungs = self.rungs.clone();
        let mut was_part = false;
        for rung in &mut rungs {
            let is_part = rung.is_part || (was_part && rung.is_bare && !rung.is_unit && !rung.is_sum && !rung.is_whole);
            (rung.is_part, was_part) = (is_part, is_part);
        }
        let is_other = rungs.iter().zip(&self.rungs).any(|(one, other)| one.is_part != other.is_part);
        is_other.then(|| Self::of(rungs, true, true, self.rounding))
    }

    /// The same from bottom to top: each level stands above its sum.
    pub(super) fn upwards(&self) -> Self {
        let mut rungs = self.rungs.clone();
        rungs.reverse();
        Self::of(rungs, false, true, self.rounding)
    }

    /// The same, where two rows of one amount are one below the other only where the upper one is a budget unit.
    pub(super) fn beside(&self) -> Self {
        Self::of(self.rungs.clone(), true, false, self.rounding)
    }

    /// The same, where each level comes to its sum to the last digit.
    pub(super) fn exactly(&self) -> Self {
        let mut exact = Self { is_exact: true, ..self.clone() };
        exact.find_ends();
        exact
    }

    /// The same without the rows directly below 合计 that come to it and have neither goal nor indicators: where the
    /// money is from; `None` where there are none.
    pub(super) fn past_sources(&self) -> Option<Self> {
        let (whole, below) = self.rungs.split_first().filter(|(first, _)| first.is_whole)?;
        let mut sum = Sums::default();
        let is_source = |rung: &&Rung| rung.is_bare && !rung.is_sum && !rung.is_whole;
        let count = below.iter().take_while(is_source).position(|rung| {
            sum.add(&rung.figures);
            self.fit(&whole.figures, &sum) == Fit::Exact
        });
        let count = count.filter(|count| *count > 0)? + 1;
        let rest = below.get(count..).filter(|rest| !rest.is_empty())?;
        let rungs = std::iter::once(whole).chain(rest).cloned().collect();
        Some(Self::of(rungs, true, true, self.rounding))
    }

    /// The same with no levels at all: what looks like a budget unit is a project.
    pub(super) fn without_levels(&self) -> Self {
        let mut flat = Self { ends: (1..=self.rungs.len()).collect(), ..self.clone() };
        flat.is_whole = flat.comes_to_the_whole();
        flat
    }

    fn of(rungs: Vec<Rung>, is_down: bool, has_pairs: bool, rounding: Rounding) -> Self {
        let mut rows =
            Self { ends: vec![0; rungs.len()], rungs, rounding, is_down, has_pairs, is_exact: false, is_whole: false };
        rows.find_ends();
        rows
    }

    fn find_ends(&mut self) {
        // What stands behind a row is known before it.
        for at in (0..self.rungs.len()).rev() {
            let end = self.level(at).unwrap_or(at + 1);
            if let Some(slot) = self.ends.get_mut(at) {
                *slot = end;
            }
        }
        self.is_whole = self.comes_to_the_whole();
    }

    /// Whether the total at a line is the sum of a level, or no sum at all but a part of one.
    pub(super) fn explain(&self, line: usize) -> bool {
        let Some(at) = self.rungs.iter().position(|rung| rung.line == line) else { return false };
        let is_whole = self.rungs.get(at).is_some_and(|rung| rung.is_whole);
        let is_within = |above: usize| self.end(above) > at && self.is_level(above);
        self.is_whole || (!is_whole && (self.is_level(at) || (0..at).any(is_within)))
    }

    fn end(&self, at: usize) -> usize {
        self.ends.get(at).copied().unwrap_or(at + 1)
    }

    /// Whether a row is the sum of what stands behind it, up to where something else begins: a new row that was not
    /// added up yet is no end.
    fn is_level(&self, at: usize) -> bool {
        let end = self.end(at);
        let begins = |rung: &Rung| rung.is_whole || (rung.is_bare && (rung.is_unit || self.end(end) > end + 1));
        end > at + 1 && self.rungs.get(end).is_none_or(begins)
    }

    /// Where the rows end that the one at `at` is the sum of in each of its columns: to the last digit, or else but for
    /// rounding.
    fn level(&self, at: usize) -> Option<usize> {
        let head = self.rungs.get(at)?;
        if head.is_whole || head.is_part || head.is_again || head.figures.iter().all(|figure| figure.value == 0) {
            return None;
        }
        let mut walk = Walk::new(self, at + 1);
        let (mut entries, mut rounded) = (0, None);
        while let Some(Some(entry)) = walk.next(entries == 0) {
            entries += 1;
            let fit = self.fit(&head.figures, &walk.sum);
            if matches!(fit, Fit::Exact | Fit::Rounded) {
                // Two projects of one amount behind each other are no level.
                let is_below =
                    |part: &Rung| part.name != head.name && (head.is_bare || (part.is_bare && !part.is_unit));
                let may_be_pair = self.has_pairs || head.is_unit;
                let is_level = entries > 1 || (may_be_pair && self.rungs.get(entry).is_some_and(is_below));
                let end = is_level.then(|| walk.past_sums());
                if fit == Fit::Exact {
                    return end;
                }
                rounded = rounded.or(end);
            } else if fit == Fit::Beyond {
                break;
            }
        }
        rounded
    }

    fn comes_to_the_whole(&self) -> bool {
        let Some(whole) = self.rungs.iter().find(|rung| rung.is_whole) else { return false };
        let mut walk = Walk::new(self, 0);
        loop {
            match walk.next(false) {
                Some(Some(_)) => {}
                Some(None) => break,
                None => return false,
            }
        }
        let mut wholes = self.rungs.iter().filter(|rung| rung.is_whole);
        wholes.all(|other| other.figures == whole.figures) && self.is_sum(&whole.figures, &walk.sum)
    }

    fn is_sum(&self, total: &Sums, sum: &Sums) -> bool {
        matches!(self.fit(total, sum), Fit::Exact | Fit::Rounded)
    }

    /// How a total stands to what was added up, in the columns in which it prints something.
    fn fit(&self, total: &Sums, sum: &Sums) -> Fit {
        if total.iter().all(|figure| figure.value == 0) {
            return Fit::Short;
        }
        let mut fit = Fit::Exact;
        for (column, figure) in total.iter().enumerate().filter(|(_, figure)| !figure.is_absent()) {
            let part = sum.get(column);
            let band =
                if part.is_absent() && figure.value != 0 { Band::Error } else { band(figure, &part, self.rounding) };
            fit = fit.max(match band {
                Band::Exact | Band::Void => Fit::Exact,
                Band::Rounding if !self.is_exact => Fit::Rounded,
                _ if figure.value >= 0 && part.value > figure.value => Fit::Beyond,
                _ => Fit::Short,
            });
        }
        fit
    }
}

/// How a total stands to what was added up so far.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Each figure is the same, to the last digit.
    Exact,
    /// Rounding explains the difference.
    Rounded,
    /// More may have to be added.
    Short,
    /// It is too much already, unless something negative is added.
    Beyond,
}

/// A walk over the rows behind one, adding up what stands directly below it.
struct Walk<'a> {
    rows: &'a Rows,
    at: usize,
    sum: Sums,
    /// What was added up since the last 小计.
    since: Sums,
}

impl<'a> Walk<'a> {
    fn new(rows: &'a Rows, at: usize) -> Self {
        Self { rows, at, sum: Sums::default(), since: Sums::default() }
    }

    /// The next row that is added, `Some(None)` at the end; `None` where a row fits nowhere. A part of the head may be
    /// one.
    fn next(&mut self, may_be_part: bool) -> Option<Option<usize>> {
        loop {
            let Some(rung) = self.rows.rungs.get(self.at) else { return Some(None) };
            let at = self.at;
            // From bottom to top the first one, and from top to bottom the last one, is the end.
            if rung.is_whole || rung.is_again || (rung.is_part && !may_be_part) {
                self.at += 1;
                continue;
            }
            if self.adds_up_what_came(rung) {
                self.since = Sums::default();
                self.at += 1;
                continue;
            }
            self.at = self.rows.end(at);
            if rung.is_sum && self.at == at + 1 {
                return None;
            }
            self.sum.add(&rung.figures);
            self.since.add(&rung.figures);
            return Some(Some(at));
        }
    }

    fn adds_up_what_came(&self, rung: &Rung) -> bool {
        rung.is_sum && self.rows.is_down && self.rows.is_sum(&rung.figures, &self.since)
    }

    /// Behind the rows that add up what was walked over once more, or say it again.
    fn past_sums(&self) -> usize {
        let is_over = |rung: &Rung| rung.is_again || rung.is_part || self.adds_up_what_came(rung);
        let rest = self.rows.rungs.get(self.at..).unwrap_or_default();
        self.at + rest.iter().take_while(|rung| is_over(rung)).count()
    }
}

/// `None` where a cell is no amount.
fn rung(document: &Document, line: usize, row: &Row, standing: Standing, above: Option<&Rung>) -> Option<Rung> {
    let figures = row.sums();
    if figures.iter().any(|sum| sum.void > 0) {
        return None;
    }
    let is_bare = row.class != Class::Project;
    let text = || document.text().line(line);
    let is_sum =
        standing == Standing::Subtotal || (is_bare && standing != Standing::Total && names_a_sum(row, &text()));
    let is_same = |above: &Rung| row.name_hash != 0 && above.name == row.name_hash && above.figures == figures;
    let is_again = !is_bare && above.is_some_and(is_same) && text() != document.text().line(above?.line);
    Some(Rung {
        line,
        figures,
        name: row.name_hash,
        is_bare,
        is_unit: matches!(standing, Standing::Unit | Standing::UnitBySum),
        is_whole: standing == Standing::Total,
        is_sum,
        is_part: standing == Standing::OfWhich,
        is_again,
    })
}

/// Whether a cell says that the row is a sum: 小计, 市水利局小计, 本年合计.
fn names_a_sum(row: &Row, text: &str) -> bool {
    let says = |cell: &str| ["小计", "合计", "累计"].iter().any(|word| cell.ends_with(word));
    row.cells.iter().any(|cell| says(&fold(cell.of(text))))
}
