//! What the drafter would do about sums that do not add up, the likeliest first.
//!
//! Every remedy clears the whole connected component and violates nothing else. In this order: what was typed since the
//! sums held; the one figure, or the one total, that explains everything; the one row that is not filled in; a row that
//! slipped under the neighbouring unit or stands twice; two figures that are wrong independently; a row that is one
//! slip of the hand from fitting; and new totals.

mod figures;
mod live;
mod rows;
mod slips;
mod two;

pub(crate) use rows::delete_row;

use crate::{
    analysis::Analysis,
    component::{Change, Ledger},
    department,
    finding::{Finding, Language},
    fix::{Fix, Replacement, Safety},
};

/// The most remedies that are shown.
const MOST_SHOWN: usize = 3;

/// The fixes of a finding of `column-sum` or `row-sum` at a line.
///
/// Cost: the component, and the rows of its lowest total.
pub fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    if analysis.document().lines().get(line).is_none_or(|line| line.row().is_none()) {
        return department::fixes(analysis, line, finding);
    }
    let ledger = analysis.ledger();
    let component = ledger.component(line, |_| false).unwrap_or_default();
    if component.is_empty() {
        return Vec::new();
    }
    let desk = Desk { analysis, ledger, component: &component };
    let mut shown: Vec<Fix> = Vec::new();
    for fix in desk.ranked() {
        if shown.len() < MOST_SHOWN && !fix.edits.is_empty() && !shown.iter().any(|other| other.edits == fix.edits) {
            // What came before was likelier, and is preferred or nothing is.
            let is_preferred = fix.is_preferred && shown.is_empty();
            shown.push(Fix { is_preferred, ..fix });
        }
    }
    shown
}

/// A component on the desk of the one who mends it.
pub(crate) struct Desk<'a> {
    analysis: &'a Analysis,
    ledger: Ledger<'a>,
    component: &'a [usize],
}

impl Desk<'_> {
    fn ranked(&self) -> Vec<Fix> {
        let mut fixes = self.live();
        let cause = self.ledger.cause(self.component);
        fixes.extend(cause.as_ref().and_then(|cause| self.corrected(&cause.changes)).map(Fix::preferred));
        fixes.extend(self.filled_in().map(Fix::preferred));
        fixes.extend(self.moved_row());
        fixes.extend(self.deleted_duplicate());
        if cause.is_none() {
            fixes.extend(self.several_figures());
            fixes.extend(self.slipped_rows_and_totals());
        }
        fixes
    }

    fn say(&self, chinese: impl FnOnce() -> String, english: impl FnOnce() -> String) -> String {
        self.analysis.options().language.choose(chinese, english)
    }

    fn language(&self) -> Language {
        self.analysis.options().language
    }

    /// A fix that puts other figures into cells, if it clears the component and every cell can be written.
    fn with_figures(&self, title: String, changes: &[Change]) -> Option<Fix> {
        if !self.ledger.clears(self.component, changes) {
            return None;
        }
        let edits = changes.iter().map(|change| self.written(change)).collect::<Option<Vec<_>>>()?;
        Some(Fix { title, safety: Safety::Suggested, is_preferred: false, edits: crate::fix::ordered(edits)? })
    }

    /// The replacement of a cell's text by another figure, in the way that the cell is written.
    fn written(&self, change: &Change) -> Option<Replacement> {
        let span = self.ledger.row(change.line)?.amount_cell(change.column)?;
        let document = self.ledger.document;
        let text = document.text().line(change.line);
        let cell = span.of(&text);
        let mut new = figures::written(self.ledger.row(change.line)?, change.column, cell, change.value)?;

        // A figure below 1,000 does not show whether the table groups; the others do.
        if !cell.contains(',') && !self.groups(change.line) {
            new.retain(|character| character != ',');
        }
        Some(Replacement::in_cell(document, change.line, span, &new))
    }

    /// Whether the figures of a row's table are grouped, or none of them is long enough to tell.
    fn groups(&self, line: usize) -> bool {
        let document = self.ledger.document;
        let table = document.table(line).unwrap_or(line..line + 1);
        let writing = document.lines().summary_of(table).writing;
        writing.grouped >= writing.ungrouped
    }

    /// The name of a row, short enough for a title.
    fn name(&self, line: usize) -> String {
        const MOST: usize = 16;
        let text = self.ledger.document.text().line(line);
        let name = self.ledger.row(line).map_or("", |row| row.name().of(&text));
        let mut short: String = name.chars().take(MOST).collect();
        if short.len() < name.len() {
            short.push('…');
        }
        short
    }

    /// The figure of a change as it will be printed.
    fn figure(&self, change: &Change) -> String {
        self.written(change).map(|edit| edit.new).unwrap_or_default()
    }

    /// `财政拨款 67.00`, each figure once.
    fn figures(&self, changes: &[Change]) -> String {
        let mut figures: Vec<String> = changes.iter().map(|change| self.figure(change)).collect();
        figures.dedup();
        figures.join(if self.language() == Language::English { ", " } else { "、" })
    }

    fn corrected(&self, changes: &[Change]) -> Option<Fix> {
        let figures = self.figures(changes);
        let title = self.say(|| format!("改为 {figures}"), || format!("Change to {figures}"));
        self.with_figures(title, changes)
    }

    /// The total at which nothing but the sum of its parts is violated, where it is the whole component.
    fn lone_total(&self) -> Option<usize> {
        let [line] = self.component else { return None };
        let violated = self.ledger.violated(*line);
        (!violated.row && violated.has_columns()).then_some(*line)
    }
}
