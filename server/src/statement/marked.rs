//! The sums of a list whose codes and names show how deep each line stands: units or projects among codes, two
//! classifications side by side.

use budget_grammar::statement::{Filled, Standing, Statement};

use super::{
    levels::Levels,
    list::{FEW, FEWEST, List, Sums},
};
use crate::identity::Rounding;

/// How many times as many sums have to hold as do not: which columns a line fills tells something already.
const TWICE: usize = 2;

/// The sums of one half by the columns that its lines fill. Which of two kinds of lines stands above the other is told
/// by which comes first, and the sums of a kind count only where the figures bear them out. `None` where the list has
/// no such columns, or where its lines turn out to stand otherwise. Cost: the rows, for each level and column.
pub(super) fn sums(statement: &Statement, half: usize, rounding: Rounding) -> Option<Sums> {
    let own = || statement.rows.iter().enumerate().filter(|(_, row)| row.half() == half);
    statement.header.halves.get(half).filter(|half| !half.marks.is_empty())?;
    let mut totals = own().filter(|(_, row)| *row.of() == Standing::Total).map(|(number, _)| number);
    let (total, None, false) = (totals.next(), totals.next(), statement.is_cut) else { return Some(Sums::new()) };
    let mut known: Vec<Filled> = Vec::new();
    let mut lines: Vec<(usize, usize)> = Vec::new();
    for (number, row) in own() {
        let Standing::Listed { filled, .. } = row.of() else { continue };
        let depth = known.iter().position(|other| other == filled).unwrap_or(known.len());
        if depth == known.len() {
            known.push(*filled);
        }
        lines.push((number, depth));
    }
    let levels = Levels::new(lines);
    let list = List { statement, rounding, total };
    let (groups, outer) = (levels.groups(), levels.outermost());
    let fewest = if outer.len() < FEWEST { 1 } else { FEWEST };
    let of_total = total.map_or((0, 0), |total| list.counted(total, &outer, fewest));
    let of_groups = list.evidence(&groups);
    let (right, wrong) = (of_groups.0 + of_total.0, of_groups.1 + of_total.1);
    let are_told = right >= FEW && right >= wrong.saturating_mul(TWICE);
    let are_close = |sums: &Sums| sums.iter().all(|(own, parts)| list.is_close(*own, parts));
    let is_told = |sums: &Sums| match list.evidence(sums) {
        (_, 0) => true,
        (right, wrong) => are_told && right >= wrong && are_close(sums),
    };
    for depth in 0..known.len() {
        let own: Sums = groups.iter().filter(|(row, _)| levels.depth(*row) == Some(depth)).cloned().collect();
        // A line that stands above some of those that follow alone is no group of all of them.
        if own.iter().any(|(row, parts)| list.ends_earlier(*row, list.printed(parts))) || !is_told(&own) {
            return None;
        }
    }
    let mut sums = groups;
    let is_of_outer = |total: &usize| {
        let (right, wrong) = of_total;
        right > wrong || (wrong > 0 && are_told && list.is_close(*total, &outer))
    };
    if let Some(total) = total.filter(is_of_outer) {
        sums.push((total, outer));
    }
    (!sums.is_empty()).then_some(sums)
}
