//! A department's budget as a whole: its statements, and which figures of theirs print the same quantity.
//!
//! What is wrong with a figure is told from all identities that it stands in, those of its own statement and those
//! across: where two statements agree, the third is wrong. Where a document holds several departments, each begins with
//! its cover.

mod bound;
mod condition;
mod judgement;
mod live;
mod places;
mod prose;
mod remedy;
mod report;

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
};

use budget_grammar::{
    amount::MonetaryUnit,
    document::Document,
    kinds::{Kinds, QuantityId},
    prose::Passage,
    statement::{Budget, Half, Scope, Standing, Statement},
    sum::Sum,
};

use crate::{
    finding::Language,
    identity::{Band, Rounding, band},
    statement::{Account, Part, Place, StatementScope},
};

pub(crate) use bound::may_be_about_projects;
pub use judgement::{Apart, Joint, Judgement, Of};
pub use places::Stand;
pub use prose::Expected;
pub(crate) use prose::{LIST_REACH, speaks_of_lines};
pub(crate) use remedy::{fixes, prose_fixes};
pub use report::{Verdict, VerdictOf};

/// One department of a document.
pub struct Department<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its lines; findings are counted from the first.
    pub lines: Range<usize>,
    /// Its statements, from top to bottom.
    pub statements: Vec<StatementScope<'a>>,
    /// What its prose says, from top to bottom.
    pub passages: Vec<PassageScope<'a>>,
    /// How rounding is judged.
    pub rounding: Rounding,
    /// The language of what is said.
    pub language: Language,
    year: OnceCell<Option<u16>>,
    quantities: OnceCell<BTreeMap<Quantity<'a>, Vec<Seat>>>,
    lines_by_name: OnceCell<LinesByName<'a>>,
    judgement: OnceCell<Judgement>,
    corrected: OnceCell<BTreeMap<Seat, Option<i128>>>,
    verdicts: OnceCell<Vec<Verdict>>,
    pages: OnceCell<BTreeSet<usize>>,
    is_rounded: OnceCell<bool>,
    are_budgets_kept: OnceCell<bool>,
}

/// The figures of coded lines by their names, folded, each with the quantity that it is.
type LinesByName<'a> = HashMap<&'a str, Vec<(QuantityId, Seat)>>;

/// A paragraph where it stands.
#[derive(Clone, Copy)]
pub struct PassageScope<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its first line.
    pub line: usize,
    /// What it says.
    pub passage: &'a Passage,
}

/// A quantity of the department.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity<'a> {
    /// Which.
    pub id: QuantityId,
    /// Of what.
    pub part: &'a Part,
}

/// A figure of a department: the number of its statement, and its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seat {
    /// Among the department's statements.
    pub statement: usize,
    /// In that.
    pub place: Place,
}

impl<'a> Department<'a> {
    /// A department with these statements. Cost: nothing until it is asked.
    pub fn new(
        document: &'a Document,
        lines: Range<usize>,
        statements: Vec<StatementScope<'a>>,
        rounding: Rounding,
        language: Language,
    ) -> Self {
        Self {
            document,
            lines,
            statements,
            passages: Vec::new(),
            rounding,
            language,
            year: OnceCell::new(),
            quantities: OnceCell::new(),
            lines_by_name: OnceCell::new(),
            judgement: OnceCell::new(),
            corrected: OnceCell::new(),
            verdicts: OnceCell::new(),
            pages: OnceCell::new(),
            is_rounded: OnceCell::new(),
            are_budgets_kept: OnceCell::new(),
        }
    }

    /// The same with its prose.
    #[must_use]
    pub fn with_passages(self, passages: Vec<PassageScope<'a>>) -> Self {
        Self { passages, ..self }
    }

    /// The kinds of statements that the document is read with.
    pub fn kinds(&self) -> &'a Kinds {
        self.document.vocabulary().kinds()
    }

    /// Whether a statement is a page of a table that goes on below a repeated title or unit, and is not known to be the
    /// same: with its title, or with none and the header of the one beside it, or one that is not understood, and not
    /// both with a total. What adds up in such a table is not in one of its pages.
    pub fn is_page(&self, statement: usize) -> bool {
        let pages = self.pages.get_or_init(|| {
            let pairs = (1..self.statements.len()).filter(|below| self.go_on(below - 1, *below));
            pairs.flat_map(|below| [below - 1, below]).collect()
        });
        pages.contains(&statement)
    }

    fn go_on(&self, above: usize, below: usize) -> bool {
        let (Some(above), Some(below)) = (self.account(above), self.account(below)) else { return false };
        let (above, below) = (&above.statement, &below.statement);
        // 支出决算表, below 2023年度支出决算表.
        let is_kind = above.kind.is_some() && above.kind == below.kind;
        let (is_title, is_named) = match (&above.title, &below.title) {
            (Some(own), Some(other)) => {
                let is_named = own.text == other.text || other.says_continued();
                (is_kind || is_named, is_named)
            }
            (None, Some(_)) => (false, false),
            (_, None) => (true, false),
        };
        let has_total = |statement: &Statement| statement.rows.iter().any(|row| *row.of() == Standing::Total);
        is_title
            && !above.header.halves.is_empty()
            && above.header.columns == below.header.columns
            && (is_named || below.is_unread() || are_alike(&above.header.halves, &below.header.halves))
            && !(has_total(above) && has_total(below))
    }

    /// The account of a statement.
    pub fn account(&self, statement: usize) -> Option<&'a Account> {
        self.statements.get(statement).map(|scope| scope.account)
    }

    /// The statement of a figure, where it stands.
    pub fn scope(&self, seat: Seat) -> Option<&StatementScope<'a>> {
        self.statements.get(seat.statement)
    }

    /// What a figure prints; void where it is none.
    pub fn sum(&self, seat: Seat) -> Sum {
        self.account(seat.statement).map(|account| account.sum(seat.place)).unwrap_or_default()
    }

    /// The monetary unit that a figure is printed in.
    pub fn unit(&self, seat: Seat) -> Option<MonetaryUnit> {
        self.account(seat.statement)?.statement.unit
    }

    /// The quantities that the statements print, each with the places where it stands. Where two statements are of one
    /// kind, it is not known which of them the others repeat, and neither counts. Cost: the figures that are one.
    pub fn quantities(&self) -> &BTreeMap<Quantity<'a>, Vec<Seat>> {
        self.quantities.get_or_init(|| {
            let mut quantities: BTreeMap<Quantity<'a>, Vec<Seat>> = BTreeMap::new();
            let mut balanced: Vec<(Quantity<'a>, Seat)> = Vec::new();
            for number in self.only_statements() {
                let with_carried = self.with_carried(number);
                for claim in self.account(number).into_iter().flat_map(|account| &account.claims) {
                    let id = with_carried.map_or(Some(claim.quantity), |pairs| {
                        pairs.into_iter().find(|(of_year, _)| *of_year == claim.quantity).map(|(_, all)| all)
                    });
                    let seat = Seat { statement: number, place: claim.place };
                    let Some(id) = id.filter(|id| !self.is_unfilled(*id, seat)) else { continue };
                    let quantity = Quantity { id, part: &claim.part };
                    if claim.if_balanced {
                        balanced.push((quantity, seat));
                    } else {
                        quantities.entry(quantity).or_default().push(seat);
                    }
                }
            }
            if self.is_balanced(&quantities) {
                balanced.into_iter().for_each(|(quantity, seat)| quantities.entry(quantity).or_default().push(seat));
            }
            quantities
        })
    }

    /// Whether nothing or 0 is printed of what comes in of a fund: that is none of it or still to be filled in.
    fn is_unfilled(&self, id: QuantityId, seat: Seat) -> bool {
        let sum = self.sum(seat);
        self.may_be_with_carried(id) && sum.void == 0 && sum.value == 0
    }

    /// Whether one place may print a quantity with what is carried over, and another one without it.
    pub(super) fn may_be_with_carried(&self, id: QuantityId) -> bool {
        self.kinds().quantity(id).is_some_and(|quantity| quantity.carried)
    }

    /// The statements that are the only ones of their kind.
    fn only_statements(&self) -> impl Iterator<Item = usize> {
        let kind = |scope: &StatementScope<'a>| scope.account.statement.kind.as_ref();
        // One that is not understood may be the one that is repeated.
        (0..self.statements.len()).filter(move |number| {
            let own = self.statements.get(*number).filter(|scope| !scope.account.statement.is_unread());
            own.filter(|scope| !self.is_of_another_time(&scope.account.statement)).and_then(kind).is_some_and(|own| {
                let kinds = self.statements.iter().filter_map(kind);
                kinds.filter(|kind| kind.description.id == own.description.id).count() == 1
            })
        })
    }

    /// Whether the title of a statement says that it is one of an earlier year (2025年部门支出决算表, in a budget of 2026), of
    /// another draft (“一上”, where another one is “二上”; 旧), or a sample (样表).
    fn is_of_another_time(&self, statement: &Statement) -> bool {
        const OTHERS: [&str; 11] =
            ["旧）", "旧表", "旧版", "初稿", "草稿", "原稿", "上报", "批复数", "样表", "上年", "去年"];
        let Some(title) = statement.title.as_ref() else { return false };
        let titles = || self.statements.iter().filter_map(|scope| scope.account.statement.title.as_ref());
        let is_before = || title.year().zip(self.year()).is_some_and(|(own, year)| own < year);
        is_before()
            || (OTHERS.iter().any(|word| title.text.contains(word)) && !title.text.contains("结转"))
            || (title.text.contains("一上") && titles().any(|other| other.text.contains("二上")))
    }

    /// Where the statements print a budget beside what was spent of it. Cost: the statements, and their budgets.
    pub(super) fn budgets(&self, quantity: QuantityId, of: Budget) -> Vec<Seat> {
        let budgets = self.only_statements().flat_map(|statement| {
            let account = self.account(statement).into_iter();
            account.flat_map(move |account| account.budgets.iter().map(move |budget| (statement, budget)))
        });
        let own = budgets.filter(|(_, budget)| budget.quantity == quantity && budget.of == of);
        own.map(|(statement, budget)| Seat { statement, place: budget.place }).collect()
    }

    /// For the quantities of a year's income those with what is carried over, where a statement of income has that in
    /// its figures without a column for it: one of them is that of another statement which prints both. What it prints
    /// of each source may be more than that of the year then.
    fn with_carried(&self, statement: usize) -> Option<[(QuantityId, QuantityId); 2]> {
        let id = |name: &str| self.kinds().quantity_id(name);
        let pairs = [(id("income")?, id("all")?), (id("fiscal-income")?, id("fiscal-all")?)];
        self.account(statement).filter(|account| !account.is_carried)?;
        let value = |statement: usize, id: QuantityId| {
            let claim = self.account(statement)?.claims.iter().find(|claim| claim.quantity == id)?;
            self.exact(Seat { statement, place: claim.place })
        };
        let is_whole = |(of_year, all): &(QuantityId, QuantityId)| {
            value(statement, *of_year).is_some_and(|own| {
                (0..self.statements.len()).filter(|other| *other != statement).any(|other| {
                    value(other, *all) == Some(own)
                        && value(other, *of_year) != Some(own)
                        && self.account(other).is_some_and(Account::carries)
                })
            })
        };
        pairs.iter().any(is_whole).then_some(pairs)
    }

    /// Whether all statements print one and the same total of income and of spending, and nothing is carried over.
    fn is_balanced(&self, quantities: &BTreeMap<Quantity<'a>, Vec<Seat>>) -> bool {
        const WHOLE: &Part = &Part::Whole;
        let total = |name: &str| quantities.get(&Quantity { id: self.kinds().quantity_id(name)?, part: WHOLE });
        let values = |name: &str| -> Vec<Option<i128>> {
            total(name).into_iter().flatten().map(|seat| self.exact(*seat)).collect()
        };
        let (income, spending) = (values("income"), values("spending"));
        let first = income.first().copied().flatten();
        // What is carried over may be of other classes than what comes in.
        let are_carrying = self.statements.iter().any(|scope| scope.account.carries());
        !are_carrying
            && first.is_some()
            && !spending.is_empty()
            && income.iter().chain(&spending).all(|value| *value == first)
    }

    /// Whether at least so much is carried over, in 10⁻⁸ 元, as a statement prints it.
    pub(super) fn carries_at_least(&self, amount: i128) -> bool {
        self.carried_amounts().any(|carried| carried >= amount)
    }

    /// Whether so much is carried over, in 10⁻⁸ 元, as a statement prints it, but for so much as rounding leaves.
    pub(super) fn carries(&self, amount: i128, rounding: i128) -> bool {
        self.carried_amounts().any(|carried| carried.saturating_sub(amount).saturating_abs() <= rounding)
    }

    /// All that is carried over, in 10⁻⁸ 元.
    fn carried_amounts(&self) -> impl Iterator<Item = i128> {
        let statements = self.statements.iter().enumerate();
        statements.flat_map(move |(statement, scope)| {
            let places = scope.account.carried_places();
            places.filter_map(move |place| self.exact(Seat { statement, place }))
        })
    }

    /// What a figure prints, in 10⁻⁸ 元; as printed where no unit is known. `None` where it prints no amount.
    pub fn exact(&self, seat: Seat) -> Option<i128> {
        let sum = self.sum(seat);
        (sum.void == 0).then_some(())?;
        sum.value.checked_mul(self.factor(seat))
    }

    /// How many 元 one of the unit of a figure is.
    fn factor(&self, seat: Seat) -> i128 {
        self.unit(seat).map_or(1, MonetaryUnit::yuan)
    }

    /// Whether two figures are of the same money, or differ in what is carried over, as one of their statements says,
    /// and nothing is.
    pub(super) fn are_of_one_scope(&self, one: Seat, other: Seat) -> bool {
        let leaves_out = |seat: Seat| match self.account(seat.statement).map(|account| account.statement.scope) {
            Some(Scope::WithoutCarried) => true,
            Some(Scope::OfYear) => self.statements.iter().any(|scope| scope.account.carries()),
            Some(Scope::Unsaid) | None => false,
        };
        one.statement == other.statement || leaves_out(one) == leaves_out(other)
    }

    /// Whether two figures of one quantity print the same: one printed to fewer digits may differ by one unit of its
    /// last place and its rounding (the specification's tolerance), as may two that went through different roundings.
    pub fn compare(&self, one: Seat, other: Seat) -> Band {
        let (left, right) = (self.sum(one), self.sum(other));
        let is_one_unit = self.unit(one).is_some() == self.unit(other).is_some();
        if left.void > 0 || right.void > 0 || !is_one_unit || !self.are_of_one_scope(one, other) {
            return Band::Void;
        }
        let (Some(left_value), Some(right_value)) = (self.exact(one), self.exact(other)) else { return Band::Void };
        let ulp = |sum: &Sum, seat: Seat| sum.ulps().saturating_mul(self.factor(seat));
        let difference = left_value.saturating_sub(right_value);
        same_band(difference, ulp(&left, one), ulp(&right, other), self.rounding)
    }

    /// The year of the budget: on the cover, else in most of the titles of its statements, else in most of the headings
    /// that say whose it is.
    pub fn year(&self) -> Option<u16> {
        *self.year.get_or_init(|| {
            self.document.cover_year(self.lines.start).or_else(|| {
                let titles = self.statements.iter().filter_map(|scope| scope.account.statement.title.as_ref()?.year());
                let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
                titles.for_each(|year| *counts.entry(year).or_default() += 1);
                let titled = counts.into_iter().max_by_key(|(year, count)| (*count, *year)).map(|(year, _)| year);
                titled.or_else(|| self.year_of_headings())
            })
        })
    }

    /// The year of more than half of the headings that say whose budget it is, where there are several: 第二部分
    /// 示例市民政局2024年度部门决算表.
    fn year_of_headings(&self) -> Option<u16> {
        let years = || {
            let all = self.passages.iter().flat_map(|scope| &scope.passage.years);
            all.filter(|year| year.is_heading && year.holder.is_some()).map(|year| year.year)
        };
        let count = |year: u16| years().filter(|other| *other == year).count();
        let most = years().max_by_key(|year| (count(*year), *year))?;
        (count(most) > 1 && count(most) * 2 > years().count()).then_some(most)
    }

    /// The figures of coded lines of a name, folded, that are a quantity.
    pub(super) fn lines_named(&self, id: QuantityId, name: &str) -> Vec<Seat> {
        let lines = self.lines_by_name.get_or_init(|| {
            let mut lines = LinesByName::new();
            for (quantity, seats) in self.quantities().iter().filter(|(of, _)| matches!(of.part, Part::Code(_))) {
                for seat in seats {
                    let Some(account) = self.account(seat.statement) else { continue };
                    lines.entry(account.name(seat.place.0)).or_default().push((quantity.id, *seat));
                }
            }
            lines
        });
        let named = lines.get(name).into_iter().flatten();
        named.filter(|(of, _)| *of == id).map(|(_, seat)| *seat).collect()
    }

    /// How many lines below the department's first one a line stands; 0 above it.
    pub fn below(&self, line: usize) -> usize {
        line.saturating_sub(self.lines.start)
    }
}

/// Whether two headers have the same columns, whatever stands above them: a page may repeat a part of the header alone.
fn are_alike(above: &[Half], below: &[Half]) -> bool {
    let columns = |half: &Half| half.amounts.iter().map(|column| column.column).collect::<Vec<_>>();
    let is_alike = |(above, below): (&Half, &Half)| {
        above.codes == below.codes && above.name == below.name && columns(above) == columns(below)
    };
    above.len() == below.len() && above.iter().zip(below).all(is_alike)
}

/// How far two figures of one quantity are from being the same, by their difference and the units of their last places.
pub fn same_band(difference: i128, one: i128, other: i128, rounding: Rounding) -> Band {
    let twice = difference.saturating_abs().saturating_mul(2);
    let coarser = one.max(other);
    // Of figures that are printed alike, one may be a sum of rounded ones and the other a rounded sum.
    let reach = if one == other { coarser.saturating_mul(2) } else { coarser.saturating_mul(3) };
    if difference == 0 || (one != other && twice <= coarser) {
        Band::Exact
    } else if rounding != Rounding::Exact && twice <= reach {
        Band::Rounding
    } else {
        Band::Error
    }
}

/// Judges a sum over figures in one unit.
pub(crate) fn sum_band(total: &Sum, parts: &[Sum], rounding: Rounding) -> (Sum, Band) {
    let mut sum = Sum::default();
    parts.iter().for_each(|part| sum.add(part));
    (sum, band(total, &sum, rounding))
}
