//! The outline of a table: grand total → budget units → projects, and what each total is the sum of.
//!
//! Nothing here is stored. Every question is answered from the tallies of the line sequence, in logarithmic time.

use std::{cell::OnceCell, ops::Range};

use crate::{
    amount,
    document::Document,
    line::{Joint, Kind, Line, Standing},
    markdown,
    name::{is_blank, trim},
    sequence::Search,
    sum::Sums,
    tally::{Tally, rows_in, whole_in},
};

/// What the parts of a total are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The projects of a budget unit.
    Unit,
    /// The projects above a 小计, back to the last one, a unit or the start of the table.
    Subtotal,
    /// The budget units of the table, and its projects that belong to none.
    Grand,
}

/// A printed total, and the rows that it should be the sum of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// Which rows its parts are.
    pub level: Level,
    /// The lines among which the parts stand; other rows may stand there too.
    pub lines: Range<usize>,
    /// What the parts add up to, by amount column.
    pub sums: Sums,
}

/// A heading of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The line of its text.
    pub line: usize,
    /// The text, without marks.
    pub title: String,
}

/// The title of a table without what says that it goes on: （续）, 续表.
fn without_continued(title: &str) -> &str {
    let mut bare = trim(title);
    while let Some(rest) =
        ["（续表）", "(续表)", "（续）", "(续)", "续表", "续"].iter().find_map(|word| bare.strip_suffix(word))
    {
        bare = trim(rest);
    }
    bare
}

fn group_end(tally: &Tally) -> bool {
    tally.units + tally.totals + tally.table_ends > 0
}

/// A line that is no gap.
const SOLID: Search<'static, Line> =
    Search { may_hold: &|tally: &Tally| tally.solid > 0, is: &|line: &Line| !line.is_gap() };

/// How far below a table the next page of it may begin, in lines.
const PAGE_REACH: usize = 16;

impl Document {
    /// The lines of the table that holds `line`: from its first delimiter row to the line that ends it, all fragments
    /// included. `None` outside of tables of known kind.
    pub fn table(&self, line: usize) -> Option<Range<usize>> {
        let start = self.table_start(line)?;
        Some(start..self.table_end(start + 1))
    }

    /// The tables of known kind, in order, each with all its fragments. Logarithmic for each.
    pub fn tables(&self) -> impl Iterator<Item = Range<usize>> {
        self.tables_in(0..self.lines().len())
    }

    /// The tables of known kind that begin in some lines, in order, each with all its fragments. Logarithmic for each.
    pub fn tables_in(&self, lines: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let mut from = lines.start;
        std::iter::from_fn(move || {
            let is = |line: &Line| line.kind == Kind::Fragment(Joint::Starts);
            let search = Search { may_hold: &|tally: &Tally| tally.fragments > 0, is: &is };
            let start = self.lines().next(from, &search).filter(|start| *start < lines.end)?;
            let end = self.table_end(start + 1);
            from = end;
            Some(start..end)
        })
    }

    /// Some lines up to their last row: without what a page break or the end of the table leaves behind it. Logarithmic
    /// for each line that is cut off and not blank.
    pub fn to_last_row(&self, lines: Range<usize>) -> Range<usize> {
        let is_solid = |line: &Line| !line.is_gap();
        let search = Search { may_hold: &|tally: &Tally| tally.solid > 0, is: &is_solid };
        let mut end = lines.end;
        while let Some(last) = self.lines().previous(end, &search).filter(|last| *last >= lines.start) {
            if self.standing(last).is_some() {
                return lines.start..last + 1;
            }
            end = last;
        }
        lines.start..lines.start
    }

    /// The text of the heading that a line stands under; `None` before the first one. Logarithmic.
    pub fn heading_over(&self, line: usize) -> Option<String> {
        let is = |line: &Line| line.kind == Kind::Heading;
        let heading =
            self.lines().previous(line, &Search { may_hold: &|tally: &Tally| tally.headings > 0, is: &is })?;
        self.heading(heading).map(|heading| heading.title)
    }

    /// The heading that a line makes: the line of its marks, or the one that underlines it.
    pub fn heading(&self, line: usize) -> Option<Heading> {
        self.lines().get(line).filter(|line| line.kind == Kind::Heading)?;
        let text = self.text().line(line);
        let level = markdown::heading_level(&text);
        Some(match markdown::heading_text(&text) {
            Some(title) => Heading { level, line, title: title.to_owned() },
            None => {
                let line = line.checked_sub(1)?;
                Heading { level, line, title: self.text().line(line).trim().to_owned() }
            }
        })
    }

    fn table_start(&self, line: usize) -> Option<usize> {
        let search = Search { may_hold: &|tally: &Tally| tally.table_ends > 0, is: &Line::ends_table };
        let start = self.lines().previous(line + 1, &search)?;
        matches!(self.lines().get(start)?.kind, Kind::Fragment(_)).then_some(start)
    }

    fn table_end(&self, from: usize) -> usize {
        let search = Search { may_hold: &|tally: &Tally| tally.table_ends > 0, is: &Line::ends_table };
        self.lines().next(from, &search).unwrap_or(self.lines().len())
    }

    /// The table of known kind that goes on with the one in these lines below a repeated title or unit: with the same
    /// columns, a project or a budget unit first, and not a total in both. Looks at the lines close above and below.
    pub fn next_page(&self, table: &Range<usize>) -> Option<Range<usize>> {
        let own = self.lines().get(table.start)?.after.table.as_deref()?;
        let title = OnceCell::new();
        let is_between = |(line, understood): &(usize, &Line)| {
            let title = || title.get_or_init(|| self.page_title(table.start)).as_deref();
            !understood.begins_unknown_table()
                && (understood.kind != Kind::Heading || self.is_page_heading(*line, title()))
        };
        let close = (table.end..).zip(self.lines().iter_from(table.end)).take(PAGE_REACH);
        let is_start = |line: &Line| line.kind == Kind::Fragment(Joint::Starts);
        let (start, delimiter) = close.take_while(is_between).find(|(_, line)| is_start(line))?;
        let is_same = delimiter.after.table.as_deref().is_some_and(|other| other.is_page_of(own));
        let begins = |standing: Standing| standing.is_project() || standing.is_unit();
        if !is_same || !self.first_standing(start).is_some_and(begins) {
            return None;
        }
        let next = start..self.table_end(start + 1);
        let has_total = |table: &Range<usize>| self.lines().summary_of(table.clone()).totals > 0;
        (!has_total(table) || !has_total(&next)).then_some(next)
    }

    /// Whether the last group of the table in these lines may go on on another page: one that begins with a project, or
    /// has no header, so that its first row became one. Looks at the lines close above and below.
    pub fn goes_on_in_group(&self, table: &Range<usize>) -> bool {
        let is_project = |next: Range<usize>| self.first_standing(next.start).is_some_and(Standing::is_project);
        self.has_headless_page(table) || self.next_page(table).is_some_and(is_project)
    }

    /// Whether a table of no known kind stands close below whose header is a row of the one in these lines, or blank.
    fn has_headless_page(&self, table: &Range<usize>) -> bool {
        let Some(schema) = self.lines().get(table.start).and_then(|line| line.after.table.as_deref()) else {
            return false;
        };
        let close = (table.end..).zip(self.lines().iter_from(table.end)).take(PAGE_REACH);
        let mut between =
            close.take_while(|(_, line)| line.kind != Kind::Heading && !matches!(line.kind, Kind::Fragment(_)));
        let Some((delimiter, _)) = between.find(|(_, line)| line.kind == Kind::UnknownDelimiter) else { return false };
        let text = self.text().line(delimiter.saturating_sub(1));
        let cells: Vec<&str> = markdown::cells(&text).map(|cell| cell.of(&text)).collect();
        let has_amount = || {
            let cell = |column: usize| cells.get(column).copied().unwrap_or_default();
            schema.amounts.iter().any(|amount| amount::read(cell(amount.column)).amount().is_some())
        };
        // A row without a name goes on with the one above it.
        let is_nameless = || cells.get(schema.name).is_some_and(|cell| is_blank(cell));
        cells.len() == schema.columns && (is_nameless() || has_amount())
    }

    /// What the first row of the table whose first delimiter row is at a line is in it.
    fn first_standing(&self, start: usize) -> Option<Standing> {
        let mut rows = self.lines().iter_from(start + 1).skip_while(|line| line.kind == Kind::HeaderRow);
        rows.next().and_then(Line::standing)
    }

    /// The text of the heading close above a table, without 续.
    fn page_title(&self, start: usize) -> Option<String> {
        let from = start.saturating_sub(PAGE_REACH);
        let close = (from..start).zip(self.lines().iter_from(from));
        let (heading, _) = close.filter(|(_, line)| line.kind == Kind::Heading).last()?;
        Some(without_continued(&self.heading(heading)?.title).to_owned())
    }

    /// Whether a heading is that of the table above once more, or says that it goes on: 项目支出绩效目标表（续）, 续表.
    fn is_page_heading(&self, line: usize, title: Option<&str>) -> bool {
        self.heading(line).is_some_and(|heading| {
            let bare = without_continued(&heading.title);
            bare.is_empty() || title.is_some_and(|title| title == bare)
        })
    }

    /// The table of known kind that ends close above a line, gaps behind it not counted.
    pub fn table_close_above(&self, line: usize) -> Option<Range<usize>> {
        let from = line.saturating_sub(PAGE_REACH);
        let is_row = |line: &Line| line.after.table.is_some();
        let close = (from..line).zip(self.lines().iter_from(from)).filter(|(_, line)| is_row(line)).last();
        let behind_gaps =
            || self.lines().previous(from, &SOLID).filter(|row| self.lines().get(*row).is_some_and(is_row));
        self.table(close.map(|(row, _)| row).or_else(behind_gaps)?)
    }

    /// The table of known kind that begins close below a line, gaps there not counted.
    pub fn table_close_below(&self, line: usize) -> Option<Range<usize>> {
        let from = self.lines().next(line, &SOLID)?;
        let close = (from..).zip(self.lines().iter_from(from)).take(PAGE_REACH);
        let (start, _) = close.into_iter().find(|(_, line)| line.kind == Kind::Fragment(Joint::Starts))?;
        self.table(start)
    }

    /// Whether nothing but gaps stands between a line and the end of a table, or the line is behind that.
    pub fn is_last_row(&self, line: usize, table: &Range<usize>) -> bool {
        self.lines().next(line + 1, &SOLID).is_none_or(|next| next >= table.end)
    }

    /// Whether the table in these lines is one page of several that are not one table here: what adds up in all of them
    /// does not in one.
    pub fn is_page(&self, table: &Range<usize>) -> bool {
        self.next_page(table).is_some() || self.has_headless_page(table) || self.is_further_page(table)
    }

    /// Whether the table in these lines is a page that another one close above goes on with.
    pub fn is_further_page(&self, table: &Range<usize>) -> bool {
        let goes_on_from = |above: Range<usize>| self.next_page(&above).as_ref() == Some(table);
        self.table_close_above(table.start.saturating_sub(1)).is_some_and(goes_on_from)
    }

    /// The lines of the group of projects around `line`: behind the budget unit, total or table start above it, up to
    /// the next one.
    pub fn group(&self, line: usize) -> Range<usize> {
        let search = Search { may_hold: &group_end, is: &Line::ends_group };
        let start = self.lines().previous(line, &search).map_or(0, |above| above + 1);
        let end = self.lines().next(line, &search).unwrap_or(self.lines().len());
        start..end.max(start)
    }

    /// The budget unit to which the project at `line` belongs.
    pub fn unit(&self, line: usize) -> Option<usize> {
        let above = self.group(line).start.checked_sub(1)?;
        self.standing(above).is_some_and(Standing::is_unit).then_some(above)
    }

    /// What the row at `line` is the sum of; `None` where it is no total.
    pub fn total(&self, line: usize) -> Option<Total> {
        match self.standing(line)? {
            Standing::Unit | Standing::UnitBySum => {
                let lines = line + 1..self.group(line + 1).end;
                Some(Total { level: Level::Unit, sums: rows_in(self.lines(), lines.clone()), lines })
            }
            Standing::Subtotal => Some(self.subtotal(line)),
            Standing::Total => Some(self.grand_total(line)),
            Standing::OfWhich | Standing::Project | Standing::Unfinished | Standing::Blank => None,
        }
    }

    /// What the parts of the total at `line` are; `None` where it is no total. The same as [`Document::total`] says,
    /// for less.
    pub fn level(&self, line: usize) -> Option<Level> {
        match self.standing(line)? {
            Standing::Unit | Standing::UnitBySum => Some(Level::Unit),
            Standing::Subtotal => Some(Level::Subtotal),
            Standing::Total => {
                let table = self.table(line).unwrap_or(line..line + 1);
                Some(if self.is_of_a_part(line, &table) { Level::Subtotal } else { Level::Grand })
            }
            Standing::OfWhich | Standing::Project | Standing::Unfinished | Standing::Blank => None,
        }
    }

    fn subtotal(&self, line: usize) -> Total {
        let lines = self.group(line).start..line;
        Total { level: Level::Subtotal, sums: rows_in(self.lines(), lines.clone()), lines }
    }

    /// A 合计 that opens or closes its table is the sum of the whole; one in the middle closes the rows above it, and so
    /// does the last one where it fits them and others stood before it.
    fn grand_total(&self, line: usize) -> Total {
        let table = self.table(line).unwrap_or(line..line + 1);
        if self.is_of_a_part(line, &table) {
            return self.subtotal(line);
        }
        Total { level: Level::Grand, sums: self.whole(table.clone()), lines: table }
    }

    fn is_of_a_part(&self, line: usize, table: &Range<usize>) -> bool {
        let (above, below) = (table.start..line, line + 1..table.end);
        let is_counted = |standing: Standing| standing.is_project() || standing.is_unit() || standing.is_total();
        let holds_rows = |lines: &Range<usize>| {
            let may_hold = |tally: &Tally| tally.units + tally.projects + tally.totals > 0;
            let is = |line: &Line| line.standing().is_some_and(is_counted);
            self.lines().next(lines.start, &Search { may_hold: &may_hold, is: &is }).is_some_and(|row| row < lines.end)
        };
        let is_inside = holds_rows(&above) && holds_rows(&below);
        let has_total_above = || self.outer_totals(above).next().is_some();
        is_inside || (has_total_above() && self.fits(line, &self.subtotal(line).sums))
    }

    /// What a whole table adds up to, by amount column: its budget units, and its projects that belong to none.
    pub fn whole(&self, table: Range<usize>) -> Sums {
        whole_in(self.lines(), table)
    }

    fn fits(&self, line: usize, sums: &Sums) -> bool {
        let own = self.lines().get(line).and_then(Line::row).map(|row| row.sums()).unwrap_or_default();
        own.iter().zip(sums.iter()).all(|(own, sum)| own.value == sum.value) && sums.iter().any(|sum| sum.parts > 0)
    }

    /// The rows that are the parts of a total, with their lines. Cost: the lines among which they stand, if all are
    /// taken.
    pub fn parts<'a>(&'a self, total: &'a Total) -> impl Iterator<Item = (usize, &'a Line)> {
        let mut in_unit = false;
        let lines = total.lines.clone().zip(self.lines().iter_from(total.lines.start));
        lines.filter(move |(_, line)| {
            let Some(standing) = line.standing() else { return false };
            match total.level {
                Level::Unit | Level::Subtotal => standing.is_project(),
                Level::Grand if standing.is_unit() => {
                    in_unit = true;
                    true
                }
                Level::Grand => {
                    in_unit &= !standing.is_total();
                    standing.is_project() && !in_unit
                }
            }
        })
    }

    /// The parts of a total that print something in an amount column, in order. Logarithmic for each, and for each
    /// budget unit that prints nothing there.
    pub fn printed_parts<'a>(&'a self, total: &Total, column: usize) -> impl Iterator<Item = usize> + use<'a> {
        let (of_units, end) = (total.level == Level::Grand, total.lines.end);
        let mut from = total.lines.start;
        std::iter::from_fn(move || {
            let is_part = |line: &Line| {
                let is_counted = |standing: Standing| standing.is_project() || (of_units && standing.is_unit());
                line.row().is_some_and(|row| row.prints(column)) && line.standing().is_some_and(is_counted)
            };
            let search = Search { may_hold: &|tally: &Tally| tally.may_print(column), is: &is_part };
            loop {
                let part = self.lines().next(from, &search).filter(|part| *part < end)?;
                let is_unit = self.standing(part).is_some_and(Standing::is_unit);
                let is_within = of_units && self.unit(part).is_some();
                // What stands in a unit is a part of the unit's own total.
                from = if is_unit || is_within { self.group(part + 1).end } else { part + 1 };
                if is_unit || !is_within {
                    return Some(part);
                }
            }
        })
    }

    /// The totals that the row at `line` is a part of: its unit's or a 小计's where it is a project; those of the whole
    /// table where it is a budget unit, or a project of none. Logarithmic.
    pub fn totals_over(&self, line: usize) -> Vec<usize> {
        let Some(standing) = self.standing(line) else { return Vec::new() };
        if standing.is_unit() {
            return self.whole_totals_over(line);
        }
        if !standing.is_project() {
            return Vec::new();
        }
        let closing = self.group(line).end;
        let mut totals: Vec<usize> = match self.unit(line) {
            Some(unit) => vec![unit],
            None => self.whole_totals_over(line),
        };
        if self.level(closing) == Some(Level::Subtotal) {
            totals.push(closing);
        }
        totals
    }

    fn whole_totals_over(&self, line: usize) -> Vec<usize> {
        let Some(table) = self.table(line) else { return Vec::new() };
        let is_whole = |line: &usize| self.level(*line) == Some(Level::Grand);
        self.outer_totals(table).filter(is_whole).collect()
    }

    /// The first and the last row of 合计 or 小计 in the lines of a table: those that sum it up as a whole.
    pub fn outer_totals(&self, table: Range<usize>) -> impl Iterator<Item = usize> {
        let is_total = |line: &Line| line.standing().is_some_and(Standing::is_total);
        let search = Search { may_hold: &|tally: &Tally| tally.totals > 0, is: &is_total };
        let first = self.lines().next(table.start, &search).filter(|line| *line < table.end);
        let last =
            self.lines().previous(table.end, &search).filter(|line| *line >= table.start && Some(*line) != first);
        first.into_iter().chain(last)
    }

    /// The last project of the same name before `line` in its group, and the first behind it.
    pub fn namesakes(&self, line: usize, hash: u64) -> (Option<usize>, Option<usize>) {
        let is_namesake = |line: &Line| {
            line.standing().is_some_and(Standing::is_project) && line.row().is_some_and(|row| row.name_hash == hash)
        };
        let search = Search {
            may_hold: &|tally: &Tally| tally.names.may_hold(hash) || group_end(tally),
            is: &|line: &Line| line.ends_group() || is_namesake(line),
        };
        let namesake = |found: &usize| self.lines().get(*found).is_some_and(is_namesake);
        let before = self.lines().previous(line, &search).filter(namesake);
        (before, self.lines().next(line + 1, &search).filter(namesake))
    }
}

/// Budget units, and names.
impl Document {
    /// The projects and budget units of one name in the whole document, by its hash. Cost: a look at each stretch of 32
    /// lines, and into those that may hold one.
    pub fn named(&self, hash: u64) -> impl Iterator<Item = usize> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let is_named = |line: &Line| {
                line.standing().is_some_and(|standing| standing.is_project() || standing.is_unit())
                    && line.row().is_some_and(|row| row.name_hash == hash)
            };
            let search = Search { may_hold: &|tally: &Tally| tally.names.may_hold(hash), is: &is_named };
            let named = self.lines().next(from, &search)?;
            from = named + 1;
            Some(named)
        })
    }

    /// The budget units among some lines, in order.
    pub fn units(&self, lines: Range<usize>) -> impl Iterator<Item = usize> {
        let mut from = lines.start;
        std::iter::from_fn(move || {
            let is_unit = |line: &Line| line.standing().is_some_and(Standing::is_unit);
            let search = Search { may_hold: &|tally: &Tally| tally.units > 0, is: &is_unit };
            let unit = self.lines().next(from, &search).filter(|unit| *unit < lines.end)?;
            from = unit + 1;
            Some(unit)
        })
    }

    /// The row that sums up a whole table, where one does: its first 合计, else its last.
    pub fn grand_total_row(&self, table: Range<usize>) -> Option<usize> {
        self.outer_totals(table).find(|line| self.level(*line) == Some(Level::Grand))
    }
}
