//! Figures of a department's budget that stand in several places: its statements and its prose.

use budget_grammar::amount::format_scaled;

use super::{
    card::{Card, Grid},
    hover::Hover,
    navigation::{MOST_MARKS, MOST_PLACES, Mark, Ties},
    place::Piece,
};
use crate::{
    analysis::Analysis,
    capital::capital,
    department::{Department, Seat, Stand},
    finding::Language,
    fix::{Replacement, ordered},
    identity::{Band, decimals, residual},
    statement::{Kind, Place},
};

/// The most places that a card names.
const MOST_SHOWN: usize = 12;

/// Where a figure else stands and whether all places agree, and what its own statement adds up to. Cost: that of the
/// department.
pub fn hover(analysis: &Analysis, offset: usize) -> Option<Hover> {
    with_figure(analysis, offset, |department, stand| {
        // A share or a rate is no amount.
        if let Stand::Seat(seat) = stand
            && !department.account(seat.statement)?.column(seat.place)?.is_added
        {
            return None;
        }
        let (line, span) = department.place_of(stand)?;
        let language = analysis.options().language;
        let mut card = Card { title: department.title_of(stand), ..Card::default() };
        let others = department.other_places(stand);
        let value = department.value_of(stand)?;
        let exact = format_scaled(value.value, 2).to_string();
        card.lines.push(format!("{} = {exact} 元", department.shown(stand)));
        card.lines.extend(capital(value.value).map(|numerals| {
            language.choose(|| format!("大写：{numerals}"), || format!("in capital numerals: {numerals}"))
        }));
        if let Stand::Seat(seat) = stand {
            card.lines.extend(sums(department, seat, language));
        }
        if others.is_empty() {
            return (span.start < span.end).then_some(Hover { line, span, card });
        }
        let apart = others.iter().filter(|other| department.agree(stand, **other) == Some(false)).count();
        let header = match language {
            Language::Chinese => ["还印在", "印出", "一致"],
            Language::English => ["also in", "printed", "the same"],
        };
        let row = |other: &Stand| {
            let is_same = match (department.agree(stand, *other), language) {
                (Some(true), Language::Chinese) => "是",
                (Some(true), Language::English) => "yes",
                (Some(false), Language::Chinese) => "否",
                (Some(false), Language::English) => "no",
                (None, _) => "—",
            };
            vec![department.title_of(*other), department.shown(*other), is_same.to_owned()]
        };
        card.tables.push(Grid {
            header: header.map(str::to_owned).into(),
            rows: others.iter().take(MOST_SHOWN).map(row).collect(),
        });
        let count = others.len();
        card.lines.push(if apart == 0 {
            language.choose(|| format!("{} 处都一致", count + 1), || format!("all {} places agree", count + 1))
        } else {
            language.choose(
                || format!("{count} 处中 {apart} 处不一致"),
                || format!("{apart} of {count} places do not agree"),
            )
        });
        Some(Hover { line, span, card })
    })
}

/// What the identities of its own statement say of a figure that is a total.
fn sums(department: &Department<'_>, seat: Seat, language: Language) -> Vec<String> {
    let Some(account) = department.account(seat.statement) else { return Vec::new() };
    let own = account.identities.iter().filter(|identity| identity.total == seat.place && identity.band != Band::Void);
    let line = own.filter_map(|identity| {
        let (total, parts) = account.sums(identity);
        let decimals = decimals(&total, &parts);
        let figure = |value: i128| format_scaled(value, decimals).to_string();
        let (count, residual) = (parts.parts + parts.nils, residual(&total, &parts));
        let (parts, difference) = (figure(parts.value), figure(residual));
        let of = match identity.of {
            // What is the same as its only part says nothing.
            _ if count <= 1 && residual == 0 => return None,
            Kind::Row => language.choose(|| format!("本行 {count} 栏"), || format!("{count} columns of its row")),
            Kind::Column => language.choose(|| format!("下级 {count} 项"), || format!("{count} lines below it")),
            Kind::Halves => language.choose(|| "收入".to_owned(), || "the income".to_owned()),
        };
        Some(language.choose(
            || format!("{of}相加 {parts}，差 {difference}"),
            || format!("{of} add up to {parts}, difference {difference}"),
        ))
    });
    line.collect()
}

/// From a figure to the other places that print it; where there are none, from a total to its parts and from a part to
/// its totals.
pub fn definition(analysis: &Analysis, offset: usize) -> Option<Ties> {
    with_figure(analysis, offset, |department, stand| {
        let mut others = department.other_places(stand);
        // Prose leads to the tables first.
        others.sort_by_key(|other| matches!(other, Stand::Mention { .. }));
        if let (true, Stand::Seat(seat)) = (others.is_empty(), stand) {
            let parts = tied(department, seat, true);
            others = if parts.is_empty() { tied(department, seat, false) } else { parts };
        }
        ties(department, stand, &others)
    })
}

/// All that a figure is tied to: the other places that print it, its parts, and its totals.
pub fn references(analysis: &Analysis, offset: usize) -> Option<Ties> {
    with_figure(analysis, offset, |department, stand| {
        let mut others = department.other_places(stand);
        if let Stand::Seat(seat) = stand {
            others.extend(tied(department, seat, false));
            others.extend(tied(department, seat, true));
        }
        ties(department, stand, &others)
    })
}

/// What is marked while the cursor is on a figure: it, with all other places that print it, or the parts of a total
/// where there are none.
pub fn marks(analysis: &Analysis, offset: usize) -> Vec<(Piece, Mark)> {
    let marked = with_figure(analysis, offset, |department, stand| {
        let places = department.other_places(stand);
        let parts = match stand {
            Stand::Seat(seat) if places.is_empty() => tied(department, seat, true),
            Stand::Seat(_) | Stand::Mention { .. } => Vec::new(),
        };
        let own = if parts.is_empty() { Mark::Name } else { Mark::Total };
        let others = places.into_iter().map(|other| (other, Mark::Name));
        let others = others.chain(parts.into_iter().map(|part| (part, Mark::Part)));
        let mut marks: Vec<(Piece, Mark)> = Vec::new();
        for (stand, mark) in std::iter::once((stand, own)).chain(others) {
            let (line, span) = department.place_of(stand)?;
            let piece = Piece { line, span };
            if marks.iter().all(|(other, _)| *other != piece) && marks.len() < MOST_MARKS {
                marks.push((piece, mark));
            }
        }
        (marks.len() > 1).then_some(marks)
    });
    marked.unwrap_or_default()
}

/// What makes all other places print the figure at a place, and what it is called; `None` where they do.
pub fn carry(analysis: &Analysis, offset: usize) -> Option<(String, Vec<Replacement>)> {
    with_figure(analysis, offset, |department, stand| {
        let language = analysis.options().language;
        let edits = ordered(department.carried(stand)).filter(|edits| !edits.is_empty())?;
        let shown = department.shown(stand);
        let count = department
            .other_places(stand)
            .iter()
            .filter(|other| department.agree(stand, **other) == Some(false))
            .count();
        let title = language
            .choose(|| format!("把 {shown} 带到另外 {count} 处"), || format!("Carry {shown} to {count} other places"));
        Some((title, edits))
    })
}

/// The parts of a figure within its statement, or the totals that it is part of.
fn tied(department: &Department<'_>, seat: Seat, is_total: bool) -> Vec<Stand> {
    let Some(account) = department.account(seat.statement) else { return Vec::new() };
    let stand = |place: Place| Stand::Seat(Seat { place, ..seat });
    let identities = account.identities.iter();
    if is_total {
        identities
            .filter(|identity| identity.total == seat.place)
            .flat_map(|identity| identity.parts().filter(|part| account.sum(*part).value != 0).map(stand))
            .collect()
    } else {
        identities
            .filter(|identity| identity.parts().any(|part| part == seat.place))
            .map(|identity| stand(identity.total))
            .collect()
    }
}

fn ties(department: &Department<'_>, origin: Stand, others: &[Stand]) -> Option<Ties> {
    let piece = |stand: &Stand| department.place_of(*stand).map(|(line, span)| Piece { line, span });
    let mut pieces: Vec<Piece> = Vec::new();
    for other in others.iter().filter_map(piece) {
        if !pieces.contains(&other) && pieces.len() < MOST_PLACES {
            pieces.push(other);
        }
    }
    (!pieces.is_empty()).then_some(Ties { origin: piece(&origin)?, others: pieces })
}

fn with_figure<T>(analysis: &Analysis, offset: usize, ask: impl Fn(&Department<'_>, Stand) -> Option<T>) -> Option<T> {
    let text = analysis.document().text();
    let line = text.line_at(offset);
    let column = u32::try_from(offset.saturating_sub(text.line_start(line))).ok()?;
    // Rows of tables of known kind are no part of it.
    if analysis.document().lines().get(line)?.row().is_some() {
        return None;
    }
    analysis.in_department(line, |department| ask(department, department.stand_at(line, column)?))
}
