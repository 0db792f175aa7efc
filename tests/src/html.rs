//! Tables of Markdown written as HTML, as converters of PDF do it.

use std::fmt::Write;

use crate::generator::Dice;

/// How a table of HTML is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// What stands on a line.
    pub line: Line,
    /// Whether the tags have attributes that say nothing of the table.
    pub has_attributes: bool,
    /// Whether cells that belong together are one, or blank ones stand beside the first.
    pub has_spans: bool,
    /// Whether the header is one of `<th>` in a `<thead>`.
    pub has_head: bool,
}

/// What stands on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// All tables that follow each other, the marks of pages between them left out.
    Pages,
    /// A table.
    Table,
    /// A row.
    Row,
    /// A cell.
    Cell,
}

impl Shape {
    /// Any shape.
    pub fn any(dice: &mut Dice) -> Self {
        Self {
            line: [Line::Pages, Line::Table, Line::Row, Line::Cell][dice.below(4)],
            has_attributes: dice.percent(40),
            has_spans: dice.percent(70),
            has_head: dice.percent(40),
        }
    }
}

/// The text with its tables as HTML.
pub fn converted(text: &str, shape: Shape) -> String {
    let mut converted = String::new();
    let mut table: Vec<Vec<&str>> = Vec::new();
    let mut labels = None;
    let mut between = String::new();
    for line in text.lines().chain([""]) {
        if let Some(inner) = line.strip_prefix('|').and_then(|line| line.strip_suffix('|')) {
            let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
            if !cells.iter().all(|cell| cell.starts_with("--")) {
                table.push(cells);
            }
            continue;
        }
        if !table.is_empty() {
            let is_first = labels.is_none();
            labels = labels.or_else(|| table.iter().find_map(|row| row.iter().position(|cell| *cell == "合计")));
            let gap = std::mem::take(&mut between);
            converted += if shape.line == Line::Pages && !is_first { "" } else { &gap };
            write_table(&std::mem::take(&mut table), labels.unwrap_or_default(), shape, &mut converted);
        }
        let _ = writeln!(between, "{line}");
    }
    if shape.line == Line::Pages {
        converted.push('\n');
    }
    converted + &between
}

/// A cell at its upper left place.
#[derive(Clone, Copy)]
struct Cell<'t> {
    text: &'t str,
    rows: usize,
    columns: usize,
}

fn write_table(rows: &[Vec<&str>], labels: usize, shape: Shape, html: &mut String) {
    let is_body = |row: &Vec<&str>| row[0] == "合计" || row[0].starts_with(|first: char| first.is_ascii_digit());
    let count = rows.iter().position(is_body).unwrap_or(rows.len());
    let (header, body) = rows.split_at(count);
    let (outer, inner, end) = match shape.line {
        Line::Pages | Line::Table => ("", "", ""),
        Line::Row => ("\n", "", ""),
        Line::Cell => ("\n", "\n    ", "\n  "),
    };
    *html += if shape.has_attributes { "<table border=\"1\" class='t'>" } else { "<table>" };
    let write_row = |cells: Vec<Cell<'_>>, tag: &str, html: &mut String| {
        let _ = write!(html, "{outer}<tr>");
        for Cell { text, rows, columns } in cells {
            let _ = write!(html, "{inner}<{tag}");
            for (name, count) in [("rowspan", rows), ("colspan", columns)] {
                let _ = if count > 1 { write!(html, " {name}=\"{count}\"") } else { Ok(()) };
            }
            let style = if shape.has_attributes { " style=\"text-align: right;\"" } else { "" };
            let _ = write!(html, "{style}>{text}</{tag}>");
        }
        let _ = write!(html, "{end}</tr>");
    };
    let is_head = shape.has_head && count > 0;
    *html += if is_head { "<thead>" } else { "" };
    for cells in header_cells(header, shape.has_spans) {
        write_row(cells, if is_head { "th" } else { "td" }, html);
    }
    *html += if is_head { "</thead><tbody>" } else { "" };
    for row in body {
        let label = if shape.has_spans && row[0] == "合计" { labels } else { 1 };
        let cells = row.iter().enumerate().filter(|(column, _)| *column == 0 || *column >= label);
        let width = |column: usize| if column == 0 { label } else { 1 };
        write_row(cells.map(|(column, text)| Cell { text, rows: 1, columns: width(column) }).collect(), "td", html);
    }
    let _ = write!(html, "{}{outer}</table>", if is_head { "</tbody>" } else { "" });
    *html += if shape.line == Line::Pages { "" } else { "\n" };
}

fn header_cells<'t>(header: &[Vec<&'t str>], has_spans: bool) -> Vec<Vec<Cell<'t>>> {
    let columns = header.first().map_or(0, Vec::len);
    let text = |row: usize, column: usize| header[row].get(column).copied().unwrap_or_default();
    let is_blank_below = |row: usize, column: usize| (row + 1..header.len()).all(|row| text(row, column).is_empty());
    let mut owners: Vec<Vec<usize>> = Vec::new();
    let mut covered = vec![vec![false; columns]; header.len()];
    let mut cells = Vec::new();
    for row in 0..header.len() {
        let mut own: Vec<usize> = (0..columns).collect();
        for column in 1..columns {
            let is_one_above =
                row.checked_sub(1).is_none_or(|above| owners[above][column] == owners[above][column - 1]);
            if text(row, column).is_empty() && is_one_above && !is_blank_below(row, column) {
                own[column] = own[column - 1];
            }
        }
        let mut written = Vec::new();
        for column in 0..columns {
            let is_covered = has_spans && (own[column] != column || covered[row][column]);
            if is_covered {
                continue;
            }
            let width = if has_spans { own.iter().filter(|owner| **owner == column).count() } else { 1 };
            let is_tall = has_spans && width == 1 && !text(row, column).is_empty() && is_blank_below(row, column);
            let rows = if is_tall { header.len() - row } else { 1 };
            (row + 1..row + rows).for_each(|row| covered[row][column] = true);
            written.push(Cell { text: text(row, column), rows, columns: width });
        }
        owners.push(own);
        cells.push(written);
    }
    cells
}
