//! Two figures that are wrong independently, found by the arithmetic of the component alone.

use std::collections::BTreeMap;

use budget_grammar::{amount::Reading, sum::Sum, table::Role};

use crate::{
    component::{Change, is_figure},
    fix::Fix,
    identity::Band,
    repair::{Assumptions, Cell, Identity, Outcome, Repair, System, diagnose},
    scope::{TotalScope, row_identity},
};

use super::Desk;

/// The most rows of a component in which two causes are looked for.
const MOST_ROWS: usize = 8;
/// More independent causes than that are not guessed at.
const MOST_CAUSES: usize = 2;

/// The figures of a component as numbered cells.
#[derive(Default)]
struct Sheet {
    places: Vec<(usize, usize)>,
    cells: Vec<Cell>,
    numbers: BTreeMap<(usize, usize), usize>,
}

impl Desk<'_> {
    /// Two figures that clear everything, where no other two do as plausibly.
    pub(super) fn two_figures(&self) -> Option<Fix> {
        if !(2..=MOST_ROWS).contains(&self.component.len()) {
            return None;
        }
        let sheet = self.sheet();
        let system = System::new(sheet.cells.clone(), self.identities(&sheet));
        let mut repairs: Vec<Repair> = Vec::new();
        for diagnosis in diagnose(&system, &Assumptions::default()) {
            let Outcome::Unique(repair) = diagnosis.outcome else { return None };
            repairs.push(repair);
        }
        if repairs.iter().map(|repair| repair.causes).sum::<usize>() > MOST_CAUSES {
            return None;
        }
        let values = repairs.iter().flat_map(Repair::values);
        let changes = values.map(|(cell, value)| {
            let (line, column) = *sheet.places.get(cell)?;
            Some(Change { line, column, value })
        });
        let changes: Vec<Change> = changes.collect::<Option<_>>()?;
        let named: Vec<String> =
            changes.iter().map(|change| format!("{} {}", self.name(change.line), self.figure(change))).collect();
        let count = named.len();
        let title = self.say(
            || format!("更正 {count} 处：{}", named.join("，")),
            || format!("Correct {count} figures: {}", named.join(", ")),
        );
        self.with_figures(title, &changes).map(Fix::preferred)
    }

    /// The printed figures of the component's rows.
    fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::default();
        for line in self.component {
            let Some(row) = self.ledger.row(*line) else { continue };
            let is_negative = |reading: &Reading| reading.amount().is_some_and(|amount| amount.scaled() < 0);
            let floor = (!row.amounts.iter().any(is_negative)).then_some(0);
            for (column, reading) in row.amounts.iter().enumerate().filter(|(column, _)| is_figure(row, *column)) {
                let decimals = reading.amount().map_or(0, |amount| amount.decimals());
                let value = self.ledger.value(*line, column);
                sheet.numbers.insert((*line, column), sheet.cells.len());
                sheet.places.push((*line, column));
                sheet.cells.push(Cell { floor, ..Cell::printed(value, decimals) });
            }
        }
        sheet
    }

    /// All identities that those figures are part of; rows outside of the component are right and enter as constants.
    fn identities(&self, sheet: &Sheet) -> Vec<Identity> {
        let mut totals: Vec<usize> = self.component.to_vec();
        totals.extend(self.component.iter().flat_map(|line| self.ledger.document.totals_over(*line)));
        totals.sort_unstable();
        totals.dedup();
        let rows = self.component.iter().filter_map(|line| self.of_row(sheet, *line));
        let columns = totals.iter().flat_map(|line| self.of_columns(sheet, *line));
        rows.chain(columns).collect()
    }

    fn of_row(&self, sheet: &Sheet, line: usize) -> Option<Identity> {
        let row = self.ledger.row(line)?;
        let identity = row_identity(row, self.ledger.rounding)?;
        let is_source =
            |column: &usize| row.schema.amounts.get(*column).is_some_and(|known| known.role == Role::Source);
        let number = |column: usize| sheet.numbers.get(&(line, column)).copied();
        let sources = (0..row.amounts.len()).filter(is_source).filter_map(number);
        Some(Identity {
            tolerance: tolerance(identity.band, identity.residual()),
            ..Identity::sum(number(identity.column)?, sources)
        })
    }

    fn of_columns(&self, sheet: &Sheet, line: usize) -> Vec<Identity> {
        let Some(scope) = TotalScope::known(&self.ledger, line) else { return Vec::new() };
        let parts: Vec<usize> = self
            .component
            .iter()
            .copied()
            .filter(|part| self.ledger.document.totals_over(*part).contains(&line))
            .collect();
        let judged = scope.identities.iter().filter(|identity| identity.band != Band::Void);
        let identity = |identity: &crate::scope::Identity| {
            let column = identity.column;
            let own = sheet.numbers.get(&(line, column)).copied();
            let here: Vec<usize> =
                parts.iter().filter_map(|part| sheet.numbers.get(&(*part, column)).copied()).collect();
            let counted: i128 = here
                .iter()
                .filter_map(|cell| sheet.cells.get(*cell))
                .map(|cell| cell.value)
                .fold(0, i128::saturating_add);
            let others = identity.parts.value.saturating_sub(counted);
            let printed = |sum: &Sum| if own.is_some() { 0 } else { sum.value };
            let terms = own.map(|own| (own, 1)).into_iter().chain(here.into_iter().map(|part| (part, -1))).collect();
            Identity {
                terms,
                constant: printed(&identity.total).saturating_sub(others),
                tolerance: tolerance(identity.band, identity.residual()),
                ..Identity::default()
            }
        };
        judged.map(identity).filter(|identity| !identity.terms.is_empty()).collect()
    }
}

/// What holds by rounding may stay as far off as it is; what does not is to hold to the last digit.
fn tolerance(band: Band, residual: i128) -> i128 {
    if matches!(band, Band::Exact | Band::Rounding) { residual.saturating_abs() } else { 0 }
}
