//! 总计 and the only source of a row: typed once, they stay the same.

use super::place::{Figure, Piece, Place, place, sources_of};
use crate::analysis::Analysis;

/// What may be typed into an amount for it to stay one: a regular expression of JavaScript, as LSP 3.17 has it.
pub const AMOUNTS: &str = "[-+−－—△▲()（）0-9０-９.,．，十百千万亿元]*";

/// The total and the source of the row at a byte offset, if the cursor is on one of them: where the row prints one
/// source and the same text in both cells. Logarithmic.
pub fn linked(analysis: &Analysis, offset: usize) -> Option<[Piece; 2]> {
    let document = analysis.document();
    let Some(Place::Figure(figure)) = place(document, offset) else { return None };
    let row = document.lines().get(figure.line)?.row()?;
    let mut sources = sources_of(row);
    let (source, None) = (sources.next()?, sources.next()) else { return None };
    let source = Figure { column: source, ..figure };
    let total = source.total_of_row(document).filter(|total| [*total, source].contains(&figure))?;
    let [total, source] = [total.piece(document)?, source.piece(document)?];
    let text = document.text().line(figure.line);
    (total.span.of(&text) == source.span.of(&text)).then_some([total, source])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::place::tests::{at_cursor, drawn};

    /// The linked cells of a row with the cursor at `$0`.
    fn cells(row: &str) -> Option<String> {
        let header = "| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |\n|-|-|-|-|-|\n";
        let (analysis, offset) = at_cursor(&format!("{header}{row}\n"));
        linked(&analysis, offset).map(|linked| drawn(&analysis, linked))
    }

    #[test]
    fn a_row_of_one_source() {
        let both = "| 修缮 | 「2.00」 | 2.00 | | 目标 |\n| 修缮 | 2.00 | 「2.00」 | | 目标 |";
        assert_eq!(cells("| 修缮 | 2.$000 | 2.00 | | 目标 |").as_deref(), Some(both));
        assert_eq!(cells("| 修缮 | 2.00 | 2.00$0 | | 目标 |").as_deref(), Some(both));
        let other = "| 修缮 | 「2.00」 | | 2.00 | 目标 |\n| 修缮 | 2.00 | | 「2.00」 | 目标 |";
        assert_eq!(cells("| 修缮 | 2.$000 | | 2.00 | 目标 |").as_deref(), Some(other));
    }

    #[test]
    fn two_sources_other_texts_and_other_cells_are_not_linked() {
        for row in [
            "| 修缮 | 2.$000 | 2.00 | 0 | 目标 |",
            "| 修缮 | 2.$000 | 2.0 | | 目标 |",
            "| 修$0缮 | 2.00 | 2.00 | | 目标 |",
            "| 修缮 | 2.00 | 2.00 |$0 | 目标 |",
        ] {
            assert_eq!(cells(row), None, "{row}");
        }
    }

    #[test]
    fn amounts_of_every_style_can_be_typed() {
        let allowed = AMOUNTS.trim_start_matches('[').trim_end_matches("]*");
        for amount in ["50,666.34", "-3.20", "−3.20", "（3.20）", "(3.20)", "△3.20", "．，", "50.00万元", "—", "－"]
        {
            assert!(amount.chars().all(|typed| typed.is_ascii_digit() || allowed.contains(typed)), "{amount}");
        }
        assert!(!allowed.contains(['|', ' ', '目']));
    }
}
