//! What is wrong with what the prose says of two figures to each other, in words.

use budget_grammar::{
    amount::{format_scaled, plain_scaled},
    prose::{Direction, Figure, Percent, Place, Relation, Word},
};

use super::{Desk, figures_of};
use crate::{
    department::{Verdict, VerdictOf},
    finding::Severity,
    ratio::ratio,
};

impl Desk<'_, '_> {
    pub(super) fn say_relation(&self, relation: &Relation, verdicts: &mut Vec<Verdict>) {
        // Where a figure is wrong, that is said, and what follows from it is mended with it.
        if matches!(relation, Relation::Sum { .. }) {
            return;
        }
        let as_printed = |number: usize| self.as_printed(number);
        if let Some(bare) = self.bare_percent(relation) {
            if self.holds(relation, &as_printed) == Some(true) {
                verdicts.extend(self.said_of_missing_sign(bare));
            }
            return;
        }
        let is_said = figures_of(relation).iter().any(|number| self.mended.get(*number).copied().flatten().is_some());
        if is_said
            || self.holds(relation, &as_printed) != Some(false)
            || self.holds_otherwise(relation)
            || self.may_be_parted(relation)
            || self.is_said_with_percentage(relation)
        {
            return;
        }
        if let Some(word) = self.word_beside(relation) {
            return verdicts.extend(self.said_of_both(relation, word));
        }
        if let Some(outlier) = self.said_of_outlier(relation) {
            verdicts.push(outlier);
            return;
        }
        let Some((place, message)) = self.said_of(relation) else { return };
        let edits = self.relation_edits(relation).into_iter().collect::<Option<Vec<_>>>().unwrap_or_default();
        verdicts.extend(self.verdict(VerdictOf::Change, place, message, Vec::new(), edits));
    }

    /// What is wrong with a relation that does not hold, and where that stands.
    fn said_of(&self, relation: &Relation) -> Option<(Place, String)> {
        match relation {
            Relation::Change { by: Some(_), .. } => self.said_by_amount(relation),
            Relation::Change { from, to, by: None, percent, word } => {
                self.said_of_change((*from, *to), *percent, word.as_ref())
            }
            Relation::Growth { by, percent, words, to } => {
                self.said_of_growth((self.as_printed(*to), &self.shown(*to)), *by, *percent, words)
            }
            Relation::GrowthOf { by, percent, words, .. } => {
                let now = self.grown(relation)?.value;
                self.said_of_growth((now, &self.shown_like(now, *by)), *by, *percent, words)
            }
            Relation::Share { part, whole, percent } => {
                let (of, printed) = self.percent(*percent)?;
                let share = self.meant(of, self.as_printed(*part), self.as_printed(*whole)).unwrap_or_default();
                let (part, whole) = (self.shown(*part), self.shown(*whole));
                let message = self.department.language.choose(
                    || format!("{part} 是 {whole} 的 {share}，这里写 {printed}"),
                    || format!("{part} is {share} of {whole}, and {printed} stands here"),
                );
                Some((of.place, message))
            }
            Relation::ShareOf { part, whole, percent, .. } => {
                let (of, printed) = self.percent(*percent)?;
                let base = self.whole(relation)?;
                let name = || self.quantity_of_whole(whole).and_then(|id| self.department.kinds().quantity(id));
                let whole = if whole.is_empty() { name().map_or("", |of| &of.name) } else { whole };
                let share = self.meant(of, self.as_printed(*part), base.value)?;
                let part = self.shown(*part);
                let message = self.department.language.choose(
                    || format!("{part} 是{whole}的 {share}，这里写 {printed}"),
                    || format!("{part} is {share} of {whole}, and {printed} stands here"),
                );
                Some((of.place, message))
            }
            Relation::Sum { .. } => None,
        }
    }

    /// What is wrong with 比2025年增加P% of two figures, or with a word for their order.
    fn said_of_change(
        &self,
        (from, to): (usize, usize),
        percent: Option<usize>,
        word: Option<&Word>,
    ) -> Option<(Place, String)> {
        let (before, now) = (self.as_printed(from), self.as_printed(to));
        let change = now.saturating_sub(before);
        let (direction, english) = match change.signum() {
            1 => ("增加", "more"),
            -1 => ("减少", "less"),
            _ => ("持平", "the same"),
        };
        let percent = percent.and_then(|number| self.percent(number));
        let by = percent.as_ref().and_then(|(of, _)| self.meant(of, change, before)).unwrap_or_default();
        let is_word = word.is_some_and(|word| {
            matches!(
                (word.direction, change.signum()),
                (Direction::Up, -1) | (Direction::Down, 1) | (Direction::Same, 1 | -1)
            )
        });
        let at_word = word.map(|word| word.place);
        let place = if is_word { at_word } else { percent.as_ref().map(|(of, _)| of.place).or(at_word) };
        let said = word.map(|word| self.text(word.place)).unwrap_or_default();
        let printed = percent.map(|(_, printed)| printed).unwrap_or_default();
        let (before, now) = (self.shown(from), self.shown(to));
        let message = self.department.language.choose(
            || format!("从 {before} 到 {now}，是{direction}{by}，这里写“{said}{printed}”"),
            || format!("from {before} to {now} it is {by} {english}, and “{said}{printed}” stands here"),
        );
        place.map(|place| (place, message))
    }

    /// What is wrong with a percentage beside the amount that something grew by to a value, which is shown as given.
    fn said_of_growth(
        &self,
        (now, shown): (i128, &str),
        by: usize,
        percent: usize,
        words: &(Word, Word),
    ) -> Option<(Place, String)> {
        let (of, printed) = self.percent(percent)?;
        let amount = self.as_printed(by);
        let change = words.0.direction.signed(amount);
        let meant = self.meant(of, amount, now.saturating_sub(change)).unwrap_or_default();
        let wrong =
            self.word_against_percentage(now, by, percent, words).filter(|wrong| std::ptr::eq(*wrong, &words.0));
        let (first, second, by) = (self.text(words.0.place), self.text(words.1.place), self.shown(by));
        if let Some(wrong) = wrong {
            let printed = format!("{}%", plain_scaled(of.value, of.decimals));
            let message = self.department.language.choose(
                || format!("到 {shown} {second} {printed} 是{second}{by}，这里写“{first}{by}”"),
                || format!("{second} {printed} to reach {shown} is {second} {by}, and “{first}{by}” stands here"),
            );
            return Some((wrong.place, message));
        }
        let message = self.department.language.choose(
            || format!("{first}到 {shown} 的 {by}，是{first} {meant}，这里写“{second}{printed}”"),
            || format!("{by} to reach {shown} is {meant}, and “{second}{printed}” stands here"),
        );
        Some((of.place, message))
    }

    fn as_printed(&self, number: usize) -> i128 {
        self.figure(number).map(|figure| figure.value).unwrap_or_default()
    }

    /// A figure with its unit.
    fn shown(&self, number: usize) -> String {
        self.shown_like(self.as_printed(number), number)
    }

    /// A percentage, and how it is printed.
    fn percent(&self, number: usize) -> Option<(&Percent, String)> {
        let of = self.scope.passage.percents.get(number)?;
        Some((of, format!("{}%", plain_scaled(of.value, of.decimals))))
    }

    /// What a percentage should be.
    fn meant(&self, of: &Percent, part: i128, whole: i128) -> Option<String> {
        Some(format!("{}%", plain_scaled(ratio(part, whole, of.decimals)?, of.decimals)))
    }

    /// A value with as many decimals and the unit that a figure has.
    fn shown_like(&self, value: i128, figure: usize) -> String {
        let like = |figure: &Figure| format!("{}{}", format_scaled(value, figure.decimals), figure.unit.name());
        self.figure(figure).map(like).unwrap_or_default()
    }

    /// The percentage of a relation, where its sign is missing.
    fn bare_percent(&self, relation: &Relation) -> Option<&Percent> {
        let number = match relation {
            Relation::Change { percent, .. } => (*percent)?,
            Relation::Growth { percent, .. }
            | Relation::GrowthOf { percent, .. }
            | Relation::Share { percent, .. }
            | Relation::ShareOf { percent, .. } => *percent,
            Relation::Sum { .. } => return None,
        };
        self.scope.passage.percents.get(number).filter(|percent| percent.is_bare)
    }

    /// 占76.23；: it is the percentage, and does not say so.
    fn said_of_missing_sign(&self, percent: &Percent) -> Option<Verdict> {
        let printed = plain_scaled(percent.value, percent.decimals).to_string();
        let message = self.department.language.choose(
            || format!("{printed} 是百分比，后面缺“%”"),
            || format!("{printed} is a percentage, and the sign “%” is missing"),
        );
        let edit = self.replaced(percent.place, |text| Some(format!("{text}%")))?;
        let verdict = self.verdict(VerdictOf::Change, percent.place, message, Vec::new(), vec![edit])?;
        Some(Verdict { severity: Severity::Warning, ..verdict })
    }

    /// What is wrong with a change that an amount is printed of, and where.
    fn said_by_amount(&self, relation: &Relation) -> Option<(Place, String)> {
        let Relation::Change { from, to, by: Some((by, word)), percent, word: second } = relation else { return None };
        let (before, now, amount) = (self.figure(*from)?, self.figure(*to)?, self.figure(*by)?);
        let unit = now.unit.name();
        let show = |figure: &Figure| format!("{}{unit}", format_scaled(figure.value, figure.decimals));
        let change = now.value.saturating_sub(before.value);
        let decimals = before.decimals.max(now.decimals);
        let meant = format!("{}{unit}", format_scaled(change.saturating_abs(), decimals));
        let (chinese, english) = match change.signum() {
            1 => (format!("增加{meant}"), format!("{meant} more")),
            -1 => (format!("减少{meant}"), format!("{meant} less")),
            _ => ("持平".to_owned(), "the same".to_owned()),
        };
        let percent = percent.and_then(|number| self.scope.passage.percents.get(number));
        let of = percent
            .and_then(|percent| Some(plain_scaled(ratio(change, before.value, percent.decimals)?, percent.decimals)));
        let said = percent.zip(second.as_ref()).map(|(percent, word)| {
            format!("，{}{}%", self.text(word.place), plain_scaled(percent.value, percent.decimals))
        });
        let said = format!("{}{}{}", self.text(word.place), show(amount), said.unwrap_or_default());
        let message = self.department.language.choose(
            || {
                let of = of.as_ref().map(|of| format!("（{of}%）")).unwrap_or_default();
                format!("从 {} 到 {}，是{chinese}{of}，这里写“{said}”", show(before), show(now))
            },
            || {
                let of = of.as_ref().map(|of| format!(" ({of}%)")).unwrap_or_default();
                format!("from {} to {} it is {english}{of}, and “{said}” stands here", show(before), show(now))
            },
        );
        let is_amount_right = amount.value == change.saturating_abs();
        Some((percent.filter(|_| is_amount_right).map_or(amount.place, |percent| percent.place), message))
    }
}
