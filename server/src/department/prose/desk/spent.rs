//! What was spent, beside its budget: the percentage and the word that are said of both.

use budget_grammar::{
    amount::{format_scaled, plain_scaled, rewrite},
    prose::{Direction, Relation, Word},
};

use super::Desk;
use crate::{
    department::{Verdict, VerdictOf},
    fix::Replacement,
    ratio::ratio,
};

/// One hundred percent, in 10⁻⁸ of one.
const WHOLE: i128 = 10_000_000_000;

impl Desk<'_, '_> {
    /// Whether a word alone is said of a budget and what was spent of it whose percentage does not hold either: both
    /// are said there.
    pub(super) fn is_said_with_percentage(&self, relation: &Relation) -> bool {
        let Relation::Change { from, to, by: None, percent: None, .. } = *relation else { return false };
        let is_of_both =
            |other: &Relation| matches!(*other, Relation::Share { part, whole, .. } if (part, whole) == (to, from));
        let mut shares = self.scope.passage.relations.iter().filter(|other| is_of_both(other));
        shares.any(|share| self.is_off(share))
    }

    /// The word that is said of a budget and what was spent of it beside a percentage, where neither holds: one figure
    /// explains both.
    pub(super) fn word_beside(&self, relation: &Relation) -> Option<&Word> {
        let Relation::Share { part, whole, .. } = *relation else { return None };
        self.scope.passage.relations.iter().find_map(|other| match other {
            Relation::Change { from, to, by: None, percent: None, word } if (*to, *from) == (part, whole) => {
                word.as_ref().filter(|_| self.is_off(other))
            }
            _ => None,
        })
    }

    fn is_off(&self, relation: &Relation) -> bool {
        let printed = |number: usize| self.figure(number).map(|figure| figure.value).unwrap_or_default();
        self.holds(relation, &printed) == Some(false)
    }

    /// Whether the share that is said to be spent of a figure is that of another value, and not its own.
    pub(in crate::department::prose) fn spends(&self, budget: usize, value: i128) -> bool {
        let of =
            |number: usize| if number == budget { value } else { self.figure(number).map_or(0, |figure| figure.value) };
        let is_of_budget = |relation: &&Relation| matches!(relation, Relation::Share { whole, .. } if *whole == budget);
        let mut shares = self.scope.passage.relations.iter().filter(is_of_budget);
        shares.any(|share| self.is_off(share) && self.holds(share, &of) == Some(true))
    }

    /// 年初预算为X万元，支出决算为Y万元，完成年初预算的100%。决算数与预算数持平: the two figures say the same as neither does.
    pub(super) fn said_of_both(&self, relation: &Relation, word: &Word) -> Option<Verdict> {
        let Relation::Share { part, whole, percent: number } = *relation else { return None };
        let (spent, budget, percent) =
            (self.figure(part)?, self.figure(whole)?, self.scope.passage.percents.get(number)?);
        let show = |value: i128, decimals: u8| format!("{}{}", format_scaled(value, decimals), budget.unit.name());
        let (shown_spent, shown_budget) = (show(spent.value, spent.decimals), show(budget.value, budget.decimals));
        let printed = plain_scaled(percent.value, percent.decimals);
        let meant = plain_scaled(ratio(spent.value, budget.value, percent.decimals)?, percent.decimals);
        let said = self.text(word.place);
        let message = self.department.language.choose(
            || format!("{shown_spent} 是 {shown_budget} 的 {meant}%，这里写 {printed}%、“{said}”"),
            || format!("{shown_spent} is {meant}% of {shown_budget}, and {printed}% and “{said}” stand here"),
        );
        // All of it was spent: then the budget is the figure that is wrong.
        let is_all = percent.value == WHOLE && word.direction == Direction::Same;
        let edits: Vec<Replacement> = if is_all {
            self.replaced(budget.place, |text| rewrite(text, spent.value)).into_iter().collect()
        } else {
            let turned = if spent.value > budget.value { Direction::Up } else { Direction::Down };
            let word = self.replaced(word.place, |text| turned.instead_of(text).map(str::to_owned));
            let edits = [
                self.replaced(percent.place, |text| rewrite(text, ratio(spent.value, budget.value, percent.decimals)?)),
                word,
            ];
            edits.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default()
        };
        let place = if is_all { budget.place } else { percent.place };
        self.verdict(VerdictOf::Change, place, message, Vec::new(), edits)
    }
}
