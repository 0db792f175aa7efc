//! The last state in which the tables and the text of a department agreed: what was typed since is known from it.

use std::sync::Arc;

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
    state: Option<Arc<Analysis>>,
    before: Option<Arc<Analysis>>,
    typed: Option<usize>,
}

impl Analysis {
    /// The last states in which the department agreed that is typed in, but for what was said of it from the beginning,
    /// the latest first, as long as nothing but figures and words within lines were typed since: each line is where it
    /// was. A half-typed figure, with which everything may happen to agree, makes no such state.
    pub(crate) fn agreed(&self) -> impl Iterator<Item = &Self> {
        [&self.agreement.state, &self.agreement.before].into_iter().flatten().map(|state| &**state)
    }

    /// Takes note of an edit, with the state that it was made in. Cost: nothing where the same line is typed in as
    /// before, else that of what was found in the department.
    pub(super) fn note_agreement(&mut self, before: &Document, slots: &Sequence<Slot>, edited: Edited) {
        if edited.first != edited.old_last || edited.first != edited.new_last {
            self.agreement = Agreement::default();
            return;
        }
        let line = edited.first;
        let is_new = self.agreement.typed.replace(line) != Some(line);
        if is_new && self.slots.summary().reads > 0 {
            let (document, slots) = (before.clone(), slots.clone());
            let before = Self { document, slots, options: self.options.clone(), ..Self::default() };
            let agrees = match &self.agreement.state {
                _ if before.is_large_at(line) => false,
                Some(state) => before.says_no_more_than(state, line),
                None => true,
            };
            if agrees {
                let state = self.agreement.state.replace(Arc::new(before));
                self.agreement.before = state;
            }
        }
    }

    /// Whether nothing would be said of figures of the department of a line with these edits, which are in the order of
    /// the text, that was not said in a state before. Cost: that of editing all that stands from the first to the last.
    pub(crate) fn agrees_with(&self, state: &Self, line: usize, edits: &[Replacement]) -> bool {
        let edited = self.with(edits);
        !edited.is_large_at(line) && edited.says_no_more_than(state, line)
    }

    /// Whether less would be said of them. The cost is that of [`Self::agrees_with`].
    pub(crate) fn is_better_with(&self, line: usize, edits: &[Replacement]) -> bool {
        self.with(edits).disagreements_at(line).count() < self.disagreements_at(line).count()
    }

    fn with(&self, edits: &[Replacement]) -> Self {
        let mut edited = self.clone();
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
    fn says_no_more_than(&self, other: &Self, line: usize) -> bool {
        let mut said: Vec<&Finding> = other.disagreements_at(line).collect();
        self.disagreements_at(line).all(|own| {
            let same = said.iter().position(|of| of.rule.id == own.rule.id && of.message == own.message);
            same.map(|at| said.swap_remove(at)).is_some()
        })
    }

    fn disagreements_at(&self, line: usize) -> impl Iterator<Item = &Finding> {
        let lines = self.document.department(line);
        let found = self.found_lines_from(lines.start).take_while(move |line| *line < lines.end);
        let found = found.filter_map(|line| self.slots.get(line).and_then(Slot::findings));
        found.flat_map(LineFindings::iter).filter(|finding| rules::is_of_figures(finding.rule))
    }
}
