//! From a total to its parts and back, and from a name to where else it stands.

use budget_grammar::document::Document;

use super::{
    place::{Figure, Name, Piece, Place, place},
    repeated,
};
use crate::analysis::Analysis;

/// The most places that are listed: more than a drafter looks through.
pub const MOST_PLACES: usize = 1_000;
/// The most places that are marked at every movement of the cursor.
pub const MOST_MARKS: usize = 300;

/// A place, and others that are tied to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ties {
    /// What the cursor is on.
    pub origin: Piece,
    /// What it is tied to, at most [`MOST_PLACES`].
    pub others: Vec<Piece>,
}

/// Where a jump from a place leads: from a figure to its parts in its column, else to the totals above it there, else
/// to its row's total; from a project that stands twice in its unit to its twin, from any other name to where else it
/// stands.
///
/// Logarithmic for each place that is listed; for a name see [`Document::named`].
pub fn definition(analysis: &Analysis, offset: usize) -> Option<Ties> {
    let document = analysis.document();
    let Some(place) = place(document, offset) else { return repeated::definition(analysis, offset) };
    match place {
        Place::Figure(figure) => {
            let parts = pieces(document, figure.parts(document));
            let others = if parts.is_empty() { above(document, figure) } else { parts };
            Some(Ties { origin: figure.piece(document)?, others })
        }
        Place::Name(name) => {
            let twins: Vec<Name> = name.twins(document).collect();
            let others = if twins.is_empty() { others_of(document, name) } else { names(document, twins) };
            Some(Ties { origin: name.piece(document)?, others })
        }
    }
}

/// All that a place is tied to: what a figure is made of and what it flows into, or where else a name stands. The cost
/// is that of [`definition`].
pub fn references(analysis: &Analysis, offset: usize) -> Option<Ties> {
    let document = analysis.document();
    let Some(place) = place(document, offset) else { return repeated::references(analysis, offset) };
    match place {
        Place::Figure(figure) => {
            let ties = figure.flows_into(document).chain(figure.made_of(document));
            Some(Ties { origin: figure.piece(document)?, others: pieces(document, ties) })
        }
        Place::Name(name) => Some(Ties { origin: name.piece(document)?, others: others_of(document, name) }),
    }
}

fn above(document: &Document, figure: Figure) -> Vec<Piece> {
    let totals = pieces(document, figure.totals(document));
    if totals.is_empty() { pieces(document, figure.total_of_row(document)) } else { totals }
}

fn pieces(document: &Document, figures: impl IntoIterator<Item = Figure>) -> Vec<Piece> {
    figures.into_iter().filter_map(|figure| figure.piece(document)).take(MOST_PLACES).collect()
}

fn names(document: &Document, names: impl IntoIterator<Item = Name>) -> Vec<Piece> {
    names.into_iter().filter_map(|name| name.piece(document)).take(MOST_PLACES).collect()
}

fn others_of(document: &Document, name: Name) -> Vec<Piece> {
    names(document, name.everywhere(document).filter(|other| *other != name))
}

/// What a marked place is to the one that the cursor is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The total of the identity.
    Total,
    /// One of its parts.
    Part,
    /// The same name.
    Name,
}

/// What is marked while the cursor is at a place: a total with its parts, all places of a name that stands more than
/// once, or all that print a figure of a department. At most about [`MOST_MARKS`], the cursor's own among them;
/// logarithmic for each.
pub fn marks(analysis: &Analysis, offset: usize) -> Vec<(Piece, Mark)> {
    let document = analysis.document();
    match place(document, offset) {
        Some(Place::Figure(figure)) => identity(document, figure),
        Some(Place::Name(name)) => {
            let places = name.everywhere(document).take(MOST_MARKS).filter_map(|name| name.piece(document));
            let places: Vec<_> = places.map(|piece| (piece, Mark::Name)).collect();
            if places.len() > 1 { places } else { Vec::new() }
        }
        None => repeated::marks(analysis, offset),
    }
}

/// The total that a figure is, or else the nearest one that it is a part of, and what adds up to it.
fn identity(document: &Document, figure: Figure) -> Vec<(Piece, Mark)> {
    let is_total = figure.parts(document).next().is_some();
    let Some(total) = (if is_total { Some(figure) } else { figure.totals(document).next() }) else {
        return Vec::new();
    };
    let mut parts: Vec<Figure> = total.parts(document).take(MOST_MARKS).collect();
    if !is_total && !parts.contains(&figure) {
        parts.push(figure);
    }
    let marked = |(figure, mark): (Figure, Mark)| figure.piece(document).map(|piece| (piece, mark));
    let parts = parts.into_iter().map(|part| (part, Mark::Part));
    std::iter::once((total, Mark::Total)).chain(parts).filter_map(marked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::place::tests::{TABLE, at_cursor, drawn, table_at};

    fn jumped(place: &str) -> String {
        let (analysis, offset) = table_at(place);
        drawn(&analysis, definition(&analysis, offset).unwrap().others)
    }

    #[test]
    fn from_a_total_to_its_parts() {
        let units = "| 教育局 | 「6.00」 | 4.00 | 2.00 | |\n| 文化局 | 「3.00」 | 3.00 | | |";
        assert_eq!(jumped("9.00"), units);
        let projects = "| 修缮 | 2.00 | 「2.00」 | | 目标 |\n| 培训 | 4.00 | 「2.00」 | 2.00 | 目标 |";
        assert_eq!(jumped("4.00 | 2.00 | |"), projects);
        assert_eq!(jumped("2.00 | |\n| 修缮"), "| 培训 | 4.00 | 2.00 | 「2.00」 | 目标 |");
    }

    #[test]
    fn and_from_a_part_to_its_total() {
        assert_eq!(jumped("4.00 | 2.00 | 2.00"), "| 教育局 | 「6.00」 | 4.00 | 2.00 | |");
        let draft = "\
| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |
|-|-|-|-|-|
| 修缮 | 2.00 | $02.00 | | 目标 |
| 小计 | 2.00 | 2.00 | | |
";
        let total = |draft: &str| {
            let (analysis, offset) = at_cursor(draft);
            drawn(&analysis, definition(&analysis, offset).unwrap().others)
        };
        assert_eq!(total(draft), "| 小计 | 2.00 | 「2.00」 | | |");
        let alone = draft.replace("| 小计 | 2.00 | 2.00 | | |\n", "");
        assert_eq!(total(&alone), "| 修缮 | 「2.00」 | 2.00 | | 目标 |");
    }

    #[test]
    fn from_a_name_to_its_twin_and_else_to_wherever_it_stands() {
        let elsewhere = "| 「培训」 | 3.00 | 3.00 | | 目标 |";
        assert_eq!(jumped("培训"), elsewhere);
        let twice = "| 培 训 | 1.00 | 1.00 | | 目标 |\n| 培训 |";
        let (analysis, offset) = at_cursor(&TABLE.replacen("| 培训 |", twice, 1).replacen("培 训", "培$0 训", 1));
        let others = definition(&analysis, offset).unwrap().others;
        assert_eq!(drawn(&analysis, others), "| 「培训」 | 4.00 | 2.00 | 2.00 | 目标 |");
        assert_eq!(jumped("修缮"), "");
    }

    #[test]
    fn references_are_all_figures_that_one_is_tied_to() {
        let ties = |place| {
            let (analysis, offset) = table_at(place);
            let ties = references(&analysis, offset).unwrap();
            drawn(&analysis, [ties.origin]) + "\n\n" + &drawn(&analysis, ties.others)
        };
        let expected = "\
| 教育局 | 6.00 | 「4.00」 | 2.00 | |

| 合计 | 9.00 | 「7.00」 | 2.00 | |
| 教育局 | 「6.00」 | 4.00 | 2.00 | |
| 修缮 | 2.00 | 「2.00」 | | 目标 |
| 培训 | 4.00 | 「2.00」 | 2.00 | 目标 |";
        assert_eq!(ties("4.00 | 2.00 | |"), expected);
        let expected = "\
| 培训 | 「4.00」 | 2.00 | 2.00 | 目标 |

| 教育局 | 「6.00」 | 4.00 | 2.00 | |
| 培训 | 4.00 | 「2.00」 | 2.00 | 目标 |
| 培训 | 4.00 | 2.00 | 「2.00」 | 目标 |";
        assert_eq!(ties("4.00 | 2.00 | 2.00"), expected);
        let names = "| 「培训」 | 4.00 | 2.00 | 2.00 | 目标 |\n\n| 「培训」 | 3.00 | 3.00 | | 目标 |";
        assert_eq!(ties("培训"), names);
    }

    /// What is marked, each with what it is.
    fn marked(place: &str) -> Vec<String> {
        let (analysis, offset) = table_at(place);
        let marks = marks(&analysis, offset).into_iter();
        marks.map(|(piece, mark)| format!("{mark:?}: {}", drawn(&analysis, [piece]))).collect()
    }

    #[test]
    fn the_identity_of_a_figure_is_marked() {
        let expected = [
            "Total: | 教育局 | 「6.00」 | 4.00 | 2.00 | |",
            "Part: | 修缮 | 「2.00」 | 2.00 | | 目标 |",
            "Part: | 培训 | 「4.00」 | 2.00 | 2.00 | 目标 |",
        ];
        assert_eq!(marked("4.00 | 2.00 | 2.00"), expected);
        assert_eq!(marked("6.00"), expected);
        assert_eq!(marked("9.00").len(), 3);
    }

    #[test]
    fn a_name_is_marked_where_it_stands_more_than_once() {
        let expected = ["Name: | 「培训」 | 4.00 | 2.00 | 2.00 | 目标 |", "Name: | 「培训」 | 3.00 | 3.00 | | 目标 |"];
        assert_eq!(marked("培训"), expected);
        assert_eq!(marked("修缮"), [""; 0]);
    }

    #[test]
    fn of_a_large_unit_the_first_parts_are_marked_and_the_one_at_the_cursor() {
        let projects = "| 修缮 | 1.00 | 目标 |\n".repeat(2_000);
        let head = "| 项目名称 | 总计 | 绩效目标 |\n|-|-|-|\n| 教育局 | 2001.00 | |\n";
        let (analysis, offset) = at_cursor(&format!("{head}{projects}| 培训 | 1.00$0 | 目标 |\n"));
        let marks = marks(&analysis, offset);
        assert_eq!(marks.len(), MOST_MARKS + 2);
        assert_eq!(marks.last().map(|(piece, _)| piece.line), Some(2_003));
        let total = definition(&analysis, offset).unwrap().others[0];
        let start = analysis.document().text().line_start(total.line) + total.span.range().start;
        assert_eq!(definition(&analysis, start).unwrap().others.len(), MOST_PLACES);
    }
}
