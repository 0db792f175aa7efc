//! What a drafter would do about the figures and codes of a table by classification.

use budget_grammar::amount::{self, Reading, format_scaled};

use super::{ClassifiedScope, Place};
use crate::{
    analysis::Analysis,
    finding::Finding,
    fix::{Fix, Replacement, Safety, ordered},
    repair::{Diagnosis, Outcome, Repair},
};

/// The fixes of a finding about sums at a line of a table by classification. Cost: that of reading the table.
pub(crate) fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let fixes = analysis.in_classified(line, |scope| {
        let row = scope.table.rows.iter().position(|row| row.line == line)?;
        let cells = &scope.row(row)?.cells;
        let place = (row, cells.iter().position(|cell| *cell == finding.span)?);
        let diagnosis = scope.diagnosis_of(place)?;
        let fix = |repair: &Repair| scope.corrected(analysis, repair);
        let fixes: Vec<Fix> = diagnosis.outcome.repairs().iter().filter_map(fix).collect();
        Some(match diagnosis.outcome {
            Outcome::Unique(_) => fixes.into_iter().map(Fix::preferred).collect(),
            Outcome::Ambiguous { .. } | Outcome::Unexplained => fixes,
        })
    });
    fixes.unwrap_or_default()
}

impl ClassifiedScope<'_> {
    /// The figures that alone explain what is wrong, where one repair stands out.
    pub fn cause(&self, diagnosis: &Diagnosis) -> Option<(Place, i128)> {
        match &diagnosis.outcome {
            Outcome::Unique(repair) => match &*repair.changes {
                [change] => Some((self.place(change.cell), change.value)),
                _ => None,
            },
            Outcome::Ambiguous { .. } | Outcome::Unexplained => None,
        }
    }

    /// The diagnosis that a finding at a figure is about.
    fn diagnosis_of(&self, place: Place) -> Option<&Diagnosis> {
        self.diagnoses().iter().find(|diagnosis| match self.cause(diagnosis) {
            Some((cause, _)) => cause == place,
            None => diagnosis
                .identities
                .iter()
                .any(|number| self.identities.get(*number).is_some_and(|it| it.total == place)),
        })
    }

    fn corrected(&self, analysis: &Analysis, repair: &Repair) -> Option<Fix> {
        let written = repair.changes.iter().map(|change| self.written(self.place(change.cell), change.value));
        let edits: Vec<Replacement> = written.collect::<Option<_>>()?;
        let figures: Vec<&str> = edits.iter().map(|edit| edit.new.trim()).collect();
        let title = analysis
            .options()
            .language
            .choose(|| format!("改为 {}", figures.join("、")), || format!("Change to {}", figures.join(", ")));
        Some(Fix { title, safety: Safety::Suggested, is_preferred: false, edits: ordered(edits)? })
    }

    /// The replacement of a figure by another, in the way that the cell is written; a blank cell is written as its column is.
    fn written(&self, place: Place, value: i128) -> Option<Replacement> {
        let (line, span) = (self.row(place.0)?.line, self.cell(place)?);
        let new = match self.reading(place)? {
            Reading::Amount(_) => amount::rewrite(&self.text(place.0, span), value)?,
            Reading::Nil | Reading::Absent => format_scaled(value, self.decimals(place.1)).to_string(),
            Reading::Misgrouped(_) | Reading::Invalid(_) => return None,
        };
        // In a cell without a blank to spare, the figure stands for itself.
        let new = if span.is_empty() { format!(" {new} ") } else { new };
        Some(Replacement::in_line(self.document, line, span, new))
    }
}
