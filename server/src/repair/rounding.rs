//! Figures that were rounded one by one, adjusted so that they add up.

use std::cmp::Reverse;

use super::search::{ambiguous, pairs};
use super::{Assumptions, Cause, Change, Outcome, Relation, Repair, System};

/// The cells that are adjusted together at most.
const MOST_ADJUSTED: usize = 4;

/// The sets of adjustments that are looked at.
const MOST_TRIALS: usize = 20_000;

/// Whether rounding is assumed to reach as far as every residual of the component.
pub(super) fn is_rounding(system: &System, assumptions: &Assumptions, component: &[usize]) -> bool {
    let is_small = |identity: &usize| {
        system.residuals().get(*identity).is_some_and(|residual| residual.saturating_abs() <= assumptions.rounding)
    };
    assumptions.rounding > 0 && component.iter().all(is_small)
}

/// The fewest cells whose adjustment clears the component. Of several such sets, the one whose cells stand in most
/// identities: totals follow from other figures, and so they are what is adjusted, rather than what was entered.
///
/// Each step closes the shortest open identity by one of its cells, so that k cells of identities of n terms take nᵏ
/// steps at most, up to [`MOST_TRIALS`].
pub(super) fn adjust(system: &System, assumptions: &Assumptions, component: &[usize]) -> Outcome {
    let mut adjustment = Adjustment { system, limit: assumptions.rounding, component, found: Vec::new(), trials: 0 };
    for most in 1..=MOST_ADJUSTED {
        adjustment.extend(&mut Vec::new(), most);
        if adjustment.trials > MOST_TRIALS {
            return Outcome::Unexplained;
        }
        if !adjustment.found.is_empty() {
            break;
        }
    }
    let mut repairs = adjustment.found;
    let standing =
        |repair: &Repair| -> usize { repair.changes.iter().map(|change| system.standing_of(change.cell).len()).sum() };
    repairs.sort_by_key(|repair| (Reverse(standing(repair)), repair.values()));
    repairs.dedup();
    match repairs.as_slice() {
        [] => Outcome::Unexplained,
        [only] => Outcome::Unique(only.clone()),
        [best, next, ..] if standing(best) > standing(next) => Outcome::Unique(best.clone()),
        _ => ambiguous(system, repairs),
    }
}

struct Adjustment<'a> {
    system: &'a System,
    limit: i128,
    component: &'a [usize],
    found: Vec<Repair>,
    trials: usize,
}

impl Adjustment<'_> {
    fn extend(&mut self, changes: &mut Vec<Change>, most: usize) {
        self.trials += 1;
        if self.trials > MOST_TRIALS {
            return;
        }
        let values = pairs(changes);
        let open = self.system.open(&values, self.component);
        let shortest = open.into_iter().min_by_key(|identity| self.system.cells_of(*identity).count());
        let Some(identity) = shortest else {
            if self.system.clears(&values, self.component) {
                let mut changes = changes.clone();
                changes.sort_unstable_by_key(|change| change.cell);
                self.found.push(Repair { changes, causes: 1 });
            }
            return;
        };
        if changes.len() == most {
            return;
        }
        for cell in self.system.cells_of(identity) {
            if let Some(change) = self.closing(identity, cell, &values) {
                changes.push(change);
                self.extend(changes, most);
                changes.pop();
            }
        }
    }

    /// The adjustment of a cell, not adjusted yet, that closes an identity.
    fn closing(&self, identity: usize, cell: usize, prior: &[(usize, i128)]) -> Option<Change> {
        let is_equal = self.system.identities().get(identity)?.relation == Relation::Equal;
        let weight = self.system.weight(identity, cell).filter(|weight| *weight != 0)?;
        let residual = self.system.residual_with(identity, prior);
        let is_new = prior.iter().all(|(changed, _)| *changed != cell);
        let printed = self.system.cells().get(cell)?;
        let value = printed.value.saturating_sub(residual.checked_div(weight)?);
        let is_near = value.abs_diff(printed.value) <= self.limit.unsigned_abs();
        let fits = is_equal && is_new && is_near && residual.checked_rem(weight) == Some(0) && printed.may_be(value);
        fits.then_some(Change { cell, value, cause: Cause::Rounded })
    }
}
