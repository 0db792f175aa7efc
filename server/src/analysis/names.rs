//! Which names are to be looked at again: those that stand twice, and those that are almost another.

use std::{
    collections::{HashMap, VecDeque},
    ops::Range,
};

use budget_grammar::{
    document::Document,
    line::{Line, Standing},
    name::Likeness,
    sequence::Search,
};

use super::{Analysis, again::Again, follow::FEW};
use crate::{
    finding::{Census, Slot},
    rules::similar_project,
    scope::NEAR,
};

impl Analysis {
    /// The projects close behind a place whose names may be almost those of `touched`, or were almost another's.
    pub(super) fn near_behind(&self, place: usize, touched: &Range<usize>, is_structural: bool) -> Vec<usize> {
        let new: Vec<Likeness> =
            self.document.lines().iter_from(touched.start).take(touched.len()).filter_map(likeness).collect();
        let has_near = |line: usize| {
            self.slots.get(line).and_then(Slot::findings).is_some_and(|findings| !findings.near.is_empty())
        };
        // What parts the place from those above now did not, perhaps, before.
        let first = place + usize::from(self.document.lines().get(place).is_some_and(Line::ends_group));
        let behind = (first..).zip(self.document.lines().iter_from(first)).take_while(|(_, line)| !line.ends_group());
        let projects = behind.filter(|(_, line)| line.standing().is_some_and(Standing::is_project)).take(NEAR);
        let is_affected = |(line, understood): &(usize, &Line)| {
            is_structural
                || new.len() > FEW
                || has_near(*line)
                || likeness(understood)
                    .is_some_and(|own| new.iter().any(|new| own.may_be_within(*new, similar_project::edits(own))))
        };
        projects.filter(is_affected).map(|(line, _)| line).collect()
    }

    /// The projects whose names may be almost that of one close before them. Cost: linear.
    pub(super) fn alike_in_all(&self) -> Vec<usize> {
        let mut recent: VecDeque<Likeness> = VecDeque::with_capacity(NEAR);
        let mut lines = Vec::new();
        for (line, understood) in self.document.lines().iter().enumerate() {
            if understood.ends_group() {
                recent.clear();
            }
            let Some(own) = likeness(understood).filter(|_| understood.standing().is_some_and(Standing::is_project))
            else {
                continue;
            };
            let edits = similar_project::edits(own);
            if edits > 0 && recent.iter().any(|other| own.may_be_within(*other, edits)) {
                lines.push(line);
            }
            if recent.len() == NEAR {
                recent.pop_front();
            }
            recent.push_back(own);
        }
        lines
    }

    /// The names that stand in `touched`, and those below that had or have one of them, or of `hashes`, above them.
    pub(super) fn names_of(&self, touched: &Range<usize>, hashes: &[u64], again: &mut Again) {
        again.names.extend(touched.clone());
        again.names.extend(touched.clone().filter_map(|line| self.namesake_below(line, self.name_hash(line))));
        let last = touched.end.saturating_sub(1);
        again.names.extend(hashes.iter().filter_map(|hash| self.namesake_below(last, *hash)));
    }

    /// The lines of `range` that have a finding about a name.
    pub(super) fn named_in(&self, range: Range<usize>) -> Vec<usize> {
        let is = |slot: &Slot| slot.findings().is_some_and(|findings| !findings.name.is_empty());
        let search = Search { may_hold: &|census: &Census| census.named > 0, is: &is };
        let mut lines = Vec::new();
        let mut from = range.start;
        while let Some(line) = self.slots.next(from, &search).filter(|line| *line < range.end) {
            lines.push(line);
            from = line + 1;
        }
        lines
    }

    /// The projects of `range` whose name stands above them in their group. Cost: linear, whereas asking for each
    /// project's namesake costs more the more names its group has.
    pub(super) fn repeated_in(&self, range: Range<usize>) -> Vec<usize> {
        let mut last_group: HashMap<u64, usize> = HashMap::new();
        let mut group = range.start;
        let mut lines = Vec::new();
        for (line, understood) in range.clone().zip(self.document.lines().iter_from(range.start)) {
            if understood.ends_group() {
                group = line;
            }
            let hash = understood.row().map_or(0, |row| row.name_hash);
            let is_named = hash != 0 && understood.standing().is_some_and(Standing::is_project);
            if is_named && last_group.insert(hash, group) == Some(group) {
                lines.push(line);
            }
        }
        lines
    }

    pub(super) fn name_hash(&self, line: usize) -> u64 {
        let line = self.document.lines().get(line);
        line.and_then(Line::row).map_or(0, |row| row.name_hash)
    }

    pub(super) fn namesake_below(&self, line: usize, hash: u64) -> Option<usize> {
        if hash == 0 { None } else { self.document.namesakes(line, hash).1 }
    }
}

pub(super) fn likeness(line: &Line) -> Option<Likeness> {
    line.row().map(|row| row.likeness)
}

/// The hashes of the projects' names in some lines.
pub(super) fn names_in(document: &Document, range: &Range<usize>) -> Vec<u64> {
    let lines = document.lines().iter_from(range.start).take(range.len());
    lines.filter_map(|line| line.row().map(|row| row.name_hash)).filter(|hash| *hash != 0).collect()
}
