//! What the prose says of two figures to each other, held against these figures.

use budget_grammar::{
    amount::{plain_scaled, rewrite},
    kinds::QuantityId,
    prose::{Direction, Ending, Figure, Fund, Mention, Passage, Period, Relation, Subject, Word},
    sum::Sum,
};

use super::{Desk, figures_of};
use crate::{
    department::{Expected, PassageScope, Quantity, sum_band},
    fix::Replacement,
    identity::Band,
    ratio::{Printed, is_ratio, ratio},
    statement::Part,
};

impl Desk<'_, '_> {
    /// What makes a relation hold between the figures as they should be.
    pub(super) fn relation_edits(&self, relation: &Relation) -> Vec<Option<Replacement>> {
        let percent = |number: &usize, part: i128, whole: i128| {
            let percent = self.scope.passage.percents.get(*number)?;
            let value = ratio(part, whole, percent.decimals)?;
            self.replaced(percent.place, |text| {
                rewrite(text, value).or_else(|| Some(plain_scaled(value, percent.decimals).to_string()))
            })
        };
        let word = |word: &Word, change: i128| {
            let meant = match change.signum() {
                1 => Direction::Up,
                -1 => Direction::Down,
                _ => return None,
            };
            (meant != word.direction && word.direction != Direction::Same)
                .then(|| self.replaced(word.place, |text| meant.instead_of(text).map(str::to_owned)))
        };
        match relation {
            Relation::Change { from, to, by, percent: of, word: said } => {
                let change = self.value(*to).saturating_sub(self.value(*from));
                let percent = of.as_ref().map(|number| percent(number, change, self.value(*from)));
                let words =
                    by.as_ref().map(|(_, word)| word).into_iter().chain(said).filter_map(|said| word(said, change));
                let amount = by.as_ref().filter(|(by, _)| self.value(*by) != change.saturating_abs());
                let amount = amount.map(|(by, _)| {
                    self.replaced(self.figure(*by)?.place, |text| rewrite(text, change.saturating_abs()))
                });
                // What is no longer the same needs a sentence of its own.
                let is_same = said.is_some_and(|said| said.direction == Direction::Same);
                if is_same || change == 0 {
                    vec![None]
                } else {
                    amount.into_iter().chain(percent).chain(words).collect()
                }
            }
            Relation::Growth { by, percent: number, words, .. }
            | Relation::GrowthOf { by, percent: number, words, .. } => {
                let now = match relation {
                    Relation::Growth { to, .. } => Some(self.value(*to)),
                    _ => self.grown(relation).map(|now| now.value),
                };
                let Some(now) = now else { return vec![None] };
                if let Some(wrong) = self.word_against_percentage(now, *by, *number, words) {
                    let meant = if wrong.direction == Direction::Up { Direction::Down } else { Direction::Up };
                    return vec![self.replaced(wrong.place, |text| meant.instead_of(text).map(str::to_owned))];
                }
                if let Some(edits) = self.grown_from_the_same(relation) {
                    return edits;
                }
                let by = self.value(*by);
                let change = words.0.direction.signed(by);
                let base = now.saturating_sub(change);
                std::iter::once(percent(number, by, base)).chain(word(&words.1, change)).collect()
            }
            Relation::Share { part, whole, percent: number } => {
                vec![percent(number, self.value(*part), self.value(*whole))]
            }
            Relation::ShareOf { part, percent: number, .. } => {
                let whole = self.whole(relation);
                vec![whole.and_then(|whole| percent(number, self.value(*part), whole.value))]
            }
            // Which of its figures follows is said where the sum is.
            Relation::Sum { .. } => Vec::new(),
        }
    }

    /// What a figure grew by, and how many percent that is, where the figure becomes another one and its growth was
    /// right: what it grew from is the same.
    fn grown_from_the_same(&self, relation: &Relation) -> Option<Vec<Option<Replacement>>> {
        let Relation::Growth { to, by, percent, words } = relation else { return None };
        let (old, new) = (self.was(*to), self.value(*to));
        if old == new || self.holds(relation, &|number| self.was(number)) != Some(true) {
            return None;
        }
        let base = old.saturating_sub(words.0.direction.signed(self.printed(*by)));
        let change = new.saturating_sub(base);
        let meant = match change.signum() {
            1 => Direction::Up,
            -1 => Direction::Down,
            // What is no longer another one needs a sentence of its own.
            _ => return Some(vec![None]),
        };
        let amount = self.figure(*by)?;
        let of = self.scope.passage.percents.get(*percent)?;
        let share = ratio(change.saturating_abs(), base, of.decimals)?;
        let mut edits = vec![
            self.replaced(amount.place, |text| rewrite(text, change.saturating_abs())),
            self.replaced(of.place, |text| {
                rewrite(text, share).or_else(|| Some(plain_scaled(share, of.decimals).to_string()))
            }),
        ];
        for word in [&words.0, &words.1].into_iter().filter(|word| word.direction != meant) {
            edits.push(self.replaced(word.place, |text| meant.instead_of(text).map(str::to_owned)));
        }
        edits.dedup();
        Some(edits)
    }

    /// Of two words that contradict each other the one that the percentage does not fit, where it fits one of them
    /// alone.
    pub(super) fn word_against_percentage<'w>(
        &self,
        now: i128,
        by: usize,
        percent: usize,
        words: &'w (Word, Word),
    ) -> Option<&'w Word> {
        if !self.are_opposed(words) {
            return None;
        }
        let now = Printed::new(now, self.figure(by)?.decimals);
        let fits = |word: &Word| self.is_growth_to(now, by, percent, word.direction);
        match (fits(&words.0), fits(&words.1)) {
            (true, false) => Some(&words.1),
            (false, true) => Some(&words.0),
            _ => None,
        }
    }

    /// The quantity that a phrase names, or what the heading above is about where there is none.
    pub(super) fn quantity_of_whole(&self, phrase: &str) -> Option<QuantityId> {
        let kinds = self.department.kinds();
        if !phrase.is_empty() {
            let named = kinds.by_phrase(phrase).filter(|(_, length)| *length == phrase.len());
            return named.map(|(id, _)| self.of_fund(id));
        }
        kinds.quantity_id(match self.fund()? {
            Fund::General => "general",
            Fund::GovernmentFund => "government-fund",
            Fund::StateCapital => "state-capital",
            Fund::All => "spending",
            // What is carried over may be in it, or not.
            Fund::Fiscal | Fund::Other => return None,
        })
    }

    /// Basic spending or that on projects as that of the money that the heading above speaks of, where a statement
    /// prints it: 占基本支出 below 一般公共预算基本支出情况. 占本年支出合计 is of all money below any heading.
    fn of_fund(&self, id: QuantityId) -> QuantityId {
        const OF_ALL: [(&str, &str); 2] =
            [("spending-basic", "general-basic"), ("spending-project", "general-project")];
        let (kinds, quantities) = (self.department.kinds(), self.department.quantities());
        let is_printed = |id: &QuantityId| quantities.contains_key(&Quantity { id: *id, part: &Part::Whole });
        let known = OF_ALL.into_iter().find(|(all, _)| kinds.quantity_id(all) == Some(id));
        let general = known.filter(|_| self.fund() == Some(Fund::General)).and_then(|of| kinds.quantity_id(of.1));
        general.filter(is_printed).unwrap_or(id)
    }

    /// What a phrase names, in the unit of a figure: by the statements, or by the text above where they do not print
    /// it.
    pub(in crate::department::prose) fn whole(&self, relation: &Relation) -> Option<Printed> {
        self.whole_of_statements(relation).or_else(|| self.wholes_above(relation).next())
    }

    /// What a quantity came to that a sentence says the growth of, in the unit of that, by the statements.
    pub(in crate::department::prose) fn grown(&self, relation: &Relation) -> Option<Printed> {
        matches!(relation, Relation::GrowthOf { .. }).then_some(())?;
        self.by_statements(&self.spoken_of(relation)?)
    }

    pub(super) fn whole_of_statements(&self, relation: &Relation) -> Option<Printed> {
        matches!(relation, Relation::ShareOf { .. }).then_some(())?;
        self.by_statements(&self.spoken_of(relation)?)
    }

    /// What is spent of the money that the heading above speaks of, in the unit of a figure: 占支出预算 may be of that.
    pub(in crate::department::prose) fn spending_of_fund(&self, part: usize) -> Option<Printed> {
        let name = match self.fund()? {
            Fund::General => "general",
            Fund::Fiscal => "fiscal-spending",
            Fund::GovernmentFund => "government-fund",
            Fund::StateCapital => "state-capital",
            Fund::All | Fund::Other => return None,
        };
        let id = self.department.kinds().quantity_id(name)?;
        self.by_statements(&mention_of(id, part, Period::Own))
    }

    /// Whether what a figure is a share of, or what grew by it, becomes another figure of the statements.
    pub(super) fn is_of_followed(&self, relation: &Relation) -> bool {
        self.spoken_of(relation).is_some_and(|mention| self.followed(&mention).is_some())
    }

    /// What a sentence says a share of, or the growth of, beside the figure that it prints.
    fn spoken_of(&self, relation: &Relation) -> Option<Mention> {
        let (part, phrase, period, is_of_other_scope, budget) = match relation {
            Relation::ShareOf { part, whole, period, is_of_other_scope, budget, .. } => {
                (part, whole, period, is_of_other_scope, budget)
            }
            Relation::GrowthOf { quantity, period, by, .. } => return Some(mention_of(*quantity, *by, *period)),
            _ => return None,
        };
        // It is the whole of whatever the part is a part of.
        let of = self.scope.passage.mentions.iter().find(|mention| mention.figure == *part);
        let id = match (budget, of.map(|of| &of.subject)) {
            (None, _) => self.quantity_of_whole(phrase)?,
            (Some(budget), Some(Subject::Quantity(id))) if self.department.prints_budget(*id, *budget) => *id,
            (Some(_), _) => return None,
        };
        Some(Mention {
            holder: of.and_then(|of| of.holder.clone()),
            is_of_other_scope: *is_of_other_scope,
            budget: *budget,
            ..mention_of(id, *part, *period)
        })
    }

    /// What becomes another figure of the statements that a mention speaks of, with what that is to be.
    fn followed(&self, mention: &Mention) -> Option<Expected> {
        let followed = self.followed.filter(|followed| !followed.is_empty())?;
        self.department.is_own(self.scope.passage, mention).then_some(())?;
        let seats = self.department.seats_of_fund(mention, self.fund());
        seats.iter().find_map(|seat| followed.get(seat)).copied()
    }

    /// What the statements print of what a sentence speaks of beside a figure, in the unit of that.
    fn by_statements(&self, mention: &Mention) -> Option<Printed> {
        if self.is_under_others() {
            return None;
        }
        let printed = || self.department.expected(self.scope.passage, mention, self.fund());
        let expected = self.followed(mention).or_else(printed)?;
        let factor = self.figure(mention.figure)?.unit.yuan();
        // The statement may be printed finer than that unit can tell.
        let half = factor / 2 * expected.value.signum();
        Some(Printed { value: expected.value.checked_add(half)? / factor, ulp: (expected.ulp / factor).max(2) })
    }

    /// Whether what a relation is of may stand in another paragraph: above where this one begins in the middle of a
    /// sentence, or below where a list of a total goes on there.
    pub(super) fn may_be_parted(&self, relation: &Relation) -> bool {
        let begins = |number: &usize| self.figure(*number).is_some_and(|figure| figure.sentence == 0);
        let is_total = matches!(relation, Relation::Share { whole, .. } if self.carries_over(*whole));
        (figures_of(relation).iter().any(begins) && self.goes_on_from_above()) || (is_total && self.goes_on_below())
    }

    /// Whether a percentage is printed without decimals.
    fn is_whole(&self, percent: usize) -> bool {
        self.scope.passage.percents.get(percent).is_some_and(|percent| percent.decimals == 0)
    }

    /// The figures of a name in the paragraphs close above, the next one first: 占基本支出的P%, below 基本支出W万元. Nothing where
    /// they differ, which may be of another year or other money, or where another chapter begins between.
    pub(in crate::department::prose) fn wholes_above(&self, relation: &Relation) -> impl Iterator<Item = Printed> {
        let (part, name) = match relation {
            Relation::ShareOf { part, name, period, is_of_other_scope: false, .. }
                if *name != 0 && period.is(self.department.year()) =>
            {
                (self.figure(*part), *name)
            }
            _ => (None, 0),
        };
        let is_of_others = |mention: &Mention| {
            let holder = mention.holder.as_deref();
            mention.is_of_other_scope || holder.is_some_and(|holder| !self.department.is_titled(holder))
        };
        let is_begun_with_others =
            |passage: &Passage| passage.holder.as_deref().is_some_and(|holder| !self.department.is_titled(holder));
        let is_own = |scope: &&PassageScope<'_>| {
            !is_begun_with_others(scope.passage) && !scope.passage.mentions.iter().any(is_of_others)
        };
        let mut is_open = true;
        let above = self.passages_above().take_while(move |scope| {
            let (was_open, passage) = (is_open, scope.passage);
            is_open = passage.chapter.is_none();
            was_open
                && passage.ending != Ending::Opening
                && !passage.heading.as_ref().is_some_and(|heading| heading.is_chapter || heading.is_of_other_scope)
        });
        let figures = above.filter(is_own).flat_map(|scope| {
            let figures = scope.passage.chapter.map_or(Some(0), |at| usize::try_from(at).ok());
            let figures = figures.and_then(|first| scope.passage.figures.get(first..));
            figures.unwrap_or_default().iter().rev()
        });
        let is_whole = |figure: &Figure, part: &Figure| {
            figure.name == name
                && figure.unit == part.unit
                && figure.value >= part.value
                && !figure.is_aside
                && !figure.is_change
        };
        let wholes = figures.filter(|figure| part.is_some_and(|part| is_whole(figure, part)));
        let wholes: Vec<Printed> = wholes.map(|figure| Printed::new(figure.value, figure.decimals)).collect();
        let is_one = wholes.iter().all(|whole| wholes.first().is_some_and(|first| first.value == whole.value));
        wholes.into_iter().filter(move |_| is_one)
    }

    /// Whether a relation may hold between figures; `None` where it says nothing about them.
    pub(in crate::department::prose) fn holds(
        &self,
        relation: &Relation,
        value: &dyn Fn(usize) -> i128,
    ) -> Option<bool> {
        self.holds_to(0, relation, value)
    }

    /// The same where each figure is known to so many decimals, whether it prints them or leaves out zeros.
    pub(in crate::department::prose) fn holds_to(
        &self,
        decimals: u8,
        relation: &Relation,
        value: &dyn Fn(usize) -> i128,
    ) -> Option<bool> {
        let printed = |number: usize| Some(Printed::new(value(number), self.figure(number)?.decimals.max(decimals)));
        // Whoever writes 增加-5% says it twice, and nobody knows what.
        let percent = |number: usize| {
            let percent = self.scope.passage.percents.get(number).filter(|percent| percent.value >= 0)?;
            Some(Printed::new(percent.value, percent.decimals))
        };
        let is_one_unit = |one: usize, other: usize| {
            self.figure(one).map(|figure| figure.unit) == self.figure(other).map(|figure| figure.unit)
        };
        match relation {
            Relation::Change { from, to, by, percent: of, word } => {
                let (before, now) = (printed(*from)?, printed(*to)?);
                if !is_one_unit(*from, *to) || before.value <= 0 {
                    return None;
                }
                let change = now.value.saturating_sub(before.value);
                let is_word = |word: &Word| match word.direction {
                    Direction::Up => change >= 0,
                    Direction::Down => change <= 0,
                    Direction::Same => change.saturating_abs() <= before.ulp,
                };
                if let Some((number, word)) = by {
                    let amount = printed(*number).filter(|_| is_one_unit(*number, *to))?;
                    let off = change.saturating_abs().saturating_sub(amount.value).saturating_abs();
                    // Each of the three may have been rounded.
                    let slack = before.ulp.saturating_add(now.ulp).saturating_add(amount.ulp);
                    if !is_word(word) || off.saturating_mul(2) > slack {
                        return Some(false);
                    }
                }
                let is_word = word.as_ref().is_none_or(is_word);
                let is_percent = match of {
                    Some(number) => {
                        is_ratio(change, before.ulp.saturating_add(now.ulp), before, cut_off(percent(*number)?))?
                    }
                    None => true,
                };
                Some(is_word && is_percent)
            }
            Relation::Growth { by, percent: of, words, .. } | Relation::GrowthOf { by, percent: of, words, .. } => {
                let now = match relation {
                    Relation::Growth { to, .. } => printed(*to).filter(|_| is_one_unit(*to, *by))?,
                    _ => self.grown(relation)?,
                };
                let by_printed = printed(*by).filter(|by| by.value >= 0)?;
                let percent = percent(*of)?;
                if words.0.direction != words.1.direction {
                    return Some(false);
                }
                let change = words.0.direction.signed(by_printed.value);
                let base =
                    Printed { value: now.value.saturating_sub(change), ulp: now.ulp.saturating_add(by_printed.ulp) };
                // Three figures were rounded on the way to it, one of them twice, and the amount may be the difference
                // of two that were.
                let wide =
                    Printed { ulp: percent.ulp.saturating_mul(if self.is_whole(*of) { 2 } else { 3 }), ..percent };
                is_ratio(by_printed.value, by_printed.ulp.saturating_mul(2), base, wide)
            }
            Relation::Share { part, whole, percent: of } => {
                let (part_printed, whole_printed) = (printed(*part)?, printed(*whole)?);
                is_one_unit(*part, *whole).then_some(())?;
                is_ratio(part_printed.value, part_printed.ulp, whole_printed, cut_off(percent(*of)?))
            }
            Relation::ShareOf { part, percent: of, .. } => {
                let part_printed = printed(*part)?;
                is_ratio(part_printed.value, part_printed.ulp, self.whole(relation)?, cut_off(percent(*of)?))
            }
            Relation::Sum { whole, parts, .. } => {
                if !parts.iter().all(|part| is_one_unit(*part, *whole)) {
                    return None;
                }
                // Who prints 0 among figures of two decimals means 0.00.
                let all = || std::iter::once(whole).chain(parts).filter_map(|number| self.figure(*number));
                let finest = all().map(|figure| figure.decimals).max()?;
                let sum_printed = |number: usize| {
                    let own = self.figure(number)?.decimals;
                    let decimals = i8::try_from(if value(number) == 0 { finest } else { own }).ok()?;
                    Some(Sum::printed(value(number), decimals))
                };
                let parts = parts.iter().map(|part| sum_printed(*part)).collect::<Option<Vec<_>>>()?;
                let (_, band) = sum_band(&sum_printed(*whole)?, &parts, self.department.rounding);
                Some(band != Band::Error)
            }
        }
    }
}

/// A quantity that a figure is said to be, and nothing more.
fn mention_of(id: QuantityId, figure: usize, period: Period) -> Mention {
    Mention {
        subject: Subject::Quantity(id),
        figure,
        period,
        holder: None,
        is_of_other_scope: false,
        is_of_year: false,
        budget: None,
        head: None,
        is_of_list: false,
    }
}

/// A share that may have been cut off behind its last digit, and not rounded.
fn cut_off(percent: Printed) -> Printed {
    Printed { ulp: percent.ulp.saturating_mul(2), ..percent }
}
