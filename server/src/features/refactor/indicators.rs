//! The list of indicators in one cell.

use budget_grammar::name::is_blank;

use super::Place;
use crate::{
    finding::Language,
    fix::Replacement,
    skeleton::{Skeleton, next_number},
};

/// The numbers of the row's indicators as 1, 2, 3 …, where they are others. An indicator whose number is missing
/// counts.
pub(super) fn renumbered(place: &Place<'_>) -> Vec<Replacement> {
    let Some((row, _)) = place.row() else { return Vec::new() };
    let Some(cell) = row.indicator_cell() else { return Vec::new() };
    let wrong = (1u32..).zip(&row.indicators.list).filter_map(|(count, indicator)| {
        let number = indicator.number.filter(|number| number.value != count)?;
        Some((number.span.shifted(cell.start as usize), count))
    });
    wrong.map(|(span, count)| Replacement::in_line(place.document, place.line, span, count.to_string())).collect()
}

pub(super) fn title(place: &Place<'_>) -> String {
    let next = place.row().map_or(1, |(row, _)| next_number(&row.indicators));
    match place.language {
        Language::Chinese => format!("在绩效指标末尾添加指标 {next}"),
        Language::English => format!("Add indicator {next} at the end of the cell"),
    }
}

/// An indicator with the next number at the end of the row's cell, of the class of the last one and written as that one
/// is; `None` where the row is no project or has no such cell.
pub(super) fn added(place: &Place<'_>) -> Option<Replacement> {
    let (row, standing) = place.row()?;
    let cell = row.indicator_cell().filter(|_| standing.is_project())?;
    let line = place.document.text().line(place.line);
    let text = cell.of(&line);
    let last = row.indicators.list.last();
    let skeleton = Skeleton::behind(&row.indicators, text).text();
    let new = match last {
        _ if is_blank(text) => skeleton,
        Some(last) if last.stop.is_empty() => format!("{text}。{skeleton}"),
        _ => format!("{text}{skeleton}"),
    };
    Some(Replacement::in_cell(place.document, place.line, cell, &new))
}
