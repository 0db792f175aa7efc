//! Remedies where no one figure explains everything: figures that are wrong independently, rows that are a slip of the
//! hand from fitting, and new totals.

use budget_grammar::{amount::Reading, outline::Level};

use crate::{
    cause::required_by_row,
    component::{Change, is_figure},
    fix::Fix,
    repair::slip,
    scope::TotalScope,
};

use super::Desk;

/// The most rows of a total that are tried one by one.
const MOST_TRIED: usize = 2_000;
/// The most rows that must be shown to be right before a total is the only one left that can be wrong.
const MOST_CLEARED: usize = 64;
/// How many of several equally plausible rows are shown.
const MOST_ALIKE: usize = 2;

/// A row that fits with one slip undone.
struct Candidate {
    changes: Vec<Change>,
    plausibility: u8,
}

impl Desk<'_> {
    /// The figures of the only row that does not add up in turn, those first that a slip explains; else two figures
    /// that are wrong independently.
    pub(super) fn several_figures(&self) -> Vec<Fix> {
        let rows: Vec<usize> = self.component.iter().copied().filter(|line| self.ledger.violated(*line).row).collect();
        let of_one_row = match rows.as_slice() {
            [row] => self.figures_of_one_row(*row),
            _ => Vec::new(),
        };
        if of_one_row.is_empty() { self.two_figures().into_iter().collect() } else { of_one_row }
    }

    fn figures_of_one_row(&self, row: usize) -> Vec<Fix> {
        let mut candidates: Vec<Candidate> = self
            .asked_by_row(row)
            .into_iter()
            .filter(|change| self.ledger.clears(self.component, &[*change]))
            .map(|change| Candidate {
                changes: vec![change],
                plausibility: self.plausibility(&change).unwrap_or_default(),
            })
            .collect();
        candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.plausibility));
        let is_unique = match candidates.as_slice() {
            [_] => true,
            [first, second, ..] => first.plausibility > 0 && second.plausibility == 0,
            [] => false,
        };
        let fixes = candidates.iter().filter_map(|candidate| self.in_cell(candidate));
        let fixes = fixes.enumerate();
        fixes.map(|(index, fix)| if is_unique && index == 0 { fix.preferred() } else { fix }).collect()
    }

    /// What a row that does not add up asks each of its figures to be, none below zero where none is.
    fn asked_by_row(&self, line: usize) -> Vec<Change> {
        let Some(row) = self.ledger.row(line) else { return Vec::new() };
        let columns = (0..row.amounts.len()).filter(|column| is_figure(row, *column));
        let changes = columns.filter_map(|column| {
            let value = required_by_row(&self.ledger, line, column)?;
            Some(Change { line, column, value })
        });
        changes.filter(|change| self.is_possible(change)).collect()
    }

    /// Whether a value is not below zero, or the row has figures that are.
    fn is_possible(&self, change: &Change) -> bool {
        let is_negative = |reading: &Reading| reading.amount().is_some_and(|amount| amount.scaled() < 0);
        change.value >= 0 || self.ledger.row(change.line).is_some_and(|row| row.amounts.iter().any(is_negative))
    }

    /// How plausible it is that a figure was typed for the other; `None` where it takes more than one slip.
    fn plausibility(&self, change: &Change) -> Option<u8> {
        let reading = self.ledger.row(change.line)?.amounts.get(change.column)?.amount()?;
        let printed = self.ledger.value(change.line, change.column);
        slip(printed, change.value, reading.decimals()).map(|slip| slip.plausibility())
    }

    fn in_cell(&self, candidate: &Candidate) -> Option<Fix> {
        let column = candidate.changes.first().map(|change| change.column)?;
        let line = candidate.changes.first()?.line;
        let title = self.ledger.row(line)?.schema.amounts.get(column).map_or("", |column| &*column.title);
        let figures = self.figures(&candidate.changes);
        let title = self.say(|| format!("{title}改为 {figures}"), || format!("Change {title} to {figures}"));
        self.with_figures(title, &candidate.changes)
    }

    /// Rows of a total that one slip undone makes fit, and the total made anew. A row that is the only plausible one
    /// comes first; among several it is a guess which, and the total comes first.
    pub(super) fn slipped_rows_and_totals(&self) -> Vec<Fix> {
        let totals = self.new_totals();
        let Some(line) = self.lone_total() else { return totals.into_iter().collect() };
        let mut rows = self.slipped_rows(line);
        rows.sort_by_key(|candidate| std::cmp::Reverse(candidate.plausibility));
        let best = rows.first().map_or(0, |candidate| candidate.plausibility);
        let is_alone = rows.get(1).is_none_or(|second| second.plausibility < best);
        let titled: Vec<Fix> = rows.iter().take(MOST_ALIKE).filter_map(|candidate| self.in_row(candidate)).collect();
        if rows.is_empty() && self.is_only_suspect(line) {
            return totals.map(Fix::preferred).into_iter().collect();
        }
        if is_alone { titled.into_iter().chain(totals).collect() } else { totals.into_iter().chain(titled).collect() }
    }

    /// What the total has more than its parts, put into the only row of them in which no amount stands.
    pub(super) fn filled_in(&self) -> Option<Fix> {
        let line = self.lone_total()?;
        let scope = TotalScope::known(&self.ledger, line)?;
        let part = scope.part_left_out()?;
        let violated = self.ledger.violated(line);
        let wrong = scope.identities.iter().filter(|identity| violated.has_column(identity.column));
        let filled = wrong.map(|identity| {
            let value = Some(identity.residual()).filter(|residual| *residual > 0)?;
            Some(Change { line: part, column: identity.column, value })
        });
        let changes: Vec<Change> = filled.collect::<Option<_>>()?;
        let (name, figures) = (self.name(part), self.figures(&changes));
        let title = self.say(|| format!("“{name}”填入 {figures}"), || format!("Fill in “{name}”: {figures}"));
        self.with_figures(title, &changes)
    }

    fn slipped_rows(&self, line: usize) -> Vec<Candidate> {
        let document = self.ledger.document;
        let (Some(total), Some(scope)) = (document.total(line), TotalScope::known(&self.ledger, line)) else {
            return Vec::new();
        };
        let violated = self.ledger.violated(line);
        let wrong: Vec<(usize, i128)> = scope
            .identities
            .iter()
            .filter(|identity| violated.has_column(identity.column))
            .map(|identity| (identity.column, identity.residual()))
            .collect();
        let slipped = |part: usize| {
            let change = |(column, residual): &(usize, i128)| {
                let value = self.ledger.value(part, *column).saturating_add(*residual);
                Some(Change { line: part, column: *column, value }).filter(|change| self.is_possible(change))
            };
            let changes: Vec<Change> = wrong.iter().map(change).collect::<Option<_>>()?;
            let ranks: Vec<u8> = changes.iter().map(|change| self.plausibility(change)).collect::<Option<_>>()?;
            let plausibility = ranks.into_iter().min()?;
            self.ledger.clears(self.component, &changes).then_some(Candidate { changes, plausibility })
        };
        document.parts(&total).take(MOST_TRIED).filter_map(|(part, _)| slipped(part)).collect()
    }

    fn in_row(&self, candidate: &Candidate) -> Option<Fix> {
        let line = candidate.changes.first()?.line;
        let (name, figures) = (self.name(line), self.figures(&candidate.changes));
        let title = self.say(|| format!("“{name}”改为 {figures}"), || format!("Change “{name}” to {figures}"));
        self.with_figures(title, &candidate.changes)
    }

    /// Whether no part of a total could be wrong instead: each adds up with what stands below it.
    fn is_only_suspect(&self, line: usize) -> bool {
        let document = self.ledger.document;
        let Some(total) = document.total(line).filter(|total| total.level == Level::Grand) else { return false };
        let violated = self.ledger.violated(line);
        let is_sound = |part: usize| {
            let is_unit = document.standing(part).is_some_and(|standing| standing.is_unit());
            is_unit && violated.columns().all(|column| self.has_own_parts(part, column))
        };
        document.parts(&total).take(MOST_CLEARED).all(|(part, _)| is_sound(part))
    }

    fn has_own_parts(&self, line: usize, column: usize) -> bool {
        let total = self.ledger.document.total(line);
        total.is_some_and(|total| total.sums.get(column).parts > 0 && total.sums.get(column).void == 0)
    }

    /// The totals of the component made anew from their parts, and those above them moved by as much.
    fn new_totals(&self) -> Option<Fix> {
        let document = self.ledger.document;
        let mut totals: Vec<usize> =
            self.component.iter().copied().filter(|line| self.ledger.violated(*line).has_columns()).collect();
        let is_whole = |line: &usize| document.level(*line) == Some(Level::Grand);
        totals.sort_by_key(|line| (is_whole(line), *line));
        let over: Vec<usize> = totals.iter().flat_map(|line| document.totals_over(*line)).collect();
        let mut over: Vec<usize> = over.into_iter().filter(|line| !totals.contains(line)).collect();
        over.sort_unstable();
        over.dedup();
        let mut changes: Vec<Change> = Vec::new();
        for line in totals.iter().chain(&over) {
            let scope = TotalScope::known(&self.ledger, *line)?;
            for identity in &scope.identities {
                let more = changes.iter().filter(|change| change.column == identity.column);
                let more = more.filter(|change| document.totals_over(change.line).contains(line));
                let more: i128 = more
                    .map(|change| change.value.saturating_sub(self.ledger.value(change.line, change.column)))
                    .fold(0, i128::saturating_add);
                let is_violated = self.ledger.violated(*line).has_column(identity.column);
                let from = if is_violated { identity.parts.value } else { identity.total.value };
                let value = from.saturating_add(more);
                if (is_violated || more != 0)
                    && value != identity.total.value
                    && is_figure(scope.row.row, identity.column)
                {
                    changes.push(Change { line: *line, column: identity.column, value });
                }
            }
        }
        if changes.is_empty() {
            return None;
        }
        let title = self.title_of_totals(&changes);
        self.with_figures(title, &changes)
    }

    fn title_of_totals(&self, changes: &[Change]) -> String {
        const MOST_NAMED: usize = 3;
        let mut lines: Vec<usize> = changes.iter().map(|change| change.line).collect();
        lines.dedup();
        let named = lines.iter().take(MOST_NAMED).map(|line| {
            let of_line: Vec<Change> = changes.iter().copied().filter(|change| change.line == *line).collect();
            format!("{} {}", self.name(*line), self.figures(&of_line))
        });
        let named: Vec<String> = named.collect();
        self.say(
            || format!("按各行重新合计：{}", named.join("，")),
            || format!("Recompute the totals: {}", named.join(", ")),
        )
    }
}
