//! The monetary unit that a statement says itself, which counts before the one that it has from further above.

use super::{Header, Title, run::NOTE_REACH};
use crate::{
    amount::MonetaryUnit,
    document::Document,
    line::Kind,
    name::{fold, without_bracket},
};

/// The unit that the header says: 合计（元）, in all columns that say one.
pub(super) fn of_header(header: &Header) -> Option<MonetaryUnit> {
    let columns = header.halves.iter().flat_map(|half| &half.amounts);
    let mut units = columns.filter_map(|column| in_bracket(&column.title));
    let first = units.next()?;
    units.all(|other| other == first).then_some(first)
}

/// The unit that a title says, where no line between it and the table says one. `start` is the line that places are
/// counted from, `header` the first line of the table.
pub(super) fn of_title(document: &Document, title: &Title, start: usize, header: usize) -> Option<MonetaryUnit> {
    let line = start.checked_add_signed(isize::try_from(title.below).ok()?)?;
    let between = (line.saturating_add(1)..header).filter_map(|line| document.lines().get(line));
    let mut metadata = between.into_iter().filter(|line| line.kind == Kind::Metadata);
    if metadata.any(|line| line.after.metadata.as_ref().is_some_and(|metadata| metadata.unit.is_some())) {
        return None;
    }
    in_bracket(&title.text)
}

/// The unit that the first line of text below a table says: 注：本表金额单位为元。
pub(super) fn of_note(document: &Document, end: usize) -> Option<MonetaryUnit> {
    const LONGEST: usize = 120;
    let below = document.lines().iter_from(end).take(NOTE_REACH).enumerate();
    let (at, _) = below.into_iter().find(|(_, line)| !line.is_gap())?;
    let text = document.text().line(end + at);
    if text.len() > LONGEST || !text.contains("本表") {
        return None;
    }
    let (_, said) = text.split_once("单位")?;
    let said = said.trim_start_matches(['为', '是', '：', ':', ' ']);
    let said = said.split(['，', ',', '。', '；', ';', '、']).next()?;
    MonetaryUnit::parse(said)
}

/// The unit in the bracket that a text ends with.
fn in_bracket(text: &str) -> Option<MonetaryUnit> {
    let folded = fold(text);
    let bracket = folded.strip_prefix(without_bracket(&folded)).filter(|bracket| !bracket.is_empty())?;
    MonetaryUnit::parse(bracket)
}
