//! The cell of the name: units and projects that the document names elsewhere, and 合计.

use std::collections::HashSet;

use budget_grammar::{
    Span,
    line::{Kind, Standing},
};

use super::{
    CompletionKind, Desk, Offer,
    usage::{Counted, Near, near},
};

pub(super) fn offers(desk: &Desk<'_>) -> Vec<Offer> {
    let Some(typed) = desk.at.checked_sub(desk.cell.start as usize) else { return Vec::new() };
    let start = desk.cell.start as usize;
    let typed = Span::new(start, start + typed);
    let piece = Span::new(start, desk.at.max(desk.cell.end as usize));
    let mut offers: Vec<Offer> = total(desk, typed).into_iter().map(|offer| offer.standing_for(piece)).collect();
    let rows = near(desk.document, desk.line);
    let offer = |kind, (name, _): (&str, u32)| Offer::new(kind, name, (typed, piece));
    offers.extend(projects(desk, &rows).into_iter().map(|name| offer(CompletionKind::Project, name)));
    offers.extend(units(desk, &rows).into_iter().map(|name| offer(CompletionKind::Unit, name)));
    offers
}

/// 合计, in the first or the last row of a table that is not summed up yet.
fn total(desk: &Desk<'_>, typed: Span) -> Option<Offer> {
    let is_open = matches!(desk.standing, Standing::Blank | Standing::Unfinished | Standing::UnitBySum);
    let table = desk.document.table(desk.line).filter(|_| is_open)?;
    let above = desk.document.lines().get(desk.line.checked_sub(1)?)?;
    let is_first = matches!(above.kind, Kind::Fragment(_) | Kind::HeaderRow) && {
        let above = desk.document.lines().summary_of(table.start..desk.line);
        above.units + above.projects == 0
    };
    let is_last = desk.document.to_last_row(table.clone()).end == desk.line + 1;
    let has_one = desk.document.lines().summary_of(table).totals > 0;
    ((is_first || is_last) && !has_one).then(|| Offer::new(CompletionKind::Total, "合计", (typed, typed)))
}

/// The names of projects near, but for those of this unit: one of them would stand there twice.
fn projects<'n>(desk: &Desk<'_>, rows: &'n [Near<'_>]) -> Vec<(&'n str, u32)> {
    let group = desk.document.group(desk.line);
    let (inside, outside): (Vec<&Near<'_>>, Vec<&Near<'_>>) =
        rows.iter().filter(|near| near.standing.is_project()).partition(|near| group.contains(&near.line));
    let here: HashSet<u64> = inside.iter().map(|near| near.row.name_hash).collect();
    names(outside.into_iter().filter(|near| !here.contains(&near.row.name_hash)))
}

/// The names of budget units of other tables near.
fn units<'n>(desk: &Desk<'_>, rows: &'n [Near<'_>]) -> Vec<(&'n str, u32)> {
    let table = desk.document.table(desk.line).unwrap_or_default();
    let (inside, outside): (Vec<&Near<'_>>, Vec<&Near<'_>>) =
        rows.iter().filter(|near| near.standing.is_unit()).partition(|near| table.contains(&near.line));
    let here: HashSet<u64> = inside.iter().map(|near| near.row.name_hash).collect();
    names(outside.into_iter().filter(|near| !here.contains(&near.row.name_hash)))
}

fn names<'n>(rows: impl Iterator<Item = &'n Near<'n>>) -> Vec<(&'n str, u32)> {
    let names = rows.map(|near| near.row.name().of(&near.text)).filter(|name| !name.is_empty());
    names.collect::<Counted<'_>>().ranked()
}
