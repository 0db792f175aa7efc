//! What a drafter would do about the figures of a department's statements.

use budget_grammar::{
    amount::{self, MonetaryUnit, Reading, format_scaled},
    statement::Standing,
};

use super::{
    Department, Seat, Verdict,
    live::{self, Live},
    report::wrong,
};
use crate::{
    analysis::Analysis,
    finding::Finding,
    fix::{Fix, Replacement, Safety, ordered},
    repair::{Diagnosis, Outcome, Repair},
};

/// The most fixes that are shown.
const MOST_SHOWN: usize = 3;

/// The fixes of a finding about figures of statements at a line. Cost: that of judging the department.
pub(crate) fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let fixes = analysis.in_department(line, |department| {
        let seat = department.seat_at(line, |cell| cell == finding.span)?;
        let judgement = department.judgement();
        if let Some(apart) = judgement.apart.iter().find(|apart| apart.seat == seat) {
            return department.copied(analysis, seat, apart.from).map(|fix| vec![fix.preferred()]);
        }
        let diagnosis = department.diagnosis_of(seat)?;
        let fix = |repair: &Repair| department.repaired(analysis, seat, repair);
        let fixes: Vec<Fix> = diagnosis.outcome.repairs().iter().filter_map(fix).collect();
        Some(match &diagnosis.outcome {
            Outcome::Unique(repair) if !department.invents(repair) => fixes.into_iter().map(Fix::preferred).collect(),
            Outcome::Unique(_) | Outcome::Ambiguous { .. } | Outcome::Unexplained => fixes,
        })
    });
    after(live::fixes(analysis, line), fixes.unwrap_or_default())
}

/// What was typed comes first. Where all that follows from it is known, that is preferred; else what was there, where
/// that mends everything by itself.
fn after(live: Live, others: Vec<Fix>) -> Vec<Fix> {
    let Live { update, restored, has_other_rows } = live;
    if update.is_none() && restored.is_none() && !has_other_rows {
        return others;
    }
    let is_known = update.as_ref().is_some_and(|fix| fix.is_preferred);
    let mends = |fix: &Fix| others.iter().any(|other| other.is_preferred && other.edits == fix.edits);
    let restored = restored.map(|fix| if !is_known && mends(&fix) { fix.preferred() } else { fix });
    let is_undone = restored.as_ref().is_some_and(|fix| fix.is_preferred);
    let first = if is_undone { [restored, update] } else { [update, restored] };
    let first: Vec<Fix> = first.into_iter().flatten().collect();
    let is_new = |fix: &Fix| first.iter().all(|other| other.edits != fix.edits);
    let others: Vec<Fix> = others.into_iter().filter(is_new).collect();
    let others = others.into_iter().map(|fix| Fix { is_preferred: false, ..fix });
    first.into_iter().chain(others).take(MOST_SHOWN).collect()
}

/// The fix of a finding in the prose at a line. Cost: that of judging the department.
pub(crate) fn prose_fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let fix = analysis.in_department(line, |department| {
        let is_it = |verdict: &Verdict| {
            verdict.line == line && verdict.span == finding.span && verdict.message == finding.message
        };
        let found = department.verdicts().iter().find(|verdict| is_it(verdict));
        let verdict = found.filter(|verdict| !verdict.edits.is_empty())?;
        let fix = changed(analysis, verdict.edits.clone())?;
        // What makes something else wrong in its place is one of two ways, and the drafter chooses.
        Some(if analysis.is_better_with(line, &fix.edits) { fix.preferred() } else { fix })
    });
    after(live::fixes(analysis, line), fix.into_iter().collect())
}

impl Department<'_> {
    /// The figure at a place in a line.
    pub fn seat_at(&self, line: usize, at: impl Fn(budget_grammar::Span) -> bool) -> Option<Seat> {
        self.statements.iter().enumerate().find_map(|(statement, scope)| {
            let below = crate::scope::offset(scope.line, line);
            Some(Seat { statement, place: scope.account.place_at(below, &at)? })
        })
    }

    /// The diagnosis that a finding at a figure is about.
    fn diagnosis_of(&self, seat: Seat) -> Option<&Diagnosis> {
        let judgement = self.judgement();
        judgement.diagnoses.iter().find(|diagnosis| match judgement.cause(diagnosis) {
            Some((cause, _)) => cause == seat,
            None => wrong(judgement, diagnosis).iter().any(|joint| joint.total == seat),
        })
    }

    /// Whether a repair fills in what nobody entered of money that is carried over or distributed: 结余分配. There may be
    /// none, whatever is missing from the total.
    fn invents(&self, repair: &Repair) -> bool {
        let judgement = self.judgement();
        repair.changes.iter().filter_map(|change| judgement.seat(change.cell)).any(|seat| {
            let row = self.account(seat.statement).and_then(|account| account.statement.rows.get(seat.place.0));
            row.is_some_and(|row| *row.of() == Standing::Carried) && self.is_absent(seat)
        })
    }

    /// The fix that a repair makes of a finding at a figure; where it changes another one, its title says which.
    fn repaired(&self, analysis: &Analysis, at: Seat, repair: &Repair) -> Option<Fix> {
        let judgement = self.judgement();
        let written = repair.changes.iter().map(|change| self.written(judgement.seat(change.cell)?, change.value));
        let edits: Vec<Replacement> = written.collect::<Option<_>>()?;
        let fix = changed(analysis, edits)?;
        let [change] = &*repair.changes else { return Some(fix) };
        let seat = judgement.seat(change.cell).filter(|seat| *seat != at);
        Some(match seat {
            Some(seat) => {
                let (label, title) = (self.label(seat), self.title(seat));
                let (figure, language) = (fix.edits.first().map_or("", |edit| edit.new.trim()), self.language);
                let title = language.choose(
                    || format!("“{label}”{title}改为 {figure}"),
                    || format!("Change “{label}” {title} to {figure}"),
                );
                Fix { title, ..fix }
            }
            None => fix,
        })
    }

    /// A value of a statement in the unit that a cell of it names, if that is another one; `None` where it cannot be
    /// written exactly.
    fn in_unit_of(&self, seat: Seat, own: Option<MonetaryUnit>, value: i128) -> Option<i128> {
        let Some(own) = own.filter(|own| Some(*own) != self.unit(seat)) else { return Some(value) };
        let value = value.checked_mul(self.factor(seat))?;
        let factor = own.yuan();
        (value % factor == 0).then_some(value / factor)
    }

    /// The figure that is printed to fewer digits after the other.
    fn copied(&self, analysis: &Analysis, seat: Seat, from: Seat) -> Option<Fix> {
        let value = self.exact(from)?;
        let value = rounded(value, self.factor(seat), self.account(seat.statement)?.decimals_at(seat.place))?;
        changed(analysis, vec![self.written(seat, value)?])
    }

    /// The replacement of a figure by another, in the way that the cell is written; a blank cell is written as its
    /// column is. `None` where what stands there is not the figure itself.
    pub(crate) fn written(&self, seat: Seat, value: i128) -> Option<Replacement> {
        let (scope, account) = (self.scope(seat)?, self.account(seat.statement)?);
        let cell = account.cell(seat.place)?;
        let new = match account.reading(seat.place)? {
            Reading::Amount(amount) => {
                amount::rewrite(&scope.text(cell), self.in_unit_of(seat, amount.unit(), value)?)?
            }
            Reading::Nil | Reading::Absent => format_scaled(value, account.decimals_at(seat.place)).to_string(),
            Reading::Misgrouped(_) | Reading::Invalid(_) => return None,
        };
        scope.replacement(cell, new)
    }
}

/// A value in 10⁻⁸ 元 as one of a greater unit with so many decimals, scaled; halves away from zero.
pub(crate) fn rounded(value: i128, factor: i128, decimals: u8) -> Option<i128> {
    let places = amount::MAX_DECIMALS.checked_sub(decimals.into())?;
    let unit = 10_i128.checked_pow(places)?;
    let step = unit.checked_mul(factor)?;
    let half = step / 2 * value.signum();
    (value.checked_add(half)? / step).checked_mul(unit)
}

fn changed(analysis: &Analysis, edits: Vec<Replacement>) -> Option<Fix> {
    let mut figures: Vec<&str> = edits.iter().map(|edit| edit.new.trim()).collect();
    figures.dedup();
    let language = analysis.options().language;
    let title =
        language.choose(|| format!("改为 {}", figures.join("、")), || format!("Change to {}", figures.join(", ")));
    Some(Fix { title, safety: Safety::Suggested, is_preferred: false, edits: ordered(edits)? })
}
