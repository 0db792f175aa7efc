//! What figures are said to have changed by, held against each other.

use budget_grammar::{
    amount::{format_scaled, rewrite},
    prose::{Changed, Direction, Figure},
};

use super::{Desk, sums::List};
use crate::{
    department::{Verdict, VerdictOf},
    ratio::Printed,
    repair::slip,
};

/// An amount that is mended, and what it should be, with its sign.
struct Mended<'a> {
    changed: &'a Changed,
    value: i128,
}

impl<'a> Desk<'_, 'a> {
    /// Says where the changes of parts do not make up that of their whole, and where something grew from less than
    /// nothing.
    pub(super) fn say_changes(&self, verdicts: &mut Vec<Verdict>) {
        if self.scope.passage.changes.is_empty() {
            return;
        }
        let mut said = Vec::new();
        for list in self.lists(|_| true) {
            let Some(verdict) = self.said_of_changes(&list) else { continue };
            said.push(list.whole);
            said.extend(&list.parts);
            verdicts.push(verdict);
        }
        for changed in self.scope.passage.changes.iter().filter(|changed| !said.contains(&changed.figure)) {
            verdicts.extend(self.said_of_growth_from_below(changed));
        }
    }

    fn changed(&self, figure: usize) -> Option<&'a Changed> {
        self.scope.passage.changes.iter().find(|changed| changed.figure == figure)
    }

    /// By how much a figure went up, below zero where it went down.
    fn amount(&self, changed: &Changed) -> Printed {
        let by = changed.by.and_then(|by| self.figure(by));
        by.map_or(Printed { value: 0, ulp: 0 }, |by| {
            let printed = Printed::new(by.value, by.decimals);
            Printed { value: changed.word.direction.signed(printed.value), ..printed }
        })
    }

    fn said_of_changes(&self, list: &List<'_>) -> Option<Verdict> {
        let whole = self.changed(list.whole)?;
        let parts = list.parts.iter().map(|part| self.changed(*part)).collect::<Option<Vec<_>>>()?;
        let all = || std::iter::once(whole).chain(parts.iter().copied());
        let unit = self.figure(whole.figure)?.unit;
        let is_one = |changed: &Changed| {
            let figures = [Some(changed.figure), changed.by];
            changed.base == whole.base
                && figures.iter().flatten().all(|number| self.figure(*number).is_some_and(|figure| figure.unit == unit))
        };
        if !all().all(is_one) || self.goes_on_below() {
            return None;
        }
        let own = self.amount(whole);
        let sum = parts.iter().fold(Printed { value: 0, ulp: 0 }, |sum, part| {
            let part = self.amount(part);
            Printed { value: sum.value.saturating_add(part.value), ulp: sum.ulp.saturating_add(part.ulp) }
        });
        let missing = own.value.saturating_sub(sum.value);
        // Each amount is the difference of two figures that were rounded.
        if missing.saturating_abs() <= own.ulp.saturating_add(sum.ulp) {
            return None;
        }
        let mended = self.mended_change(whole, &parts, missing);
        if mended.is_none() && !all().all(|changed| changed.is_alone) {
            return None;
        }
        let changed = mended.as_ref().map_or(whole, |mended| mended.changed);
        let figure = self.figure(changed.by.or(whole.by).unwrap_or(whole.figure))?;
        let decimals = all().filter_map(|changed| self.figure(changed.by?)).map(|by| by.decimals).max()?;
        let show = |value: i128| format!("{}{}", format_scaled(value, decimals), unit.name());
        let (own, sum, missing) = (show(own.value), show(sum.value), show(missing));
        let count = parts.len();
        let message = self.department.language.choose(
            || format!("合计的增减是 {own}，所列 {count} 项的增减相加是 {sum}，差 {missing}"),
            || format!("the total changed by {own}, the {count} parts named by {sum} together, difference {missing}"),
        );
        let others = all().filter_map(|changed| changed.by).filter(|by| Some(*by) != changed.by);
        let related = others.filter_map(|other| self.related(figure, other)).collect();
        let edit = mended.and_then(|mended| {
            let by = self.figure(mended.changed.by?)?;
            self.replaced(by.place, |text| rewrite(text, mended.value.saturating_abs()))
        });
        self.verdict(VerdictOf::Change, figure.place, message, related, edit.into_iter().collect())
    }

    /// The amount that is wrong: the only one that is printed as it should be for something else, here or close by, or
    /// else the only one that is one slip away from it and that nothing else vouches for.
    fn mended_change(&self, whole: &'a Changed, parts: &[&'a Changed], missing: i128) -> Option<Mended<'a>> {
        let whole_mended = Mended { changed: whole, value: self.amount(whole).value.saturating_sub(missing) };
        let parts =
            parts.iter().map(|part| Mended { changed: part, value: self.amount(part).value.saturating_add(missing) });
        // What went up instead of down needs another word.
        let is_possible = |mended: &Mended<'_>| {
            mended.changed.by.is_some()
                && mended.value != 0
                && (mended.value > 0) == (mended.changed.word.direction == Direction::Up)
        };
        let possible: Vec<Mended<'a>> = std::iter::once(whole_mended).chain(parts).filter(is_possible).collect();
        let of_list = |number: usize| possible.iter().any(|mended| mended.changed.by == Some(number));
        let others = self.scope.passage.figures.iter().enumerate().filter(|(number, _)| !of_list(*number));
        let others = others.map(|(_, figure)| figure).chain(self.figures_near());
        let others: Vec<&Figure> = others.filter(|figure| figure.is_change).collect();
        let is_printed = |value: i128| others.iter().any(|other| other.value == value.saturating_abs());
        let is_said = |mended: &Mended<'_>| is_printed(mended.value);
        let is_open = |mended: &Mended<'_>| !is_printed(self.amount(mended.changed).value);
        let is_slip = |mended: &Mended<'_>| {
            let by = mended.changed.by.and_then(|by| self.figure(by));
            by.is_some_and(|by| slip(by.value, mended.value.saturating_abs(), by.decimals).is_some())
        };
        let (said, rest): (Vec<_>, Vec<_>) = possible.into_iter().partition(is_said);
        let of =
            if said.is_empty() { rest.into_iter().filter(|one| is_open(one) && is_slip(one)).collect() } else { said };
        let mut of = of.into_iter();
        of.next().filter(|_| of.next().is_none())
    }

    /// 0万元，比2025年预算增加5万元: before, it was less than nothing.
    fn said_of_growth_from_below(&self, changed: &Changed) -> Option<Verdict> {
        let (now, by) = (self.figure(changed.figure)?, self.figure(changed.by?)?);
        let before = now.value.saturating_sub(by.value);
        let slack = Printed::new(0, now.decimals).ulp.saturating_add(Printed::new(0, by.decimals).ulp);
        let is_below =
            changed.word.direction == Direction::Up && now.unit == by.unit && before < slack.saturating_neg();
        if !is_below || now.value < 0 || !changed.is_alone || self.is_mended(changed.figure) {
            return None;
        }
        let show = |value: i128, decimals: u8| format!("{}{}", format_scaled(value, decimals), now.unit.name());
        let decimals = now.decimals.max(by.decimals);
        let (shown, amount, before) =
            (show(now.value, now.decimals), show(by.value, by.decimals), show(before, decimals));
        let word = self.text(changed.word.place);
        let message = self.department.language.choose(
            || format!("{word} {amount}到 {shown}，原来就成了 {before}"),
            || format!("{word} {amount} to reach {shown} means {before} before"),
        );
        self.verdict(VerdictOf::Change, by.place, message, Vec::new(), Vec::new())
    }
}
