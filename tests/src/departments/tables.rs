//! Tables by codes and tables of two halves, on pages.

use std::borrow::Cow;

use super::{
    layout::{Codes, PageTop, Zero},
    model::{Department, Item},
    writer::{Cell, Head, Unit, Writer},
};

/// A row: its cells.
pub type Row<'a> = Vec<Cell<'a>>;

/// A cell of text.
pub fn text<'a>(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
    Cell::Text(text.into())
}

/// A row of texts, filled up with blank cells.
pub fn texts<'a>(cells: &[&'a str], columns: usize) -> Row<'a> {
    let blank = std::iter::repeat_n("", columns.saturating_sub(cells.len()));
    cells.iter().copied().chain(blank).map(text).collect()
}

/// The class with that place among the lines of the first level.
pub fn ordinal(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, ones) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

/// A row of a table by codes: code, name and figures.
pub type Coded<'a> = (&'a str, &'a str, Vec<i64>);

/// Classes, groups and items with what their items add up to; items without anything have no row.
pub fn coded<'a>(items: impl Iterator<Item = (&'a Item, Vec<i64>)>) -> Vec<Coded<'a>> {
    let mut rows: Vec<Coded> = Vec::new();
    let mut open: [usize; 2] = [0; 2];
    for (item, figures) in items.filter(|(_, figures)| figures.iter().any(|figure| *figure != 0)) {
        for (level, length) in [3, 5].into_iter().enumerate() {
            let code = &item.code[..length];
            match rows.get_mut(open[level]).filter(|row| row.0 == code) {
                Some(row) => row.2.iter_mut().zip(&figures).for_each(|(sum, figure)| *sum += figure),
                None => {
                    open[level] = rows.len();
                    rows.push((code, item.names[level], figures.clone()));
                }
            }
        }
        rows.push((&item.code, item.names[2], figures));
    }
    rows
}

/// What the rows of the first level add up to.
pub fn total(rows: &[Coded], columns: usize) -> Vec<i64> {
    let classes = || rows.iter().filter(|row| row.0.len() == 3);
    (0..columns).map(|column| classes().map(|row| row.2[column]).sum()).collect()
}

/// The cells of a code and a name behind it, below the code of the row above.
pub fn label_cells<'a>(codes: Codes, levels: usize, code: &'a str, name: &'a str, above: &str) -> Row<'a> {
    match codes {
        Codes::Whole => return vec![text(code), text(name)],
        Codes::BeforeNames => return vec![text(format!("{code}{name}"))],
        Codes::InBrackets => return vec![text(format!("[{code}]{name}"))],
        Codes::Split | Codes::LeftOut => {}
    }
    let mut from = 0;
    let parted = [3, 5, 7].map(|end| {
        let is_above = codes == Codes::LeftOut && end < code.len() && above.get(..end) == code.get(..end);
        let part = code.get(from..end).unwrap_or_default();
        from = end;
        if is_above { "" } else { part }
    });
    parted.into_iter().take(levels).map(Cell::Code).chain([text(name)]).collect()
}

/// The figures of a row with their roles.
pub fn figures<'a>(row: &str, columns: &[&str], values: &[i64]) -> Row<'a> {
    let cell = |(column, value): (&&str, &i64)| Cell::Money(format!("{row} {column}"), *value);
    columns.iter().zip(values).map(cell).collect()
}

/// A table by codes that is to be written.
pub struct ByCode<'a> {
    /// Its id.
    pub id: &'static str,
    /// What its header says above the figures.
    pub banner: &'a str,
    /// What its header says above the codes and names.
    pub labels: [&'a str; 2],
    /// Levels of its codes.
    pub levels: usize,
    /// Its columns of figures.
    pub columns: &'a [&'a str],
    /// What the columns are called in the roles of the figures, where that is something else.
    pub roles: &'a [&'a str],
    /// The header, where it is not the layout's.
    pub header: Option<Vec<Row<'a>>>,
    /// Its rows.
    pub rows: Vec<Coded<'a>>,
}

impl ByCode<'_> {
    /// Writes it.
    pub fn write(&self, writer: &mut Writer) {
        let layout = writer.layout;
        let codes = layout.codes.columns(self.levels);
        let columns = codes + 1 + self.columns.len();
        let roles = if self.roles.is_empty() { self.columns } else { self.roles };
        let mut rows: Vec<Row> = Vec::with_capacity(self.rows.len() + 1);
        let mut above = "";
        for (code, name, values) in &self.rows {
            let mut row = label_cells(layout.codes, self.levels, code, name, above);
            above = code;
            row.extend(figures(code, roles, values));
            rows.push(row);
        }
        if self.rows.is_empty() {
            rows.extend((0..=layout.filler).map(|_| texts(&[], columns)));
        }
        let mut sums = figures("合计", roles, &total(&self.rows, self.columns.len()));
        let mut header = self.header.clone().unwrap_or_else(|| self.header(writer, columns, codes));
        if layout.is_total_in_header && ["T2", "T3"].contains(&self.id) {
            if let Some(last) = header.last_mut() {
                last.truncate(codes);
                last.push(text("合计"));
                last.append(&mut sums);
            }
        } else {
            let mut row = texts(&["合计"], codes + 1);
            row.append(&mut sums);
            rows.push(row);
        }
        paged(writer, self.id, &header, &rows);
    }

    fn header(&self, writer: &Writer, columns: usize, codes: usize) -> Vec<Row<'_>> {
        let [code, name] = self.labels;
        let blank = vec![""; codes.saturating_sub(1)];
        let code = if codes == 0 { Vec::new() } else { vec![code] };
        let names = || [code.clone(), blank.clone(), vec![name], self.columns.to_vec()].concat();
        let banner = || [vec!["项目"], vec![""; codes], vec![self.banner]].concat();
        let levels = || ["类", "款", "项"].into_iter().take(codes).collect::<Vec<_>>();
        let numbers: Vec<String> = (1..=self.columns.len()).map(|number| number.to_string()).collect();
        let numbers = || -> Row {
            let mut row = texts(&["栏次"], codes + 1);
            row.extend(numbers.iter().cloned().map(text));
            row
        };
        let row = |cells: Vec<&'_ str>| -> Row<'_> { cells.into_iter().map(|cell| text(cell.to_owned())).collect() };
        let full = |cells: Vec<&str>| {
            let missing = columns - cells.len();
            row([cells, vec![""; missing]].concat())
        };
        let flat = || [levels(), vec![name], self.columns.to_vec()].concat();
        match (writer.layout.header, codes) {
            (1, 0 | 1) => vec![full(names())],
            (1, _) => vec![full(flat())],
            (2, 0 | 1) => vec![full(banner()), full(names())],
            (2, _) => vec![full(names()), full(levels())],
            (_, 0 | 1) => vec![full(banner()), full(names()), numbers()],
            (3, _) => vec![full(banner()), full(names()), full(levels())],
            _ => vec![full(banner()), full(names()), full(levels()), numbers()],
        }
    }
}

/// What stands above a further page.
fn page_top(writer: &mut Writer) {
    let Head { title, lines } = writer.head.clone();
    let top = writer.layout.page_top;
    match top {
        PageTop::Nothing => return,
        PageTop::Unit if title.is_empty() => return,
        PageTop::Title | PageTop::TitleContinued if !title.is_empty() => {
            writer.title(&(title + if top == PageTop::Title { "" } else { "（续）" }), 2);
        }
        PageTop::Continued | PageTop::TitleContinued => writer.alone("续表"),
        PageTop::Unit | PageTop::Title => {}
    }
    let skipped = if top == PageTop::Unit { lines.len().saturating_sub(1) } else { 0 };
    lines.iter().skip(skipped).for_each(|line| writer.alone(line));
}

/// Writes rows on pages.
pub fn paged(writer: &mut Writer, id: &'static str, header: &[Row], rows: &[Row]) {
    let (page, is_repeated) = (writer.layout.page, writer.layout.is_repeated);
    let columns = header.first().map_or(0, Vec::len);
    let (is_narrow, zero) = (writer.layout.is_narrow && !is_repeated, writer.zero);
    let is_printed = |cell: &Cell| match cell {
        Cell::Text(text) => !text.is_empty(),
        Cell::Money(_, value) => *value != 0 || zero != Zero::Blank,
        Cell::Code(_) => true,
    };
    let mut left = rows;
    let mut is_first = true;
    while is_first || !left.is_empty() {
        // A total alone on its page would be a header without rows.
        let count = if left.len() <= page + 1 { left.len() } else { page };
        let (now, later) = left.split_at(count);
        let top = if is_first || is_repeated { header } else { &[] };
        let is_kept = |column: &usize| {
            let is_here = |row: &Row| row.get(*column).is_some_and(is_printed);
            !is_narrow || is_first || now.iter().any(is_here)
        };
        let mut kept: Vec<usize> = (0..columns).filter(is_kept).collect();
        if kept.is_empty() {
            kept = (0..columns).collect();
        }
        for (at, row) in top.iter().chain(now).enumerate() {
            let row: Row = kept.iter().filter_map(|column| row.get(*column).cloned()).collect();
            writer.row(id, &row);
            if at == 0 {
                writer.delimiter(kept.len());
            }
        }
        writer.line("");
        if !later.is_empty() {
            writer.page();
            page_top(writer);
        }
        (left, is_first) = (later, false);
    }
}

/// Two halves side by side as rows; the shorter one is filled up.
pub fn side_by_side<'a>(left: Vec<Row<'a>>, right: Vec<Row<'a>>, columns: [usize; 2], filler: usize) -> Vec<Row<'a>> {
    let count = left.len().max(right.len()) + filler;
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let pair = |_| {
        let mut row = left.next().unwrap_or_else(|| texts(&[], columns[0]));
        row.extend(right.next().unwrap_or_else(|| texts(&[], columns[1])));
        row
    };
    (0..count).map(pair).collect()
}

/// The lines above a table.
pub fn head(writer: &mut Writer, department: &Department, title: &str, unit: Unit) {
    writer.unit = unit;
    writer.page();
    writer.title(title, 2);
    let mut lines = Vec::new();
    if department.kind == super::model::Kind::Budget {
        lines.push(format!("编制部门：{}", department.name));
        writer.line(&format!("编制部门：{}", department.name));
        if writer.layout.is_spaced {
            writer.line("");
        }
    }
    let line = unit_line(writer, unit);
    writer.alone(&line);
    lines.push(line);
    writer.head = Head { title: title.to_owned(), lines };
}

/// 单位：万元.
pub fn unit_line(writer: &Writer, unit: Unit) -> String {
    let colon = if writer.layout.has_narrow_colon { ':' } else { '：' };
    format!("单位{colon}{}", if unit == Unit::Wan { "万元" } else { "元" })
}
