//! Lists of the prose whose parts are all there are.

use budget_grammar::{
    amount::format_scaled,
    kinds::QuantitySum,
    prose::{Figure, Mention, Relation, Subject},
};

use super::Desk;
use crate::{
    department::{Verdict, VerdictOf},
    ratio::Printed,
    repair::slip,
};

/// A total and the parts that it is the sum of, among the figures of the paragraph.
pub(super) struct List<'a> {
    pub(super) whole: usize,
    pub(super) parts: Vec<usize>,
    /// Whether that is so by what the parts are; else it takes another list of the same total to tell.
    is_certain: bool,
    /// What the total is, where it is a quantity.
    mention: Option<&'a Mention>,
}

/// The figure by which a list is mended, and what it should be.
#[derive(Clone, Copy)]
struct Mended {
    figure: usize,
    value: i128,
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    found.next().filter(|_| found.next().is_none())
}

impl<'a> Desk<'_, 'a> {
    /// Says what does not add up, and keeps what the figure should be, so that no share of it is said to be wrong as
    /// well. A list whose total is a part of another one comes before that.
    pub(super) fn say_sums(&mut self, verdicts: &mut Vec<Verdict>) {
        let lists = self.lists(|sum| sum.is_prose);
        let is_inner = |list: &List| lists.iter().any(|outer| outer.parts.contains(&list.whole));
        let mut order: Vec<(bool, usize)> =
            lists.iter().enumerate().map(|(number, list)| (!is_inner(list), number)).collect();
        order.sort_unstable();
        for list in order.iter().filter_map(|(_, number)| lists.get(*number)) {
            let is_said = std::iter::once(&list.whole).chain(&list.parts).any(|number| self.is_mended(*number));
            if is_said
                || self.adds_up(list.whole, &list.parts) != Some(false)
                || self.is_sum_of_another(list)
                || self.may_have_more(list)
                || self.may_be_cut(list)
            {
                continue;
            }
            let outer = lists.iter().find(|outer| outer.is_certain && outer.parts.contains(&list.whole));
            let is_vouched = outer.is_some_and(|outer| self.adds_up(outer.whole, &outer.parts) == Some(true));
            let total = Mended { figure: list.whole, value: self.sum_of(&list.parts) };
            let mended = match (list.is_certain, is_vouched) {
                (true, false) => self.mended_sum(list),
                (true, true) => self.slipped_part(list),
                (false, _) => self.mended_side(list),
            };
            // Where it is not told which one it is, the total is where a reader looks.
            let is_open = mended.is_none() && list.is_certain;
            let Some(mended) = mended.or_else(|| is_open.then_some(total)) else { continue };
            let Some(figure) = self.figure(mended.figure) else { continue };
            if let Some(slot) = self.mended.get_mut(mended.figure) {
                *slot = Some(mended.value);
            }
            let message = self.said_of_sum(figure, &mended, list);
            let others = std::iter::once(&list.whole).chain(&list.parts).filter(|number| **number != mended.figure);
            let related = others.filter_map(|other| self.related(figure, *other)).collect();
            let edits = if is_open { Vec::new() } else { self.corrections(&[mended.figure]) };
            verdicts.extend(self.verdict(VerdictOf::Prose, figure.place, message, related, edits));
        }
    }

    /// The lists of the paragraph: by their words, and by what quantities the figures are, of the sums that are asked
    /// for.
    pub(super) fn lists(&self, is_meant: impl Fn(&QuantitySum) -> bool) -> Vec<List<'a>> {
        let passage = self.scope.passage;
        let said = passage.relations.iter().filter_map(|relation| match relation {
            Relation::Sum { whole, parts, is_certain } => {
                Some(List { whole: *whole, parts: parts.clone(), is_certain: *is_certain, mention: None })
            }
            _ => None,
        });
        let of = |id| passage.mentions.iter().filter(move |mention| mention.subject == Subject::Quantity(id));
        let only = |id, period| only(of(id).filter(move |mention| mention.period == period));
        let sums = self.department.kinds().sums().iter().filter(|sum| is_meant(sum));
        let known = sums.flat_map(|sum| of(sum.total).map(move |total| (sum, total))).filter_map(|(sum, total)| {
            let total = only(sum.total, total.period)?;
            let parts = sum.parts.iter().map(|part| only(*part, total.period)).collect::<Option<Vec<_>>>()?;
            // 全局33.60万元，局机关因公出国（境）费…
            let is_one_holder = parts.iter().all(|part| part.holder.is_none() || part.holder == total.holder);
            // What is listed beside them may be another part.
            (is_one_holder && !self.lists_more(total, &parts)).then(|| List {
                whole: total.figure,
                parts: parts.iter().map(|part| part.figure).collect(),
                is_certain: true,
                mention: Some(total),
            })
        });
        let mut lists: Vec<List<'a>> = known.collect();
        let others: Vec<List<'a>> = said.filter(|list| lists.iter().all(|known| known.whole != list.whole)).collect();
        lists.extend(others);
        lists
    }

    /// Whether parts add up to a total as they are printed.
    fn adds_up(&self, whole: usize, parts: &[usize]) -> Option<bool> {
        let sum = Relation::Sum { whole, parts: parts.to_vec(), is_certain: true };
        self.holds(&sum, &|number| self.printed(number))
    }

    pub(super) fn printed(&self, number: usize) -> i128 {
        self.figure(number).map_or(0, |figure| figure.value)
    }

    pub(super) fn is_mended(&self, number: usize) -> bool {
        self.mended.get(number).is_some_and(Option::is_some)
    }

    /// Whether the parts add up to another figure of the text, which they may be those of, or something that is printed
    /// there makes up for what is missing: what is carried over.
    fn is_sum_of_another(&self, list: &List) -> bool {
        let is_other = |other: &usize| *other != list.whole && !list.parts.contains(other);
        let sum = self.sum_of(&list.parts);
        let missing = self.printed(list.whole).saturating_sub(sum);
        let Some(own) = self.figure(list.whole) else { return true };
        let makes_up = |value: i128| value == missing.saturating_abs();
        let is_it = |figure: &Figure| figure.unit == own.unit && (figure.value == sum || makes_up(figure.value));
        let mut others = (0..self.scope.passage.figures.len()).filter(is_other);
        others.any(|whole| self.adds_up(whole, &list.parts) == Some(true) || makes_up(self.printed(whole)))
            || (missing != 0 && !self.is_sure_of(list, sum) && self.figures_near().any(is_it))
            || (list.mention.is_none() && self.carries_over(list.whole) && list.is_certain && missing > 0)
            || self.has_larger_part(list)
    }

    /// Whether the text leaves no doubt that the parts are those of the total: they are known to be, and listed behind
    /// its 其中, or all their shares are those of the sum.
    fn is_sure_of(&self, list: &List, sum: i128) -> bool {
        let mentions = &self.scope.passage.mentions;
        let total = mentions.iter().position(|mention| mention.figure == list.whole);
        let is_listed = |part: &usize| mentions.iter().any(|mention| mention.figure == *part && mention.head == total);
        let is_known = list.mention.is_some() && total.is_some() && list.parts.iter().all(is_listed);
        let is_shared = || {
            let mended = Mended { figure: list.whole, value: sum };
            self.shares_of(list).count() == list.parts.len() && self.fits(list, &mended)
        };
        is_known || (!self.carries_over(list.whole) && is_shared())
    }

    /// Whether a part is more than the total, and that no slip of the sum: the list is of something else.
    fn has_larger_part(&self, list: &List) -> bool {
        let whole = self.printed(list.whole);
        let is_larger = list.parts.iter().any(|part| self.printed(*part) > whole);
        let is_slip = |whole: &Figure| slip(whole.value, self.sum_of(&list.parts), whole.decimals).is_some();
        list.mention.is_none() && is_larger && !self.figure(list.whole).is_some_and(is_slip)
    }

    /// Whether the list may go on below, or begin above, in a paragraph that this one is parted from in the middle of a
    /// sentence.
    fn may_be_cut(&self, list: &List) -> bool {
        let sentence =
            |number: Option<usize>| number.and_then(|number| self.figure(number)).map(|figure| figure.sentence);
        let last = sentence(self.scope.passage.figures.len().checked_sub(1));
        let is_last = sentence(list.parts.iter().copied().max()) == last;
        (is_last && self.goes_on_below()) || (sentence(Some(list.whole)) == Some(0) && self.goes_on_from_above())
    }

    /// Which figure of a list is wrong: the one that makes all shares hold, where they are printed; the one that no
    /// statement vouches for; else the total. `None` where the shares fit neither.
    fn mended_sum(&self, list: &List) -> Option<Mended> {
        let total = Mended { figure: list.whole, value: self.sum_of(&list.parts) };
        if self.shares_of(list).next().is_some() {
            return only(
                std::iter::once(total).chain(self.mended_parts(list)).filter(|mended| self.fits(list, mended)),
            );
        }
        let unknown = || self.mended_parts(list).filter(|part| !self.is_vouched(part.figure));
        let mut found = unknown();
        if let (true, Some(only), None) = (self.is_vouched(list.whole), found.next(), found.next()) {
            return Some(only);
        }
        // Of all that may be wrong, the only one that is one slip away.
        let is_slip = |mended: &Mended| {
            let figure = self.figure(mended.figure);
            figure.is_some_and(|figure| slip(figure.value, mended.value, figure.decimals).is_some())
        };
        let own = (!self.is_vouched(list.whole)).then_some(total).filter(is_slip);
        Some(if own.is_none() { only(unknown().filter(is_slip)).unwrap_or(total) } else { total })
    }

    /// Whether what is missing from a list that only its shares say is complete is so little that they would not show
    /// it: 80%, 20% and 0.3%.
    fn may_have_more(&self, list: &List) -> bool {
        /// One hundred percent, in 10⁻⁸ of one.
        const WHOLE: i128 = 10_000_000_000;
        let mut half_places = 0_i128;
        for share in self.shares_of(list) {
            let Relation::Share { percent, .. } = share else { continue };
            let percent = self.scope.passage.percents.get(*percent);
            half_places =
                half_places.saturating_add(percent.map_or(0, |percent| Printed::new(0, percent.decimals).ulp / 2));
        }
        let missing = self.printed(list.whole).saturating_sub(self.sum_of(&list.parts)).saturating_abs();
        let shown = self.printed(list.whole).saturating_abs().saturating_mul(half_places);
        half_places > 0 && missing.saturating_mul(WHOLE) <= shown
    }

    /// The shares that are printed of the parts of a list.
    fn shares_of(&self, list: &List) -> impl Iterator<Item = &'a Relation> {
        self.scope.passage.relations.iter().filter(|relation| {
            matches!(relation, Relation::Share { whole, part, .. } if *whole == list.whole && list.parts.contains(part))
        })
    }

    /// Whether all shares of a list hold where one of its figures is mended.
    fn fits(&self, list: &List, mended: &Mended) -> bool {
        let value = |number: usize| if number == mended.figure { mended.value } else { self.printed(number) };
        self.shares_of(list).all(|share| self.holds(share, &value) == Some(true))
    }

    /// Whether a statement prints a figure.
    fn is_vouched(&self, number: usize) -> bool {
        self.is_known.get(number) == Some(&true)
    }

    /// Which figure of one of two lists is wrong that are both of one total: the total where they agree with each
    /// other; where the other list adds up to it, the only part that is one slip away. `None` where the two do not
    /// tell.
    fn mended_side(&self, list: &List) -> Option<Mended> {
        let mut sides = self.scope.passage.relations.iter().filter_map(|relation| match relation {
            Relation::Sum { whole, parts, is_certain: false } if *whole == list.whole && *parts != list.parts => {
                Some(parts)
            }
            _ => None,
        });
        let other = sides.next()?;
        if self.adds_up(list.whole, other) == Some(true) {
            return self.slipped_part(list);
        }
        let sum = self.sum_of(&list.parts);
        (self.sum_of(other) == sum).then_some(Mended { figure: list.whole, value: sum })
    }

    /// The only part that no statement vouches for and that fits the shares, or where none are printed is one slip away
    /// from what the total leaves for it.
    fn slipped_part(&self, list: &List) -> Option<Mended> {
        let has_shares = self.shares_of(list).next().is_some();
        let is_meant = |part: &Mended| match self.figure(part.figure) {
            Some(_) if self.is_vouched(part.figure) => false,
            Some(_) if has_shares => self.fits(list, part),
            Some(figure) => slip(figure.value, part.value, figure.decimals).is_some(),
            None => false,
        };
        only(self.mended_parts(list).filter(is_meant))
    }

    fn sum_of(&self, parts: &[usize]) -> i128 {
        parts.iter().fold(0, |sum, part| sum.saturating_add(self.printed(*part)))
    }

    /// Each part as it would have to be for the list to add up.
    fn mended_parts(&self, list: &List) -> impl Iterator<Item = Mended> {
        let missing = self.printed(list.whole).saturating_sub(self.sum_of(&list.parts));
        let parts = list.parts.clone();
        parts.into_iter().map(move |part| Mended { figure: part, value: self.printed(part).saturating_add(missing) })
    }

    fn said_of_sum(&self, figure: &Figure, mended: &Mended, list: &List) -> String {
        let numbers = list.parts.iter().chain([&list.whole]);
        let decimals = numbers.filter_map(|number| Some(self.figure(*number)?.decimals)).max().unwrap_or_default();
        let show = |value: i128| format!("{}{}", format_scaled(value, decimals), figure.unit.name());
        let own = format!("{}{}", format_scaled(figure.value, figure.decimals), figure.unit.name());
        let (meant, difference) = (show(mended.value), show(figure.value.saturating_sub(mended.value)));
        let count = list.parts.len();
        if mended.figure == list.whole {
            let (name, english) = match list.mention.map(|mention| self.name(mention)) {
                Some(name) => (format!("“{name}”"), format!("“{name}”")),
                None => ("合计 ".to_owned(), "total".to_owned()),
            };
            return self.department.language.choose(
                || format!("{name}{own}，所列 {count} 项相加 {meant}，差 {difference}"),
                || format!("{english} {own}, the {count} parts named add up to {meant}, difference {difference}"),
            );
        }
        let total = show(self.printed(list.whole));
        let rest = count.saturating_sub(1);
        self.department.language.choose(
            || format!("这一项 {own}，由合计 {total} 减去其余 {rest} 项是 {meant}，差 {difference}"),
            || format!("this part {own}, the total {total} less the other {rest} is {meant}, difference {difference}"),
        )
    }

    /// Whether a sentence with parts of a total has other figures behind that, but for those that something grew by,
    /// and what is known to stand beside the total or to be a part of a part.
    fn lists_more(&self, total: &Mention, parts: &[&Mention]) -> bool {
        let is_part = |number: usize| parts.iter().any(|part| part.figure == number);
        let is_before = |number: usize| {
            self.scope
                .passage
                .relations
                .iter()
                .any(|relation| matches!(relation, Relation::Change { from, by: Some(_), .. } if *from == number))
        };
        let sentences: Vec<usize> =
            parts.iter().filter_map(|part| self.figure(part.figure)).map(|figure| figure.sentence).collect();
        let is_more = |number: usize| {
            let Some(figure) = self.figure(number) else { return false };
            sentences.contains(&figure.sentence)
                && !figure.is_change
                && !is_part(number)
                && !is_before(number)
                && !self.is_beside(number, total, parts)
        };
        (total.figure + 1..self.scope.passage.figures.len()).any(is_more)
    }

    /// Whether a figure is a part of what a total is a part of, or of one of its parts: 公务接待费 beside 公务用车购置及运行费,
    /// 公务用车购置费 below it.
    fn is_beside(&self, number: usize, total: &Mention, parts: &[&Mention]) -> bool {
        let quantity = |mention: &Mention| match mention.subject {
            Subject::Quantity(id) => Some(id),
            Subject::Line(_) => None,
        };
        let own = self.scope.passage.mentions.iter().find(|mention| mention.figure == number).and_then(quantity);
        let (Some(own), Some(total)) = (own, quantity(total)) else { return false };
        let is_part_of = |whole| {
            let mut sums = self.department.kinds().sums().iter().filter(|sum| sum.is_prose);
            sums.any(|sum| sum.total == whole && sum.parts.contains(&own))
        };
        let is_sibling = || {
            let mut sums = self.department.kinds().sums().iter().filter(|sum| sum.is_prose);
            sums.any(|sum| sum.parts.contains(&total) && sum.parts.contains(&own))
        };
        is_sibling() || parts.iter().filter_map(|part| quantity(part)).any(is_part_of)
    }
}
