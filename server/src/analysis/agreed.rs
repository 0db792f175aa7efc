//! The last state in which the tables and the text of a department agreed: what was typed since is known from it.

use std::{collections::BTreeMap, sync::Arc};

use budget_grammar::{document::Document, sequence::Sequence};

use super::{Analysis, departments::is_large};
use crate::{
    finding::{Finding, LineFindings, Slot},
    fix::Replacement,
    history::Edited,
    rules,
};

/// Which state that was, with the one before it, to which an undone fix goes back, and which line was typed in last.
#[derive(Clone, Debug, Default)]
pub(super) struct Agreement {
    state: Option<State>,
    before: Option<State>,
    typed: Option<usize>,
}

/// A state of the document.
#[derive(Clone, Debug)]
struct State {
    analysis: Arc<Analysis>,
    /// How many lines at the top were not edited since.
    above: usize,
    /// How many at the end were not.
    below: usize,
}

impl State {
    fn note(&mut self, edited: Edited, lines: usize) {
        self.above = self.above.min(edited.first);
        self.below = self.below.min(lines.saturating_sub(edited.old_last.saturating_add(1)));
    }

    fn of(&self, lines: usize) -> Agreed<'_> {
        Agreed { analysis: &self.analysis, above: self.above, below: self.below, lines }
    }
}

/// A state in which a department agreed, beside the one that it has become.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Agreed<'a> {
    /// The state.
    pub(crate) analysis: &'a Analysis,
    above: usize,
    below: usize,
    lines: usize,
}

impl Agreed<'_> {
    /// Where a line stood; for one among those that were edited, where these did.
    pub(crate) fn line_before(&self, line: usize) -> usize {
        let old = self.analysis.document.text().lines();
        if old == self.lines || line < self.above {
            return line;
        }
        match self.lines.checked_sub(line) {
            Some(from_end) if from_end <= self.below => old.saturating_sub(from_end),
            _ => self.above.min(old.saturating_sub(1)),
        }
    }
}

impl Analysis {
    /// The last states in which the department agreed that is typed in, but for what was said of it from the beginning,
    /// the latest first. A half-typed figure, with which everything may happen to agree, makes no such state.
    pub(crate) fn agreed(&self) -> impl Iterator<Item = Agreed<'_>> {
        let lines = self.document.text().lines();
        [&self.agreement.state, &self.agreement.before].into_iter().flatten().map(move |state| state.of(lines))
    }

    /// Takes note of an edit, with the state that it was made in. Cost: nothing where the same line is typed in as
    /// before, else that of what was found in the department.
    pub(super) fn note_agreement(&mut self, before: &Document, slots: &Sequence<Slot>, edited: Edited) {
        let lines = before.text().lines();
        let is_same = |line: usize| (edited.first..=edited.old_last).contains(&line);
        let is_new = !self.agreement.typed.replace(edited.new_last).is_some_and(is_same);
        if is_new && self.slots.summary().reads > 0 {
            let (document, slots) = (before.clone(), slots.clone());
            let before = Self { document, slots, options: self.options.clone(), ..Self::default() };
            let agrees = match &self.agreement.state {
                _ if before.is_large_at(edited.first) => false,
                Some(state) => before.says_no_more_than(state.of(lines), edited.first),
                None => true,
            };
            if agrees {
                let state = State { analysis: Arc::new(before), above: usize::MAX, below: usize::MAX };
                self.agreement.before = self.agreement.state.replace(state);
            }
        }
        let Agreement { state, before, .. } = &mut *self.agreement;
        [state, before].into_iter().flatten().for_each(|state| state.note(edited, lines));
    }

    /// Whether nothing would be said of figures of the department of a line with these edits, which are in the order of
    /// the text, that was not said in a state before. Cost: that of editing all that stands from the first to the last.
    pub(crate) fn agrees_with(&self, state: Agreed<'_>, line: usize, edits: &[Replacement]) -> bool {
        let edited = self.with(edits);
        !edited.is_large_at(line) && edited.says_no_more_than(state, line)
    }

    /// Whether less would be said of them. The cost is that of [`Self::agrees_with`].
    pub(crate) fn is_better_with(&self, line: usize, edits: &[Replacement]) -> bool {
        self.with(edits).disagreements_at(line).count() < self.disagreements_at(line).count()
    }

    fn with(&self, edits: &[Replacement]) -> Self {
        let mut edited = Self { agreement: Box::default(), ..self.clone() };
        let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return edited };
        let range = first.range.start..last.range.end;
        let mut new = String::new();
        let mut from = range.start;
        for edit in edits {
            new += &self.document.text().slice(from..edit.range.start);
            new += &edit.new;
            from = edit.range.end;
        }
        edited.edit(range, &new);
        edited
    }

    fn is_large_at(&self, line: usize) -> bool {
        is_large(&self.document, &self.document.department(line))
    }

    /// Whether all that is said of figures of the department of a line that contradict each other is said in another
    /// state, too. Cost: logarithmic for each line with findings.
    fn says_no_more_than(&self, other: Agreed<'_>, line: usize) -> bool {
        let mut said: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for of in other.analysis.disagreements_at(other.line_before(line)) {
            *said.entry((of.rule.id, &of.message)).or_default() += 1;
        }
        self.disagreements_at(line).all(|own| {
            let left = said.get_mut(&(own.rule.id, &*own.message)).filter(|left| **left > 0);
            left.map(|left| *left -= 1).is_some()
        })
    }

    fn disagreements_at(&self, line: usize) -> impl Iterator<Item = &Finding> {
        let lines = self.document.department(line);
        let found = self.found_lines_from(lines.start).take_while(move |line| *line < lines.end);
        let found = found.filter_map(|line| self.slots.get(line).and_then(Slot::findings));
        found.flat_map(LineFindings::iter).filter(|finding| rules::is_of_figures(finding.rule))
    }
}
