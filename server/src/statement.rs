//! What a statement comes to: the identities that its codes, its lines and its header make, and the quantities that it
//! prints.

mod claims;
mod codes;
mod layout;
mod levels;
mod list;
mod marked;
mod open;
mod rates;
mod tree;

use std::sync::Arc;

use budget_grammar::{
    Span,
    amount::Reading,
    document::Document,
    html_table,
    kinds::Side,
    name::fold,
    statement::{CellPlace, Code, Column, Form, Half, Row, Standing, Statement},
    sum::Sum,
};

use crate::{
    finding::{Finding, Related},
    fix::Replacement,
    identity::{Band, Rounding, band},
    scope::offset,
};

pub use claims::{BudgetClaim, Claim, Part, canonical};
pub use codes::{Misplaced, Orphan};
pub use rates::{Rate, RateAnew, RateOff};
use tree::{Scheme, Tree};

/// A statement with all that its figures have to fulfil. Nothing in it depends on where in the document it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// The statement.
    pub statement: Statement,
    /// All that its figures have to fulfil.
    pub identities: Vec<Identity>,
    /// Which quantities it prints.
    pub claims: Vec<Claim>,
    /// The budgets of quantities of the whole department, where they stand beside what was spent of them.
    pub budgets: Vec<BudgetClaim>,
    /// Whether money of another year is printed: the totals are then not those of the year.
    pub(crate) is_carried: bool,
    tree: Tree,
}

/// A figure of a statement: its row and its amount column, as indices.
pub type Place = (usize, usize);

/// `total = Σ parts` over printed figures of one statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// What makes it one.
    pub of: Kind,
    /// Where the total stands.
    pub total: Place,
    /// What it is the sum of.
    pub parts: Parts,
    /// How far it is from holding.
    pub band: Band,
}

/// What makes an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 合计 = Σ the other columns of the row.
    Row,
    /// A code or a line = Σ those directly below it, or 合计 = Σ those of the first level.
    Column,
    /// What is spent = what comes in.
    Halves,
}

/// What a total is the sum of. Many totals share one list, so that an identity is small.
#[derive(Clone, Debug, PartialEq)]
pub enum Parts {
    /// These rows, in the column of the total, from top to bottom.
    Rows(Arc<[usize]>),
    /// These columns, in the row of the total, from left to right.
    Columns(Arc<[usize]>),
    /// One figure.
    One(Place),
}

impl Identity {
    /// Where the parts stand.
    pub fn parts(&self) -> impl Iterator<Item = Place> {
        let (listed, one): (&[usize], _) = match &self.parts {
            Parts::Rows(rows) => (rows, None),
            Parts::Columns(columns) => (columns, None),
            Parts::One(place) => (&[], Some(*place)),
        };
        let is_rows = matches!(self.parts, Parts::Rows(_));
        let (row, column) = self.total;
        listed.iter().map(move |part| if is_rows { (*part, column) } else { (row, *part) }).chain(one)
    }
}

impl Account {
    /// What a statement comes to. Cost: its rows, each with its columns.
    pub fn new(statement: Statement, rounding: Rounding) -> Self {
        let tree = Tree::of(&statement, rounding);
        let is_carried = is_carried(&statement);
        let mut account =
            Self { statement, identities: Vec::new(), claims: Vec::new(), budgets: Vec::new(), is_carried, tree };
        account.identities = account.all_identities(rounding);
        (account.claims, account.budgets) = account.all_claims();
        account.identities.shrink_to_fit();
        account.claims.shrink_to_fit();
        account.budgets.shrink_to_fit();
        account
    }

    fn all_identities(&self, rounding: Rounding) -> Vec<Identity> {
        let mut identities = Vec::new();
        let mut add = |of, total: Place, parts: Parts| {
            let identity = Identity { of, total, parts, band: Band::Void };
            let (own, sum) = self.sums(&identity);
            identities.push(Identity { band: band(&own, &sum, rounding), ..identity });
        };
        for row in (0..self.statement.rows.len()).filter(|row| !is_rate(self.name(*row))) {
            for sum in self.statement.half(row).into_iter().flat_map(|half| &half.sums) {
                if self.has_open_part(row, &sum.parts) {
                    continue;
                }
                add(Kind::Row, (row, sum.total), Parts::Columns(Arc::clone(&sum.parts)));
            }
        }
        for (total, parts) in self.coded_sums().into_iter().chain(self.tree.sums.clone()) {
            let columns = self.statement.half(total).map_or(0, |half| half.amounts.len());
            for column in (0..columns).filter(|column| self.is_added(total, *column)) {
                if self.says_nothing(total, &parts, column) || self.has_open_line(&parts, column) {
                    continue;
                }
                add(Kind::Column, (total, column), Parts::Rows(Arc::clone(&parts)));
            }
        }
        if let (Some(income), Some(spending), false) =
            (self.total_of(Side::Income), self.total_of(Side::Spending), self.is_carried)
        {
            let year = self.statement.title.as_ref().and_then(|title| title.year());
            let first =
                |row: usize| self.half(row).and_then(|half| half.of_year(year).first).map(|column| (row, column));
            if let Some((income, spending)) = first(income).zip(first(spending)) {
                add(Kind::Halves, spending, Parts::One(income));
            }
        }
        self.drop_layouts(&mut identities);
        excuse_rounding(&mut identities);
        identities
    }

    /// Totals of rows with codes, with their parts.
    fn coded_sums(&self) -> Vec<(usize, Arc<[usize]>)> {
        let is_doubled = |row: &usize| self.tree.doubles.iter().any(|(later, first)| row == later || row == first);
        // What lacks a part that has a wrong code is no fault of its own.
        let presumed: Vec<usize> = self.orphans().iter().filter_map(|orphan| orphan.parent).collect();
        let mut sums = Vec::new();
        let mut add = |total: usize, parts: &[usize]| {
            // Of which some are named, and not all.
            let is_of_which = |row: &usize| self.name(*row).starts_with("其中");
            if !is_doubled(&total) && !parts.iter().any(is_doubled) && !parts.iter().any(is_of_which) {
                sums.push((total, parts.into()));
            }
        };
        for coded in &self.tree.halves {
            let is_own = |row: &usize| self.row(*row).is_some_and(|row| row.half() == coded.half);
            let orphans = || self.tree.orphans.iter();
            for (row, children) in self.tree.children.iter().filter(|(row, _)| is_own(row)) {
                let is_below = |orphan: &usize| {
                    self.code(*orphan).zip(self.code(*row)).is_some_and(|(orphan, code)| orphan.is_below(code))
                };
                if !presumed.contains(row) && !orphans().any(is_below) {
                    add(*row, children);
                }
            }
            if let Some(total) = coded.total.filter(|_| !coded.classes.is_empty())
                && self.are_of_one_classification(&coded.classes)
                && orphans().filter(|row| is_own(row)).all(|orphan| !self.is_of_no_class(*orphan, &coded.classes))
            {
                add(total, &coded.classes);
            }
        }
        sums
    }

    /// Whether codes of the first level are all of the functional classification, all of the economic one of
    /// departments or of the government, or all of something else: 合计 is the sum of each, where units or another
    /// classification stand in the same column.
    fn are_of_one_classification(&self, classes: &[usize]) -> bool {
        let mut all = classes.iter().map(|row| Scheme::of(&self.statement, *row));
        let first = all.next();
        all.all(|other| Some(other) == first)
    }

    /// Whether not even the class of a code is printed, so that the classes may not be all there is.
    fn is_of_no_class(&self, row: usize, classes: &[usize]) -> bool {
        let Some(code) = self.code(row) else { return true };
        !classes.iter().any(|class| self.code(*class).is_some_and(|class| code.is_below(class))) && code.is_whole()
    }

    /// The row of the only total of one side, where two sides stand beside each other: of 收入合计 and 收入总计 only one is
    /// what the other side has.
    fn total_of(&self, side: Side) -> Option<usize> {
        let is = |row: Row<'_>| {
            let half = self.statement.header.halves.get(row.half()).filter(|half| half.codes.is_empty());
            *row.of() == Standing::Total && half.is_some_and(|half| half.side == Some(side))
        };
        let mut found = self.statement.rows.iter().enumerate().filter(|(_, row)| is(*row)).map(|(number, _)| number);
        found.next().filter(|_| found.next().is_none())
    }

    /// Whether some money of another year is printed, or what cannot be read may be some.
    pub(crate) fn carries(&self) -> bool {
        let is_some = |place: Place| {
            let sum = self.sum(place);
            sum.value != 0 || sum.void > 0
        };
        self.carried_places().any(is_some)
    }

    /// Where money of another year is printed.
    pub(crate) fn carried_places(&self) -> impl Iterator<Item = Place> {
        self.statement.rows.iter().enumerate().flat_map(move |(number, row)| {
            let columns = self.half(number).into_iter().flat_map(|half| half.amounts.iter().enumerate());
            let own = columns.filter(move |(_, column)| *row.of() == Standing::Carried || column.is_carried);
            own.map(move |(column, _)| (number, column))
        })
    }

    /// Whether any amount is below zero. Cost: the cells.
    pub(crate) fn has_negative(&self) -> bool {
        let is_negative = |reading: &Reading| reading.amount().is_some_and(|amount| amount.scaled() < 0);
        self.statement.rows.iter().any(|row| row.amounts().iter().any(is_negative))
    }

    /// A row of the statement.
    pub fn row(&self, row: usize) -> Option<Row<'_>> {
        self.statement.rows.get(row)
    }

    /// The code of a row that has one.
    pub fn code(&self, row: usize) -> Option<&Code> {
        match self.row(row)?.of() {
            Standing::Coded(code) => Some(code),
            _ => None,
        }
    }

    /// What a cell is read as.
    pub fn reading(&self, (row, column): Place) -> Option<Reading> {
        self.row(row).and_then(|row| row.amounts().get(column)).copied()
    }

    /// What the total of an identity and its parts print.
    pub fn sums(&self, identity: &Identity) -> (Sum, Sum) {
        let mut sum = Sum::default();
        identity.parts().for_each(|part| sum.add(&self.sum(part)));
        (self.sum(identity.total), sum)
    }

    /// What a figure adds to a sum.
    pub fn sum(&self, (row, column): Place) -> Sum {
        self.statement.sum(row, column)
    }

    /// The decimals that a figure is printed with, or would be.
    pub fn decimals_at(&self, place: Place) -> u8 {
        let own = self.reading(place).and_then(Reading::amount).map(|amount| amount.decimals());
        own.unwrap_or_else(|| self.decimals(place))
    }

    /// The most decimals of a column, for a figure that is not there yet.
    fn decimals(&self, (row, column): Place) -> u8 {
        let half = self.row(row).map(|row| row.half());
        let rows = self.statement.rows.iter().filter(|other| Some(other.half()) == half);
        let readings = rows.filter_map(|row| row.amounts().get(column)?.amount());
        readings.map(|amount| amount.decimals()).max().unwrap_or_default()
    }

    fn half(&self, row: usize) -> Option<&Half> {
        self.statement.half(row)
    }

    fn is_added(&self, row: usize, column: usize) -> bool {
        self.half(row).and_then(|half| half.amounts.get(column)).is_some_and(|column| column.is_added)
    }

    /// The column of a figure.
    pub fn column(&self, (row, column): Place) -> Option<&Column> {
        self.half(row)?.amounts.get(column)
    }

    /// The title of the column of a figure.
    pub fn title(&self, place: Place) -> &str {
        self.column(place).map_or("", |column| &*column.title)
    }

    /// Where a figure stands.
    pub fn cell(&self, (row, column): Place) -> Option<CellPlace> {
        self.row(row)?.cells().get(column).copied()
    }

    /// The first row with a figure at a place in a line, that many lines below.
    pub fn place_at(&self, below: isize, at: impl Fn(Span) -> bool) -> Option<Place> {
        let is = |cell: &CellPlace| isize::try_from(cell.below) == Ok(below) && at(cell.span);
        let rows = self.statement.rows.iter().enumerate();
        rows.into_iter().find_map(|(number, row)| Some((number, row.cells().iter().position(is)?)))
    }
}

/// Whether a row of this name prints rates, which do not add up: 增减率（%）, 占比.
fn is_rate(name: &str) -> bool {
    let bare = name.split_once('(').map_or(name, |(bare, _)| bare);
    name.contains('%') || ["率", "占比", "比例", "比重", "幅度"].iter().any(|word| bare.ends_with(word))
}

/// Where other sums of a table are off by what rounding leaves, what it leaves seldom is no more than that: of the
/// hundreds of sums of a budget a few are off that far.
fn excuse_rounding(identities: &mut [Identity]) {
    if !identities.iter().any(|identity| identity.band == Band::Rounding) {
        return;
    }
    for identity in identities.iter_mut().filter(|identity| identity.band == Band::Unlikely) {
        identity.band = Band::Rounding;
    }
}

/// An account where it stands.
#[derive(Clone, Copy)]
pub struct StatementScope<'a> {
    /// The document.
    pub document: &'a Document,
    /// The first delimiter row of the tables that it stands among, or the first line of HTML: findings are counted from
    /// there.
    pub line: usize,
    /// The account.
    pub account: &'a Account,
}

impl<'a> StatementScope<'a> {
    /// The line that stands so many below.
    pub fn line_at(&self, below: i32) -> usize {
        self.line.saturating_add_signed(isize::try_from(below).unwrap_or_default())
    }

    /// Whether a figure stands there.
    pub fn is_at(&self, place: Place, line: usize, span: Span) -> bool {
        self.account.cell(place).is_some_and(|cell| self.line_at(cell.below) == line && cell.span == span)
    }

    /// The line of a row: that of its codes and its name.
    pub fn line_of(&self, row: usize) -> usize {
        self.account.row(row).map_or(self.line, |row| self.line_at(row.label().below))
    }

    /// What stands at a place; in HTML what a reader sees there.
    pub fn text(&self, at: CellPlace) -> String {
        let line = self.document.text().line(self.line_at(at.below));
        let text = at.span.of(&line);
        if at.form == Form::Piped { text.to_owned() } else { html_table::shown(text).into_owned() }
    }

    /// The code and the name of a row, for a message: `20805 行政事业单位养老支出`.
    pub fn label(&self, row: usize) -> String {
        let Some(of) = self.account.row(row) else { return String::new() };
        let text = self.text(of.named());
        // Of a name that goes on in the next line only the first part stands there.
        let is_in_parts = of.named().form == Form::Indirect && !of.name().is_empty();
        let name = if is_in_parts { of.name() } else { budget_grammar::name::trim(&text) };
        match of.of() {
            Standing::Coded(code) => format!("{code} {name}"),
            _ => name.to_owned(),
        }
    }

    /// How far a place stands below the line that findings are counted from; those of a page without a header may stand
    /// above it.
    pub fn lines_below(&self, at: CellPlace) -> usize {
        self.line_at(at.below).saturating_sub(self.line)
    }

    /// Whether a finding in a line stands at the code of a row.
    pub fn is_about(&self, row: usize, line: usize, finding: &Finding) -> bool {
        let code = self.account.code_span(row);
        code.is_some_and(|code| self.line_at(code.below) == line && code.span == finding.span)
    }

    /// What makes another code of that of a row, which has as many levels; `None` where a cell of it cannot be written
    /// anew.
    pub fn recoded(&self, row: usize, meant: &Code) -> Option<Vec<Replacement>> {
        let (own, of) = (self.account.code(row)?, self.account.row(row)?);
        let mut edits = Vec::new();
        for (number, cell) in of.codes().iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let text = self.text(*cell);
            let new = own.rewritten(number, &text, meant)?;
            if new != fold(&text) {
                edits.push(self.replacement(*cell, new)?);
            }
        }
        Some(edits)
    }

    /// A text in the place of a cell; `None` where what stands there is not what the cell says.
    pub fn replacement(&self, at: CellPlace, new: String) -> Option<Replacement> {
        let line = self.line_at(at.below);
        at.is_replaceable().then(|| match at.form {
            Form::Piped => Replacement::in_cell(self.document, line, at.span, &new),
            _ => Replacement::in_line(self.document, line, at.span, new),
        })
    }

    /// A figure as a place related to a finding in the line `from`.
    pub fn related(&self, from: usize, place: Place, message: String) -> Option<Related> {
        self.account.cell(place).map(|at| self.related_at(from, at, message))
    }

    /// The same for any cell.
    pub fn related_at(&self, from: usize, at: CellPlace, message: String) -> Related {
        Related { lines_below: offset(from, self.line_at(at.below)), span: at.span, message }
    }

    /// What the statement is called: by its kind, or by its title.
    pub fn name(&self) -> String {
        let statement = &self.account.statement;
        let title = statement.title.as_ref().map(|title| title.text.to_string());
        statement.kind.as_ref().map(|kind| kind.description.name.clone()).or(title).unwrap_or_default()
    }
}

/// Whether money of another year is printed.
fn is_carried(statement: &Statement) -> bool {
    let columns = statement.header.halves.iter().flat_map(|half| &half.amounts);
    let prints = |row: Row<'_>| row.amounts().iter().any(|reading| !matches!(reading, Reading::Absent));
    columns.into_iter().any(|column| column.is_carried)
        || statement.rows.iter().any(|row| match row.of() {
            Standing::Carried => prints(row),
            Standing::Year => true,
            _ => false,
        })
}

/// Whether an identity is further from holding than rounding explains.
pub fn is_wrong(band: Band) -> bool {
    matches!(band, Band::Error | Band::Unlikely)
}
