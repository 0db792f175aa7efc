//! What may be meant by a figure of the prose that is not what it is said to be: a fault is only what nothing else explains.

use budget_grammar::{
    name::{fold, is_blank},
    prose::{Figure, Fund, Heading, Mention, Period},
    statement::{Column, Standing},
};

use super::{
    super::PassageScope,
    Department, Expected, Seat,
    desk::{Desk, factor},
};

/// How far above a paragraph its headings are looked for, in lines.
const HEADING_REACH: usize = 40;

impl Department<'_> {
    /// Whether the statements print a figure beside the one that it should be: in its row, in a row of that name, or where it has none of the name of
    /// its column, or as another total of that side, but for those of another year. Cost: the rows of the department's statements.
    pub(super) fn prints_beside(&self, seat: Seat, is_it: impl Fn(Expected) -> bool) -> bool {
        let Some((account, own)) =
            self.account(seat.statement).and_then(|account| Some((account, account.row(seat.place.0)?)))
        else {
            return false;
        };
        let name = match own.name() {
            "" => account.column(seat.place).map(|column| fold(column.subject())).unwrap_or_default(),
            name => name.into(),
        };
        let is_total = |of: &Standing| matches!(of, Standing::Total | Standing::Year);
        (0..self.statements.len()).any(|statement| {
            let rows =
                self.account(statement).into_iter().flat_map(|account| account.statement.rows.iter().enumerate());
            rows.into_iter().any(|(row, of)| {
                let is_own_half = statement == seat.statement && of.half() == own.half();
                let is_beside = (is_own_half && row == seat.place.0)
                    || (is_own_half && is_total(own.of()) && is_total(of.of()))
                    || (!name.is_empty() && of.name() == name);
                is_beside
                    && (0..of.amounts().len()).any(|column| {
                        let other = Seat { statement, place: (row, column) };
                        other != seat
                            && !self.is_of_another_year(other)
                            && self.settled_beside(other, seat).is_some_and(&is_it)
                            // A blank cell prints no 0.
                            && !is_blank(&self.printed(other))
                    })
            })
        })
    }

    /// What a figure prints, in the unit of another one where its own is not known.
    fn settled_beside(&self, seat: Seat, other: Seat) -> Option<Expected> {
        if self.unit(seat).is_some() {
            return self.settled(seat);
        }
        let (sum, factor) = (self.sum(seat), factor(self.unit(other)?)?);
        let value = sum.value.checked_mul(factor).filter(|_| sum.void == 0)?;
        Some(Expected { seat, value, ulp: sum.ulps().checked_mul(factor)? })
    }

    /// Whether a figure stands in a column of another year.
    fn is_of_another_year(&self, seat: Seat) -> bool {
        const WORDS: [&str; 3] = ["上年", "去年", "执行数"];
        let says = |column: &Column| column.path.iter().any(|text| WORDS.iter().any(|word| text.contains(word)));
        let is_named = |column: &Column| column.year().is_some_and(|year| Some(year) != self.year());
        let half = self.account(seat.statement).and_then(|account| account.statement.half(seat.place.0));
        half.and_then(|half| half.amounts.get(seat.place.1)).is_some_and(|column| says(column) || is_named(column))
    }
}

impl Desk<'_, '_> {
    /// Whether a figure that is not what it should be may be another one, or the headings above speak of something else.
    pub(super) fn is_doubtful(&self, mention: &Mention, figure: &Figure, expected: Expected) -> bool {
        // 4,420万元，其中：当年拨款4,000万元，上年结转420万元
        let is_without = |part: &Figure| {
            part.unit == figure.unit && {
                let mut rest = *figure;
                rest.value = figure.value.saturating_sub(part.value);
                self.against(&rest, expected).is_none()
            }
        };
        self.is_under_others()
            || (mention.figure == 0 && mention.holder.is_none() && self.is_begun_above())
            || self.is_of_other_money(mention, figure)
            || self.is_without_carried(mention, figure, expected)
            || self.scope.passage.figures.iter().any(is_without)
            || self.department.prints_beside(expected.seat, |other| self.against(figure, other).is_none())
    }

    /// Whether a figure is one of this year's appropriations, and less than that of the statement by no more than what is carried over.
    fn is_without_carried(&self, mention: &Mention, figure: &Figure, expected: Expected) -> bool {
        let is_of_year = || mention.is_of_year || self.headings().next().is_some_and(|heading| heading.is_of_year);
        let printed = factor(figure.unit).and_then(|factor| figure.value.checked_mul(factor));
        let missing = printed.map_or(0, |printed| expected.value.saturating_sub(printed));
        missing > 0 && is_of_year() && self.department.carries_at_least(missing)
    }

    /// Whether the headings above speak of another year, of a part of the department or of somebody else.
    pub(super) fn is_under_others(&self) -> bool {
        let is_of_others = |heading: &Heading| {
            !heading.period.is(self.department.year())
                || (heading.is_of_part && !self.department.is_part())
                || heading.holder.as_deref().is_some_and(|holder| !self.department.is_titled(holder))
        };
        // A table stands among what the heading above it speaks of.
        let is_said = |heading: &&Heading| {
            heading.period != Period::Own || heading.is_of_year || heading.is_of_part || heading.holder.is_some()
        };
        let nearest = self.headings().find(is_said);
        let over_tables = self.headings().filter(|heading| !heading.is_title).find(is_said);
        nearest.into_iter().chain(over_tables).any(is_of_others)
    }

    /// The money that the next heading above speaks of that names some.
    pub(super) fn fund(&self) -> Option<Fund> {
        self.headings().find_map(|heading| heading.fund)
    }

    /// The headings above that say something of figures, the next one first.
    fn headings(&self) -> impl Iterator<Item = &Heading> {
        self.passages_above().filter_map(|other| other.passage.heading.as_ref())
    }

    /// The paragraphs above, as far as [`HEADING_REACH`], the next one first.
    pub(super) fn passages_above(&self) -> impl Iterator<Item = &PassageScope<'_>> {
        let passages = &self.department.passages;
        let above = passages.get(..passages.partition_point(|other| other.line < self.scope.line)).unwrap_or_default();
        above.iter().rev().take_while(|other| self.scope.line - other.line <= HEADING_REACH)
    }
}
