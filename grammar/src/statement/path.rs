//! What stands above a column, row by row of a header, and which columns are sums of others by that.

use std::sync::Arc;

use smallvec::SmallVec;

use super::{header::Column, sheet::HeadCell};

/// The folded texts above a column, from the outermost row to the innermost; one that spans several rows stands once.
pub type Path = Box<[Box<str>]>;

/// A column of amounts that is the sum of others of its row, as indices among the columns of amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnSum {
    /// 合计 or 小计.
    pub total: usize,
    /// What it is the sum of.
    pub parts: Arc<[usize]>,
}

/// What the sum of a group of columns is called.
const SUMS: [&str; 4] = ["合计", "小计", "本年收入合计", "本年支出合计"];

/// Words of columns that are no part of such a sum.
const NO_PARTS: [&str; 5] = ["其中", "小计", "合计", "结转", "结余"];

/// Words of columns that stand beside a sum and are none of its parts.
const BESIDE: [&str; 1] = ["机关运行"];

/// Words of columns that print the same figures at different times.
const MEASURES: [&str; 4] = ["预算数", "决算数", "年初预算数", "调整预算数"];

/// The paths of all columns. Unless each text stands at all places that it covers (`are_filled`), a blank cell belongs to the text at its left
/// where the same texts stand above both, and something below it.
pub(super) fn paths(header: &[&[HeadCell<'_>]], columns: usize, are_filled: bool) -> Vec<Path> {
    let text =
        |row: usize, column: usize| header.get(row).and_then(|cells| cells.get(column)).filter(|cell| !cell.is_blank());
    let is_printed_below = |row: usize, column: usize| (row + 1..header.len()).any(|row| text(row, column).is_some());
    let mut filled: Vec<SmallVec<[Option<&str>; 4]>> = vec![SmallVec::new(); columns];
    for row in 0..header.len() {
        for column in 0..columns {
            let own = text(row, column).map(|cell| &*cell.folded);
            let left = column.checked_sub(1).and_then(|left| filled.get(left));
            let is_sibling = || {
                let above = filled.get(column).map(SmallVec::as_slice).unwrap_or_default();
                !are_filled
                    && left.is_some_and(|left| left.get(..row) == above.get(..row))
                    && is_printed_below(row, column)
            };
            let spanned = || left.filter(|_| is_sibling()).and_then(|left| left.get(row).copied().flatten());
            let cell = own.or_else(spanned);
            if let Some(path) = filled.get_mut(column) {
                path.push(cell);
            }
        }
    }
    let joined = |path: SmallVec<[Option<&str>; 4]>| {
        let mut texts: SmallVec<[&str; 4]> = path.into_iter().flatten().collect();
        texts.dedup();
        texts.into_iter().map(Box::from).collect()
    };
    filled.into_iter().map(joined).collect()
}

/// Which columns are sums of others: the first of a group called 合计 or 小计, of the rest of its group, each group in it by its own sum.
pub(super) fn column_sums(amounts: &[Column]) -> Vec<ColumnSum> {
    let is_measure =
        |column: &Column| column.path.len() > 1 && column.path.last().is_some_and(|last| MEASURES.contains(&&**last));
    let mut sums = Vec::new();
    if amounts.iter().all(is_measure) {
        for measure in MEASURES {
            let own = amounts
                .iter()
                .enumerate()
                .filter(|(_, column)| column.path.last().is_some_and(|last| &**last == measure));
            let members =
                own.map(|(number, column)| (number, column.path.split_last().map_or(&[][..], |(_, outer)| outer)));
            group(amounts, &members.collect::<Vec<_>>(), 0, &mut sums);
        }
    } else {
        let members: Vec<_> = amounts.iter().enumerate().map(|(number, column)| (number, &*column.path)).collect();
        group(amounts, &members, 0, &mut sums);
    }
    sums
}

/// Finds the sums among columns whose first `depth` texts are equal; returns what stands for the group in a sum further out.
fn group(amounts: &[Column], members: &[(usize, &[Box<str>])], depth: usize, sums: &mut Vec<ColumnSum>) -> Vec<usize> {
    const DEEPEST: usize = 8;
    struct Child {
        text: Option<Box<str>>,
        is_leaf: bool,
        stands: Vec<usize>,
    }
    let mut children: Vec<Child> = Vec::new();
    let mut rest = members;
    while let Some((number, path)) = rest.first() {
        let text = path.get(depth);
        let count = rest.iter().take_while(|(_, other)| other.get(depth) == text).count().max(1);
        let (own, behind) = rest.split_at(count);
        let is_leaf = text.is_none() || (count == 1 && path.len() == depth + 1);
        let stands = if is_leaf || depth >= DEEPEST { vec![*number] } else { group(amounts, own, depth + 1, sums) };
        let stands = if is_leaf && count > 1 { own.iter().map(|(number, _)| *number).collect() } else { stands };
        children.push(Child { text: text.cloned(), is_leaf, stands });
        rest = behind;
    }
    children.retain(|child| !child.text.as_ref().is_some_and(|text| BESIDE.iter().any(|word| text.contains(word))));
    if let [only] = &*children {
        return only.stands.clone();
    }
    let is_sum = |child: &Child| child.is_leaf && child.text.as_ref().is_some_and(|text| SUMS.contains(&&**text));
    let is_part = |child: &Child| {
        let is_named = child.text.as_ref().is_some_and(|text| !NO_PARTS.iter().any(|word| text.contains(word)));
        let are_added = child.stands.iter().all(|number| amounts.get(*number).is_some_and(|column| column.is_added));
        is_named && are_added
    };
    match children.split_first() {
        Some((first, parts)) if is_sum(first) && parts.len() > 1 && parts.iter().all(is_part) => {
            let total = first.stands.first().copied().unwrap_or_default();
            sums.push(ColumnSum { total, parts: parts.iter().flat_map(|part| part.stands.iter().copied()).collect() });
            vec![total]
        }
        Some((first, _)) if is_sum(first) => first.stands.clone(),
        _ => children.iter().flat_map(|child| child.stands.iter().copied()).collect(),
    }
}
