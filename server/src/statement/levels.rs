//! The sums of a list whose lines are of classes (货物, 工程, 服务), below units or numbered headings or above them.

use std::collections::BTreeSet;

use budget_grammar::{
    name::ends_in_organisation,
    statement::{Row, Standing, Statement},
};

use super::list::{FEW, FEWEST, List, MANY, Sums};
use crate::identity::Rounding;

/// What makes a line stand above others. Which of two stands above the other is told by which comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// It is of a class, one of those of the kind of statement.
    Class(usize),
    /// It has a number of this rank: 一、.
    Numbered(u8),
    /// It is a unit.
    Unit,
    /// Its name stands in front of those of other lines, or it is called 小计.
    Group,
    /// None of these.
    Line,
}

impl Mark {
    /// Whether both stand at one level.
    fn is_like(self, other: Self) -> bool {
        matches!((self, other), (Self::Class(_), Self::Class(_))) || self == other
    }
}

/// The sums of one half by the levels of its lines, where some line is a class. `None` where none is, or where all are
/// numbered, so that the numbers tell. Of what the marks say only that counts which the figures bear out, and that a
/// total is the sum of its classes where each of them is printed. Cost: the rows, for each level and column.
pub(super) fn sums(statement: &Statement, half: usize, rounding: Rounding) -> Option<Sums> {
    let classes = &*statement.kind.as_ref()?.description.classes;
    let own = || statement.rows.iter().enumerate().filter(|(_, row)| row.half() == half);
    let marked = own().filter_map(|(number, row)| Some((number, mark(&row, classes)?)));
    let mut lines: Vec<(usize, Mark)> = marked.collect();
    let is_numbered = |(row, _): &(usize, Mark)| {
        statement.rows.get(*row).is_some_and(|row| matches!(row.of(), Standing::Item { .. }))
    };
    if !lines.iter().any(|(_, mark)| matches!(mark, Mark::Class(_))) || lines.iter().all(is_numbered) {
        return None;
    }
    let mut totals = own().filter(|(_, row)| *row.of() == Standing::Total).map(|(number, _)| number);
    let (total, None, false) = (totals.next(), totals.next(), statement.is_cut) else { return Some(Sums::new()) };
    // 小计 stands below its lines, then.
    let is_line = |line: Option<&(usize, Mark)>| line.is_some_and(|(_, mark)| *mark == Mark::Line);
    if is_line(lines.first()) && !is_line(lines.last()) {
        lines.reverse();
    }
    let levels = Levels::of(&lines);
    let list = List { statement, rounding, total };
    let groups: Sums = levels.groups();
    let outer = levels.outermost();
    let leaves: Vec<usize> = levels.leaves(&groups);
    let counted = |parts: &[usize]| total.map_or((0, 0), |total| list.counted(total, parts, FEWEST));
    let (right, wrong) = list.evidence(&groups);
    let (of_total, of_leaves) = (counted(&outer), counted(&leaves));
    // A line that is of no class may be something else than a part of the one above it: 上年结转.
    let are_below = right + of_total.0 > 0 || !lines.iter().any(|(_, mark)| *mark == Mark::Line);
    let is_sure = |parts: &[usize]| are_below && is_whole(&lines, parts, classes.len());
    let right = right + of_total.0;
    let are_all = !groups.is_empty() && of_leaves.0 > 0 && of_leaves.1 == 0;
    let are_classes = is_sure(&outer);
    // Where the classes come to the total and all of them but one are what stands below them, so is that one.
    let are_told = (right >= FEW && right >= wrong.saturating_mul(MANY))
        || (are_classes && of_total.0 > 0 && of_total.1 == 0 && right >= FEW && wrong == 1);
    let is_kept = |own: usize, parts: &[usize]| {
        let (right, wrong) = list.counted(own, parts, 1);
        are_all
            || is_sure(parts)
            || (!list.ends_earlier(own, parts)
                && ((right > 0 && right >= wrong) || (are_told && list.is_close(own, parts))))
    };
    let mut kept: Sums = groups.into_iter().filter(|(own, parts)| is_kept(*own, parts)).collect();
    if let Some(total) = total.filter(|total| {
        let (right, wrong) = of_total;
        are_classes || right > wrong || (right == wrong && right > 0) || (are_told && list.is_close(*total, &outer))
    }) {
        kept.push((total, outer));
    }
    Some(kept)
}

/// What makes a line stand above others; `None` for what is no part of the total: 其中 without a class.
fn mark(row: &Row<'_>, classes: &[String]) -> Option<Mark> {
    let class = class_of(row.name(), classes).map(Mark::Class);
    Some(match row.of() {
        Standing::Listed { is_group, .. } => class.unwrap_or_else(|| {
            if ends_in_organisation(row.name()) || row.name().ends_with("本级") {
                Mark::Unit
            } else if *is_group {
                Mark::Group
            } else {
                Mark::Line
            }
        }),
        Standing::Item { rank, .. } => class.unwrap_or(Mark::Numbered(*rank)),
        Standing::OfWhich => class?,
        _ => return None,
    })
}

/// Which class a name is that of, whatever else says that it is one: A货物, 政府采购货物支出, 货物类小计.
fn class_of(name: &str, classes: &[String]) -> Option<usize> {
    const BEFORE: [&str; 2] = ["政府采购", "采购"];
    const BEHIND: [&str; 8] = ["小计", "合计", "类", "支出", "采购", "项目", "预算", "金额"];
    let is_letter = |character: char| character.is_ascii() || character == '、';
    let mut bare = name.trim_matches(is_letter);
    for word in BEFORE {
        bare = bare.strip_prefix(word).unwrap_or(bare);
    }
    while let Some(rest) = BEHIND.iter().find_map(|word| bare.strip_suffix(word)) {
        bare = rest.trim_end_matches(is_letter);
    }
    classes.iter().position(|class| class == bare)
}

/// Whether parts are the classes, each of them once.
fn is_whole(lines: &[(usize, Mark)], parts: &[usize], classes: usize) -> bool {
    let class = |row: &usize| lines.iter().find(|(own, _)| own == row).map(|(_, mark)| *mark);
    let found: Option<BTreeSet<usize>> = parts
        .iter()
        .map(|row| match class(row) {
            Some(Mark::Class(class)) => Some(class),
            _ => None,
        })
        .collect();
    found.is_some_and(|found| found.len() == classes && parts.len() == classes)
}

/// Lines with how deep each stands.
pub(super) struct Levels {
    lines: Vec<(usize, usize)>,
}

impl Levels {
    /// Rows from top to bottom, each with its depth.
    pub(super) fn new(lines: Vec<(usize, usize)>) -> Self {
        Self { lines }
    }

    /// How deep a row stands, if it is one of the lines. Cost: logarithmic.
    pub(super) fn depth(&self, row: usize) -> Option<usize> {
        let at = self.lines.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        self.lines.get(at).map(|(_, depth)| *depth)
    }

    fn of(lines: &[(usize, Mark)]) -> Self {
        let mut marks: Vec<Mark> = Vec::new();
        for (_, mark) in lines.iter().filter(|(_, mark)| *mark != Mark::Line) {
            if !marks.iter().any(|known| known.is_like(*mark)) {
                marks.push(*mark);
            }
        }
        let depth = |mark: Mark| marks.iter().position(|known| known.is_like(mark)).unwrap_or(marks.len());
        Self::new(lines.iter().map(|(row, mark)| (*row, depth(*mark))).collect())
    }

    /// Each line with those of the next level below it, if what stands below it begins with one of them.
    pub(super) fn groups(&self) -> Sums {
        let mut sums = Sums::new();
        for (at, (row, depth)) in self.lines.iter().enumerate() {
            let below = || self.lines.iter().skip(at + 1).take_while(|(_, other)| other > depth);
            let Some((_, next)) = below().next() else { continue };
            let is_first_of_all = below().all(|(_, other)| other >= next);
            if is_first_of_all {
                let parts = below().filter(|(_, other)| other == next).map(|(row, _)| *row);
                sums.push((*row, parts.collect()));
            }
        }
        sums
    }

    /// The lines of the first level.
    pub(super) fn outermost(&self) -> Vec<usize> {
        let first = self.lines.first().map(|(_, depth)| *depth);
        self.lines.iter().filter(|(_, depth)| Some(*depth) == first).map(|(row, _)| *row).collect()
    }

    /// The lines that are the sum of no others.
    fn leaves(&self, groups: &Sums) -> Vec<usize> {
        let is_sum = |row: &usize| groups.iter().any(|(own, _)| own == row);
        self.lines.iter().map(|(row, _)| *row).filter(|row| !is_sum(row)).collect()
    }
}
