//! What the columns of a table by classification mean, from the texts above them.

use crate::{
    amount::{self, Reading},
    markdown,
    name::{fold, is_blank, trim},
};

/// The header of a table by classification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// How many rows it has, the one above the delimiter row included.
    pub rows: usize,
    /// How many columns it has.
    pub columns: usize,
    /// The columns of codes, one or one for each level.
    pub codes: Vec<usize>,
    /// The column of names.
    pub name: usize,
    /// The columns of amounts, from left to right.
    pub amounts: Vec<Column>,
    /// Whether the first column of amounts is the sum of all others.
    pub is_summed: bool,
}

/// A column of amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its place among all columns, from 0.
    pub column: usize,
    /// What stands above it, the innermost text.
    pub title: Box<str>,
    /// Whether what stands in it adds up: a share or a rate does not.
    pub is_added: bool,
}

/// What the first column of amounts is called where it is the sum of the others.
const SUMS: [&str; 3] = ["合计", "本年收入合计", "本年支出合计"];

/// Words of columns whose figures do not add up: 占比, 增长率, 比上年增减%, 完成幅度.
const NOT_ADDED: [&str; 6] = ["率", "比", "幅", "%", "％", "‰"];

/// Words of columns that are no part of such a sum.
const NO_PARTS: [&str; 5] = ["其中", "小计", "合计", "结转", "结余"];

impl Header {
    /// Reads the header of the rows that a table begins with. `None` where a column is not understood, or there is no column of codes.
    pub fn read(rows: &[String]) -> Option<Self> {
        let mut header: Vec<Vec<&str>> = Vec::new();
        for row in rows {
            let cells: Vec<&str> = markdown::cells(row).map(|cell| cell.of(row)).collect();
            if !header.is_empty() && is_data(&cells) {
                break;
            }
            header.push(cells);
        }
        // The rows of the header end with that of the codes' levels, or with the last one that says something.
        let says = |row: &Vec<&str>| row.iter().any(|cell| is_title(cell));
        let count = header.iter().rposition(says)? + 1;
        header.truncate(count);
        let columns = header.first()?.len();
        let texts = |column: usize| -> Vec<String> {
            let cells = header.iter().filter_map(|row| row.get(column));
            cells.map(|cell| fold(cell).into_owned()).filter(|text| !text.is_empty()).collect()
        };
        let is_level = |column: &usize| texts(*column).iter().any(|text| ["类", "款", "项"].contains(&text.as_str()));
        let is_code = |column: &usize| texts(*column).iter().any(|text| text.ends_with("科目编码"));
        let is_name = |column: &usize| texts(*column).iter().any(|text| text.ends_with("科目名称"));
        let levels: Vec<usize> = (0..columns).filter(is_level).collect();
        let codes = if levels.is_empty() { (0..columns).filter(is_code).collect() } else { levels };
        let names: Vec<usize> = (0..columns).filter(is_name).collect();
        let ([name], [first, .., last] | [first @ last]) = (&*names, &*codes) else { return None };
        let is_coded =
            (0..columns).any(|column| is_code(&column) || texts(column).iter().any(|text| text.contains("科目编码")));
        // In front of the codes a table may have those of several units, one below the other.
        let is_one_block = *first == 0 && last + 1 == codes.len() && last + 1 == *name;
        if !is_coded || !is_one_block {
            return None;
        }
        let title = |column: usize| {
            let own = header.iter().rev().filter_map(|row| row.get(column)).find(|cell| is_title(cell))?;
            let is_added = !NOT_ADDED.iter().any(|word| own.contains(word));
            Some(Column { column, title: trim(own).into(), is_added })
        };
        let amounts: Option<Vec<Column>> = (name + 1..columns).map(title).collect();
        let amounts = amounts.filter(|amounts| !amounts.is_empty())?;
        let is_part = |column: &Column| column.is_added && !NO_PARTS.iter().any(|word| column.title.contains(word));
        let (sum, parts) = amounts.split_first()?;
        let is_summed = SUMS.contains(&&*fold(&sum.title)) && parts.len() > 1 && parts.iter().all(is_part);
        Some(Self { rows: count, columns, codes: codes.clone(), name: *name, amounts, is_summed })
    }
}

/// A text that is no figure.
fn is_title(cell: &str) -> bool {
    !is_blank(cell) && matches!(amount::read(cell), Reading::Invalid(_))
}

/// Whether a row is one of the body: it has a code, a figure or 合计, and neither names the levels of the codes nor numbers the columns.
fn is_data(cells: &[&str]) -> bool {
    let folded = || cells.iter().map(|cell| fold(cell));
    let is_number = |cell: &&str| amount::read(cell).amount().is_some();
    let is_header = folded().any(|cell| matches!(&*cell, "类" | "款" | "项" | "栏次"));
    !is_header
        && (cells.iter().any(is_number) || folded().find(|cell| !cell.is_empty()).is_some_and(|cell| cell == "合计"))
}
