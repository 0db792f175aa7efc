//! What is the same only where a department's statements show a condition: no contradiction by itself, and said of no
//! figure that something else is said of.

use budget_grammar::{
    amount::format_scaled,
    kinds::{QuantityId, QuantitySame},
};

use super::{Department, Quantity, Seat, Verdict, VerdictOf, remedy::rounded};
use crate::{
    finding::Severity,
    identity::Band,
    statement::{Part, is_wrong},
};

impl<'a> Department<'a> {
    /// What should be the same under a condition that shows, and is not: a finding at the one that stands later, since
    /// nothing tells which of them is wrong. Cost: the figures that are one of those quantities.
    pub(super) fn unlike(&self) -> Vec<Verdict> {
        let mut said: Vec<Seat> = Vec::new();
        let mut verdicts = Vec::new();
        for same in self.kinds().same() {
            let Some((one, other)) = self.unlike_in(same) else { continue };
            if !said.contains(&one) && !said.contains(&other) {
                said.extend([one, other]);
                verdicts.extend(self.unlike_verdict(same, one, other));
            }
        }
        verdicts
    }

    /// Two figures that should be the same, the later one first.
    fn unlike_in(&self, same: &QuantitySame) -> Option<(Seat, Seat)> {
        let seats: Vec<&[Seat]> = same.quantities.iter().map(|id| self.sound(*id)).collect::<Option<_>>()?;
        let firsts: Vec<Seat> = seats.iter().filter_map(|seats| seats.first()).copied().collect();
        let pairs = firsts.iter().zip(firsts.iter().skip(1));
        let (one, other) = pairs.into_iter().find(|(one, other)| is_wrong(self.compare(**one, **other)))?;
        self.shows(&same.condition).then(|| (*one.max(other), *one.min(other)))
    }

    /// Whether all places that print these quantities print one amount, each does somewhere, and nothing is carried
    /// over.
    fn shows(&self, condition: &[QuantityId]) -> bool {
        let seats = condition.iter().map(|id| self.sound(*id)).collect::<Option<Vec<_>>>().unwrap_or_default().concat();
        let Some(first) = seats.first() else { return false };
        seats.iter().all(|seat| self.compare(*seat, *first) == Band::Exact)
            && !self.statements.iter().any(|scope| scope.account.carries())
    }

    /// The places of a quantity of the whole budget, where each prints an amount and nothing else is said of any;
    /// `None` where it is not printed.
    pub(super) fn sound(&self, id: QuantityId) -> Option<&[Seat]> {
        const WHOLE: &Part = &Part::Whole;
        let seats = self.quantities().get(&Quantity { id, part: WHOLE })?;
        let is_sound = |seat: &Seat| {
            let sum = self.sum(*seat);
            sum.void == 0 && sum.parts > 0 && !self.is_doubtful(*seat)
        };
        (!seats.is_empty() && seats.iter().all(is_sound)).then_some(seats)
    }

    fn unlike_verdict(&self, same: &QuantitySame, seat: Seat, other: Seat) -> Option<Verdict> {
        let (here, there) = (self.with_unit(seat), self.with_unit(other));
        let difference = self.exact(seat)?.checked_sub(self.exact(other)?)?;
        let decimals = self.account(seat.statement)?.decimals_at(seat.place);
        let unit = self.unit(seat).map_or("", |unit| unit.name());
        let difference = rounded(difference, self.factor(seat), decimals)?;
        let difference = format!("{}{unit}", format_scaled(difference, decimals));
        let (label, title) = (self.label(seat), self.title(seat));
        let table = self.scope(other)?.name();
        let (row, column) = (self.label(other), self.title(other));
        let names: Vec<String> = same.condition.iter().map(|id| self.quantity_name(*id)).collect();
        let message = self.language.choose(
            || {
                let names = names.join("、");
                format!(
                    "“{label}”{title} {here}，“{table}”的“{row}”{column}为 {there}，差 {difference}；{names}都相等，两处应当相同"
                )
            },
            || {
                let names = names.join(", ");
                format!(
                    "“{label}” {title} {here}, “{row}” {column} in “{table}” is {there}, difference {difference}; they should be the same, \
                     since these are: {names}"
                )
            },
        );
        let related = self.related(self.line(seat)?, other, format!("{table} {there}")).into_iter().collect();
        self.verdict(VerdictOf::Across, seat, Severity::Warning, message, related)
    }
}
