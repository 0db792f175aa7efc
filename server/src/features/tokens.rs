//! What the pieces of a table are, for an editor to colour: more than a grammar of patterns can know, since it was read
//! already.

use std::ops::Range;

use budget_grammar::{
    Span,
    amount::Reading,
    document::Document,
    indicator::{Figure, Indicator, Target, Value, target},
    line::Standing,
    row::Row,
};

/// A piece of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands, in bytes from the start of the line.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// 合计, 小计, 其中.
    Total,
    /// The name of a budget unit.
    BudgetUnit,
    /// An amount.
    Amount,
    /// The number of an indicator in its list.
    Number,
    /// The class of an indicator, code and name: `11-数量指标`.
    Class,
    /// The name of an indicator.
    Indicator,
    /// 实施周期指标值, 年度指标值.
    Keyword,
    /// `≥`, 不少于, 以上.
    Comparator,
    /// The figure of a target.
    Figure,
    /// Its unit of measure: `%`, 家次.
    Measure,
}

impl TokenKind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Total,
        Self::BudgetUnit,
        Self::Amount,
        Self::Number,
        Self::Class,
        Self::Indicator,
        Self::Keyword,
        Self::Comparator,
        Self::Figure,
        Self::Measure,
    ];
}

/// The tokens of some lines, in the order of the text; none overlaps another. Cost: that of the lines.
///
/// Where two lines are the same row ([`budget_grammar::line::Line::is_same_row`]), they have the same tokens.
pub fn tokens(document: &Document, lines: Range<usize>) -> impl Iterator<Item = (usize, Vec<Token>)> {
    let understood = lines.clone().zip(document.lines().iter_from(lines.start));
    understood.filter_map(|(line, understood)| {
        let (row, standing) = (understood.row()?, understood.standing()?);
        Some((line, of_row(row, standing, &document.text().line(line))))
    })
}

fn of_row(row: &Row, standing: Standing, text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut push = |span: Span, kind| tokens.push(Token { span, kind });
    match standing {
        Standing::Total | Standing::Subtotal | Standing::OfWhich => push(row.name(), TokenKind::Total),
        Standing::Unit | Standing::UnitBySum => push(row.name(), TokenKind::BudgetUnit),
        Standing::Project | Standing::Unfinished | Standing::Blank => {}
    }
    for (column, reading) in row.amounts.iter().enumerate() {
        if let (Reading::Amount(_) | Reading::Nil, Some(cell)) = (reading, row.amount_cell(column)) {
            push(cell, TokenKind::Amount);
        }
    }
    if let Some(cell) = row.indicator_cell() {
        let start = cell.start as usize;
        let mut inside = Vec::new();
        row.indicators.list.iter().for_each(|indicator| of_indicator(indicator, cell.of(text), &mut inside));
        inside.into_iter().for_each(|(span, kind): (Span, TokenKind)| push(span.shifted(start), kind));
    }
    tokens.retain(|token| !token.span.is_empty());
    tokens.sort_by_key(|token| token.span.start);
    // Where a broken indicator leaves pieces that overlap, the first one is shown.
    let mut end = 0;
    tokens.retain(|token| {
        let is_behind = token.span.start >= end;
        end = if is_behind { token.span.end } else { end };
        is_behind
    });
    tokens
}

/// The pieces of an indicator; spans count from the start of the cell.
fn of_indicator(indicator: &Indicator, cell: &str, pieces: &mut Vec<(Span, TokenKind)>) {
    pieces.extend(indicator.number.map(|number| (number.span, TokenKind::Number)));
    let classes = [indicator.class1, indicator.class2].into_iter().flatten();
    pieces.extend(classes.map(|class| (class.span(), TokenKind::Class)));
    pieces.push((indicator.name, TokenKind::Indicator));
    for Value { keyword, span, .. } in [indicator.cycle, indicator.year].into_iter().flatten() {
        pieces.push((keyword, TokenKind::Keyword));
        if let Target::Figure(figure) = target(span.of(cell)) {
            of_figure(&figure, span.start as usize, pieces);
        }
    }
}

fn of_figure(figure: &Figure, start: usize, pieces: &mut Vec<(Span, TokenKind)>) {
    pieces.extend(figure.comparison.map(|comparison| (comparison.span.shifted(start), TokenKind::Comparator)));
    pieces.push((figure.number.shifted(start), TokenKind::Figure));
    pieces.push((figure.unit.shifted(start), TokenKind::Measure));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of the last row of a draft, each with what it cuts out.
    fn last_row(draft: &str) -> Vec<(TokenKind, String)> {
        let document = Document::new(draft);
        let (line, tokens) = tokens(&document, 0..document.lines().len()).last().unwrap();
        let text = document.text().line(line).into_owned();
        tokens.iter().map(|token| (token.kind, token.span.of(&text).to_owned())).collect()
    }

    const HEADER: &str = "| 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |\n|-|-|-|-|-|\n";

    fn row(row: &str) -> Vec<(TokenKind, String)> {
        last_row(&format!("{HEADER}{row}\n"))
    }

    #[test]
    fn a_project_with_an_indicator() {
        use TokenKind::*;
        let cell = "1、1-产出指标；11-数量指标；😀培训（人次）；实施周期指标值：≥1,200人次；年度指标值:90%以上。";
        let expected = [
            (Amount, "1,004.00"),
            (Amount, "—"),
            (Number, "1"),
            (Class, "1-产出指标"),
            (Class, "11-数量指标"),
            (Indicator, "😀培训（人次）"),
            (Keyword, "实施周期指标值"),
            (Comparator, "≥"),
            (Figure, "1,200"),
            (Measure, "人次"),
            (Keyword, "年度指标值"),
            (Figure, "90"),
            (Measure, "%"),
            (Comparator, "以上"),
        ];
        let expected = expected.map(|(kind, text)| (kind, text.to_owned()));
        assert_eq!(row(&format!("| 培训 | 1,004.00 | — | 目标 | {cell} |")), expected);
    }

    #[test]
    fn totals_and_budget_units() {
        let first = |text: &str| row(text).first().cloned().unwrap();
        assert_eq!(first("| 合计 | 1.00 | 1.00 | | |"), (TokenKind::Total, "合计".to_owned()));
        assert_eq!(first("| 青禾区教育局 | 1.00 | | | |"), (TokenKind::BudgetUnit, "青禾区教育局".to_owned()));
    }

    #[test]
    fn what_is_no_amount_and_what_is_no_known_table_has_none() {
        assert_eq!(row("| 培训 | 1.0O | 待定 | 目标 | |"), []);
        let document = Document::new("| 版本 | 下载 |\n|-|-|\n| 1.2.3 | 200 |\n\n合计 10.00\n");
        assert_eq!(tokens(&document, 0..6).count(), 0);
    }

    #[test]
    fn no_token_overlaps_another_however_broken_the_indicators_are() {
        let cells =
            ["1、11-；；年度指标值", "1、1-产出指标；年度指标值：年度指标值：≥5；11-", "年度指标值：≥年度指标值1、2-"];
        for cell in cells {
            let draft = format!("{HEADER}| 培训 | 1.00 | 1.00 | 目标 | {cell} |\n");
            for (_, tokens) in tokens(&Document::new(&draft), 0..3) {
                assert!(tokens.iter().zip(tokens.iter().skip(1)).all(|(a, b)| a.span.end <= b.span.start), "{cell}");
            }
        }
    }
}
