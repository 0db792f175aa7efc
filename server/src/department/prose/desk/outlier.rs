//! Which figure is wrong where a percentage and other figures fit each other and it does not fit them.

use budget_grammar::{
    amount::{format_scaled, plain_scaled, rewrite},
    prose::{Direction, Relation},
};

use super::Desk;
use crate::{
    department::{Verdict, VerdictOf},
    ratio::ratio,
    repair::slip,
};

/// One decimal place.
const TEN: i128 = 10;

impl Desk<'_, '_> {
    /// The only figure of a relation that does not hold with another value in whose place all that is printed fits: the
    /// figure of before or of now, where the amount and the percentage agree about it, or an amount with two digits or
    /// the point in each other's place. `None` where the percentage is one slip away from what it should be.
    fn outlier(&self, relation: &Relation) -> Option<(usize, i128)> {
        let mut found = self.candidates(relation).into_iter().filter(|(number, value)| {
            let with = |other: usize| if other == *number { *value } else { self.printed(other) };
            *value > 0 && self.is_known.get(*number) != Some(&true) && self.holds(relation, &with) == Some(true)
        });
        found.next().filter(|_| found.next().is_none())
    }

    fn candidates(&self, relation: &Relation) -> Vec<(usize, i128)> {
        match *relation {
            Relation::Change { from, to, by: Some((by, word)), percent: Some(_), .. } => {
                // Where the amount is the difference, the words are wrong.
                let is_difference = self.printed(to).abs_diff(self.printed(from)) == self.printed(by).unsigned_abs();
                let change = match word.direction {
                    _ if is_difference => return Vec::new(),
                    Direction::Up => self.printed(by),
                    Direction::Down => self.printed(by).saturating_neg(),
                    Direction::Same => return Vec::new(),
                };
                let (before, now) =
                    (self.printed(to).saturating_sub(change), self.printed(from).saturating_add(change));
                vec![(from, before), (to, now)]
            }
            Relation::Growth { to, by, percent, words } if words.0.direction == words.1.direction => {
                let change = words.0.direction.signed(self.printed(by));
                self.unless_percent(percent, (self.printed(by), self.printed(to).saturating_sub(change)), &[by])
            }
            Relation::Share { part, whole, percent } => {
                self.unless_percent(percent, (self.printed(part), self.printed(whole)), &[part, whole])
            }
            Relation::ShareOf { part, percent, .. } => {
                let whole = self.whole(relation).map_or(0, |whole| whole.value);
                self.unless_percent(percent, (self.printed(part), whole), &[part])
            }
            Relation::Change { .. } | Relation::Growth { .. } | Relation::GrowthOf { .. } | Relation::Sum { .. } => {
                Vec::new()
            }
        }
    }

    /// What figures may be one slip away from, where a percentage is not one slip away from that of a part of a whole.
    fn unless_percent(&self, percent: usize, (part, whole): (i128, i128), of: &[usize]) -> Vec<(usize, i128)> {
        let is_slip = self.scope.passage.percents.get(percent).and_then(|percent| {
            Some(slip(percent.value, ratio(part, whole, percent.decimals)?, percent.decimals).is_some())
        });
        match is_slip {
            Some(false) => of.iter().flat_map(|number| self.misplaced(*number)).collect(),
            Some(true) | None => Vec::new(),
        }
    }

    /// A figure with two neighbouring digits in each other's place, or with its point one place to the left or to the
    /// right.
    fn misplaced(&self, number: usize) -> Vec<(usize, i128)> {
        let Some(figure) = self.figure(number) else { return Vec::new() };
        let mut values = vec![figure.value.saturating_mul(TEN), figure.value / TEN];
        let lowest = 8_u32.saturating_sub(figure.decimals.into());
        for place in lowest..lowest + 12 {
            let Some(unit) = TEN.checked_pow(place) else { break };
            let (low, high) = (figure.value / unit % TEN, figure.value / unit / TEN % TEN);
            if low != high {
                let swapped = (low - high).saturating_mul(unit).saturating_mul(TEN - 1);
                values.push(figure.value.saturating_add(swapped));
            }
        }
        values.into_iter().map(|value| (number, value)).collect()
    }

    /// What is wrong with such a figure.
    pub(super) fn said_of_outlier(&self, relation: &Relation) -> Option<Verdict> {
        let percent = match relation {
            Relation::Change { percent, .. } => (*percent)?,
            Relation::Growth { percent, .. } | Relation::Share { percent, .. } | Relation::ShareOf { percent, .. } => {
                *percent
            }
            Relation::GrowthOf { .. } | Relation::Sum { .. } => return None,
        };
        let (number, value) = self.outlier(relation)?;
        let (figure, percent) = (self.figure(number)?, self.scope.passage.percents.get(percent)?);
        let show = |value: i128| format!("{}{}", format_scaled(value, figure.decimals), figure.unit.name());
        let (own, meant, difference) = (show(figure.value), show(value), show(figure.value.saturating_sub(value)));
        let percent = format!("{}%", plain_scaled(percent.value, percent.decimals));
        let message = self.department.language.choose(
            || format!("{own}，按这里的 {percent} 应为 {meant}，差 {difference}"),
            || format!("{own}, by {percent} it should be {meant}, difference {difference}"),
        );
        let edit = self.replaced(figure.place, |text| rewrite(text, value))?;
        self.verdict(VerdictOf::Change, figure.place, message, Vec::new(), vec![edit])
    }
}
