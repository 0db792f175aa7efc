//! What else may be meant by what is said of two figures to each other: with another figure of the text in the place of
//! one of them, or with the sum of several, it may hold.

use budget_grammar::{
    amount::MonetaryUnit,
    prose::{Direction, Ending, Figure, Mention, Passage, Relation, Subject, Word},
};

use super::{super::PassageScope, desk::Desk};
use crate::ratio::{Printed, is_ratio};

/// How many paragraphs a list has at most.
const REACH: usize = 3;

/// How many figures are added up at most to something that is not printed.
const LONGEST_RUN: usize = 8;

impl<'a> Desk<'_, 'a> {
    /// Whether what is said of two figures holds with another figure of the paragraph in the place of one of them.
    pub(super) fn holds_otherwise(&self, relation: &Relation) -> bool {
        let printed = |number: usize| self.figure(number).map(|figure| figure.value).unwrap_or_default();
        // Who prints 78.7 beside 6 means 6.0, and what fits anything that 6 may have been rounded from explains
        // nothing.
        let decimals = self.scope.passage.figures.iter().map(|figure| figure.decimals).max().unwrap_or_default();
        let holds = |relation: Relation| self.holds_to(decimals, &relation, &printed) == Some(true);
        let mut others = 0..self.scope.passage.figures.len();
        match *relation {
            // A word alone fits half of all figures.
            Relation::Change { from, to, by: None, percent: None, .. } => to.abs_diff(from) > 1,
            Relation::Change { from, to, by, percent, word } => {
                others.any(|other| {
                    holds(Relation::Change { from: other, to, by, percent, word })
                        || holds(Relation::Change { from, to: other, by, percent, word })
                }) || by.is_some_and(|(by, _)| self.is_step_of_run(from, to, by))
            }
            // 增加4.20万元，下降2.82%: nothing makes that one change.
            Relation::Growth { words, .. } if self.are_opposed(&words) => false,
            Relation::Growth { to, by, percent, words } => {
                let grew_to = |whole: Printed| self.is_growth_to(whole, by, percent, words.0.direction);
                others.any(|other| {
                    other != by
                        && (holds(Relation::Growth { to: other, by, percent, words })
                            || holds(Relation::Share { part: by, whole: other, percent }))
                }) || self.runs_to(to, by).into_iter().chain(self.in_other_units(by)).any(grew_to)
            }
            Relation::GrowthOf { by, percent, words, .. } => {
                let grew_to = |figure: &Figure| {
                    let printed = Printed::new(figure.value, figure.decimals);
                    self.is_one_unit(by, figure) && self.is_growth_to(printed, by, percent, words.0.direction)
                };
                others.any(|other| {
                    other != by
                        && (holds(Relation::Growth { to: other, by, percent, words })
                            || holds(Relation::Share { part: by, whole: other, percent }))
                }) || self.figures_near().any(grew_to)
            }
            Relation::Sum { .. } => false,
            Relation::Share { part, percent, .. } | Relation::ShareOf { part, percent, .. } => {
                others.any(|whole| whole != part && holds(Relation::Share { part, whole, percent }))
                    || self.is_of_another_part(relation)
                    || self.wholes_above(relation).any(|whole| self.is_share(part, percent, whole))
                    || self.is_share_of_classes(part, percent)
                    || self.is_share_of_list(relation)
                    || self.in_other_units(part).any(|whole| self.is_share(part, percent, whole))
                    || self.spending_of_fund(part).is_some_and(|whole| self.is_share(part, percent, whole))
                    || self.figures_near().any(|figure| {
                        self.is_one_unit(part, figure)
                            && self.is_share(part, percent, Printed::new(figure.value, figure.decimals))
                    })
            }
        }
    }

    /// Whether two words directly behind each other say that something went up and down. What 同比 stands between may be
    /// compared with different years, and a line may end in it.
    pub(super) fn are_opposed(&self, (first, second): &(Word, Word)) -> bool {
        let line = self.scope.line + second.place.below;
        let text = self.scope.document.text().line(line);
        let before = text.get(..second.place.span.start as usize).unwrap_or_default();
        let is_joined = before.trim_end().ends_with(['元', '，', ',', '、', '（', '(']);
        let is_up = |word: &Word| word.direction == Direction::Up;
        let is_down = |word: &Word| word.direction == Direction::Down;
        is_joined && ((is_up(first) && is_down(second)) || (is_down(first) && is_up(second)))
    }

    /// Whether a percentage may be that of an amount that something went up or down by to a value.
    pub(super) fn is_growth_to(&self, now: Printed, by: usize, percent: usize, direction: Direction) -> bool {
        let amount = self.figure(by).map_or(0, |figure| figure.value);
        let base = now.value.saturating_sub(direction.signed(amount));
        self.is_share(by, percent, Printed { value: base, ..now })
    }

    /// Whether a percentage may be that of a figure and a whole.
    fn is_share(&self, part: usize, percent: usize, whole: Printed) -> bool {
        let (Some(part), Some(percent)) = (self.figure(part), self.scope.passage.percents.get(percent)) else {
            return false;
        };
        let (part, percent) = (Printed::new(part.value, part.decimals), Printed::new(percent.value, percent.decimals));
        // It may have been cut off behind its last digit.
        let percent = Printed { ulp: percent.ulp.saturating_mul(2), ..percent };
        is_ratio(part.value, part.ulp, whole, percent) == Some(true)
    }

    fn is_one_unit(&self, number: usize, other: &Figure) -> bool {
        self.figure(number).is_some_and(|figure| figure.unit == other.unit)
    }

    /// The figures of the paragraphs close above.
    fn above(&self) -> impl Iterator<Item = &'a Figure> {
        let above = self.department.passages.get(..self.place()).unwrap_or_default().iter().rev();
        let above = above.filter(|scope| scope.passage.heading.is_none()).take(REACH);
        above.flat_map(|scope| &scope.passage.figures)
    }

    /// The figures of the paragraphs close above, and of the next one.
    pub(super) fn figures_near(&self) -> impl Iterator<Item = &'a Figure> {
        let below = self.department.passages.get(self.place() + 1);
        self.above().chain(below.into_iter().flat_map(|scope| &scope.passage.figures))
    }

    /// Which of the department's paragraphs it is.
    fn place(&self) -> usize {
        self.department.passages.partition_point(|other| other.line < self.scope.line)
    }

    /// The figures of the paragraph that are printed in another unit than one is, in that one's.
    fn in_other_units(&self, number: usize) -> impl Iterator<Item = Printed> {
        let unit = self.figure(number).map_or(MonetaryUnit::Yuan, |figure| figure.unit);
        let others = self.scope.passage.figures.iter().filter(move |figure| figure.unit != unit);
        others.filter_map(move |figure| {
            let (own, other) = (unit.yuan(), figure.unit.yuan());
            let printed = Printed::new(figure.value, figure.decimals);
            let in_own = |value: i128| value.checked_mul(other).map(|value| value / own);
            Some(Printed { value: in_own(printed.value)?, ulp: in_own(printed.ulp)?.max(2) })
        })
    }

    /// The sums of figures one behind the other of which the last is this one, or the last before another one.
    fn runs_to(&self, last: usize, before: usize) -> Vec<Printed> {
        let mut sums = Vec::new();
        for end in [last, before.saturating_sub(1)] {
            let run = (0..=end).rev().filter_map(|number| self.figure(number)).filter(|figure| !figure.is_change);
            let mut sum = Printed { value: 0, ulp: 0 };
            for figure in run.take(LONGEST_RUN).filter(|figure| self.is_one_unit(last, figure)) {
                let printed = Printed::new(figure.value, figure.decimals);
                sum = Printed { value: sum.value.saturating_add(printed.value), ulp: sum.ulp.max(printed.ulp) };
                sums.push(sum);
            }
        }
        sums
    }

    /// Whether a figure differs by an amount from the sum of several that end with another:
    /// 人员经费X万元，公用经费Y万元，较2025年的Z万元增加D万元.
    fn is_step_of_run(&self, from: usize, to: usize, by: usize) -> bool {
        let value = |number: usize| self.figure(number).map_or(0, |figure| figure.value);
        let is_step =
            |run: &Printed| run.value.saturating_sub(value(from)).saturating_abs() == value(by).saturating_abs();
        // The first one is the figure alone.
        self.runs_to(to, to).iter().filter(|run| run.value != value(to)).any(is_step)
    }

    /// Whether another figure of the sentence, or the sum of those directly before, is that share of the whole.
    fn is_of_another_part(&self, relation: &Relation) -> bool {
        let (part, percent, whole) = match relation {
            Relation::Share { part, percent, whole } => {
                (*part, *percent, self.figure(*whole).map(|figure| Printed::new(figure.value, figure.decimals)))
            }
            Relation::ShareOf { part, percent, .. } => (*part, *percent, self.whole(relation)),
            _ => return false,
        };
        let sentence = self.figure(part).map(|figure| figure.sentence);
        let is_near = |number: &usize| self.figure(*number).map(|figure| figure.sentence) == sentence;
        let others = (0..self.scope.passage.figures.len()).filter(|other| *other != part && is_near(other));
        let others = others.filter_map(|number| self.figure(number)).filter(|other| self.is_one_unit(part, other));
        let percent = self.scope.passage.percents.get(percent);
        let (Some(percent), Some(whole)) =
            (percent.map(|percent| Printed::new(percent.value, percent.decimals)), whole)
        else {
            return false;
        };
        let is_it = |part: Printed| part != whole && is_ratio(part.value, part.ulp, whole, percent) == Some(true);
        let printed = others.map(|other| Printed::new(other.value, other.decimals));
        printed.chain(self.runs_to(part, part).into_iter().skip(1)).any(is_it)
    }

    /// Whether a figure is so many percent of all the classes that the paragraph lists: more may be in them than a
    /// table has, what was carried over.
    fn is_share_of_classes(&self, part: usize, percent: usize) -> bool {
        let passage = self.scope.passage;
        let classes = passage
            .mentions
            .iter()
            .filter(|mention| matches!(&mention.subject, Subject::Line(names) if names.group.is_none()));
        self.is_share_of_all(part, percent, classes.map(|mention| mention.figure))
    }

    /// Whether a figure is so many percent of a total without what is carried over: of what the parts come to whose
    /// shares are printed, or without an amount that stands beside. Of a total of all money one share alone does not
    /// tell.
    fn is_share_of_list(&self, relation: &Relation) -> bool {
        let Relation::Share { part, whole, percent } = *relation else { return false };
        let shares = || {
            self.scope.passage.relations.iter().filter_map(move |other| match other {
                Relation::Share { part, whole: of, .. } if *of == whole => Some(*part),
                _ => None,
            })
        };
        let Some(total) = self.figure(whole) else { return false };
        let is_without = |aside: &Figure| {
            let of = |value: i128| self.is_share(part, percent, Printed::new(value, total.decimals));
            aside.is_aside
                && aside.unit == total.unit
                && (of(total.value.saturating_sub(aside.value)) || of(total.value.saturating_add(aside.value)))
        };
        (self.carries_over(whole) && (shares().count() < 2 || self.is_share_of_all(part, percent, shares())))
            || self.scope.passage.figures.iter().any(is_without)
    }

    /// Whether a total may have what is carried over in it, which the list below leaves out: 收入总计.
    pub(super) fn carries_over(&self, whole: usize) -> bool {
        self.figure(whole).is_some_and(|figure| figure.is_of_all)
    }

    fn is_share_of_all(&self, part: usize, percent: usize, listed: impl Iterator<Item = usize>) -> bool {
        let Some(own) = self.figure(part) else { return false };
        let listed = listed.filter_map(|number| self.figure(number)).filter(|figure| figure.unit == own.unit);
        let whole = listed.fold(0_i128, |sum, figure| sum.saturating_add(figure.value));
        self.is_share(part, percent, Printed::new(whole, own.decimals))
    }

    /// Whether the paragraph goes on from one above that ends in the middle of a sentence.
    pub(super) fn goes_on_from_above(&self) -> bool {
        self.scope.passage.begins_cut
            || self.beside(false).is_some_and(|above| goes_on(above.passage, self.scope.passage))
    }

    /// Whether the one above ends in the middle of a phrase, so that whose figure the first one is may stand there.
    pub(super) fn is_begun_above(&self) -> bool {
        self.beside(false).is_some_and(|above| above.passage.ending == Ending::Cut && above.passage.heading.is_none())
    }

    /// Whether it goes on in the middle of a sentence about another year, a part of the department or somebody else.
    pub(super) fn goes_on_from_others(&self) -> bool {
        self.beside(false).is_some_and(|above| {
            let is_of_others = |last: &Mention| !self.department.is_own(above.passage, last);
            (above.passage.opens.is_some() || goes_on(above.passage, self.scope.passage))
                && above.passage.mentions.last().is_some_and(is_of_others)
        })
    }

    /// Whether the paragraph goes on in the next one.
    pub(super) fn goes_on_below(&self) -> bool {
        self.scope.passage.ending == Ending::Cut
            || self.beside(true).is_some_and(|below| goes_on(self.scope.passage, below.passage))
    }

    /// The next paragraph above or below that is close; the department's name between them stands at the head of a
    /// page.
    fn beside(&self, is_below: bool) -> Option<&PassageScope<'_>> {
        let passages = &self.department.passages;
        let own = self.place();
        let is_head = |other: &&PassageScope<'_>| {
            let heading = other.passage.heading.as_ref();
            let holder = heading.and_then(|heading| heading.holder.as_deref());
            let is_of_year = || matches!(&*other.passage.years, [year] if year.is_heading && year.holder.is_none());
            let is_chapter = heading.is_some_and(|heading| heading.is_chapter);
            other.passage.figures.is_empty()
                && (holder.is_some_and(|holder| self.department.is_titled(holder)) || (!is_chapter && is_of_year()))
        };
        let other = if is_below {
            passages.get(own + 1..)?.iter().find(|other| !is_head(other))
        } else {
            passages.get(..own)?.iter().rev().find(|other| !is_head(other))
        };
        other.filter(|other| other.line.abs_diff(self.scope.line) <= PAGE_REACH)
    }
}

/// How many lines a paragraph and what a page leaves below it have at most.
const PAGE_REACH: usize = 24;

/// Whether a paragraph goes on in another one: it does not end, and that is no item or heading.
fn goes_on(above: &Passage, below: &Passage) -> bool {
    match above.ending {
        Ending::Whole | Ending::Opening => false,
        Ending::Open => below.heading.is_none() && !below.is_item,
        Ending::Cut => true,
    }
}
