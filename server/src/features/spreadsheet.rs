//! A table as spreadsheets take it: comma-separated values (RFC 4180).

use std::borrow::Cow;

use budget_grammar::{
    amount::Reading,
    document::Document,
    line::{Joint, Kind},
    written::Written,
};
use csv::{Terminator, WriterBuilder};

use super::place::table_around;
use crate::analysis::Analysis;

/// The table of known kind around a line, all its pages as one with the header once; `None` where there is none. Cells
/// are as they are read; a row with fewer than the header is filled up, and one with more keeps them. Cost: the length
/// of the table.
///
/// # Errors
/// The values could not be written; in memory they can.
pub fn table_as_csv(analysis: &Analysis, line: usize) -> csv::Result<Option<String>> {
    let document = analysis.document();
    let Some(table) = table_around(document, line) else { return Ok(None) };
    // The header row stands above the delimiter row that makes it one.
    let header = table.start.saturating_sub(1);
    let mut is_first_page = true;
    let rows = document.written(header..table.end).filter(|row| match row.kind {
        Kind::Header => row.line == header,
        Kind::Fragment(joint) => {
            is_first_page = joint == Joint::Starts;
            false
        }
        Kind::HeaderRow => is_first_page,
        _ => true,
    });
    let mut bytes = Vec::new();
    let mut writer = WriterBuilder::new().flexible(true).terminator(Terminator::CRLF).from_writer(&mut bytes);
    let mut width = 0;
    for row in rows {
        let mut cells: Vec<_> =
            row.texts().enumerate().map(|(column, cell)| safe(document, &row, column, cell)).collect();
        width = width.max(if row.line == header { cells.len() } else { 0 });
        cells.resize(cells.len().max(width), Cow::Borrowed(""));
        writer.write_record(cells.iter().map(|cell| cell.as_bytes()))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// A spreadsheet computes what begins with one of these, in either width.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A cell that a spreadsheet takes as it stands: before one that it would compute, an apostrophe says that it is text.
/// An amount, or any other figure with its sign, is none of those, and has to stay a figure.
fn safe<'a>(document: &Document, row: &Written<'_>, column: usize, cell: Cow<'a, str>) -> Cow<'a, str> {
    let is_computed = cell.starts_with(FORMULA) && !is_figure(&cell) && !is_amount(document, row.line, column);
    if is_computed { format!("'{cell}").into() } else { cell }
}

/// `-5.00%`, or dashes for nothing.
fn is_figure(cell: &str) -> bool {
    let figure = cell.strip_prefix(['+', '-', '＋', '－']).unwrap_or_default();
    let is_of_dashes = cell.chars().all(|character| matches!(character, '-' | '－'));
    let is_of_digits = figure.chars().all(|character| matches!(character, '0'..='9' | ',' | '.' | '%'));
    is_of_dashes || (figure.starts_with(|first: char| first.is_ascii_digit()) && is_of_digits)
}

fn is_amount(document: &Document, line: usize, column: usize) -> bool {
    let Some(row) = document.lines().get(line).and_then(|line| line.row()) else { return false };
    let mut columns = row.schema.amounts.iter().zip(&row.amounts);
    columns.any(|(amount, reading)| amount.column == column && matches!(reading, Reading::Amount(_) | Reading::Nil))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Options;

    fn csv(draft: &str, line: usize) -> Option<String> {
        table_as_csv(&Analysis::new(draft, Options::default()), line).unwrap()
    }

    #[test]
    fn all_pages_are_one_table() {
        let page = |row: &str| {
            format!("| 项目名称 | 预算金额 | | 绩效目标 |\r\n|-|-:|-|-|\r\n| | 总计 | 财政拨款 | |\r\n{row}\r\n\r\n")
        };
        let draft = page("| 𠮷村教育局😀 | 1,010.00 | 10.00 | |")
            + "<!-- page 2 -->\r\n\r\n"
            + &page("| 培训 | -1,000.00 | - | 说“好”, 再说\"好\" |");
        let expected = [
            "项目名称,预算金额,,绩效目标",
            ",总计,财政拨款,",
            "𠮷村教育局😀,\"1,010.00\",10.00,",
            "培训,\"-1,000.00\",-,\"说“好”, 再说\"\"好\"\"\"",
            "",
        ];
        for line in [0, 1, 2, 3, 7, 10] {
            assert_eq!(csv(&draft, line).as_deref(), Some(expected.join("\r\n").as_str()), "{line}");
        }
        assert_eq!(csv("| 姓名 | 电话 |\n|-|-|\n| 甲 | 1 |\n", 2), None);
    }

    /// A row of a table of four columns, as it comes out.
    fn row(cells: &str) -> String {
        let draft = format!("|项目名称|金额|绩效目标|备注|\n|-|-|-|-|\n{cells}\n");
        csv(&draft, 2).unwrap().split("\r\n").nth(1).unwrap().to_owned()
    }

    #[test]
    fn cells_are_as_they_are_read() {
        let commented = "|\u{3000}修\\|缮 <!-- budget-ignore row-sum: 是 -->\u{a0}|5.00|甲 <!-- 注 --> 乙|<!-- 未完|";
        assert_eq!(row(commented), "修|缮,5.00,甲 乙,<!-- 未完");
        assert_eq!(row("|修缮|5.00"), "修缮,5.00,,", "filled up");
        assert_eq!(row("|修缮|5.00|目标|备注|多出|"), "修缮,5.00,目标,备注,多出", "nothing is lost");
    }

    #[test]
    fn nothing_is_computed_and_figures_stay_figures() {
        for text in ["=1+1", "@SUM(A1)", "+1+1", "-1+1", "＝A1", "-修缮", "=1", "+", "-2+3+cmd"] {
            assert_eq!(row(&format!("|{text}|5.00|目标||")), format!("'{text},5.00,目标,"), "{text}");
        }
        assert_eq!(row("|修缮|-¥5.00|-5%|-|"), "修缮,-¥5.00,-5%,-");
        assert_eq!(row("|修缮|=5|－|--|"), "修缮,'=5,－,--");
    }
}
