//! Remedies that move or delete a whole row: never without being asked, and never preferred.

use crate::{
    component::Ledger,
    fix::{Fix, Replacement, Safety},
    identity::Band,
    scope::{Identity, TotalScope},
};

use super::Desk;

/// The most rows that are looked through for two equal ones.
const MOST_COMPARED: usize = 2_000;

impl Desk<'_> {
    /// A row at the boundary of two neighbouring units that belongs to the other one: what the one lacks, the other has
    /// too much.
    pub(super) fn moved_row(&self) -> Option<Fix> {
        let line = self.lone_total()?;
        let document = self.ledger.document;
        let is_unit = |line: &usize| document.standing(*line).is_some_and(|standing| standing.is_unit());
        if !is_unit(&line) {
            return None;
        }
        let below = Some(document.group(line + 1).end).filter(is_unit);
        let above = document.group(line).start.checked_sub(1).filter(is_unit);
        let pairs = [above.map(|above| (above, line)), below.map(|below| (line, below))];
        pairs.into_iter().flatten().find_map(|(upper, lower)| self.moved_between(upper, lower))
    }

    fn moved_between(&self, upper: usize, lower: usize) -> Option<Fix> {
        let document = self.ledger.document;
        let lack = Lack::of(&self.ledger, upper)?;
        let surplus = Lack::of(&self.ledger, lower)?;
        let parts = |unit: usize| {
            let total = document.total(unit);
            total.map(|total| document.parts(&total).map(|(line, _)| line).collect::<Vec<_>>()).unwrap_or_default()
        };
        // The first row of the lower unit belongs to the upper one, or the last of the upper to the lower.
        let first = parts(lower).first().copied().filter(|row| lack.is_filled_by(&self.ledger, *row, 1));
        let last = parts(upper).last().copied().filter(|row| lack.is_filled_by(&self.ledger, *row, -1));
        let is_mirrored = lack
            .residuals
            .iter()
            .zip(&surplus.residuals)
            .all(|(one, other)| one.zip(*other).is_none_or(|(one, other)| one == other.saturating_neg()));
        let (row, to, above) = match (first, last) {
            (Some(row), _) => (row, upper, true),
            (None, Some(row)) => (row, lower, false),
            (None, None) => return None,
        };
        // What only the rows around it make a project or a unit may be the other one where it is moved to.
        let is_sure = document.standing(row).is_some_and(|standing| standing.is_project() && !standing.is_judged());
        if !is_mirrored || !is_sure {
            return None;
        }
        let (name, unit) = (self.name(row), self.name(to));
        let title = self.say(
            || format!("移动整行：把“{name}”（第 {} 行）移到“{unit}”名下", row + 1),
            || format!("Move the row “{name}” (line {}) under “{unit}”", row + 1),
        );
        let deleted = self.whole_line(row)?;
        let content = document.text().line(row);
        let at = document.text().line_start(if above { lower } else { lower + 1 });
        let inserted = Replacement { range: at..at, new: format!("{content}{}", document.text().line_ending(lower)) };
        let edits = crate::fix::ordered(vec![inserted, deleted])?;
        Some(Fix { title, safety: Safety::Unsafe, is_preferred: false, edits })
    }

    /// Of two equal rows the later one, where the total fits only without it. A budget unit with projects is none:
    /// these would fall to the unit above.
    pub(super) fn deleted_duplicate(&self) -> Option<Fix> {
        let line = self.lone_total()?;
        let lack = Lack::of(&self.ledger, line)?;
        let total = self.ledger.document.total(line)?;
        let parts = self.ledger.document.parts(&total).take(MOST_COMPARED);
        let fitting: Vec<usize> =
            parts.map(|(line, _)| line).filter(|row| lack.is_filled_by(&self.ledger, *row, -1)).collect();
        let document = self.ledger.document;
        let has_parts = |row: usize| document.total(row).is_some_and(|total| document.parts(&total).next().is_some());
        let hash = |line: usize| self.ledger.row(line).map_or(0, |row| row.name_hash);
        let later = fitting.iter().enumerate().filter(|(index, row)| {
            hash(**row) != 0 && fitting.iter().take(*index).any(|earlier| hash(*earlier) == hash(**row))
        });
        let row = later.map(|(_, row)| *row).find(|row| !has_parts(*row))?;
        Some(delete_row(self.analysis, row)).flatten()
    }

    /// A line with its ending.
    fn whole_line(&self, line: usize) -> Option<Replacement> {
        let text = self.ledger.document.text();
        let range = text.line_start(line)..text.line_start(line + 1);
        (!range.is_empty()).then_some(Replacement { range, new: String::new() })
    }
}

/// Deletes a row; its title says so.
pub(crate) fn delete_row(analysis: &crate::analysis::Analysis, line: usize) -> Option<Fix> {
    let component = [line];
    let desk = Desk { analysis, ledger: analysis.ledger(), component: &component };
    let name = desk.name(line);
    let title = desk.say(
        || format!("删除重复的一行“{name}”（第 {} 行）", line + 1),
        || format!("Delete the duplicate row “{name}” (line {})", line + 1),
    );
    Some(Fix::new(title, Safety::Unsafe, desk.whole_line(line)?))
}

/// What a total lacks or has too much, by amount column: its printed figure less its parts.
struct Lack {
    /// `None` where a cell of the column is no amount, so that it cannot be known.
    residuals: Vec<Option<i128>>,
}

impl Lack {
    /// That of a total that violates nothing but the sums of its parts.
    fn of(ledger: &Ledger<'_>, line: usize) -> Option<Self> {
        let violated = ledger.violated(line);
        if violated.row || !violated.has_columns() {
            return None;
        }
        let scope = TotalScope::known(ledger, line)?;
        let lack = |identity: &Identity| match identity.band {
            Band::Void if identity.total.void > 0 || identity.parts.void > 0 => None,
            // A total is left blank where its parts are: one that they are not has none of them, and the other way
            // round.
            Band::Void | Band::Error | Band::Unlikely => Some(identity.residual()),
            Band::Exact | Band::Rounding => Some(0),
        };
        Some(Self { residuals: scope.identities.iter().map(lack).collect() })
    }

    /// Whether the total would fit with one more row like this (`sign` 1), or without it (−1).
    fn is_filled_by(&self, ledger: &Ledger<'_>, row: usize, sign: i128) -> bool {
        self.residuals.iter().enumerate().all(|(column, residual)| {
            let value = ledger.value(row, column).saturating_mul(sign);
            residual.is_none_or(|residual| residual == value)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        analysis::{Analysis, Options},
        features::actions::quick_fixes,
        fix::Safety,
    };

    const UNIT: &str = "| 文化馆 | 6.00 | 6.00 | |\n";
    const PROJECT: &str = "| 修缮 | 6.00 | 6.00 | 修缮两处馆舍。 |\n";

    /// The titles of what would delete or move rows of a table with these rows under a total of 6.00.
    fn offered(rows: &[&str]) -> Vec<String> {
        let head = "| 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n| 合计 | 6.00 | 6.00 | |\n";
        let analysis = Analysis::new(&format!("单位：万元\n\n{head}{}", rows.concat()), Options::default());
        let fixes = quick_fixes(&analysis, 0..usize::MAX);
        let sums =
            fixes.into_iter().filter(|fix| fix.finding.rule.id == "column-sum" && fix.fix.safety == Safety::Unsafe);
        sums.map(|fix| fix.fix.title.clone()).collect()
    }

    #[test]
    fn a_unit_that_stands_twice_is_deleted_only_where_no_project_would_lose_it() {
        assert_eq!(offered(&[UNIT, PROJECT, UNIT]), ["删除重复的一行“文化馆”（第 8 行）"]);
        assert_eq!(offered(&[UNIT, PROJECT, UNIT, PROJECT]), Vec::<String>::new());
    }
}
