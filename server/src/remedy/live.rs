//! Remedies from what was typed since the sums last added up.

use std::collections::{BTreeMap, BTreeSet};

use budget_grammar::outline::Level;

use crate::{
    component::{Change, is_figure},
    fix::{Fix, Replacement, Safety},
    history::Remembered,
    scope::row_identity,
};

use super::Desk;

/// How many totals a title names.
const MOST_NAMED: usize = 3;

impl Desk<'_> {
    /// "Update the totals above" and "restore the old value", where the rows that were typed in explain the component.
    pub(super) fn live(&self) -> Vec<Fix> {
        let typed: Vec<&Remembered> =
            self.analysis.history().rows().iter().filter(|row| self.concerns(row.line)).collect();
        if typed.is_empty() {
            return Vec::new();
        }
        // All of them together, or else one of them alone: the others are on their way to somewhere else.
        let mut groups: Vec<Vec<&Remembered>> = vec![typed.clone()];
        groups.extend(typed.iter().filter(|_| typed.len() > 1).map(|row| vec![*row]));
        let update = groups.iter().find_map(|rows| self.updated_totals(rows));
        let restore = groups.iter().find_map(|rows| self.restored(rows));
        update.map(Fix::preferred).into_iter().chain(restore).collect()
    }

    /// Whether a row is in the component, or a part of one of its totals.
    fn concerns(&self, line: usize) -> bool {
        let is_violated_total =
            |total: &usize| self.component.contains(total) && self.ledger.violated(*total).has_columns();
        self.component.contains(&line) || self.ledger.document.totals_over(line).iter().any(is_violated_total)
    }

    fn restored(&self, rows: &[&Remembered]) -> Option<Fix> {
        let (mut changes, mut edits, mut figures) = (Vec::new(), Vec::new(), Vec::new());
        for remembered in rows {
            let row = self.ledger.row(remembered.line)?;
            for column in 0..row.amounts.len() {
                let value = remembered.value(column);
                if value == self.ledger.value(remembered.line, column) {
                    continue;
                }
                changes.push(Change { line: remembered.line, column, value });
                figures.push(remembered.cell(column).to_owned());
                let span = row.amount_cell(column)?;
                edits.push(Replacement::in_line(self.ledger.document, remembered.line, span, remembered.cell(column)));
            }
        }
        if changes.is_empty() || !self.ledger.clears(self.component, &changes) {
            return None;
        }
        figures.dedup();
        let figures = figures.join(" / ");
        let title = self.say(|| format!("恢复原值 {figures}"), || format!("Restore the old value {figures}"));
        Some(Fix { title, safety: Safety::Suggested, is_preferred: false, edits: crate::fix::ordered(edits)? })
    }

    /// Every ancestor in every column follows what was typed; and the row's other figure does where it has only one
    /// more.
    fn updated_totals(&self, rows: &[&Remembered]) -> Option<Fix> {
        let mut changes: Vec<Change> = Vec::new();
        let mut more: BTreeMap<(usize, usize), i128> = BTreeMap::new();
        let typed: BTreeSet<usize> = rows.iter().map(|row| row.line).collect();
        // Parts before the totals that they are part of; what is typed in a total itself counts from its old value.
        let lowest: Vec<&Remembered> =
            rows.iter().copied().filter(|row| !self.is_total_of_any(row.line, &typed)).collect();
        for row in &lowest {
            changes.extend(self.completed(row)?);
            for column in 0..self.ledger.row(row.line)?.amounts.len() {
                let now = self.new_value(&changes, row.line, column);
                self.add_above(row.line, column, now.saturating_sub(row.value(column)), &mut more);
            }
        }
        for total in self.totals_above(&lowest) {
            for column in 0..self.ledger.row(total)?.amounts.len() {
                let Some(more_here) = more.get(&(total, column)).copied().filter(|more| *more != 0) else { continue };
                let known = rows.iter().find(|row| row.line == total);
                let base = known.map_or_else(|| self.ledger.value(total, column), |row| row.value(column));
                let value = base.saturating_add(more_here);
                if is_figure(self.ledger.row(total)?, column) && value != self.ledger.value(total, column) {
                    changes.push(Change { line: total, column, value });
                }
                self.add_above(total, column, more_here, &mut more);
            }
        }
        let title = self.title_of_update(&changes, &typed);
        if changes.is_empty() { None } else { self.with_figures(title, &changes) }
    }

    /// All totals that rows are parts of, directly or not: those of units and groups before those of the whole table.
    fn totals_above(&self, rows: &[&Remembered]) -> Vec<usize> {
        let document = self.ledger.document;
        let direct: BTreeSet<usize> = rows.iter().flat_map(|row| document.totals_over(row.line)).collect();
        let whole: BTreeSet<usize> = direct.iter().flat_map(|total| document.totals_over(*total)).collect();
        let is_whole = |total: &usize| document.level(*total) == Some(Level::Grand);
        let groups = direct.iter().copied().filter(|total| !is_whole(total));
        groups
            .chain(direct.iter().copied().filter(is_whole).chain(whole.iter().copied()).collect::<BTreeSet<usize>>())
            .collect()
    }

    fn add_above(&self, line: usize, column: usize, difference: i128, more: &mut BTreeMap<(usize, usize), i128>) {
        for total in self.ledger.document.totals_over(line) {
            let sum = more.entry((total, column)).or_default();
            *sum = sum.saturating_add(difference);
        }
    }

    fn is_total_of_any(&self, line: usize, parts: &BTreeSet<usize>) -> bool {
        parts.iter().any(|part| self.ledger.document.totals_over(*part).contains(&line))
    }

    fn new_value(&self, changes: &[Change], line: usize, column: usize) -> i128 {
        let change = changes.iter().find(|change| (change.line, change.column) == (line, column));
        change.map_or_else(|| self.ledger.value(line, column), |change| change.value)
    }

    /// What is left to type in a row for it to add up: its total where a source was typed, its only source where the
    /// total was. `None` where that cannot be known.
    fn completed(&self, remembered: &Remembered) -> Option<Option<Change>> {
        let line = remembered.line;
        if !self.ledger.violated(line).row {
            return Some(None);
        }
        let row = self.ledger.row(line)?;
        let identity = row_identity(row, self.ledger.rounding)?;
        let is_typed = |column: usize| remembered.value(column) != self.ledger.value(line, column);
        let sources = (0..row.amounts.len()).filter(|column| *column != identity.column && is_figure(row, *column));
        let sources: Vec<usize> = sources.collect();
        let change = match (is_typed(identity.column), sources.iter().any(|column| is_typed(*column)), &*sources) {
            (false, true, _) => Change { line, column: identity.column, value: identity.parts.value },
            (true, false, [only]) => Change { line, column: *only, value: identity.total.value },
            _ => return None,
        };
        Some(Some(change))
    }

    fn title_of_update(&self, changes: &[Change], typed: &BTreeSet<usize>) -> String {
        let mut lines: Vec<usize> =
            changes.iter().map(|change| change.line).filter(|line| !typed.contains(line)).collect();
        lines.sort_unstable();
        lines.dedup();
        let own: Vec<Change> = changes.iter().copied().filter(|change| typed.contains(&change.line)).collect();
        let named = lines.iter().rev().take(MOST_NAMED).map(|line| {
            let of_line: Vec<Change> = changes.iter().copied().filter(|change| change.line == *line).collect();
            format!("{} {}", self.name(*line), self.figures(&of_line))
        });
        let named: Vec<String> = named.collect();
        let own = self.figures(&own);
        self.say(
            || {
                let also = if own.is_empty() { String::new() } else { format!("（本行同步为 {own}）") };
                format!("更新上级合计：{}{also}", named.join("，"))
            },
            || {
                let also = if own.is_empty() { String::new() } else { format!(" (and {own} in this row)") };
                format!("Update the totals above: {}{also}", named.join(", "))
            },
        )
    }
}
