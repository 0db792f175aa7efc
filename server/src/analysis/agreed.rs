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

/// Which state that was, and which line was typed in last.
#[derive(Clone, Debug, Default)]
pub(super) struct Agreement {
    state: Option<Arc<Analysis>>,
    typed: Option<usize>,
}

impl Analysis {
    /// The last state in which the department agreed that is typed in, as long as nothing but figures and words within
    /// lines were typed since: each line is where it was. A half-typed figure, with which everything may happen to
    /// agree, makes no such state.
    pub(crate) fn agreed(&self) -> Option<&Self> {
        self.agreement.state.as_deref()
    }

    /// Takes note of an edit, with the state that it was made in. Cost: nothing where the same line is typed in as
    /// before, else that of what was found in the department.
    pub(super) fn note_agreement(&mut self, before: &Document, slots: &Sequence<Slot>, edited: Edited) {
        if edited.first != edited.old_last || edited.first != edited.new_last {
            self.agreement = Agreement::default();
            return;
        }
        let is_new = self.agreement.typed.replace(edited.first) != Some(edited.first);
        if is_new && self.slots.summary().reads > 0 {
            let (document, slots) = (before.clone(), slots.clone());
            let before = Self { document, slots, options: self.options.clone(), ..Self::default() };
            if before.agrees_at(edited.first) {
                self.agreement.state = Some(Arc::new(before));
            }
        }
    }

    /// Whether nothing would be said of figures of the department of a line with these edits, which are in the order of
    /// the text. Cost: that of editing all that stands from the first to the last.
    pub(crate) fn agrees_with(&self, line: usize, edits: &[Replacement]) -> bool {
        self.with(edits).agrees_at(line)
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

    /// Whether nothing is said of figures of the department of a line that contradict each other. Cost: logarithmic for
    /// each line with findings.
    fn agrees_at(&self, line: usize) -> bool {
        !is_large(&self.document, &self.document.department(line)) && self.disagreements_at(line).next().is_none()
    }

    fn disagreements_at(&self, line: usize) -> impl Iterator<Item = &Finding> {
        let lines = self.document.department(line);
        let found = self.found_lines_from(lines.start).take_while(move |line| *line < lines.end);
        let found = found.filter_map(|line| self.slots.get(line).and_then(Slot::findings));
        found.flat_map(LineFindings::iter).filter(|finding| rules::is_of_figures(finding.rule))
    }
}
