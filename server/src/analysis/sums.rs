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

use super::{
    Analysis,
    again::{Again, Ties, figures},
    has_parts,
};
use crate::{
    cause::Cause,
    finding::{Finding, LineFindings, Slot, Violated},
    rules::Check,
    scope::{SumScope, TotalScope, is_wrong, row_identity},
};

/// What the sums of a row come to.
#[derive(Default)]
struct Said {
    sums: Vec<Finding>,
    is_crowded: bool,
}

impl Analysis {
    /// The identities of a row that do not hold; `total` is what it is the sum of, where it is a total.
    pub(super) fn violated(&self, line: usize, total: Option<&TotalScope<'_>>) -> Violated {
        let _stage = Stage::Identities.begin();
        let mut violated = Violated::default();
        let row = self.document.lines().get(line).and_then(Line::row);
        let identity = row.and_then(|row| row_identity(row, self.options.rounding));
        violated.row = identity.is_some_and(|identity| is_wrong(identity.band));
        if let Some(total) = total {
            let wrong = total.identities.iter().filter(|identity| is_wrong(identity.band));
            wrong.for_each(|identity| violated.insert_column(identity.column));
        }
        violated
    }

    /// Says again what the sums that do not add up come to, for all components with one of these rows. `was_crowded`
    /// tells which rows belonged to a crowd before.
    ///
    /// Cost: the components that are no crowds, and of a crowd these rows and those that it was not the crowd of.
    pub(super) fn explain(&mut self, rows: BTreeSet<usize>, again: &Again) {
        let _stage = Stage::Identities.begin();
        let ledger = self.ledger();
        let mut said: BTreeMap<usize, Said> = BTreeMap::new();
        let mut open: Vec<usize> = rows.into_iter().rev().collect();
        while let Some(line) = open.pop() {
            if said.contains_key(&line) {
                continue;
            }
            match ledger.component(line, |line| said.get(&line).is_some_and(|said| said.is_crowded)) {
                Some(component) if component.is_empty() => {
                    said.insert(line, Said::default());
                }
                Some(component) => {
                    let cause = ledger.cause(&component);
                    for line in component.iter().copied() {
                        let is_silent = cause.as_ref().is_some_and(|cause| cause.line != line);
                        let sums = if is_silent { Vec::new() } else { self.sums(line, &component, cause.as_ref()) };
                        said.insert(line, Said { sums, is_crowded: false });
                    }
                }
                None => {
                    said.insert(line, Said { sums: self.sums(line, &[line], None), is_crowded: true });
                    // What was a crowd before is one still, and has nothing else to say; a component that is swallowed
                    // up had a cause.
                    if !self.was_crowded(line, again) {
                        open.extend(ledger.neighbours(line).filter(|other| !self.was_crowded(*other, again)));
                    }
                }
            }
        }
        for (line, Said { sums, is_crowded }) in said {
            let Some(slot) = self.slots.get(line) else { continue };
            let before = slot.findings();
            let is_same = before.is_some_and(|before| before.sums == sums && before.is_crowded == is_crowded);
            let found = LineFindings { sums, is_crowded, ..before.cloned().unwrap_or_default() };
            if !is_same || found.is_about(line, &again.touched) {
                self.slots.replace(line..line + 1, vec![Slot::new(found)]);
            }
        }
    }

    fn sums(&self, line: usize, component: &[usize], cause: Option<&Cause>) -> Vec<Finding> {
        let Some(scope) = SumScope::new(self.ledger(), line, component, cause) else { return Vec::new() };
        self.run(|check, findings| {
            if let Check::Sum(check) = check {
                check(&scope, findings);
            }
        })
    }

    fn was_crowded(&self, line: usize, again: &Again) -> bool {
        let known = again.ties.get(&line).map(|ties| ties.is_crowded);
        known.unwrap_or_else(|| self.slots.get(line).and_then(Slot::findings).is_some_and(|found| found.is_crowded))
    }

    /// What ties a row to others, before it is changed: the slots are those of `before`.
    pub(super) fn ties(&self, before: &Document, line: usize) -> Ties {
        let found = self.slots.get(line).and_then(Slot::findings);
        Ties {
            violated: found.map(|found| found.violated).unwrap_or_default(),
            figures: figures(before, line),
            is_crowded: found.is_some_and(|found| found.is_crowded),
        }
    }

    /// Whether a total of a table sums up other rows than it did: the whole table, or a part of it.
    pub(super) fn has_other_levels(&self, before: &Document, change: &Change, table: &Range<usize>) -> bool {
        let old_line = |line: usize| {
            let is_behind = line >= change.new.end;
            if is_behind { (line + change.old.len()).saturating_sub(change.new.len()) } else { line }
        };
        let mut totals = self.document.outer_totals(table.clone());
        totals.any(|total| self.document.level(total) != before.level(old_line(total)))
    }

    /// The rows whose components one of these totals may have come to bar from being cleared, or bars no more.
    pub(super) fn disturbed_by(&self, totals: impl Iterator<Item = usize>, again: &Again) -> BTreeSet<usize> {
        let _stage = Stage::Identities.begin();
        let mut disturbed = BTreeSet::new();
        let census = self.slots.summary();
        if census.violated > census.crowded {
            for total in totals.filter(|line| self.document.standing(*line).is_some_and(has_parts)) {
                if again.has_other_sums(&self.document, total) {
                    disturbed.extend(self.ledger().calm_parts(total));
                    disturbed.extend(self.ledger().totals_of_the_same(total));
                }
            }
        }
        disturbed
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
