//! What a change to the document touches, and checking that again.

use std::{collections::BTreeSet, ops::Range};

use budget_grammar::{
    document::{Change, Document},
    line::{Kind, Line},
    sequence::Search,
    statement::Joined,
};

use super::{Analysis, again::Again, has_parts, names::names_in};
use crate::{
    finding::{Census, LineFindings, Slot},
    reading::{self, Readings},
    scope::TotalScope,
};

/// How many names are looked up one by one; with more, one pass over all names around them is cheaper.
pub(super) const FEW: usize = 32;

impl Analysis {
    /// Checks again what a change to the document touched. `touched` holds the lines whose text may be another, those
    /// of `change.new` included: a line that is read as before may still be quoted in a message.
    pub(super) fn follow(&mut self, before: &Document, change: &Change, touched: &Range<usize>) {
        let is_structural = !change.judged.is_empty() || !self.has_equal_marks(before, change);
        let hashes = names_in(before, &change.old);
        let is_same_line = change.old.len() == change.new.len() && change.old.len() <= FEW;
        let known = if is_same_line { change.old.clone() } else { 0..0 };
        let ties = known.map(|line| (line, self.ties(before, line))).collect();
        let fresh = change.new.clone().map(|_| Slot::default()).collect();
        let has_read = self.slots.summary_of(change.old.clone()).reads > 0;
        self.slots.replace(change.old.clone(), fresh);
        let mut again = Again {
            has_read,
            touched: touched.clone(),
            is_structural,
            before: before.clone(),
            change: change.clone(),
            ties,
            ..Again::default()
        };
        again.rows.extend(touched.clone());
        again.rows.extend(change.judged.iter().copied());
        again.names.extend(change.judged.iter().copied());
        let places: Vec<usize> = change.judged.iter().copied().chain([touched.start, touched.end]).collect();
        let tables = self.around(&places, &mut again);
        if !change.judged.is_empty() || !self.has_equal_frame(before, change, touched) {
            places.iter().for_each(|place| self.pages_around(*place, is_structural, &mut again));
        }
        for table in &tables {
            self.read_otherwise(table, change, &mut again);
        }
        // Only where something does not add up can rows be tied to others than before.
        if self.slots.summary().violated > 0 {
            for table in tables {
                if is_structural || self.has_other_levels(before, change, &table) {
                    again.tied.extend(self.ledger().violated_in(table));
                }
            }
        }
        let are_few = touched.len() + hashes.len() <= FEW;
        if are_few {
            self.names_of(touched, &hashes, &mut again);
        } else {
            let above = touched.start.saturating_sub(1);
            again.group(self.document.group(above).start..self.document.group(touched.end).end);
        }
        for group in std::mem::take(&mut again.groups) {
            again.names.extend(self.named_in(group.clone()));
            if is_structural || !are_few {
                again.names.extend(self.repeated_in(group));
            }
        }
        let nearby = change.judged.iter().copied().chain([touched.end]);
        again.near.extend(nearby.flat_map(|place| self.near_behind(place, touched, is_structural)));
        again.near.extend(touched.clone());
        again.totals.extend(touched.clone());
        again.tables.extend(change.judged.iter().copied());
        again.tables.extend(touched.clone().filter(|line| self.starts_table(*line)));
        again.tables.extend(self.document.unknown_tables_around(touched));
        again.passages.extend(self.document.passages_around(touched));
        again.tables.extend(self.tables_of_other_departments(before, change, touched));
        // A paragraph or a table that goes on over a cover belongs to the department above it.
        let read = again.passages.iter().chain(&again.tables).filter(|line| **line < touched.start).min();
        let read_from = read.copied().unwrap_or(touched.start);
        let read_to = self.check_again(again);
        let are_parted_anew = self.are_parted_anew(before, change);
        self.forget_departments(change, are_parted_anew);
        let projects = self.departments_with_other_projects(before, change, touched);
        let has_moved = change.old.len() != change.new.len();
        let is_judged_again = read_to.is_some() || has_moved || are_parted_anew;
        if is_judged_again || self.is_about_department(touched) || self.is_near_a_list(touched) {
            // A table that went on from one above is one of another department now, perhaps.
            let read_to = read_to.map_or(touched.end, |last| touched.end.max(last + 1));
            self.check_departments(&(read_from..read_to), are_parted_anew);
        }
        if let Some(projects) = projects {
            self.check_departments(&projects, false);
        }
    }

    /// Whether what parts the rows into groups stands on the same lines as before and is the same: no name came to
    /// another group, and no row to another total. A total and a budget unit both part, and the rows of the one stand
    /// above it, of the other below.
    fn has_equal_marks(&self, before: &Document, change: &Change) -> bool {
        let mark = |line: &Line| {
            let is_mark = line.ends_group() || matches!(line.kind, Kind::Fragment(_));
            is_mark.then(|| line.standing())
        };
        let old = || before.lines().iter_from(change.old.start).take(change.old.len()).map(mark);
        let new = || self.document.lines().iter_from(change.new.start).take(change.new.len()).map(mark);
        old().eq(new()) || !old().chain(new()).any(|mark| mark.is_some())
    }

    /// Adds the totals of a table that do not add up as it is read: what another reading makes of them depends on all
    /// its rows.
    fn read_otherwise(&self, table: &Range<usize>, change: &Change, again: &mut Again) {
        // Lines that came or went may have made the table a short one.
        if table.len() > reading::MOST_LINES + change.old.len() + change.new.len() {
            return;
        }
        let may_hold = |census: &Census| census.off > 0;
        let is = |slot: &Slot| slot.findings().is_some_and(LineFindings::is_off);
        let mut from = table.start;
        while let Some(line) =
            self.slots.next(from, &Search { may_hold: &may_hold, is: &is }).filter(|line| *line < table.end)
        {
            again.totals.push(line);
            from = line + 1;
        }
    }

    /// Whether all lines are to tables and their pages what they were before: then no table goes on on another one.
    fn has_equal_frame(&self, before: &Document, change: &Change, touched: &Range<usize>) -> bool {
        // Titles tell pages, and so does a row that became the header of a table of its own.
        let is_title = |line: &Line| matches!(line.kind, Kind::Heading | Kind::Outside);
        let mut texts = self.document.lines().iter_from(touched.start).take(touched.len());
        let old = before.lines().iter_from(change.old.start).take(change.old.len());
        let new = self.document.lines().iter_from(change.new.start).take(change.new.len());
        let is_equal = |(old, new): (&Line, &Line)| old.kind == new.kind && old.after.table == new.after.table;
        change.old.len() == change.new.len() && !texts.any(is_title) && old.zip(new).all(is_equal)
    }

    /// Adds the totals that changes at these places are part of, and the groups around them; the tables that those
    /// stand in, each once.
    fn around(&self, places: &[usize], again: &mut Again) -> Vec<Range<usize>> {
        let last = self.document.lines().len().saturating_sub(1);
        let above_and_at = |place: &usize| [place.min(&last).saturating_sub(1), *place.min(&last)];
        let lines: BTreeSet<usize> = places.iter().flat_map(above_and_at).collect();
        for line in lines.iter().flat_map(|line| [*line, line + 1]).collect::<BTreeSet<usize>>() {
            let group = self.document.group(line);
            if lines.contains(&line) {
                again.totals.extend(group.start.checked_sub(1));
                again.totals.extend([line, group.end]);
            }
            again.group(group);
        }
        let mut tables: Vec<Range<usize>> = Vec::new();
        for line in lines {
            if !tables.last().is_some_and(|table| table.contains(&line)) {
                tables.extend(self.document.table(line));
            }
        }
        for table in &tables {
            again.tables.push(table.start);
            again.totals.extend(self.document.outer_totals(table.clone()));
        }
        tables
    }

    /// The totals whose parts may stand on other pages than before: those of the table at `place` and of the pages
    /// beside it, where the change is at an end of it, or may be one of a total.
    fn pages_around(&self, place: usize, is_structural: bool, again: &mut Again) {
        /// The most lines of a header with the first row below it.
        const HEAD: usize = 8;
        let own = self.document.table(place).or_else(|| self.document.table_close_above(place + 1));
        let is_at_end = |own: &Range<usize>| place < own.start + HEAD || self.document.is_last_row(place, own);
        if !is_structural && !own.as_ref().is_none_or(is_at_end) {
            return;
        }
        // Where there is no table any more, one below was the next page of it, perhaps.
        let Range { start, end } = own.clone().unwrap_or(place..place);
        let below = self.document.table_close_below(end);
        let further = below.as_ref().and_then(|below| self.document.table_close_below(below.end));
        let above = self.document.table_close_above(start.saturating_sub(1));
        // What stood in the place of many lines may have reached further down.
        let beside = self.document.table_close_below(place).filter(|beside| Some(beside) != below.as_ref());
        for table in above.into_iter().chain(own).chain(below).chain(further).chain(beside) {
            let unit = self.document.group(table.end.saturating_sub(1)).start.checked_sub(1);
            again.totals.extend(unit);
            again.totals.push(self.document.group(table.start + 1).end);
            again.totals.extend(self.document.outer_totals(table));
        }
    }

    /// The last line at which something else was read than before that a department is made of.
    fn check_again(&mut self, mut again: Again) -> Option<usize> {
        let mut read_to = again.has_read.then_some(again.touched.start);
        let mut tied = std::mem::take(&mut again.tied);
        let lines = again.by_line();
        let (mut readings, mut excused) = (Readings::default(), Vec::new());
        let mut joined = Joined::default();
        let (mut summed, mut retied) = (BTreeSet::new(), BTreeSet::new());
        for (line, parts) in lines {
            let Some(slot) = self.slots.get(line) else { continue };
            let mut findings = slot.findings().cloned().unwrap_or_default();
            if parts.row {
                findings.row = self.check_row(line);
            }
            if parts.name {
                findings.name = self.check_name(line);
            }
            if parts.near {
                findings.near = self.check_near(line);
            }
            if parts.table {
                let read;
                (findings.table, read) = self.check_table(line, &mut joined);
                read_to = if findings.read == read { read_to } else { read_to.max(Some(line)) };
                findings.read = read;
            }
            if parts.passage && !parts.table {
                let read = self.read_passage(line);
                read_to = if findings.read == read { read_to } else { read_to.max(Some(line)) };
                findings.read = read;
            }
            if parts.row || parts.total {
                summed.insert(line);
                let scope = TotalScope::judged(&self.document, line, self.options.rounding, &mut readings);
                if parts.total {
                    findings.total = scope.as_ref().map(|scope| self.check_total(scope)).unwrap_or_default();
                }
                let was = std::mem::replace(&mut findings.violated, self.violated(line, scope.as_ref()));
                if again.is_tied_otherwise(&self.document, line, was, findings.violated) {
                    retied.insert(line);
                }
                let is_excused = scope.as_ref().is_some_and(|scope| scope.is_excused);
                if std::mem::replace(&mut findings.is_excused, is_excused) != is_excused {
                    excused.push(line);
                }
                findings.is_total = self.document.standing(line).is_some_and(has_parts);
                again.sums.extend(scope.map(|scope| (line, (scope.row.row.sums(), scope.total.sums))));
            }
            let is_equal = slot.findings().map_or_else(|| findings.is_empty(), |before| *before == findings);
            // Equal findings that a touched line is part of are new ones: columns are counted in the client's units,
            // and those may be others even where the bytes are not.
            if !is_equal || findings.is_about(line, &again.touched) {
                self.slots.replace(line..line + 1, vec![Slot::new(findings)]);
            }
        }
        for unit in excused {
            self.check_names_below(unit, &again);
        }
        tied.extend(self.tied_to(&retied));
        tied.extend(self.disturbed_by(summed.difference(&retied).copied(), &again));
        self.explain(summed.into_iter().chain(tied).collect(), &again);
        read_to
    }

    /// Looks again at the names that stand twice in a unit whose total says something else of them than before.
    fn check_names_below(&mut self, unit: usize, again: &Again) {
        for line in self.repeated_in(self.document.group(unit + 1)) {
            let name = self.check_name(line);
            let Some(before) = self.slots.get(line).map(|slot| slot.findings().cloned().unwrap_or_default()) else {
                continue;
            };
            let findings = LineFindings { name, ..before.clone() };
            if findings != before || findings.is_about(line, &again.touched) {
                self.slots.replace(line..line + 1, vec![Slot::new(findings)]);
            }
        }
    }
}
