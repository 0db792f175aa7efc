//! The search for one cause, and for two.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use budget_grammar::amount::MAX_DECIMALS;

use super::{Assumptions, Cause, Change, Kind, MOST_OFFERED, Outcome, Relation, Repair, Slip, System, slip};

/// The sets of changes that are tried for one component. A search that is cut short abstains, since what it did not see
/// may have been as plausible as what it saw.
const MOST_TRIALS: usize = 20_000;

/// The candidates among which the only slip stands out. For a round difference about one figure in twenty is a slip
/// away from fitting, so that in a long column one is by chance.
const CROWD: usize = 8;

/// The values on either side of a computed one, in units of the last place, among which rounding lets a slip be looked
/// for.
const WIDEST_WINDOW: i128 = 32;

pub(super) fn explain(system: &System, assumptions: &Assumptions, component: &[usize]) -> Outcome {
    let mut search = Search { system, assumptions, component, found: BTreeMap::new(), trials: 0 };
    search.one_cause();
    if search.found.is_empty() && search.two_may_do() {
        search.two_cells();
    }
    search.outcome()
}

struct Search<'a> {
    system: &'a System,
    assumptions: &'a Assumptions,
    component: &'a [usize],
    /// The best repair of each set of cells.
    found: BTreeMap<Vec<usize>, Repair>,
    trials: usize,
}

impl Search<'_> {
    fn one_cause(&mut self) {
        for cell in self.system.shared(self.component) {
            for change in self.values(cell, &[], self.component) {
                self.propose(vec![change], 1);
            }
        }
        for exchange in self.exchanges(self.component) {
            self.propose(exchange, 1);
        }
    }

    /// Two causes violate no more identities than their cells stand in, at most four where both are exchanges.
    fn two_may_do(&self) -> bool {
        let cells = self.component.iter().flat_map(|identity| self.system.cells_of(*identity));
        let most = cells.map(|cell| self.system.standing_of(cell).len()).max().unwrap_or_default();
        self.component.len() <= 4 * most
    }

    fn two_cells(&mut self) {
        let mut cells: Vec<usize> =
            self.component.iter().flat_map(|identity| self.system.cells_of(*identity)).collect();
        cells.sort_unstable();
        cells.dedup();
        let exchanges = self.exchanges(self.component);
        let single = |cell| self.values(cell, &[], self.component).into_iter().map(|change| vec![change]);
        let firsts: Vec<Vec<Change>> = cells.into_iter().flat_map(single).chain(exchanges).collect();
        for first in firsts {
            self.complete(&first);
        }
    }

    /// Looks for a second change that closes what the first leaves open. Where the first broke an identity, the second
    /// only follows it: both have one cause.
    fn complete(&mut self, first: &[Change]) {
        self.trials += 1;
        if self.trials > MOST_TRIALS {
            return;
        }
        let prior = pairs(first);
        let open = self.system.open(&prior, self.component);
        let causes = if open.iter().any(|identity| self.system.holds(*identity)) { 1 } else { 2 };
        let is_new = |cell: usize| first.iter().all(|change| change.cell != cell);
        for cell in self.system.shared(&open).into_iter().filter(|cell| is_new(*cell)) {
            for second in self.values(cell, &prior, &open) {
                self.propose([first, &[second]].concat(), causes);
            }
        }
        for exchange in self.exchanges(&open) {
            if exchange.iter().all(|change| is_new(change.cell)) {
                self.propose([first, exchange.as_slice()].concat(), 2);
            }
        }
    }

    /// Keeps a set of changes that clears the component, if it is the best for its cells.
    fn propose(&mut self, mut changes: Vec<Change>, causes: usize) {
        self.trials += 1;
        changes.sort_unstable_by_key(|change| change.cell);
        if self.trials > MOST_TRIALS || !self.system.clears(&pairs(&changes), self.component) {
            return;
        }
        let repair = Repair { changes, causes };
        let cells = repair.changes.iter().map(|change| change.cell).collect();
        match self.found.get(&cells) {
            Some(known) if self.order(known) <= self.order(&repair) => {}
            _ => drop(self.found.insert(cells, repair)),
        }
    }

    /// The better of two repairs of the same cells first. Where more identities than cells then hold to the last digit,
    /// that is no chance, and says more than a slip that leaves them a little off.
    fn order(&self, repair: &Repair) -> impl Ord + use<> {
        let values = repair.values();
        let left = self.component.iter().map(|identity| self.system.residual_with(*identity, &values).saturating_abs());
        let exact = left.clone().filter(|residual| *residual == 0).count();
        (exact <= values.len(), rank(repair), left.fold(0, i128::saturating_add))
    }

    /// The values that make an open identity of the cell hold: the exact ones, and within its tolerance those that are
    /// one slip away.
    fn values(&self, cell: usize, prior: &[(usize, i128)], open: &[usize]) -> Vec<Change> {
        let Some(printed) = self.system.cells().get(cell) else { return Vec::new() };
        let mut values = Vec::new();
        for (number, weight) in self.system.standing_of(cell) {
            let Some(identity) = self.system.identities().get(*number) else { continue };
            if identity.relation != Relation::Equal || open.binary_search(number).is_err() || *weight == 0 {
                continue;
            }
            let residual = self.system.residual_with(*number, prior);
            let exact = printed.value.saturating_sub(residual.checked_div(*weight).unwrap_or(residual));
            if residual.checked_rem(*weight) == Some(0) {
                values.extend(self.cause(cell, exact).map(|cause| Change { cell, value: exact, cause }));
            }
            let reach = identity.tolerance / weight.saturating_abs();
            values.extend(window(exact, reach, printed.decimals).filter_map(|value| match self.cause(cell, value)? {
                Cause::Computed => None,
                cause => Some(Change { cell, value, cause }),
            }));
        }
        values.sort_unstable_by_key(|change| change.value);
        values.dedup();
        values
    }

    /// What may have put the printed figure in the place of this one; `None` where nothing that is assumed does.
    fn cause(&self, cell: usize, value: i128) -> Option<Cause> {
        let printed = self.system.cells().get(cell).filter(|cell| cell.value != value && cell.may_be(value))?;
        let assumes = |kind| self.assumptions.kinds.contains(&kind);
        if printed.is_left_out && value > 0 {
            return Some(Cause::LeftOut);
        }
        match slip(printed.value, value, printed.decimals) {
            Some(Slip::Sign) if assumes(Kind::Sign) => Some(Cause::Slip(Slip::Sign)),
            Some(slip) if slip != Slip::Sign && assumes(Kind::Typing) => Some(Cause::Slip(slip)),
            _ => assumes(Kind::Computed).then_some(Cause::Computed),
        }
    }

    /// The exchanges that touch one of these identities.
    fn exchanges(&self, identities: &[usize]) -> Vec<Vec<Change>> {
        let touches = |cell: usize| identities.iter().any(|identity| self.system.weight(*identity, cell).is_some());
        let value = |cell: usize| self.system.cells().get(cell).map(|cell| cell.value);
        let pairs = self.assumptions.exchangeable.iter().filter(|(one, other)| touches(*one) || touches(*other));
        let exchange = |(one, other): &(usize, usize)| {
            let (left, right) = (value(*one)?, value(*other)?);
            let change = |cell, value, with| Change { cell, value, cause: Cause::Exchanged { with } };
            (left != right).then(|| vec![change(*one, right, *other), change(*other, left, *one)])
        };
        pairs.filter_map(exchange).collect()
    }

    fn outcome(self) -> Outcome {
        if self.trials > MOST_TRIALS {
            return Outcome::Unexplained;
        }
        let mut repairs: Vec<Repair> = self.found.into_values().collect();
        repairs.sort_by_key(rank);
        let Some(best) = repairs.first().cloned() else { return Outcome::Unexplained };
        repairs.retain(|repair| repair.causes == best.causes);
        let rivals = repairs.iter().filter(|repair| repair.unexplained() == best.unexplained()).count();
        let stands_out = rivals == 1 && (repairs.len() == 1 || (best.unexplained() == 0 && repairs.len() <= CROWD));
        // Two unknowns that nothing but as many identities determine say nothing about themselves.
        let is_founded =
            best.causes == 1 || best.unexplained() < best.causes || self.component.len() > best.changes.len();
        if stands_out && is_founded {
            return Outcome::Unique(best);
        }
        ambiguous(self.system, repairs)
    }
}

/// Several repairs, the best first, and what they agree on.
pub(super) fn ambiguous(system: &System, mut repairs: Vec<Repair>) -> Outcome {
    let candidates = repairs.len();
    let mut agreed = match repairs.as_slice() {
        [first, others @ ..] if !others.is_empty() => first.changes.clone(),
        _ => Vec::new(),
    };
    agreed.retain(|change| repairs.iter().all(|repair| repair.changes.contains(change)));
    if !system.clears(&pairs(&agreed), &[]) {
        agreed.clear();
    }
    repairs.truncate(MOST_OFFERED);
    Outcome::Ambiguous { repairs, candidates, agreed }
}

/// The least is the best.
fn rank(repair: &Repair) -> (usize, usize, Reverse<u32>) {
    (repair.causes, repair.unexplained(), Reverse(repair.plausibility()))
}

pub(super) fn pairs(changes: &[Change]) -> Vec<(usize, i128)> {
    changes.iter().map(|change| (change.cell, change.value)).collect()
}

/// The values around this one, within reach, that can be printed with these decimals.
fn window(value: i128, reach: i128, decimals: u8) -> impl Iterator<Item = i128> {
    let unit = 10_i128.pow(MAX_DECIMALS.saturating_sub(decimals.into()));
    let steps = (reach / unit).min(WIDEST_WINDOW);
    let middle = value.div_euclid(unit).saturating_mul(unit);
    let values = (-steps..=steps + 1).map(move |step| middle.saturating_add(step.saturating_mul(unit)));
    values.filter(move |near| reach > 0 && near.abs_diff(value) <= reach.unsigned_abs())
}
