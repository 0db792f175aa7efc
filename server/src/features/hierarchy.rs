//! How a figure is made up, and what it flows into, as a hierarchy that an editor unfolds step by step.

use budget_grammar::{document::Document, line::Standing};

use super::{
    navigation::MOST_PLACES,
    place::{Figure, Piece, Place, place},
    symbols::SymbolKind,
};
use crate::analysis::Analysis;

/// A figure in the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The figure.
    pub figure: Figure,
    /// What its row is.
    pub kind: SymbolKind,
    /// Whose figure it is, the column and the amount as printed.
    pub name: String,
    /// The budget unit that its project belongs to; empty where there is none.
    pub detail: String,
    /// Its cell.
    pub piece: Piece,
}

/// The figure at a byte offset. Logarithmic.
pub fn prepared(analysis: &Analysis, offset: usize) -> Option<Node> {
    match place(analysis.document(), offset)? {
        Place::Figure(figure) => node(analysis.document(), figure),
        Place::Name(_) => None,
    }
}

/// The figures that flow into one, at most [`MOST_PLACES`]: those of its parts, for the total of a project its sources.
/// Logarithmic for each.
pub fn incoming(analysis: &Analysis, figure: Figure) -> Vec<Node> {
    let document = analysis.document();
    figure.made_of(document).take(MOST_PLACES).filter_map(|part| node(document, part)).collect()
}

/// The totals that a figure flows into: those of its column and that of its row. Logarithmic.
pub fn outgoing(analysis: &Analysis, figure: Figure) -> Vec<Node> {
    let document = analysis.document();
    figure.flows_into(document).filter_map(|total| node(document, total)).collect()
}

fn node(document: &Document, figure: Figure) -> Option<Node> {
    let row = document.lines().get(figure.line)?.row()?;
    let piece = figure.piece(document)?;
    let text = document.text().line(figure.line);
    let column = format!("{} {}", row.schema.amounts.get(figure.column)?.title, piece.span.of(&text));
    let name = row.name().of(&text);
    Some(Node {
        figure,
        kind: match document.standing(figure.line)? {
            standing if standing.is_unit() => SymbolKind::Unit,
            standing if standing.is_project() => SymbolKind::Project,
            _ => SymbolKind::Total,
        },
        name: if name.is_empty() { column } else { format!("{name} · {column}") },
        detail: unit_of(document, figure.line).unwrap_or_default(),
        piece,
    })
}

fn unit_of(document: &Document, line: usize) -> Option<String> {
    document.standing(line).filter(|standing| Standing::is_project(*standing))?;
    let unit = document.unit(line)?;
    let row = document.lines().get(unit)?.row()?;
    Some(row.name().of(&document.text().line(unit)).to_owned())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::features::place::tests::table_at;

    /// The hierarchy from the figure before a text, all of it unfolded, each with its unit.
    fn unfolded(place: &str, next: fn(&Analysis, Figure) -> Vec<Node>) -> String {
        fn draw(analysis: &Analysis, node: &Node, next: fn(&Analysis, Figure) -> Vec<Node>, depth: usize) -> String {
            let mut drawn = format!("{}{:?} {}", "  ".repeat(depth), node.kind, node.name);
            let _ = if node.detail.is_empty() { writeln!(drawn) } else { writeln!(drawn, " ({})", node.detail) };
            let below = next(analysis, node.figure);
            below.iter().for_each(|node| drawn.push_str(&draw(analysis, node, next, depth + 1)));
            drawn
        }
        let (analysis, offset) = table_at(place);
        draw(&analysis, &prepared(&analysis, offset).unwrap(), next, 0)
    }

    #[test]
    fn a_grand_total_from_its_units_down_to_the_sources_of_projects() {
        let expected = "\
Total 合计 · 总计 9.00
  Unit 教育局 · 总计 6.00
    Project 修缮 · 总计 2.00 (教育局)
      Project 修缮 · 财政拨款 2.00 (教育局)
    Project 培训 · 总计 4.00 (教育局)
      Project 培训 · 财政拨款 2.00 (教育局)
      Project 培训 · 其他资金 2.00 (教育局)
  Unit 文化局 · 总计 3.00
    Project 培训 · 总计 3.00 (文化局)
      Project 培训 · 财政拨款 3.00 (文化局)
";
        assert_eq!(unfolded("9.00", incoming), expected);
    }

    #[test]
    fn a_source_up_to_the_grand_total() {
        let expected = "\
Project 修缮 · 财政拨款 2.00 (教育局)
  Unit 教育局 · 财政拨款 4.00
    Total 合计 · 财政拨款 7.00
      Total 合计 · 总计 9.00
    Unit 教育局 · 总计 6.00
      Total 合计 · 总计 9.00
  Project 修缮 · 总计 2.00 (教育局)
    Unit 教育局 · 总计 6.00
      Total 合计 · 总计 9.00
";
        assert_eq!(unfolded("2.00 | | 目标", outgoing), expected);
    }

    #[test]
    fn only_figures_have_one() {
        let (analysis, offset) = table_at("教育局");
        assert_eq!(prepared(&analysis, offset), None);
    }
}
