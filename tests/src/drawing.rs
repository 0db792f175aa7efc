//! Texts drawn for people who review a snapshot: each line with its number, below it the ranges in it, at its left
//! those of whole lines. Columns are those of a terminal, where a Chinese character takes two.

use std::{
    cmp::Reverse,
    fmt::{self, Display, Write},
    ops::{Range, RangeInclusive},
};

use unicode_width::UnicodeWidthStr;

/// A text with ranges, in bytes.
pub struct Drawing<'a> {
    text: &'a str,
    /// Whole lines, counted from 0.
    brackets: Vec<RangeInclusive<usize>>,
    marks: Vec<Mark>,
}

struct Mark {
    label: String,
    line: usize,
    /// In columns of the terminal.
    start: usize,
    end: usize,
}

impl<'a> Drawing<'a> {
    /// A text alone.
    pub fn new(text: &'a str) -> Self {
        Self { text, brackets: Vec::new(), marks: Vec::new() }
    }

    /// Draws whole lines, counted from 0, as a bracket at the left.
    pub fn bracket(&mut self, lines: RangeInclusive<usize>) {
        self.brackets.push(lines);
    }

    /// Draws a range: as a bracket where it is whole lines, else below the text.
    pub fn range(&mut self, label: &str, bytes: Range<usize>) {
        let lines = self.line_of(bytes.start)..=self.line_of(bytes.end);
        let (first, last) = (self.line(*lines.start()), self.line(*lines.end()));
        if bytes.start == first.start && bytes.end == last.end && !bytes.is_empty() {
            self.bracket(lines);
        } else if lines.start() == lines.end() {
            self.mark(label, bytes);
        } else {
            self.mark(&format!("{label} …"), bytes.start..first.end);
            self.mark(&format!("… {label}"), last.start..bytes.end);
        }
    }

    /// Draws a range of one line below it; one of nothing is a caret below what stands behind it, and the line's end
    /// takes a column.
    pub fn mark(&mut self, label: &str, bytes: Range<usize>) {
        let line = self.line_of(bytes.start);
        let own = self.line(line);
        let marked = &self.text[bytes.clone()];
        let marked =
            marked.strip_suffix('\n').map_or(marked.to_owned(), |text| text.trim_end_matches('\r').to_owned() + " ");
        assert!(!marked.contains('\n'), "{label} at {bytes:?} goes on behind line {}", line + 1);
        let start = self.text[own.start..bytes.start].width();
        self.marks.push(Mark { label: label.to_owned(), line, start, end: start + marked.width().max(1) });
    }

    fn line_of(&self, byte: usize) -> usize {
        self.text[..byte].matches('\n').count()
    }

    /// The bytes of a line, without its end.
    fn line(&self, line: usize) -> Range<usize> {
        let start: usize = self.text.split_inclusive('\n').take(line).map(str::len).sum();
        let rest = &self.text[start..];
        start..start + rest.split(['\r', '\n']).next().unwrap_or_default().len()
    }

    /// The marks below a line: for each label a row, or more where ranges touch.
    fn rows(&self, line: usize) -> Vec<(&str, String)> {
        let mut marks: Vec<&Mark> = self.marks.iter().filter(|mark| mark.line == line).collect();
        marks.sort_by_key(|mark| (mark.start, mark.end));
        let mut rows: Vec<(&str, String)> = Vec::new();
        for mark in marks {
            let is_free = |row: &&mut (&str, String)| row.0 == mark.label && row.1.len() < mark.start;
            let carets = "^".repeat(mark.end - mark.start);
            match rows.iter_mut().find(is_free) {
                Some((_, row)) => *row = format!("{row:<0$}{carets}", mark.start),
                None => rows.push((&mark.label, " ".repeat(mark.start) + &carets)),
            }
        }
        rows
    }

    /// The brackets with their columns: one further right than those that are still open.
    fn columns(&self) -> Vec<(&RangeInclusive<usize>, usize)> {
        let mut brackets: Vec<_> = self.brackets.iter().collect();
        brackets.sort_by_key(|lines| (*lines.start(), Reverse(*lines.end())));
        let mut columns: Vec<(&RangeInclusive<usize>, usize)> = Vec::new();
        for lines in brackets {
            let open = columns.iter().filter(|(outer, _)| outer.contains(lines.start()));
            let column = open.map(|(_, column)| column + 1).max().unwrap_or_default();
            columns.push((lines, column));
        }
        columns
    }

    /// The brackets beside a line, or beside the marks below it.
    fn beside(&self, line: usize, is_below: bool) -> String {
        let columns = self.columns();
        let width = columns.iter().map(|(_, column)| column + 1).max().unwrap_or_default();
        let mut signs = vec![' '; width];
        for (lines, column) in columns.into_iter().filter(|(lines, _)| lines.contains(&line)) {
            let (is_first, is_last) = (line == *lines.start(), line == *lines.end());
            signs[column] = match (is_below, is_first, is_last) {
                (true, _, true) => ' ',
                (true, ..) | (_, false, false) => '│',
                (_, true, true) => '[',
                (_, true, false) => '┌',
                (_, false, true) => '└',
            };
        }
        signs.into_iter().collect()
    }
}

impl Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let labels = self.marks.iter().map(|mark| mark.label.width());
        let width = labels.max().unwrap_or_default().max(3);
        let mut row = |brackets: String, label: &str, text: &str| {
            let line = format!("{brackets} {:1$}{label} │ {text}", "", width - label.width());
            writeln!(f, "{}", line.trim_end())
        };
        for (line, text) in self.text.lines().enumerate() {
            row(self.beside(line, false), &(line + 1).to_string(), text)?;
            for (label, carets) in self.rows(line) {
                row(self.beside(line, true), label, &carets)?;
            }
        }
        Ok(())
    }
}

/// Rows of texts with their columns in line.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|text| text.width()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    let mut table = String::new();
    for row in rows {
        let mut line = String::new();
        for (text, width) in row.iter().zip(&widths) {
            let _ = write!(line, "{text}{:1$}", "", width - text.width() + 2);
        }
        let _ = writeln!(table, "{}", line.trim_end());
    }
    table
}
