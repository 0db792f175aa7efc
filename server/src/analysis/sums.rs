//! Which sums do not add up, and what their components come to.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use budget_grammar::{
    document::{Change, Document},
    line::Line,
    stage::Stage,
};

use super::{Analysis, has_parts};
use crate::{
    finding::{Finding, LineFindings, Slot, Violated},
    identity::Band,
    rules::Check,
    scope::{SumScope, TotalScope, row_identity},
};

impl Analysis {
    /// The identities of a row that do not hold.
    pub(super) fn violated(&self, line: usize) -> Violated {
        let _stage = Stage::Identities.begin();
        let is_wrong = |band: Band| matches!(band, Band::Error | Band::Unlikely);
        let mut violated = Violated::default();
        let row = self.document.lines().get(line).and_then(Line::row);
        let identity = row.and_then(|row| row_identity(row, self.options.rounding));
        violated.row = identity.is_some_and(|identity| is_wrong(identity.band));
        if self.document.standing(line).is_some_and(has_parts)
            && let Some(scope) = TotalScope::new(&self.document, line, self.options.rounding)
        {
            let wrong = scope.identities.iter().filter(|identity| is_wrong(identity.band));
            wrong.for_each(|identity| violated.insert_column(identity.column));
        }
        violated
    }

    /// Says again what the sums that do not add up come to, for all components with one of these rows. Cost: those components.
    pub(super) fn explain(&mut self, rows: BTreeSet<usize>, touched: &Range<usize>) {
        let _stage = Stage::Identities.begin();
        let ledger = self.ledger();
        let mut said: BTreeMap<usize, Vec<Finding>> = BTreeMap::new();
        for line in rows {
            if said.contains_key(&line) {
                continue;
            }
            let component = ledger.component(line);
            if component.is_empty() {
                said.insert(line, Vec::new());
                continue;
            }
            let cause = ledger.cause(&component);
            for line in component.iter().copied() {
                let is_silent = cause.as_ref().is_some_and(|cause| cause.line != line);
                let scope = SumScope::new(ledger, line, &component, cause.as_ref()).filter(|_| !is_silent);
                let found = scope.map(|scope| {
                    self.run(|check, findings| {
                        if let Check::Sum(check) = check {
                            check(&scope, findings);
                        }
                    })
                });
                said.insert(line, found.unwrap_or_default());
            }
        }
        for (line, sums) in said {
            let Some(slot) = self.slots.get(line) else { continue };
            let found = slot.findings().cloned().unwrap_or_default();
            let found = LineFindings { sums, ..found };
            if slot.findings().is_none_or(|before| before.sums != found.sums) || found.is_about(line, touched) {
                self.slots.replace(line..line + 1, vec![Slot::new(found)]);
            }
        }
    }

    /// Whether a total of the tables around a place sums up other rows than it did: the whole table, or a part of it.
    pub(super) fn has_other_levels(&self, before: &Document, change: &Change, place: usize) -> bool {
        let old_line = |line: usize| {
            let is_behind = line >= change.new.end;
            if is_behind { (line + change.old.len()).saturating_sub(change.new.len()) } else { line }
        };
        let tables = [place.saturating_sub(1), place].into_iter().filter_map(|line| self.document.table(line));
        let level = |document: &Document, line: usize| document.total(line).map(|total| total.level);
        tables
            .flat_map(|table| self.document.outer_totals(table))
            .any(|total| level(&self.document, total) != level(before, old_line(total)))
    }

    /// The rows with a violated identity in the tables around a place.
    pub(super) fn violated_around(&self, place: usize) -> Vec<usize> {
        let _stage = Stage::Identities.begin();
        let tables = [place.saturating_sub(1), place].into_iter().filter_map(|line| self.document.table(line));
        tables.flat_map(|table| self.ledger().violated_in(table)).collect()
    }

    /// The rows that may have been connected with one of these before it changed.
    pub(super) fn tied_to(&self, lines: &BTreeSet<usize>) -> BTreeSet<usize> {
        let _stage = Stage::Identities.begin();
        let ledger = self.ledger();
        let mut tied = BTreeSet::new();
        if self.slots.summary().violated == 0 {
            return tied;
        }
        let mut last: Option<(Range<usize>, bool)> = None;
        for line in lines {
            let known = last.as_ref().filter(|(table, _)| table.contains(line)).map(|(_, is_sound)| *is_sound);
            let is_sound = known.unwrap_or_else(|| {
                let table = self.document.table(*line).unwrap_or(*line..line + 1);
                let is_sound = self.slots.summary_of(table.clone()).violated == 0;
                last = Some((table, is_sound));
                is_sound
            });
            if is_sound {
                continue;
            }
            tied.extend(self.document.totals_over(*line));
            tied.extend(ledger.violated_parts(*line));
            tied.extend(ledger.totals_of_the_same(*line));
        }
        tied
    }
}
