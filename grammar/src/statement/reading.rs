//! A row of a table, read as the rows of the statements that stand beside each other in it.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::{
    Code, Filled, Half, Header, Label, Standing,
    code::code_and_name,
    rows::{Cells, ReadRow, Rows},
    sheet::{Cell, Cells as CellsOf},
};
use crate::{
    amount::{self, Reading},
    html_table::shown,
    name::{ends_in_organisation, fold, is_blank, trim},
    numbering::is_mark,
};

/// Whether a row of a half with codes has nothing but a name.
pub(super) fn is_divider(half: &Half, cells: CellsOf<'_>) -> bool {
    let (codes, name) = labels(half, cells);
    let are_codes_blank = codes.iter().all(|code| is_blank(code.text));
    let is_named = are_codes_blank && name.is_some_and(|name| !is_blank(name.text) && !is_total(name.text));
    // A name may stand in the cells of codes, merged with its own.
    let mut printed = codes.iter().copied().chain(name).filter(|cell| !is_blank(cell.text));
    let mut is_merged = || {
        let is_name = |cell: &Cell<'_>| cell.text.starts_with(char::is_alphabetic) && !is_total(cell.text);
        printed.next().is_some_and(|first| is_name(&first) && printed.all(|other| other.text == first.text))
    };
    !half.codes.is_empty()
        && (is_named || (!are_codes_blank && is_merged()))
        && half.amounts.iter().all(|amount| is_blank(cells.get(amount.column).text))
}

/// The rows of the halves that a row of the table holds, `before` those above it. A total of several halves stands in
/// the first of them, and its figure in the last: 公用经费合计, over those of 302 and of 310; a converter may print it in all
/// cells between.
pub(super) fn rows_in<'c>(header: &Header, cells: CellsOf<'c>, before: &Rows) -> SmallVec<[ReadRow<'c>; 2]> {
    let halves = header.halves.iter().enumerate();
    let mut rows: SmallVec<[ReadRow<'c>; 2]> = SmallVec::new();
    for row in halves.filter_map(|(number, half)| row_in(header, cells, (number, half), before)) {
        match rows.last_mut() {
            Some(total)
                if is_bare_total(total)
                    && ((row.of == Standing::Unknown && row.label == cells.place)
                        || (row.of == Standing::Total && row.name == total.name)) =>
            {
                // 合计 below 人员经费合计 and 公用经费合计 is what both come to, and a row of neither.
                if is_total(&total.name) && has_several_totals(before) {
                    rows.clear();
                    break;
                }
                (total.half, total.codes, total.amounts, total.cells) = (row.half, row.codes, row.amounts, row.cells);
            }
            _ => rows.push(row),
        }
    }
    rows
}

/// Whether more than one half has a total already.
fn has_several_totals(before: &Rows) -> bool {
    let mut totals = before.iter().filter(|row| *row.of() == Standing::Total).map(|row| row.half());
    totals.next().is_some_and(|first| totals.any(|other| other != first))
}

/// The cells of the codes of a row, and that of its name; each a part of one cell where that holds both.
fn labels<'c>(half: &Half, cells: CellsOf<'c>) -> (SmallVec<[Cell<'c>; 3]>, Option<Cell<'c>>) {
    let name = half.name.map(|column| cells.get(column));
    if let (true, Some(both)) = (half.is_joined(), name) {
        return match code_and_name(both.text) {
            Some((code, name)) => (SmallVec::from_iter([both.part(code)]), Some(both.part(name))),
            None => (SmallVec::from_iter([Cell { text: "", ..both }]), name),
        };
    }
    (half.codes.iter().map(|column| cells.get(*column)).collect(), name)
}

/// Whether a row is a total in a half with codes that prints no amount there.
fn is_bare_total(row: &ReadRow<'_>) -> bool {
    row.of == Standing::Total
        && !row.codes.is_empty()
        && row.amounts.iter().all(|reading| matches!(reading, Reading::Absent))
}

fn row_in<'c>(
    header: &Header,
    cells: CellsOf<'c>,
    (number, half): (usize, &Half),
    before: &Rows,
) -> Option<ReadRow<'c>> {
    let known = if cells.count() < header.columns { 1 } else { usize::MAX };
    let columns = || half.amounts.iter().map(|amount| cells.get(amount.column)).take(known);
    let (codes, name) = labels(half, cells);
    let printed = codes.iter().copied().chain(name).filter(|cell| !is_blank(cell.text));
    let labels: SmallVec<[_; 4]> = printed.collect();
    let mut amounts: Cells<Reading> = columns().map(|cell| amount::read(cell.text)).collect();
    let has_figures = amounts.iter().any(|reading| !matches!(reading, Reading::Absent));
    if let Some(texts) = &half.texts {
        return listed(cells, number, half, texts);
    }
    let (of, name) = if half.codes.is_empty() {
        let label = name.map(|name| Label::read(name.text));
        (standing(label.as_ref(), has_figures)?, label.map(|label| label.name).unwrap_or_default())
    } else {
        let of = if labels.iter().any(|cell| is_total(cell.text)) {
            Standing::Total
        } else if let Some(code) = Code::read_below(codes.iter().map(|cell| cell.text), before.last_code(number)) {
            Standing::Coded(code)
        } else if labels.first().is_some_and(|cell| fold(cell.text).ends_with("合计")) {
            Standing::Total
        } else if has_figures {
            Standing::Unknown
        } else {
            return None;
        };
        let own = labels.last().filter(|_| of == Standing::Total).copied().or(name);
        (of, own.map(|cell| name_of(cell.text)).unwrap_or_default())
    };
    if of == Standing::Total {
        for (reading, cell) in amounts.iter_mut().zip(columns()).filter(|(of, _)| matches!(of, Reading::Invalid(_))) {
            if fold(cell.text) == name {
                *reading = Reading::Absent;
            }
        }
    }
    let (first, last) = (labels.first(), labels.last());
    let named = last.map_or(cells.place, |cell| cell.place);
    let label = first.map_or(named, |first| first.place.to(named));
    let codes = codes.iter().map(|cell| cell.place).collect();
    let cells = columns().map(|cell| cell.place).collect();
    Some(ReadRow { half: number, of, codes, label, named, name, amounts, cells })
}

/// A name without what a converter leaves in it: &nbsp; and <br>.
fn name_of(text: &str) -> Cow<'_, str> {
    match shown(text) {
        Cow::Borrowed(text) => fold(text),
        Cow::Owned(text) => Cow::Owned(fold(&text).into_owned()),
    }
}

/// A line of a list.
fn listed<'c>(cells: CellsOf<'c>, number: usize, half: &Half, texts: &[usize]) -> Option<ReadRow<'c>> {
    let amounts: Cells<Reading> =
        half.amounts.iter().map(|amount| amount::read(cells.get(amount.column).text)).collect();
    if amounts.iter().all(|reading| matches!(reading, Reading::Absent)) {
        return None;
    }
    let printed = texts.iter().map(|column| cells.get(*column)).filter(|cell| !is_blank(cell.text));
    let labels: SmallVec<[Cell<'c>; 4]> = printed.collect();
    if !labels.is_empty() && labels.iter().all(|cell| is_mark(cell.text)) {
        return None;
    }
    let own = half.name.map(|column| cells.get(column)).filter(|cell| !is_blank(cell.text));
    // A line of figures alone is what those above it come to, or those below.
    let named = own.or(labels.last().copied()).or_else(|| half.name.map(|column| cells.get(column)))?;
    let is_unnamed = is_blank(named.text);
    let label = Label::read(if is_unnamed { "小计" } else { named.text });
    const SUBTOTALS: [&str; 5] = ["小计", "合计", "总计", "共计", "累计"];
    let is_subtotal =
        |cell: &Cell<'_>| cell.text.contains('计') && SUBTOTALS.iter().any(|word| fold(cell.text).ends_with(word));
    // A name that is left out since it stands above has something of its own behind it.
    let is_left_out = || {
        let behind = texts.iter().filter(|column| half.name.is_some_and(|name| **column > name));
        behind.into_iter().any(|column| !is_blank(cells.get(*column).text))
    };
    let of = if labels.iter().any(|cell| is_total(cell.text)) {
        Standing::Total
    } else if label.is_of_which {
        Standing::OfWhich
    } else if let Some(rank) = label.rank.filter(|_| half.marks.is_empty()) {
        Standing::Item { rank, number: label.number }
    } else {
        // The name of a line of the classification is none of a project, and 12345热线运行 is one; nor is 特定目标类, or
        // 208001-青禾区水利局.
        let is_coded = || {
            const UNIT: usize = 6;
            let bare = named.text.trim_start_matches(['[', '【', '(', '（']);
            let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
            if digits == UNIT && (ends_in_organisation(trim(bare)) || trim(bare).ends_with("本级")) {
                return true;
            }
            let code =
                code_and_name(named.text).and_then(|(code, _)| named.text.get(code)?.get(..3)?.parse::<u32>().ok());
            code.is_some_and(|class| (201..=234).contains(&class) || (301..=399).contains(&class))
                || ["运转类", "目标类", "人员类"].iter().any(|kind| named.text.ends_with(kind))
        };
        let number = half.numbers.and_then(|column| trim(cells.get(column).text).parse().ok()).unwrap_or_default();
        Standing::Listed {
            number,
            filled: Filled::of(half.marks.iter().map(|column| cells.get(*column).text)),
            is_group: is_unnamed || (own.is_none() && !is_left_out()) || labels.iter().any(is_subtotal) || is_coded(),
        }
    };
    let name = if of == Standing::Total { fold(named.text) } else { label.name };
    Some(ReadRow {
        half: number,
        of,
        codes: SmallVec::new(),
        label: labels.first().map_or(named.place, |first| first.place.to(named.place)),
        named: named.place,
        name,
        amounts,
        cells: half.amounts.iter().map(|amount| cells.get(amount.column).place).collect(),
    })
}

impl Filled {
    /// Four bits a cell, for as many as there is room for: no table has more of these columns.
    fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Self {
        const WORDS: u64 = 15;
        let fill = |cell: &str| {
            let digits = cell.bytes().filter(u8::is_ascii_digit).count();
            if is_blank(cell) {
                0
            } else if digits == trim(cell).len() {
                u64::try_from(digits).unwrap_or(WORDS).min(WORDS - 1)
            } else {
                WORDS
            }
        };
        Self(cells.fold(0, |filled, cell| (filled << 4) | fill(cell)))
    }
}

/// What a line without a code is, by its name.
fn standing(label: Option<&Label<'_>>, has_figures: bool) -> Option<Standing> {
    let Some(label) = label else { return has_figures.then_some(Standing::Figures) };
    let name = &*label.name;
    let is_carried = is_carried(name);
    Some(if label.is_of_which {
        Standing::OfWhich
    } else if let Some(rank) = label.rank.filter(|_| !is_carried) {
        Standing::Item { rank, number: label.number }
    } else if is_carried {
        Standing::Carried
    } else if matches!(name, "合计" | "总计" | "共计" | "收入总计" | "支出总计" | "收入合计" | "支出合计")
    {
        Standing::Total
    } else if name.starts_with("本年") && (name.ends_with("合计") || matches!(name, "本年收入" | "本年支出"))
    {
        Standing::Year
    } else if has_figures {
        Standing::Unknown
    } else {
        return None;
    })
}

/// Whether a line is about money of another year: what is carried over, or taken from what was saved (用事业基金弥补收支差额).
fn is_carried(name: &str) -> bool {
    let is_taken = ["弥补", "动用", "调入"].iter().any(|word| name.contains(word)) || name.starts_with("使用");
    name.contains("结转")
        || name.contains("结余")
        || (is_taken && ["基金", "余额", "差额"].iter().any(|word| name.contains(word)))
}

pub(super) fn is_total(cell: &str) -> bool {
    const TOTALS: [&str; 6] = ["合计", "总计", "共计", "支出合计", "项目支出合计", "项目合计"];
    cell.contains('计') && TOTALS.contains(&fold(cell).trim_end_matches(':'))
}
