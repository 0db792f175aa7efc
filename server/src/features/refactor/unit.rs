//! A table in 元 printed in 万元, and the other way round.
//!
//! Where one 单位：… holds for this table alone, that is changed; where it holds for others too, they keep theirs, and the
//! table gets a line of its own. A unit in the header (总计（万元）) is changed in all fragments.

use budget_grammar::{
    Span,
    amount::{self, Amount, MAX_DECIMALS, MonetaryUnit, Reading},
    line::{Joint, Kind, Line},
    metadata::Metadata,
    sequence::Search,
    tally::Tally,
};

use super::{Direction, Place, Refusal};
use crate::{finding::Language, fix::Replacement};

/// 万元 in 元, in powers of ten.
const FACTOR: i128 = 10_000;
/// The decimals that figures have at least: budgets print two in either unit.
const FEWEST_DECIMALS: u8 = 2;

/// From the table's unit to the other one; `None` for a table in neither.
pub(super) fn direction(place: &Place<'_>) -> Option<Direction> {
    match place.schema.unit? {
        MonetaryUnit::Yuan => Some((MonetaryUnit::Yuan, MonetaryUnit::TenThousand)),
        MonetaryUnit::TenThousand => Some((MonetaryUnit::TenThousand, MonetaryUnit::Yuan)),
        _ => None,
    }
}

pub(super) fn title(place: &Place<'_>) -> String {
    let to = direction(place).map_or("", |(_, to)| to.name());
    match place.language {
        Language::Chinese => format!("把本表金额换算为{to}"),
        Language::English => format!("Convert the amounts of this table to {to}"),
    }
}

/// What speaks against it in the sums and the header, without a look at any row.
pub(super) fn plain_refusal(place: &Place<'_>) -> Option<Refusal> {
    let tally = place.document.lines().summary_of(place.table.clone());
    let count = tally.rows().iter().map(|sum| sum.void).sum();
    if count > 0 {
        return Some(Refusal::NoAmounts { count });
    }
    has_unknown_column(place).then_some(Refusal::UnknownColumn)
}

/// Whether a column that is not known stands between the amounts.
fn has_unknown_column(place: &Place<'_>) -> bool {
    let columns = || place.schema.amounts.iter().map(|amount| amount.column);
    let (first, last) = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
    last - first + 1 != place.schema.amounts.len()
}

pub(super) fn converted(place: &Place<'_>) -> Result<Vec<Replacement>, Refusal> {
    let Some(direction) = direction(place) else { return Ok(Vec::new()) };
    if has_unknown_column(place) {
        return Err(Refusal::UnknownColumn);
    }
    let decimals = decimals(place, direction);
    let mut edits = statements(place, direction)?;
    for (line, row, _) in place.rows() {
        let text = place.document.text().line(line);
        for (column, reading) in row.amounts.iter().enumerate() {
            let Some(span) = row.amount_cell(column) else { continue };
            let cell = Cell { line, text: span.of(&text), reading };
            let new = cell.converted(direction, decimals)?;
            edits.extend(new.map(|new| Replacement::in_line(place.document, line, span, new)));
        }
    }
    Ok(edits)
}

/// The decimals that converted figures have at least: in 万元 those that most figures of the table have, so that its
/// columns stay even.
fn decimals(place: &Place<'_>, (_, to): Direction) -> u8 {
    if to == MonetaryUnit::Yuan {
        return FEWEST_DECIMALS;
    }
    let mut counts = [0_u32; MAX_DECIMALS as usize + 1];
    for reading in place.rows().flat_map(|(_, row, _)| row.amounts.iter()) {
        let slot = reading.amount().and_then(|amount| counts.get_mut(usize::from(amount.decimals())));
        slot.into_iter().for_each(|count| *count += 1);
    }
    let usual = (0..).zip(counts).max_by_key(|(_, count)| *count).map_or(0, |(decimals, _)| decimals);
    usual.max(FEWEST_DECIMALS)
}

struct Cell<'a> {
    line: usize,
    text: &'a str,
    reading: &'a Reading,
}

impl Cell<'_> {
    /// What will stand there; `None` where nothing has to change.
    fn converted(&self, (from, to): Direction, decimals: u8) -> Result<Option<String>, Refusal> {
        let (line, text) = (self.line, || self.text.to_owned());
        let amount = match self.reading {
            Reading::Absent | Reading::Nil => return Ok(None),
            Reading::Amount(amount) => *amount,
            Reading::Misgrouped(_) | Reading::Invalid(_) => return Err(Refusal::NoAmount { line, text: text() }),
        };
        if amount.unit().is_some_and(|unit| unit != from) {
            return Err(Refusal::OtherUnit { line, text: text(), unit: from });
        }
        let too_long = || Refusal::TooLong { line, text: text() };
        let scaled = scaled(amount, to).ok_or_else(too_long)?;
        let new = amount::rewrite_with(self.text, scaled, decimals).ok_or_else(too_long)?;
        Ok(Some(if amount.unit().is_some() { new.replacen(from.name(), to.name(), 1) } else { new }))
    }
}

/// The value of an amount in the other unit; `None` where that has more digits than an amount may have.
fn scaled(amount: Amount, to: MonetaryUnit) -> Option<i128> {
    let value = amount.scaled();
    let scaled = match to {
        MonetaryUnit::Yuan => value.checked_mul(FACTOR)?,
        _ => (value % FACTOR == 0).then_some(value / FACTOR)?,
    };
    Amount::new(scaled, u8::try_from(MAX_DECIMALS).ok()?)?;
    Some(scaled)
}

/// The edits after which the document says that the table is in the other unit, and every other table in its own.
fn statements(place: &Place<'_>, direction: Direction) -> Result<Vec<Replacement>, Refusal> {
    let mut edits = in_header(place, direction);
    let metadata = place.document.lines().get(place.table.start).and_then(|line| line.after.metadata.as_deref());
    if metadata.and_then(|metadata| metadata.unit) == Some(direction.0) {
        edits.extend(in_metadata(place, direction)?);
    }
    edits.sort_by_key(|edit| edit.range.start);
    let mut probe = place.document.clone();
    for edit in edits.iter().rev() {
        probe.edit(edit.range.clone(), &edit.new);
    }
    let start = place.document.text().line_start(place.table.start);
    let moved = edits.iter().filter(|edit| edit.range.end <= start);
    let start = moved.fold(start, |start, edit| (start + edit.new.len()).saturating_sub(edit.range.len()));
    let table = probe.lines().get(probe.text().line_at(start)).and_then(|line| line.after.table.as_deref());
    let is_said = table.and_then(|table| table.unit) == Some(direction.1);
    if is_said { Ok(edits) } else { Err(Refusal::NoUnitLine) }
}

/// The unit in brackets in the headers of all fragments: 总计（万元）.
fn in_header(place: &Place<'_>, (from, to): Direction) -> Vec<Replacement> {
    let mut edits = Vec::new();
    for fragment in place.fragments() {
        for line in place.header(fragment) {
            let text = place.document.text().line(line);
            for (at, name) in text.match_indices(from.name()) {
                let end = at + name.len();
                let (before, after) = (text.get(..at).unwrap_or_default(), text.get(end..).unwrap_or_default());
                let is_whole = before.ends_with(['（', '(', '：', ':', '【', '[', '币']);
                if is_whole && after.trim_start().starts_with(['）', ')', '】', ']']) {
                    edits.push(Replacement::in_line(place.document, line, Span::new(at, end), to.name()));
                }
            }
        }
    }
    edits
}

/// The 单位：… that holds for the table: changed where it holds for no other, else a line of its own.
fn in_metadata(place: &Place<'_>, (from, to): Direction) -> Result<Vec<Replacement>, Refusal> {
    let text = place.document.text();
    let header = place.table.start.saturating_sub(1);
    let said = said_at(place, header).ok_or(Refusal::NoUnitLine)?;
    let lines = place.document.lines();
    let above = lines.iter_from(said).take(header.saturating_sub(said)).any(is_table);
    let next = next_table(place);
    if !above && next.is_none() {
        let line = text.line(said);
        let (span, new) = renamed(&line, from, to).ok_or(Refusal::NoUnitLine)?;
        return Ok(vec![Replacement::in_line(place.document, said, span, new)]);
    }
    let ending = place.ending();
    let own_line = |line: usize, unit: MonetaryUnit| {
        let start = text.line_start(line);
        Replacement { range: start..start, new: format!("单位：{unit}{ending}{ending}") }
    };
    Ok(std::iter::once(own_line(header, to)).chain(next.map(|next| own_line(next, from))).collect())
}

/// The line above `before` that says the unit.
fn said_at(place: &Place<'_>, before: usize) -> Option<usize> {
    let is_metadata = |line: &Line| line.kind == Kind::Metadata;
    let search = Search { may_hold: &|tally: &Tally| tally.table_ends > 0, is: &is_metadata };
    let mut before = before;
    loop {
        let line = place.document.lines().previous(before, &search)?;
        if says_unit(&place.document.text().line(line)) {
            return Some(line);
        }
        before = line;
    }
}

fn says_unit(line: &str) -> bool {
    Metadata::read(line.trim_start_matches('\u{feff}')).is_some_and(|metadata| metadata.unit.is_some())
}

fn is_table(line: &Line) -> bool {
    matches!(line.kind, Kind::Fragment(_)) || line.begins_unknown_table()
}

/// The header of the next table for which the same 单位 holds.
fn next_table(place: &Place<'_>) -> Option<usize> {
    let lines = (place.table.end..).zip(place.document.lines().iter_from(place.table.end));
    for (line, understood) in lines {
        match understood.kind {
            Kind::Heading => return None,
            Kind::Metadata if says_unit(&place.document.text().line(line)) => return None,
            Kind::Fragment(Joint::Starts) | Kind::UnknownDelimiter | Kind::HtmlTable => {
                return place.document.head_of_table(line);
            }
            _ => {}
        }
    }
    None
}

/// The name of the unit in a line of metadata, and the one to put in its place: the last for which the line then says
/// the other unit and the same department.
fn renamed(line: &str, from: MonetaryUnit, to: MonetaryUnit) -> Option<(Span, &'static str)> {
    let short = if from == MonetaryUnit::Yuan { "圆" } else { "万" };
    let before = Metadata::read(line.trim_start_matches('\u{feff}'))?;
    for spelling in [from.name(), short] {
        for (at, _) in line.rmatch_indices(spelling) {
            let span = Span::new(at, at + spelling.len());
            let mut changed = line.to_owned();
            changed.replace_range(span.range(), to.name());
            let after = Metadata::read(changed.trim_start_matches('\u{feff}'));
            if after.is_some_and(|after| after.unit == Some(to) && after.department == before.department) {
                return Some((span, to.name()));
            }
        }
    }
    None
}
