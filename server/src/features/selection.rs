//! What a selection grows to: a piece of a cell, the indicator, the cell, the row, the unit, the table.

use std::ops::Range;

use budget_grammar::{Span, row::Row};

use super::tokens::tokens;
use crate::analysis::Analysis;

/// What stands around a byte offset, in bytes of the document: the innermost first, each within the next. Empty outside
/// of tables of known kind. Logarithmic in the document, and the length of the line.
pub fn around(analysis: &Analysis, offset: usize) -> Vec<Range<usize>> {
    let document = analysis.document();
    let text = document.text();
    let line = text.line_at(offset);
    let Some(row) = document.lines().get(line).and_then(|line| line.row()) else { return Vec::new() };
    let start = text.line_start(line);
    let inside = offset.saturating_sub(start);
    let mut around: Vec<Range<usize>> = Vec::new();
    let mut grow = |range: Range<usize>| {
        let is_more = around.last().is_none_or(|last| range.start <= last.start && last.end <= range.end);
        if is_more && around.last() != Some(&range) && !range.is_empty() {
            around.push(range);
        }
    };
    for span in pieces(analysis, line, row, inside) {
        grow(start + span.start as usize..start + span.end as usize);
    }
    let lines = |lines: Range<usize>| {
        let last = lines.end.saturating_sub(1).max(lines.start);
        text.line_start(lines.start)..text.line_start(last) + text.line(last).len()
    };
    grow(lines(line..line + 1));
    let is_unit = document.standing(line).is_some_and(|standing| standing.is_unit());
    if let Some(unit) = if is_unit { Some(line) } else { document.unit(line) } {
        grow(lines(document.to_last_row(unit..document.group(unit + 1).end)));
    }
    if let Some(table) = document.table(line) {
        grow(lines(document.to_last_row(table.start.saturating_sub(1)..table.end)));
    }
    around
}

/// The pieces of a line around a place in it, the innermost first.
fn pieces(analysis: &Analysis, line: usize, row: &Row, inside: usize) -> Vec<Span> {
    let tokens = tokens(analysis.document(), line..line + 1).flat_map(|(_, tokens)| tokens);
    let token = tokens.map(|token| token.span).find(|span| span.touches(inside));
    let start = row.indicator_cell().map_or(0, |cell| cell.start as usize);
    let indicators = row.indicators.list.iter().map(|indicator| indicator.span.shifted(start));
    let indicator = indicators.into_iter().find(|span| span.range().contains(&inside));
    let cell = row.cells.iter().copied().find(|cell| cell.touches(inside));
    token.into_iter().chain(indicator).chain(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Options;

    /// What a selection at `$0` grows to, a line each; of several lines the first and the last.
    fn grown(draft: &str) -> String {
        let offset = draft.find("$0").unwrap();
        let draft = draft.replace("$0", "");
        let around = around(&Analysis::new(&draft, Options::default()), offset);
        let drawn = around.into_iter().map(|range| {
            let text = draft.get(range).unwrap_or("not on a character");
            let lines: Vec<&str> = text.lines().collect();
            if lines.len() > 1 { format!("{} … {}", lines[0], lines[lines.len() - 1]) } else { text.to_owned() }
        });
        drawn.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn from_the_piece_to_the_table() {
        let draft = "\
| 项目名称 | 金额 | 绩效目标 | 绩效指标 |
|-|-|-|-|
| 教育局 | 5.00 | | |
| 培训 | 5.00 | 目标 | 1、1-产出指标；11-数量指标；人次；实施周期指标值：≥5$000人；年度指标值：≥2。 |
| 文化局 | 0.00 | | |
";
        let expected = "\
500
1、1-产出指标；11-数量指标；人次；实施周期指标值：≥500人；年度指标值：≥2。
| 培训 | 5.00 | 目标 | 1、1-产出指标；11-数量指标；人次；实施周期指标值：≥500人；年度指标值：≥2。 |
| 教育局 | 5.00 | | | … | 培训 | 5.00 | 目标 | 1、1-产出指标；11-数量指标；人次；实施周期指标值：≥500人；年度指标值：≥2。 |
| 项目名称 | 金额 | 绩效目标 | 绩效指标 | … | 文化局 | 0.00 | | |";
        assert_eq!(grown(draft), expected);
    }

    #[test]
    fn on_the_name_of_a_unit_and_in_a_blank_cell() {
        let draft = "| 项目名称 | 金额 | 绩效目标 |\n|-|-|-|\n| 教育$0局 | 5.00 | |\n| 培训 | 5.00 | 目标 |\n";
        let unit = "| 教育局 | 5.00 | | … | 培训 | 5.00 | 目标 |";
        let table = "| 项目名称 | 金额 | 绩效目标 | … | 培训 | 5.00 | 目标 |";
        assert_eq!(grown(draft), format!("教育局\n| 教育局 | 5.00 | |\n{unit}\n{table}"));
        let blank = "| 项目名称 | 金额 | 绩效目标 |\n|-|-|-|\n| 教育局 | 5.00 | $0 |\n| 培训 | 5.00 | 目标 |\n";
        assert_eq!(grown(blank).lines().next(), Some("| 教育局 | 5.00 |  |"));
    }

    #[test]
    fn nothing_in_prose() {
        assert_eq!(grown("说$0明\n"), "");
    }
}
