//! What may be meant by a figure of the prose that is not what it is said to be: a fault is only what nothing else
//! explains.

use budget_grammar::{
    name::{fold, is_blank},
    prose::{Figure, Fund, Heading, Mention, Period, Subject},
    statement::{Column, Standing},
};

use super::{
    super::{PassageScope, Stand},
    Department, Expected, Seat,
    desk::Desk,
};
use crate::{ratio::Printed, repair::slip};

/// Quantities whose names say nothing of the money that they are of.
const GENERIC: [&str; 5] = ["income", "spending", "all", "spending-basic", "spending-project"];

/// How far above a paragraph, in lines, what is said of others may still go on in it although a chapter begins between.
const HEADING_REACH: usize = 40;

impl Department<'_> {
    /// Whether the statements print a figure beside the one that it should be: in its row, in a row of that name, or
    /// where it has none of the name of its column, or as another total of that side, but for those of another year.
    /// Cost: the rows of the department's statements.
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
        let (sum, factor) = (self.sum(seat), self.unit(other)?.yuan());
        let value = sum.value.checked_mul(factor).filter(|_| sum.void == 0)?;
        Some(Expected { seat, value, ulp: sum.ulps().checked_mul(factor)? })
    }

    /// Whether a figure stands in a column of another year.
    pub(in crate::department) fn is_of_another_year(&self, seat: Seat) -> bool {
        const WORDS: [&str; 3] = ["上年", "去年", "执行数"];
        let says = |column: &Column| column.path.iter().any(|text| WORDS.iter().any(|word| text.contains(word)));
        let is_named = |column: &Column| column.year().is_some_and(|year| Some(year) != self.year());
        let half = self.account(seat.statement).and_then(|account| account.statement.half(seat.place.0));
        half.and_then(|half| half.amounts.get(seat.place.1)).is_some_and(|column| says(column) || is_named(column))
    }
}

impl Desk<'_, '_> {
    /// The figures of the statements that a figure of the text repeats, whether it agrees with them or not; none where
    /// it may be another one.
    pub(super) fn stands_for(&self, mention: &Mention) -> Vec<Seat> {
        let department = self.department;
        let Some(figure) = self.figure(mention.figure).filter(|_| department.is_own(self.scope.passage, mention))
        else {
            return Vec::new();
        };
        let narrowed = department.narrowed(self.scope.passage, mention);
        let seats = department.seats_of_fund(narrowed.as_ref().unwrap_or(mention), self.fund());
        let printed = seats.iter().filter_map(|seat| department.value_of(Stand::Seat(*seat)));
        let (same, others): (Vec<Expected>, Vec<Expected>) =
            printed.partition(|printed| self.against(figure, *printed).is_none());
        // Of two that differ in what is carried over it repeats the one that it agrees with.
        match (same.is_empty(), others.first()) {
            (false, _) if !self.is_under_others() => same.iter().map(|printed| printed.seat).collect(),
            (true, Some(first)) if !self.is_doubtful(mention, figure, *first) => seats,
            _ => Vec::new(),
        }
    }

    /// Whether a figure that is not what it should be may be another one, or the headings above speak of something
    /// else.
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
            || self.is_under_other_fund(mention, figure)
            || self.is_part_of_other(mention)
            || (mention.figure == 0 && mention.holder.is_none() && self.is_begun_above())
            || (figure.sentence == 0 && self.goes_on_from_others())
            || self.is_of_a_part(mention, figure, expected)
            || self.is_of_other_money(mention, figure)
            || self.is_without_carried(mention, figure, expected)
            || self.is_unfilled_or_carried(mention, figure, expected)
            || self.scope.passage.figures.iter().any(is_without)
            || self.department.prints_beside(expected.seat, |other| self.against(figure, other).is_none())
    }

    /// Whether a figure close below what is said of a part of the department, or of somebody else, is so much less than
    /// another paragraph and the statements agree on, and no slip of that, that it is a part of it: that of a unit,
    /// which the text goes through one by one.
    fn is_of_a_part(&self, mention: &Mention, figure: &Figure, expected: Expected) -> bool {
        let meant = expected.value / figure.unit.yuan();
        let is_part = figure.value.saturating_mul(5) < meant.saturating_mul(4);
        let is_it = |scope: &PassageScope<'_>, other: &Mention| {
            other.subject == mention.subject
                && other.budget == mention.budget
                && self.department.is_own(scope.passage, other)
                && scope.passage.figures.get(other.figure).is_some_and(|other| self.against(other, expected).is_none())
        };
        let is_of_unit = |scope: &PassageScope<'_>| {
            let heading = scope.passage.heading.as_ref();
            let is_holder = |holder: Option<&str>| holder.is_some_and(|holder| !self.department.is_titled(holder));
            heading.is_some_and(|heading| heading.is_of_other_scope || is_holder(heading.holder.as_deref()))
                || scope
                    .passage
                    .mentions
                    .iter()
                    .any(|other| other.is_of_other_scope || is_holder(other.holder.as_deref()))
        };
        is_part
            && mention.period == Period::Own
            && mention.holder.is_none()
            && self.passages_above().any(is_of_unit)
            && slip(figure.value, meant, figure.decimals).is_none()
            && self.department.passages.iter().any(|scope| {
                scope.line != self.scope.line && scope.passage.mentions.iter().any(|other| is_it(scope, other))
            })
    }

    /// Whether a figure is one of this year's appropriations, and less than that of the statement by no more than what
    /// is carried over, or by what its sentence says beside it.
    fn is_without_carried(&self, mention: &Mention, figure: &Figure, expected: Expected) -> bool {
        let is_of_year = || mention.is_of_year || self.headings().next().is_some_and(|heading| heading.is_of_year);
        let printed = figure.value.checked_mul(figure.unit.yuan());
        let missing = printed.map_or(0, |printed| expected.value.saturating_sub(printed));
        // The text may have been rounded down.
        let ulp = Printed::new(0, figure.decimals).ulp.saturating_mul(figure.unit.yuan());
        // 当年拨款640万元、上年结转63万元
        let is_rest = |part: &Figure| {
            part.unit == figure.unit && part.sentence == figure.sentence && {
                let mut both = *figure;
                both.value = figure.value.saturating_add(part.value);
                self.against(&both, expected).is_none()
            }
        };
        missing > 0
            && is_of_year()
            && (self.department.carries_at_least(missing.saturating_sub(ulp))
                || self.scope.passage.figures.iter().any(is_rest))
    }

    /// Whether what comes in of a fund is still to be filled in, or is printed with what is carried over in one place
    /// and without it in the other: it differs by so much as is carried over somewhere, or by less and is no slip.
    fn is_unfilled_or_carried(&self, mention: &Mention, figure: &Figure, expected: Expected) -> bool {
        let Subject::Quantity(id) = mention.subject else { return false };
        if !self.department.may_be_with_carried(id) {
            return false;
        }
        let unit = figure.unit.yuan();
        let ulp = Printed::new(0, figure.decimals).ulp.saturating_mul(unit);
        let difference = figure.value.saturating_mul(unit).saturating_sub(expected.value).saturating_abs();
        let is_slip = || slip(figure.value, expected.value / unit, figure.decimals).is_some();
        figure.value == 0
            || (self.department.carries_at_least(difference.saturating_sub(ulp))
                && (!is_slip() || self.department.carries(difference, ulp.max(expected.ulp))))
    }

    /// Whether the headings above speak of another year, of a part of the department or of somebody else.
    pub(super) fn is_under_others(&self) -> bool {
        let is_of_others = |heading: &Heading| {
            !heading.period.is(self.department.year())
                || (heading.is_of_other_scope && !self.department.is_part())
                || heading.holder.as_deref().is_some_and(|holder| !self.department.is_titled(holder))
        };
        // A table stands among what the heading above it speaks of.
        let is_said = |heading: &&Heading| {
            heading.period != Period::Own || heading.is_of_year || heading.is_of_other_scope || heading.holder.is_some()
        };
        let headings = || {
            let mut is_over = false;
            self.headings().filter(move |heading| {
                let was_over = is_over;
                is_over |= heading.is_chapter;
                !(was_over && heading.is_bare)
            })
        };
        let nearest = headings().find(is_said);
        let over_tables = headings().filter(|heading| !heading.is_title).find(is_said);
        nearest.into_iter().chain(over_tables).any(is_of_others)
    }

    /// Whether the heading above speaks of a fund, and the figure is none of that: 政府性基金预算“三公”经费; or it is called as if
    /// it were of all money and is that fund's: 支出预算, below 一般公共预算支出情况.
    fn is_under_other_fund(&self, mention: &Mention, figure: &Figure) -> bool {
        let Subject::Quantity(id) = mention.subject else { return false };
        let Some(own) = self.department.kinds().quantity(id).map(|quantity| &*quantity.id) else { return false };
        let is_any = GENERIC.contains(&own);
        let is_nearest = || self.headings().next().is_some_and(|heading| heading.fund.is_some());
        let fund = self.fund();
        let quantities: &[&str] = match fund {
            // The three public expenses have chapters of their own, which name no fund.
            Some(Fund::GovernmentFund) => return !own.starts_with("government-fund") && (is_any || is_nearest()),
            Some(Fund::StateCapital) => return !own.starts_with("state-capital") && (is_any || is_nearest()),
            Some(Fund::Other) => return is_any && is_nearest(),
            Some(Fund::General) => &["general", "general-basic", "general-project"],
            Some(Fund::Fiscal) => {
                &["fiscal-income", "fiscal-spending", "fiscal-all", "general-basic", "general-project"]
            }
            Some(Fund::All) | None => return false,
        };
        // A part of what is spent of a fund is known where it is printed, or where no other money is spent.
        let is_unknown = || {
            let part = match own {
                "spending-basic" => "general-basic",
                "spending-project" => "general-project",
                _ => return quantities.iter().all(|name| self.department.values_of(name).is_empty()),
            };
            let total = |name: &str| self.department.values_of(name).first().map(|total| total.value);
            let is_same = |one: &str, other: &str| total(one).zip(total(other)).map(|(one, other)| one == other);
            (self.department.values_of(part).is_empty() && is_same("general", "spending") != Some(true))
                || (fund == Some(Fund::Fiscal) && is_same("fiscal-spending", "general") == Some(false))
        };
        let is_it = |expected: Expected| self.against(figure, expected).is_none();
        let mut values = quantities.iter().flat_map(|name| self.department.values_of(name));
        is_any && (values.any(is_it) || is_unknown())
    }

    /// Whether a figure is a part of one that is not all that the department spends: 财政拨款支出预算X万元，其中：项目支出Y万元.
    fn is_part_of_other(&self, mention: &Mention) -> bool {
        const PARTS: [&str; 2] = ["spending-basic", "spending-project"];
        let name = |subject: &Subject| match subject {
            Subject::Quantity(id) => self.department.kinds().quantity(*id).map(|quantity| &*quantity.id),
            Subject::Line(_) => None,
        };
        let head = mention.head.and_then(|head| self.scope.passage.mentions.get(head));
        let is_of_fund = |head: &&Mention| {
            const FUNDS: [&str; 4] = ["fiscal", "general", "government-fund", "state-capital"];
            name(&head.subject).is_some_and(|own| FUNDS.iter().any(|fund| own.starts_with(fund)))
        };
        // Of general public spending its own statement prints the parts.
        let is_printed = || self.department.narrowed(self.scope.passage, mention).is_some();
        let is_part = name(&mention.subject).is_some_and(|own| PARTS.contains(&own)) && !is_printed();
        let head = head.filter(is_of_fund).filter(|_| is_part);
        let figure = head.and_then(|head| self.figure(head.figure));
        let mut wholes = self.department.values_of("spending").into_iter();
        figure.is_some_and(|figure| wholes.any(|whole| self.against(figure, whole).is_some()))
    }

    /// The money that the next heading above speaks of that names some.
    pub(super) fn fund(&self) -> Option<Fund> {
        // The title of a table says nothing of what stands below the heading of another chapter.
        let (mut is_over, mut was_division) = (false, false);
        let mut own = self.headings().take_while(|heading| !std::mem::replace(&mut was_division, heading.is_division));
        own.find_map(|heading| {
            let fund = heading.fund.filter(|_| !(heading.is_title && is_over));
            is_over |= heading.is_chapter && !heading.is_title;
            fund
        })
    }

    /// The headings above that say something of figures, the next one first; where lines of the paragraph are some,
    /// that of the first line.
    fn headings(&self) -> impl Iterator<Item = &Heading> {
        let own = self.scope.passage.headings.first().filter(|(below, _)| *below == 0).map(|(_, heading)| heading);
        let above = self.passages_above().flat_map(|other| {
            let among = other.passage.headings.iter().rev().map(|(_, heading)| heading);
            other.passage.heading.as_deref().into_iter().chain(among)
        });
        own.into_iter().chain(above)
    }

    /// The paragraphs above, the next one first: up to the heading of the chapter, however long that is, and as far as
    /// [`HEADING_REACH`]. The title of a table further up speaks of that table.
    pub(super) fn passages_above(&self) -> impl Iterator<Item = &PassageScope<'_>> {
        let passages = &self.department.passages;
        let above = passages.get(..passages.partition_point(|other| other.line < self.scope.line)).unwrap_or_default();
        let mut is_same_chapter = true;
        above.iter().rev().take_while(move |other| {
            let heading = other.passage.heading.as_deref();
            let is_near = self.scope.line - other.line <= HEADING_REACH;
            let is_reached = is_near || (is_same_chapter && heading.is_none_or(|heading| !heading.is_title));
            let mut headings = heading.into_iter().chain(other.passage.headings.iter().map(|(_, heading)| heading));
            is_same_chapter &= !headings.any(|heading| heading.is_counted);
            is_reached
        })
    }
}
