//! A document with everything that the rules find in it, kept up to date edit by edit.

mod again;
mod agreed;
mod departments;
mod follow;
mod names;
mod options;
mod sums;

use std::{borrow::Cow, ops::Range, sync::Arc};

use budget_grammar::{
    document::Document,
    line::{Joint, Kind, Line, Standing},
    sequence::{Search, Sequence},
    stage::Stage,
    statement::Joined,
};
use rayon::prelude::*;

use crate::{
    component::Ledger,
    finding::{Census, Finding, LineFindings, Read, Slot},
    fix::Fix,
    history::{Edited, History},
    reading::Readings,
    rules::{CATALOGUE, Check, Findings, rounding_difference},
    scope::{NameScope, NearScope, RowScope, TableScope, TotalScope},
    suppressions::Suppressions,
};

use again::Again;
pub(crate) use agreed::Agreed;
use agreed::Agreement;

pub use options::{Hints, Lens, Options};

/// How many lines are checked at a time on one thread; with fewer there is nothing to share out.
const FEW_LINES: usize = 512;

/// A document and its findings. Cheap to clone: a clone is a snapshot.
///
/// After any edits, and [`settle`](Self::settle), it equals the one made afresh from the same text.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    document: Document,
    slots: Sequence<Slot>,
    options: Options,
    history: History,
    agreement: Box<Agreement>,
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

    /// The same document under other options. Cost: that of checking it all, and of reading it where the words are
    /// others; nothing where only hints and lenses are.
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
    /// Cost: that of [`Document::edit`], and of checking the lines that changed and the totals above them: logarithmic
    /// in the document, for each of them and for each name that stands twice in the unit. An edit that makes or unmakes
    /// a budget unit, or a fence that hides one, checks all names of the units around it again.
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
        let edited = Edited { first: typed.start, old_last, new_last: typed.end.saturating_sub(1) };
        self.note_agreement(&before, &slots, edited);
        let before = Ledger { document: &before, slots: &slots, rounding: self.options.rounding };
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

    /// Looks again at what is to be ignored. Cost: nothing in a document that asks for nothing; else that of its
    /// findings.
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
        // A statement about rounding silences findings all over the document; it counts as a place of its own. What is
        // to be ignored does as well.
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
        self.found_lines_from(0)
    }

    fn found_lines_from(&self, mut from: usize) -> impl Iterator<Item = usize> {
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
        let (mut texts, mut readings) = (self.document.text().walk(), Readings::default());
        let mut joined = Joined::default();
        let lines = range.clone().zip(self.document.lines().iter_from(range.start));
        let checked = lines.map(|(line, understood)| {
            if self.starts_table(line) {
                let (table, read) = self.check_table(line, &mut joined);
                return Slot::new(LineFindings { table, read, ..LineFindings::default() });
            }
            if matches!(understood.kind, Kind::Outside | Kind::Heading) && understood.after.markdown.is_text() {
                return Slot::new(LineFindings { read: self.read_passage(line), ..LineFindings::default() });
            }
            let Some(standing) = understood.standing() else { return Slot::default() };
            let total = TotalScope::judged(&self.document, line, self.options.rounding, &mut readings);
            Slot::new(LineFindings {
                row: self.check_row_of(line, Some(texts.line(line))),
                total: total.as_ref().map(|total| self.check_total(total)).unwrap_or_default(),
                name: if repeated.next_if_eq(&&line).is_some() { self.check_name(line) } else { Vec::new() },
                near: if near.next_if_eq(&&line).is_some() { self.check_near(line) } else { Vec::new() },
                violated: self.violated(line, total.as_ref()),
                is_total: has_parts(standing),
                is_excused: total.as_ref().is_some_and(|total| total.is_excused),
                ..LineFindings::default()
            })
        });
        checked.collect()
    }

    /// The identities of the document, and which of them are violated.
    pub fn ledger(&self) -> Ledger<'_> {
        Ledger { document: &self.document, slots: &self.slots, rounding: self.options.rounding }
    }

    fn starts_table(&self, line: usize) -> bool {
        let is_start = |line: &Line| line.kind == Kind::Fragment(Joint::Starts) || line.begins_unknown_table();
        self.document.lines().get(line).is_some_and(is_start)
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

    fn check_total(&self, scope: &TotalScope<'_>) -> Vec<Finding> {
        let _stage = Stage::Identities.begin();
        self.run(|check, findings| {
            if let Check::Total(check) = check {
                check(scope, findings);
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

    fn check_table(&self, line: usize, joined: &mut Joined) -> (Vec<Finding>, Option<Arc<Read>>) {
        let _stage = Stage::Rules.begin();
        let Some(scope) = TableScope::new(&self.document, line) else {
            return self.check_statements(line, joined);
        };
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
