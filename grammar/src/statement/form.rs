//! Forms, as 项目绩效目标申报表 is one: labels, with what they ask for at their right. Each amount with the ones that it is the
//! sum of makes a half of its own; the weights of the indicators stand in a column.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::{
    CellPlace, Column, Half, Rows, Standing, Weights,
    rows::ReadRow,
    sheet::{Cell, Cells, Sheet},
};
use crate::{
    Span,
    amount::{self, Reading, SCALE},
    kinds::description::Form,
    name::{fold, is_blank, trim, without_bracket},
};

/// The fewest parts that a total is looked at with: one alone may not be all there is.
const FEWEST_PARTS: usize = 2;

/// What stands before the first of the parts of a total.
const OF_WHICH: &str = "其中";

/// What a form says in figures.
#[derive(Default)]
pub(super) struct Said {
    pub(super) halves: Vec<Half>,
    pub(super) rows: Rows,
    pub(super) weights: Option<Weights>,
}

/// A label with a figure at its right.
struct Entry {
    row: usize,
    column: usize,
    is: Is,
    name: Box<str>,
    /// Whether it begins with 其中.
    is_of_which: bool,
    label: CellPlace,
    figure: Reading,
    cell: CellPlace,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    Total,
    Part,
    /// An amount of something that is not known.
    Other,
}

/// Reads a form. Cost: its cells.
pub(super) fn read(sheet: &Sheet<'_>, form: &Form) -> Said {
    let (mut entries, mut width, mut number) = (Vec::new(), 0, 0);
    let mut weights = Weighing::default();
    sheet.each_row(0, usize::MAX, |cells| {
        width = width.max(cells.count());
        add_entries(form, number, cells, &mut entries);
        weights.read(form, cells);
        number += 1;
    });
    let mut said = Said { weights: weights.done(form), ..Said::default() };
    for total in entries.iter().filter(|entry| entry.is == Is::Total && !is_void(&entry.figure)) {
        let parts = parts(&entries, total);
        if parts.len() >= FEWEST_PARTS && are_beside_each_other(&parts) {
            said.add(total, &parts);
        }
    }
    said
}

/// Whether none of these is a part of another: 其中 stands before the first at most, and no name holds another, as 当年财政拨款
/// holds 财政拨款.
fn are_beside_each_other(parts: &[&Entry]) -> bool {
    let holds = |one: &&Entry, other: &&Entry| !std::ptr::eq(*one, *other) && one.name.contains(&*other.name);
    !parts.iter().skip(1).any(|part| part.is_of_which)
        && !parts.iter().any(|one| parts.iter().any(|other| holds(one, other)))
}

impl Said {
    fn add(&mut self, total: &Entry, parts: &[&Entry]) {
        let half = self.halves.len();
        let mut add = |entry: &Entry, of: Standing| {
            self.rows.push(ReadRow {
                half,
                of,
                codes: SmallVec::new(),
                label: entry.label,
                named: entry.label,
                name: Cow::Borrowed(&entry.name),
                amounts: SmallVec::from_slice(&[entry.figure]),
                cells: SmallVec::from_slice(&[entry.cell]),
            })
        };
        add(total, Standing::Total);
        (1..).zip(parts).for_each(|(number, part)| add(part, Standing::Item { rank: 0, number }));
        let amounts = vec![Column {
            column: total.column + 1,
            title: "金额".into(),
            path: Box::default(),
            is_added: true,
            is_carried: false,
        }];
        // What a form asks for stands wherever there was room: no column of it belongs to an amount alone.
        self.halves.push(Half {
            texts: None,
            numbers: None,
            marks: Vec::new(),
            are_projects: false,
            columns: 0..0,
            side: None,
            codes: Vec::new(),
            is_economic: false,
            name: Some(total.column),
            amounts,
            sums: Vec::new(),
        });
    }
}

/// The labels of a row that have an amount at their right, or are known.
fn add_entries(form: &Form, row: usize, cells: Cells<'_>, entries: &mut Vec<Entry>) {
    let mut behind: Option<usize> = None;
    let first = entries.len();
    for column in (0..cells.count()).rev() {
        let cell = cells.get(column);
        if is_blank(cell.text) {
            continue;
        }
        let next = behind.replace(column);
        let name = label(cell.text);
        let is = if form.totals.iter().any(|of| **of == name) {
            Is::Total
        } else if form.parts.iter().any(|of| **of == name) {
            Is::Part
        } else {
            Is::Other
        };
        let value = next.map(|column| cells.get(column)).filter(|value| amount::read(value.text).amount().is_some());
        // Where nothing is filled in, or nothing that can be read, the amount belongs directly behind the label.
        let value = value.unwrap_or_else(|| cells.get(column + 1));
        let figure = amount::read(trim(value.text));
        let is_amount = figure.amount().is_some() || may_be_amount(value.text);
        if amount::read(cell.text).amount().is_some() || (is == Is::Other && !is_amount) {
            continue;
        }
        let (name, is_of_which) = (name.into(), fold(cell.text).starts_with(OF_WHICH));
        let label = without_colon(cell);
        entries.push(Entry { row, column, is, name, is_of_which, label, figure, cell: value.place });
    }
    if let Some(added) = entries.get_mut(first..) {
        added.reverse();
    }
}

/// Whether a text that is no amount was meant to be one, perhaps: 约5.00. A date is none.
fn may_be_amount(text: &str) -> bool {
    const LONGEST: usize = 24;
    text.len() <= LONGEST && !text.contains('年') && fold(text).bytes().any(|byte| byte.is_ascii_digit())
}

/// Where a label stands, without its colon.
fn without_colon(cell: Cell<'_>) -> CellPlace {
    let colon = cell.text.chars().next_back().filter(|last| matches!(last, '：' | ':')).map_or(0, char::len_utf8);
    let span = cell.place.span;
    let is_direct = cell.place.is_replaceable() && (span.end - span.start) as usize == cell.text.len();
    let end = if is_direct { (span.end as usize).saturating_sub(colon) } else { span.end as usize };
    CellPlace { span: Span::new(span.start as usize, end), ..cell.place }
}

/// A label as it is compared: folded, without 其中, a colon and a unit in brackets.
fn label(text: &str) -> String {
    let folded = fold(text);
    let bare = folded.strip_prefix(OF_WHICH).unwrap_or(&folded).trim_matches(':');
    without_bracket(bare).trim_end_matches(':').to_owned()
}

/// What a total is the sum of: the parts below it, or those behind it in its row with the ones below these. None where
/// an amount of something unknown stands among them.
fn parts<'e>(entries: &'e [Entry], total: &Entry) -> Vec<&'e Entry> {
    let below = run(entries, total.row + 1, total.column);
    if !matches!(below.as_deref(), Some([])) {
        return below.unwrap_or_default();
    }
    let first = entries.partition_point(|entry| (entry.row, entry.column) <= (total.row, total.column));
    let beside = entries.iter().skip(first).take_while(|entry| entry.row == total.row && entry.is != Is::Total);
    let beside: Vec<&Entry> = beside.collect();
    let Some(first) = beside.first().filter(|_| beside.iter().all(|entry| entry.is == Is::Part)) else {
        return Vec::new();
    };
    match run(entries, total.row + 1, first.column) {
        Some(more) => beside.into_iter().chain(more).collect(),
        None => Vec::new(),
    }
}

/// The entry at a place; they stand in reading order.
fn at(entries: &[Entry], row: usize, column: usize) -> Option<&Entry> {
    let found = entries.binary_search_by_key(&(row, column), |entry| (entry.row, entry.column));
    found.ok().and_then(|at| entries.get(at))
}

/// The parts one below the other in a column from a row on. `None` where an amount of something unknown ends them.
fn run(entries: &[Entry], from: usize, column: usize) -> Option<Vec<&Entry>> {
    let mut parts = Vec::new();
    for row in from.. {
        match at(entries, row, column) {
            Some(entry) if entry.is == Is::Part => parts.push(entry),
            Some(entry) if entry.is == Is::Other => return None,
            // A blank row parts nothing, and what stands behind it may be one more.
            None if at(entries, row + 1, column).is_some_and(|entry| entry.is == Is::Part) => return None,
            Some(_) | None => break,
        }
    }
    Some(parts)
}

fn is_void(figure: &Reading) -> bool {
    !matches!(figure, Reading::Amount(_) | Reading::Nil)
}

/// How many cells stand directly before a weight that is one of an indicator: its name and its value.
const FEWEST_TEXTS: usize = 2;

/// The column of weights while it is read.
#[derive(Default)]
struct Weighing {
    column: usize,
    title: Option<CellPlace>,
    weights: Vec<(CellPlace, Reading)>,
    /// Of each, whether the row above prints the same one and the same first text, as converters repeat merged cells.
    are_repeated: Vec<bool>,
    /// The first text of the row before.
    first: Box<str>,
    /// Whether an indicator has none.
    is_open: bool,
    /// Whether something stands there that is no weight.
    is_broken: bool,
    is_over: bool,
}

impl Weighing {
    fn read(&mut self, form: &Form, cells: Cells<'_>) {
        let is_title = |column: &usize| {
            let name = label(cells.get(*column).text);
            form.weights.iter().any(|title| **title == name)
        };
        if self.title.is_none() {
            let found = (0..cells.count()).find(is_title);
            self.title = found.map(|column| cells.get(column).place);
            self.column = found.unwrap_or_default();
            // Each level has its own, and those further out stand in several rows.
            self.is_broken |= (self.column + 1..cells.count()).any(|column| is_title(&column));
            return;
        }
        let is_any = |words: &[&str]| (0..cells.count()).any(|column| words.contains(&&*fold(cells.get(column).text)));
        self.is_over |= is_any(&["合计", "总计"]);
        // A subtotal is no weight of its own, and what is added for merit none of the whole.
        if is_any(&["小计", "加分项", "加分", "扣分项", "减分项"]) {
            return;
        }
        let cell = cells.get(self.column);
        if self.is_over || is_title(&self.column) {
            return;
        }
        if is_blank(cell.text) {
            // 生态效益指标, which no indicator stands beside, needs none.
            let beside = self.column.saturating_sub(FEWEST_TEXTS)..self.column;
            self.is_open |= beside.len() == FEWEST_TEXTS && beside.into_iter().all(|at| !is_blank(cells.get(at).text));
            return;
        }
        let text = trim(cell.text);
        let reading = amount::read(text.strip_suffix(['%', '％', '分']).unwrap_or(text));
        self.is_broken |= reading.amount().is_none();
        let first: Box<str> = fold(cells.get(0).text).into();
        let is_same = self.weights.last().is_some_and(|(_, above)| *above == reading);
        self.are_repeated.push(is_same && !first.is_empty() && first == self.first);
        self.first = first;
        self.weights.push((cell.place, reading));
    }

    fn done(self, form: &Form) -> Option<Weights> {
        let title = self.title.filter(|_| !self.is_broken && self.weights.len() >= FEWEST_PARTS)?;
        let once = || self.weights.iter().zip(&self.are_repeated).filter(|(_, is_repeated)| !**is_repeated);
        let sum = |weights: &mut dyn Iterator<Item = &(CellPlace, Reading)>| {
            let scaled = weights.filter_map(|(_, reading)| reading.amount()).map(|amount| amount.scaled());
            scaled.fold(0_i128, i128::saturating_add)
        };
        let is_whole = |sum: i128| form.weight_sums.iter().any(|whole| i128::from(*whole) * SCALE == sum);
        let all = sum(&mut self.weights.iter());
        // 50 in each of three rows is one weight where all of them come to a whole so.
        if !is_whole(all) && is_whole(sum(&mut once().map(|(weight, _)| weight))) {
            let weights = once().map(|(weight, _)| *weight).collect();
            return Some(Weights { title, weights });
        }
        // What is still to be filled in may be what is missing.
        let is_less = form.weight_sums.iter().all(|whole| all < i128::from(*whole) * SCALE);
        (!(self.is_open && is_less)).then_some(Weights { title, weights: self.weights })
    }
}
