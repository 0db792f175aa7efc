//! Printed figures and the identities over them, as numbers only.

use std::collections::BTreeSet;

/// A printed figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// In units of 10⁻⁸.
    pub value: i128,
    /// The decimals it is printed with: what a slip of the keys can reach depends on them.
    pub decimals: u8,
    /// The least value that it may take, such as 0 in a column where nothing is negative. A figure that is printed
    /// below its floor is itself part of the contradiction.
    pub floor: Option<i128>,
    /// Known to be right: no repair changes it.
    pub is_fixed: bool,
    /// Nothing is printed where something is meant to be: whatever fits was left out, and nothing below zero.
    pub is_left_out: bool,
}

impl Cell {
    /// A figure that may be wrong, with no floor.
    pub fn printed(value: i128, decimals: u8) -> Self {
        Self { value, decimals, floor: None, is_fixed: false, is_left_out: false }
    }

    pub(super) fn may_be(&self, value: i128) -> bool {
        !self.is_fixed && self.floor.is_none_or(|floor| floor <= value)
    }
}

/// What an identity asks of its residual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Relation {
    /// Zero.
    #[default]
    Equal,
    /// Zero or more. It bars repairs and explains none, since it says of no figure what it should be.
    AtLeast,
}

/// `Σ weight · cell + constant`, the residual, is zero: `总计 − Σ sources`, `printed total − Σ parts`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Cells by their number in the system, with their weights. A number that the system has not counts as zero.
    pub terms: Vec<(usize, i128)>,
    /// Scaled as the cells are.
    pub constant: i128,
    /// The residual that rounding explains, scaled: up to this far off, the identity holds.
    pub tolerance: i128,
    /// How the residual is compared with zero.
    pub relation: Relation,
}

impl Identity {
    /// `total − Σ parts = 0`, to the last digit.
    pub fn sum(total: usize, parts: impl IntoIterator<Item = usize>) -> Self {
        let parts = parts.into_iter().map(|part| (part, -1));
        Self { terms: std::iter::once((total, 1)).chain(parts).collect(), ..Self::default() }
    }

    fn holds_at(&self, residual: i128) -> bool {
        match self.relation {
            Relation::Equal => residual.saturating_abs() <= self.tolerance,
            Relation::AtLeast => residual >= self.tolerance.saturating_neg(),
        }
    }
}

/// Cells and identities with their residuals. Arithmetic saturates, so that a figure beyond i128 fits nothing.
#[derive(Clone, Debug, Default)]
pub struct System {
    cells: Vec<Cell>,
    identities: Vec<Identity>,
    residuals: Vec<i128>,
    /// For each cell the identities that it stands in, with its weight there.
    standing: Vec<Vec<(usize, i128)>>,
    below_floor: Vec<usize>,
}

impl System {
    /// Indexes the cells by identity; linear in the number of terms.
    pub fn new(cells: Vec<Cell>, identities: Vec<Identity>) -> Self {
        let mut standing: Vec<Vec<(usize, i128)>> = vec![Vec::new(); cells.len()];
        for (number, identity) in identities.iter().enumerate() {
            for (cell, weight) in &identity.terms {
                let Some(standing) = standing.get_mut(*cell) else { continue };
                match standing.last_mut() {
                    Some((last, sum)) if *last == number => *sum = sum.saturating_add(*weight),
                    _ => standing.push((number, *weight)),
                }
            }
        }
        let residual = |identity: &Identity| {
            identity.terms.iter().fold(identity.constant, |sum, (cell, weight)| {
                let value = cells.get(*cell).map_or(0, |cell| cell.value);
                sum.saturating_add(value.saturating_mul(*weight))
            })
        };
        let is_below = |cell: &Cell| cell.floor.is_some_and(|floor| cell.value < floor);
        let below_floor =
            cells.iter().enumerate().filter(|(_, cell)| is_below(cell)).map(|(number, _)| number).collect();
        let residuals = identities.iter().map(residual).collect();
        Self { cells, identities, residuals, standing, below_floor }
    }

    /// The figures.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The identities.
    pub fn identities(&self) -> &[Identity] {
        &self.identities
    }

    /// How far each identity is off, scaled, in the order of the identities.
    pub fn residuals(&self) -> &[i128] {
        &self.residuals
    }

    /// Whether an identity holds as printed.
    pub fn holds(&self, identity: usize) -> bool {
        self.holds_with(identity, &[])
    }

    /// The identities that do not hold, in order.
    pub fn violated(&self) -> Vec<usize> {
        (0..self.identities.len()).filter(|identity| !self.holds(*identity)).collect()
    }

    /// The violated identities, those together that share cells, directly or through others. Linear in the terms of the
    /// violated identities.
    pub fn components(&self) -> Vec<Vec<usize>> {
        let mut left: BTreeSet<usize> = self.violated().into_iter().collect();
        let mut components = Vec::new();
        while let Some(first) = left.pop_first() {
            let mut component = vec![first];
            let mut next = 0;
            while let Some(identity) = component.get(next).copied() {
                next += 1;
                for cell in self.cells_of(identity) {
                    let neighbours = self.standing_of(cell).iter().map(|(identity, _)| *identity);
                    component.extend(neighbours.filter(|neighbour| left.remove(neighbour)));
                }
            }
            component.sort_unstable();
            components.push(component);
        }
        components
    }

    /// Whether these new values make every identity of the component hold and every other one that they touch, put no
    /// cell below its floor and leave none of the component there. Looks at nothing but those identities.
    pub fn clears(&self, changes: &[(usize, i128)], component: &[usize]) -> bool {
        let allowed = changes.iter().all(|(cell, value)| self.cells.get(*cell).is_some_and(|cell| cell.may_be(*value)));
        let is_changed = |cell: &usize| changes.iter().any(|(changed, _)| changed == cell);
        let concerned = |cell: &usize| component.iter().any(|identity| self.weight(*identity, *cell).is_some());
        allowed
            && !self.below_floor.iter().any(|cell| concerned(cell) && !is_changed(cell))
            && self.open(changes, component).is_empty()
    }

    /// The identities, of the component or touched, that do not hold with these new values, in order.
    pub(super) fn open(&self, changes: &[(usize, i128)], component: &[usize]) -> Vec<usize> {
        let touched = changes.iter().flat_map(|(cell, _)| self.standing_of(*cell)).map(|(identity, _)| *identity);
        let mut open: Vec<usize> =
            component.iter().copied().chain(touched).filter(|identity| !self.holds_with(*identity, changes)).collect();
        open.sort_unstable();
        open.dedup();
        open
    }

    /// The cells that stand in every one of these identities. As long as the shortest of them.
    pub(super) fn shared(&self, identities: &[usize]) -> Vec<usize> {
        let shortest = identities.iter().copied().min_by_key(|identity| self.terms(*identity).len());
        let in_all = |cell: &usize| identities.iter().all(|identity| self.weight(*identity, *cell).is_some());
        shortest.into_iter().flat_map(|identity| self.cells_of(identity)).filter(in_all).collect()
    }

    pub(super) fn holds_with(&self, identity: usize, changes: &[(usize, i128)]) -> bool {
        self.identities.get(identity).is_none_or(|found| found.holds_at(self.residual_with(identity, changes)))
    }

    pub(super) fn residual_with(&self, identity: usize, changes: &[(usize, i128)]) -> i128 {
        let printed = self.residuals.get(identity).copied().unwrap_or_default();
        changes.iter().fold(printed, |residual, (cell, value)| {
            let weight = self.weight(identity, *cell).unwrap_or_default();
            let change = value.saturating_sub(self.cells.get(*cell).map_or(0, |cell| cell.value));
            residual.saturating_add(change.saturating_mul(weight))
        })
    }

    /// The weight of a cell in an identity that it stands in.
    pub(super) fn weight(&self, identity: usize, cell: usize) -> Option<i128> {
        self.standing_of(cell).iter().find(|(number, _)| *number == identity).map(|(_, weight)| *weight)
    }

    /// The identities that a cell stands in, with its weights.
    pub(super) fn standing_of(&self, cell: usize) -> &[(usize, i128)] {
        self.standing.get(cell).map_or(&[], Vec::as_slice)
    }

    pub(super) fn cells_of(&self, identity: usize) -> impl Iterator<Item = usize> {
        self.terms(identity).iter().map(|(cell, _)| *cell)
    }

    fn terms(&self, identity: usize) -> &[(usize, i128)] {
        self.identities.get(identity).map_or(&[], |identity| identity.terms.as_slice())
    }
}
