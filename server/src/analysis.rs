//! A document with everything that the rules find in it, kept up to date edit by edit.

mod again;
mod departments;
mod names;
mod sums;

use std::{borrow::Cow, collections::BTreeSet, ops::Range, sync::Arc};

use budget_grammar::{
    document::{Change, Document},
    line::{Joint, Kind, Line, Standing},
    sequence::{Search, Sequence},
    stage::Stage,
    vocabulary::Vocabulary,
};
use rayon::prelude::*;

use crate::{
    component::Ledger,
    finding::{Census, Finding, Language, LineFindings, Read, Slot},
    fix::Fix,
    history::{Edited, History},
    identity::Rounding,
    rules::{CATALOGUE, Check, Findings, rounding_difference},
    scope::{NameScope, NearScope, RowScope, TableScope, TotalScope},
    severities::Severities,
    suppressions::Suppressions,
    width::AmbiguousWidth,
};

use again::Again;
use names::names_in;

/// How many lines are checked at a time on one thread; with fewer there is nothing to share out.
const FEW_LINES: usize = 512;

/// How many names are looked up one by one; with more, one pass over all names around them is cheaper.
const FEW: usize = 32;

/// What the user chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The language of messages.
    pub language: Language,
    /// How rounding is judged.
    pub rounding: Rounding,
    /// Which rules report, and how loudly.
    pub severities: Severities,
    /// Which hints stand at the end of rows.
    pub hints: Hints,
    /// What stands above budget units.
    pub lens: Lens,
    /// The words that documents are read with.
    pub vocabulary: Vocabulary,
    /// How tables are put into columns.
    pub ambiguous_width: AmbiguousWidth,
    /// Whether the document is left alone while no editor has it open.
    pub ignores_closed: bool,
}

/// What hints at the end of rows say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// What a total's parts add up to, where that is not what it prints.
    pub total: bool,
    /// The share of the grand total.
    pub share: bool,
}

impl Hints {
    /// Whether there are any.
    pub fn any(self) -> bool {
        self.total || self.share
    }
}

/// What stands above a budget unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lens {
    /// How many projects it has, and their sum.
    pub unit: bool,
    /// By how much it is off that sum, where it is.
    pub difference: bool,
}

impl Default for Lens {
    /// A difference is a finding already.
    fn default() -> Self {
        Self { unit: true, difference: false }
    }
}

impl Lens {
    /// Whether there is anything.
    pub fn any(self) -> bool {
        self.unit || self.difference
    }
}

/// A document and its findings. Cheap to clone: a clone is a snapshot.
///
/// After any edits, and [`settle`](Self::settle), it equals the one made afresh from the same text.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    document: Document,
    slots: Sequence<Slot>,
    options: Options,
    history: History,
    suppressions: Suppressions,
    /// What is wrong with the suppressions; everything else that is found is in the slots.
    remarks: Vec<(usize, Finding)>,
    /// Stands in [`Self::places`] for what is ignored: another one each time that this is looked at.
    ignored: Slot,
}

impl PartialEq for Analysis {
    fn eq(&self, other: &Self) -> bool {
        self.document == other.document && self.slots == other.slots
    }
}

impl Analysis {
    /// Reads and checks a document. Cost: proportional to the text; of a large one on all threads of the machine.
    pub fn new(text: &str, options: Options) -> Self {
        let _stage = Stage::Follow.begin();
        let document = Document::with_vocabulary(text, options.vocabulary.clone());
        Self::of(document, options)
    }

    /// The same document under other options. Cost: that of checking it all, and of reading it where the words are others; nothing
    /// where only hints and lenses are.
    pub fn under(&self, options: Options) -> Self {
        if (Options { hints: options.hints, lens: options.lens, ..self.options.clone() }) == options {
            return Self { options, ..self.clone() };
        }
        if self.document.vocabulary() == &options.vocabulary {
            // What was typed is told from the rows, which are the same.
            return Self { history: self.history.clone(), ..Self::of(self.document.clone(), options) };
        }
        Self::new(&self.document.text().to_string(), options)
    }

    fn of(document: Document, options: Options) -> Self {
        let slots = std::iter::repeat_n(Slot::default(), document.lines().len()).collect();
        let mut analysis = Self { document, slots, options, ..Self::default() };
        analysis.check_all();
        analysis.suppress();
        analysis
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// What was typed since the sums last added up.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What the user chose.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Puts `new` in the place of `range` (bytes) and checks again what depends on it.
    ///
    /// Cost: that of [`Document::edit`], and of checking the lines that changed and the totals above them: logarithmic in the
    /// document, for each of them and for each name that stands twice in the unit. An edit that makes or unmakes a budget
    /// unit, or a fence that hides one, checks all names of the units around it again.
    pub fn edit(&mut self, range: Range<usize>, new: &str) {
        let _stage = Stage::Follow.begin();
        let (before, slots) = (self.document.clone(), self.slots.clone());
        let text = self.document.text();
        let start = range.start.min(text.len());
        let old_last = text.line_at(range.end);
        let change = self.document.edit(range, new);
        let text = self.document.text();
        let typed = text.line_at(start)..text.line_at(start.saturating_add(new.len()).min(text.len())) + 1;
        self.follow(&before, &change, &hull(&change.new, &typed));
        self.suppress();
        let before = Ledger { document: &before, slots: &slots, rounding: self.options.rounding };
        let edited = Edited { first: typed.start, old_last, new_last: typed.end.saturating_sub(1) };
        self.history.note(&before, &self.document, edited);
    }

    /// Ends the typing in a line: see [`Document::settle`].
    pub fn settle(&mut self) {
        let before = self.document.clone();
        let change = self.document.settle();
        self.follow(&before, &change, &change.new);
        self.suppress();
        let mut history = std::mem::take(&mut self.history);
        history.settle(&self.ledger());
        self.history = history;
    }

    /// All findings with their lines, in reading order. Cost: proportional to their number.
    pub fn findings(&self) -> impl Iterator<Item = (usize, &Finding)> {
        let mut found = self.all_findings();
        found.retain(|(line, finding)| !self.suppressions.hide(*line, finding));
        found.extend(self.remarks.iter().map(|(line, finding)| (*line, finding)));
        found.sort_by_key(|(line, finding)| (*line, finding.span.start, finding.severity));
        found.into_iter()
    }

    /// All findings, those that the drafter wants to be ignored included.
    fn all_findings(&self) -> Vec<(usize, &Finding)> {
        let is_silent = self.is_silent_about_rounding();
        self.found_lines()
            .filter_map(|line| Some((line, self.slots.get(line)?.findings()?)))
            .flat_map(|(line, findings)| findings.iter().map(move |finding| (line + finding.lines_below, finding)))
            .filter(|(_, finding)| !(is_silent && finding.rule.id == rounding_difference::RULE.id))
            .collect()
    }

    fn is_silent_about_rounding(&self) -> bool {
        self.document.lines().summary().rounding_notes > 0
    }

    /// Looks again at what is to be ignored. Cost: nothing in a document that asks for nothing; else that of its findings.
    fn suppress(&mut self) {
        if self.document.lines().summary().suppressions == 0 {
            self.suppressions = Suppressions::default();
            self.remarks = Vec::new();
            self.ignored = Slot::default();
            return;
        }
        let suppressions = Suppressions::of(&self.document);
        self.remarks = suppressions.remarks(&self.all_findings(), &self.options, self.is_silent_about_rounding());
        self.suppressions = suppressions;
        self.ignored = Slot::unlike_any_other();
    }

    /// Where findings stand and which slots they are in: while those are the same, so is every finding and every column
    /// that it stands at. Cost: proportional to the lines with findings.
    pub fn places(&self) -> Vec<(usize, Slot)> {
        // A statement about rounding silences findings all over the document; it counts as a place of its own. What is to be
        // ignored does as well.
        let note = self.is_silent_about_rounding().then(|| (usize::MAX, Slot::default()));
        let is_suppressing = self.document.lines().summary().suppressions > 0;
        let ignored = is_suppressing.then(|| (usize::MAX, self.ignored.clone()));
        let found = self.found_lines().filter_map(|line| Some((line, self.slots.get(line)?.clone())));
        found.chain(note).chain(ignored).collect()
    }

    /// What can be done about a finding at its line, the likeliest first.
    pub fn fixes(&self, line: usize, finding: &Finding) -> Vec<Fix> {
        finding.rule.fixes.map(|fixes| fixes(self, line, finding)).unwrap_or_default()
    }

    fn found_lines(&self) -> impl Iterator<Item = usize> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let is = |slot: &Slot| slot.findings().is_some();
            let line = self.slots.next(from, &Search { may_hold: &|census: &Census| census.any > 0, is: &is })?;
            from = line + 1;
            Some(line)
        })
    }

    fn check_all(&mut self) {
        let lines = self.document.lines().len();
        // A line is checked by what the document holds, whatever is found in others: in any order, and on any thread.
        let checked = if lines <= FEW_LINES {
            self.checked(0..lines, &self.repeated_in(0..lines), &self.alike_in_all())
        } else {
            let (repeated, near) = rayon::join(|| self.repeated_in(0..lines), || self.alike_in_all());
            let starts = (0..lines).into_par_iter().step_by(FEW_LINES);
            let parts = starts.map(|start| self.checked(start..(start + FEW_LINES).min(lines), &repeated, &near));
            parts.flatten_iter().collect()
        };
        self.slots = checked.into_iter().collect();
        self.check_all_departments();
        let ledger = self.ledger();
        let violated = ledger.violated_in(0..lines).collect();
        self.explain(violated, &Again::default());
    }

    /// What is found in some lines; `repeated` and `near` are those of the whole document, in its order.
    fn checked(&self, range: Range<usize>, repeated: &[usize], near: &[usize]) -> Vec<Slot> {
        let from = |lines: &[usize]| lines.partition_point(|line| *line < range.start);
        let mut repeated = repeated.iter().skip(from(repeated)).peekable();
        let mut near = near.iter().skip(from(near)).peekable();
        let mut texts = self.document.text().walk();
        let lines = range.clone().zip(self.document.lines().iter_from(range.start));
        let checked = lines.map(|(line, understood)| {
            if self.starts_table(line) {
                let (table, read) = self.check_table(line);
                return Slot::new(LineFindings { table, read, ..LineFindings::default() });
            }
            if matches!(understood.kind, Kind::Outside | Kind::Heading) && understood.after.markdown.is_text() {
                return Slot::new(LineFindings { read: self.read_passage(line), ..LineFindings::default() });
            }
            let Some(standing) = understood.standing() else { return Slot::default() };
            Slot::new(LineFindings {
                row: self.check_row_of(line, Some(texts.line(line))),
                total: if has_parts(standing) { self.check_total(line) } else { Vec::new() },
                name: if repeated.next_if_eq(&&line).is_some() { self.check_name(line) } else { Vec::new() },
                near: if near.next_if_eq(&&line).is_some() { self.check_near(line) } else { Vec::new() },
                violated: self.violated(line),
                is_total: has_parts(standing),
                ..LineFindings::default()
            })
        });
        checked.collect()
    }

    /// The identities of the document, and which of them are violated.
    pub fn ledger(&self) -> Ledger<'_> {
        Ledger { document: &self.document, slots: &self.slots, rounding: self.options.rounding }
    }

    /// Checks again what a change to the document touched. `touched` holds the lines whose text may be another, those of
    /// `change.new` included: a line that is read as before may still be quoted in a message.
    fn follow(&mut self, before: &Document, change: &Change, touched: &Range<usize>) {
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
        for place in change.judged.iter().copied().chain([touched.start, touched.end]) {
            self.around(place, &mut again);
            // Only where something does not add up can rows be tied to others than before.
            let may_be = self.slots.summary().violated > 0;
            if may_be && (is_structural || self.has_other_levels(before, change, place)) {
                again.tied.extend(self.violated_around(place));
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
        let has_read = self.check_again(again);
        self.forget_department(change);
        let projects = self.departments_with_other_projects(before, change, touched);
        if has_read || change.old.len() != change.new.len() || self.is_about_department(touched) {
            self.check_departments(touched);
        }
        if let Some(projects) = projects {
            self.check_departments(&projects);
        }
    }

    fn starts_table(&self, line: usize) -> bool {
        let is_start = |line: &Line| line.kind == Kind::Fragment(Joint::Starts) || line.begins_unknown_table();
        self.document.lines().get(line).is_some_and(is_start)
    }

    /// Whether what parts the rows into groups stands on the same lines as before and is the same: no name came to another group, and
    /// no row to another total. A total and a budget unit both part, and the rows of the one stand above it, of the other below.
    fn has_equal_marks(&self, before: &Document, change: &Change) -> bool {
        let mark = |line: &Line| {
            let is_mark = line.ends_group() || matches!(line.kind, Kind::Fragment(_));
            is_mark.then(|| line.standing())
        };
        let old = || before.lines().iter_from(change.old.start).take(change.old.len()).map(mark);
        let new = || self.document.lines().iter_from(change.new.start).take(change.new.len()).map(mark);
        old().eq(new()) || !old().chain(new()).any(|mark| mark.is_some())
    }

    /// The totals that a change at `place` is part of, and the groups around it.
    fn around(&self, place: usize, again: &mut Again) {
        let last = self.document.lines().len().saturating_sub(1);
        let place = place.min(last);
        for line in [place.saturating_sub(1), place] {
            let group = self.document.group(line);
            again.totals.extend(group.start.checked_sub(1));
            again.totals.push(line);
            again.totals.push(group.end);
            if let Some(table) = self.document.table(line) {
                again.tables.push(table.start);
                again.totals.extend(self.document.outer_totals(table));
            }
            again.group(group);
            again.group(self.document.group(line + 1));
        }
    }

    /// Whether something else was read than before that a department is made of.
    fn check_again(&mut self, mut again: Again) -> bool {
        let mut has_read = again.has_read;
        let mut tied = std::mem::take(&mut again.tied);
        let lines = again.by_line();
        let (mut summed, mut retied) = (BTreeSet::new(), BTreeSet::new());
        for (line, parts) in lines {
            let Some(slot) = self.slots.get(line) else { continue };
            let mut findings = slot.findings().cloned().unwrap_or_default();
            if parts.row {
                findings.row = self.check_row(line);
            }
            if parts.total {
                findings.total = self.check_total(line);
            }
            if parts.name {
                findings.name = self.check_name(line);
            }
            if parts.near {
                findings.near = self.check_near(line);
            }
            if parts.table {
                let read;
                (findings.table, read) = self.check_table(line);
                has_read |= findings.read != read;
                findings.read = read;
            }
            if parts.passage && !parts.table {
                let read = self.read_passage(line);
                has_read |= findings.read != read;
                findings.read = read;
            }
            if parts.row || parts.total {
                summed.insert(line);
                let was = std::mem::replace(&mut findings.violated, self.violated(line));
                if again.is_tied_otherwise(&self.document, line, was, findings.violated) {
                    retied.insert(line);
                }
                findings.is_total = self.document.standing(line).is_some_and(has_parts);
            }
            let is_equal = slot.findings().map_or_else(|| findings.is_empty(), |before| *before == findings);
            // Equal findings that a touched line is part of are new ones: columns are counted in the client's units, and those
            // may be others even where the bytes are not.
            if !is_equal || findings.is_about(line, &again.touched) {
                self.slots.replace(line..line + 1, vec![Slot::new(findings)]);
            }
        }
        tied.extend(self.tied_to(&retied));
        tied.extend(self.disturbed_by(summed.difference(&retied).copied(), &again));
        self.explain(summed.into_iter().chain(tied).collect(), &again);
        has_read
    }

    fn check_row(&self, line: usize) -> Vec<Finding> {
        self.check_row_of(line, None)
    }

    /// The same with the text of the line, where that is known.
    fn check_row_of(&self, line: usize, text: Option<Cow<'_, str>>) -> Vec<Finding> {
        let _stage = Stage::Rules.begin();
        let Some(scope) = RowScope::of(&self.document, line, self.options.rounding, text) else { return Vec::new() };
        self.run(|check, findings| {
            if let Check::Row(check) = check {
                check(&scope, findings);
            }
        })
    }

    fn check_total(&self, line: usize) -> Vec<Finding> {
        let _stage = Stage::Identities.begin();
        let Some(scope) = TotalScope::new(&self.document, line, self.options.rounding) else { return Vec::new() };
        self.run(|check, findings| {
            if let Check::Total(check) = check {
                check(&scope, findings);
            }
        })
    }

    fn check_name(&self, line: usize) -> Vec<Finding> {
        let _stage = Stage::Rules.begin();
        let Some(scope) = NameScope::new(&self.document, line, self.options.rounding) else { return Vec::new() };
        self.run(|check, findings| {
            if let Check::Name(check) = check {
                check(&scope, findings);
            }
        })
    }

    fn check_near(&self, line: usize) -> Vec<Finding> {
        let _stage = Stage::Rules.begin();
        let Some(scope) = NearScope::new(&self.document, line, self.options.rounding) else { return Vec::new() };
        self.run(|check, findings| {
            if let Check::Near(check) = check {
                check(&scope, findings);
            }
        })
    }

    fn check_table(&self, line: usize) -> (Vec<Finding>, Option<Arc<Read>>) {
        let _stage = Stage::Rules.begin();
        let Some(scope) = TableScope::new(&self.document, line) else { return self.check_statements(line) };
        let found = self.run(|check, findings| {
            if let Check::Table(check) = check {
                check(&scope, findings);
            }
        });
        (found, None)
    }

    fn run(&self, mut check: impl FnMut(&Check, &mut Findings)) -> Vec<Finding> {
        let mut found = Vec::new();
        for rule in CATALOGUE.iter().filter(|rule| self.options.severities.is_on(rule)) {
            let mut findings = Findings::new(rule, &self.options, found);
            rule.checks.iter().for_each(|one| check(one, &mut findings));
            found = findings.into_inner();
        }
        found
    }
}

/// The lines of both ranges, and those between.
fn hull(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    one.start.min(other.start)..one.end.max(other.end)
}

/// Whether a row is the total of others.
fn has_parts(standing: Standing) -> bool {
    standing.is_unit() || standing.is_total()
}
