//! The rows of a table as levels: what each row is the sum of, by its figures alone.

use std::ops::Range;

use budget_grammar::{
    document::Document,
    line::Standing,
    name::fold,
    row::{Class, Row},
};
use smallvec::SmallVec;

/// One figure a column, in 10⁻⁸ of the table's monetary unit; `None` where nothing is printed.
type Figures = SmallVec<[Option<i128>; 4]>;

/// A row, as far as levels need it.
#[derive(Clone)]
struct Rung {
    line: usize,
    figures: Figures,
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
    is_down: bool,
    /// Whether the 合计 of the table is what all levels come to.
    is_whole: bool,
}

impl Rows {
    /// The rows of a table from top to bottom. `None` where a cell is no amount, or a row sums up some of the table and is not its first or last.
    pub(super) fn read(document: &Document, table: Range<usize>) -> Option<Self> {
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
        (!rungs.iter().enumerate().any(is_inside)).then(|| Self::of(rungs, true))
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
        is_other.then(|| Self::of(rungs, true))
    }

    /// The same from bottom to top: each level stands above its sum.
    pub(super) fn upwards(&self) -> Self {
        let mut rungs = self.rungs.clone();
        rungs.reverse();
        Self::of(rungs, false)
    }

    /// The same with no levels at all: what looks like a budget unit is a project.
    pub(super) fn without_levels(&self) -> Self {
        let mut flat = Self { ends: (1..=self.rungs.len()).collect(), ..self.clone() };
        flat.is_whole = flat.comes_to_the_whole();
        flat
    }

    fn of(rungs: Vec<Rung>, is_down: bool) -> Self {
        let mut rows = Self { ends: vec![0; rungs.len()], rungs, is_down, is_whole: false };
        // What stands behind a row is known before it.
        for at in (0..rows.rungs.len()).rev() {
            let end = rows.level(at).unwrap_or(at + 1);
            if let Some(slot) = rows.ends.get_mut(at) {
                *slot = end;
            }
        }
        rows.is_whole = rows.comes_to_the_whole();
        rows
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

    /// Whether a row is the sum of what stands behind it, up to where something else begins: a new row that was not added up yet is no end.
    fn is_level(&self, at: usize) -> bool {
        let end = self.end(at);
        let begins = |rung: &Rung| rung.is_whole || (rung.is_bare && (rung.is_unit || self.end(end) > end + 1));
        end > at + 1 && self.rungs.get(end).is_none_or(begins)
    }

    /// Where the rows end that the one at `at` is the sum of, to the last digit in each of its columns.
    fn level(&self, at: usize) -> Option<usize> {
        let head = self.rungs.get(at)?;
        if head.is_whole || head.is_part || head.is_again || head.figures.iter().all(|figure| figure.unwrap_or(0) == 0)
        {
            return None;
        }
        let mut walk = Walk { rows: self, at: at + 1, sum: Figures::new(), counted: Figures::new() };
        let mut entries = 0;
        while let Some(entry) = walk.next(entries == 0)? {
            entries += 1;
            if is_sum(&head.figures, &walk.sum) {
                // Two projects of one amount behind each other are no level.
                let is_below =
                    |part: &Rung| part.name != head.name && (head.is_bare || (part.is_bare && !part.is_unit));
                let is_level = entries > 1 || self.rungs.get(entry).is_some_and(is_below);
                return is_level.then(|| walk.past_sums());
            }
            if is_beyond(&head.figures, &walk.sum) {
                return None;
            }
        }
        None
    }

    fn comes_to_the_whole(&self) -> bool {
        let Some(whole) = self.rungs.iter().find(|rung| rung.is_whole) else { return false };
        let mut walk = Walk { rows: self, at: 0, sum: Figures::new(), counted: Figures::new() };
        loop {
            match walk.next(false) {
                Some(Some(_)) => {}
                Some(None) => break,
                None => return false,
            }
        }
        let is_whole = |rung: &&Rung| rung.is_whole;
        self.rungs.iter().filter(is_whole).all(|other| other.figures == whole.figures)
            && is_sum(&whole.figures, &walk.sum)
    }
}

/// A walk over the rows behind one, adding up what stands directly below it.
struct Walk<'a> {
    rows: &'a Rows,
    at: usize,
    sum: Figures,
    /// What was added up when the last 小计 stood there.
    counted: Figures,
}

impl Walk<'_> {
    /// The next row that is added, `Some(None)` at the end; `None` where a row fits nowhere. A part of the head may be one.
    fn next(&mut self, may_be_part: bool) -> Option<Option<usize>> {
        loop {
            let Some(rung) = self.rows.rungs.get(self.at) else { return Some(None) };
            let at = self.at;
            if rung.is_whole {
                // From bottom to top the first one, and from top to bottom the last one, is the end.
                self.at += 1;
                continue;
            }
            if rung.is_again || (rung.is_part && !may_be_part) {
                self.at += 1;
                continue;
            }
            if rung.is_sum && self.rows.is_down && is_sum(&rung.figures, &less(&self.sum, &self.counted)) {
                self.counted = self.sum.clone();
                self.at += 1;
                continue;
            }
            self.at = self.rows.end(at);
            if rung.is_sum && self.at == at + 1 {
                return None;
            }
            add(&mut self.sum, &rung.figures);
            return Some(Some(at));
        }
    }

    /// Behind the rows that add up what was walked over once more, or say it again.
    fn past_sums(&self) -> usize {
        let mut at = self.at;
        let is_over = |rung: &Rung| {
            rung.is_again
                || rung.is_part
                || (rung.is_sum && self.rows.is_down && is_sum(&rung.figures, &less(&self.sum, &self.counted)))
        };
        while self.rows.rungs.get(at).is_some_and(is_over) {
            at += 1;
        }
        at
    }
}

fn add(sum: &mut Figures, figures: &Figures) {
    sum.resize(sum.len().max(figures.len()), None);
    for (sum, figure) in sum.iter_mut().zip(figures).filter(|(_, figure)| figure.is_some()) {
        *sum = Some(sum.unwrap_or(0).saturating_add(figure.unwrap_or(0)));
    }
}

fn less(sum: &Figures, counted: &Figures) -> Figures {
    let of = |column: usize| counted.get(column).copied().flatten().unwrap_or(0);
    sum.iter().enumerate().map(|(column, sum)| sum.map(|sum| sum.saturating_sub(of(column)))).collect()
}

/// Whether each figure that a total prints is that of the sum, and one of them is not 0.
fn is_sum(total: &Figures, sum: &Figures) -> bool {
    let of = |column: usize| sum.get(column).copied().flatten().unwrap_or(0);
    let is_equal = |(column, figure): (usize, &Option<i128>)| figure.is_none_or(|figure| figure == of(column));
    total.iter().enumerate().all(is_equal) && total.iter().any(|figure| figure.unwrap_or(0) != 0)
}

/// Whether no more rows make a sum that of a total, unless they are negative.
fn is_beyond(total: &Figures, sum: &Figures) -> bool {
    let exceeds = |(total, sum): (&Option<i128>, &Option<i128>)| matches!((total, sum), (Some(total), Some(sum)) if *total >= 0 && sum > total);
    total.iter().zip(sum).any(exceeds)
}

/// `None` where a cell is no amount.
fn rung(document: &Document, line: usize, row: &Row, standing: Standing, above: Option<&Rung>) -> Option<Rung> {
    let sums = row.sums();
    if sums.iter().any(|sum| sum.void > 0) {
        return None;
    }
    let figures: Figures = sums.iter().map(|sum| (!sum.is_absent()).then_some(sum.value)).collect();
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
