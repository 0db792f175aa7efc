//! Writing text while keeping where its figures are.

use std::{borrow::Cow, fmt::Write, ops::Range};

use super::layout::{Layout, Zero};

/// What a figure is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 元, no decimals.
    Yuan,
    /// 万元, two decimals, rounded half up.
    Wan,
    /// Hundredths of a percent.
    Percent,
}

impl Unit {
    /// A value as it is printed: in 元, in hundredths of 万元, or in hundredths of a percent.
    pub fn printed(self, value: i64) -> i64 {
        match self {
            Self::Wan => (value + 50).div_euclid(100),
            Self::Yuan | Self::Percent => value,
        }
    }
}

/// A figure that stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// `T1` to `T9`, or `prose`.
    pub table: &'static str,
    /// Its row (a code, `合计`, `收入`, `支出 208`) and its column with a blank between them; in prose what it says about
    /// what.
    pub role: String,
    /// From 0.
    pub line: usize,
    /// Bytes of its line.
    pub range: Range<usize>,
    /// What it stands for, exactly: 元, or hundredths of a percent.
    pub value: i64,
    /// What it is printed in.
    pub unit: Unit,
}

/// A document with where its figures are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The text.
    pub text: String,
    /// By where they stand.
    pub figures: Vec<Figure>,
    /// The cells of codes that begin with a nought: line and bytes of it.
    pub codes: Vec<(usize, Range<usize>)>,
    /// Below a table: its id, the line, and whether there is a note or nothing.
    pub notes: Vec<(&'static str, usize, bool)>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub enum Cell<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// The role of a figure, and its exact value in 元.
    Money(String, i64),
    /// The digits of one level of a code.
    Code(&'a str),
}

/// A paragraph of prose that is being written.
#[derive(Default)]
pub struct Prose {
    text: String,
    figures: Vec<(Range<usize>, String, i64, Unit)>,
    has_separators: bool,
}

/// What stands above a table, that a further page of it repeats.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Its title; empty where that stands in the table.
    pub title: String,
    /// The lines below it.
    pub lines: Vec<String>,
}

/// Writes a document line by line.
pub struct Writer<'a> {
    /// How.
    pub layout: &'a Layout,
    /// What the amounts of the present table are in.
    pub unit: Unit,
    /// What nil looks like in the present table.
    pub zero: Zero,
    /// What stands above the present table.
    pub head: Head,
    document: Document,
    line: usize,
    start: usize,
    page: usize,
    is_close: bool,
}

impl<'a> Writer<'a> {
    /// An empty document.
    pub fn new(layout: &'a Layout) -> Self {
        Self {
            layout,
            unit: if layout.is_coarse { Unit::Wan } else { Unit::Yuan },
            zero: Zero::Blank,
            head: Head::default(),
            document: Document { text: String::with_capacity(32 << 10), ..Document::default() },
            line: 0,
            start: 0,
            page: 0,
            is_close: false,
        }
    }

    /// The document.
    pub fn finish(self) -> Document {
        self.document
    }

    fn end(&mut self) {
        self.document.text.push('\n');
        self.line += 1;
        self.start = self.document.text.len();
        self.is_close = false;
    }

    /// A line of text.
    pub fn line(&mut self, text: &str) {
        self.document.text += text;
        self.end();
    }

    /// A line of text with a blank line behind it.
    pub fn alone(&mut self, text: &str) {
        self.line(text);
        self.line("");
    }

    /// The mark of the next page.
    pub fn page(&mut self) {
        self.page += 1;
        let mark = format!("<!-- page {} -->", self.page);
        self.alone(&mark);
    }

    /// A title, a heading where those are used.
    pub fn title(&mut self, text: &str, level: usize) {
        let mark = if self.layout.has_headings { "#".repeat(level) + " " } else { String::new() };
        self.alone(&(mark + text));
    }

    /// The line below a table, with a note or without.
    pub fn note(&mut self, table: &'static str, text: &str) {
        self.document.notes.push((table, self.line, !text.is_empty()));
        self.alone(text);
    }

    /// A row of that table.
    pub fn row(&mut self, table: &'static str, cells: &[Cell]) {
        self.document.text.push('|');
        for cell in cells {
            self.document.text.push(' ');
            let from = self.document.text.len() - self.start;
            match cell {
                Cell::Text(text) => self.document.text += text,
                Cell::Code(code) => {
                    self.document.text += code;
                    if code.starts_with('0') {
                        self.document.codes.push((self.line, from..from + code.len()));
                    }
                }
                Cell::Money(role, value) => self.figure(table, role, *value, from),
            }
            self.document.text += " |";
        }
        self.end();
    }

    fn figure(&mut self, table: &'static str, role: &str, value: i64, from: usize) {
        if value == 0 {
            self.document.text += match self.zero {
                Zero::Blank => return,
                Zero::Digit => "0",
                Zero::Decimals => "0.00",
            };
        } else {
            amount(&mut self.document.text, value, self.unit, self.layout.has_separators);
        }
        let (role, range) = (role.to_owned(), from..self.document.text.len() - self.start);
        self.document.figures.push(Figure { table, role, line: self.line, range, value, unit: self.unit });
    }

    /// Markdown's row below its header.
    pub fn delimiter(&mut self, columns: usize) {
        let row = format!("|{}", "---|".repeat(columns));
        self.line(&row);
    }

    /// A paragraph to be filled.
    pub fn prose(&self) -> Prose {
        Prose { has_separators: self.layout.has_separators_in_prose, ..Prose::default() }
    }

    /// A paragraph, wrapped; indented where it follows another one closely.
    pub fn paragraph(&mut self, prose: Prose) {
        // Four blanks behind a blank line would be code to Markdown.
        let indent = if self.is_close || !self.layout.indent.starts_with(' ') { self.layout.indent } else { "" };
        self.document.text += indent;
        let wrap = self.layout.wrap.unwrap_or(usize::MAX);
        let (mut width, mut from, mut figures) = (indent.chars().count(), 0, prose.figures.into_iter().peekable());
        let mut before = ' ';
        let mut ends: Vec<usize> = Vec::new();
        for (at, character) in prose.text.char_indices() {
            let is_number = |character: char| character.is_ascii_digit() || ".,%".contains(character);
            if width >= wrap && !(is_number(before) && is_number(character)) && character != ' ' && before != ' ' {
                ends.push(at);
                width = 0;
            }
            width += if character.is_ascii() { 1 } else { 2 };
            before = character;
        }
        ends.push(prose.text.len());
        for end in ends {
            let base = self.document.text.len() - self.start;
            self.document.text += &prose.text[from..end];
            while let Some((range, role, value, unit)) = figures.next_if(|(range, ..)| range.start < end) {
                let range = range.start - from + base..range.end - from + base;
                self.document.figures.push(Figure { table: "prose", role, line: self.line, range, value, unit });
            }
            from = end;
            self.end();
        }
        self.is_close = true;
        if self.layout.is_spaced {
            self.line("");
        }
    }

    /// A paragraph without figures.
    pub fn words(&mut self, text: &str) {
        let prose = self.prose().say(text);
        self.paragraph(prose);
    }

    /// A blank line behind paragraphs that had none between them.
    pub fn gap(&mut self) {
        if !self.layout.is_spaced {
            self.line("");
        }
    }
}

impl Prose {
    /// More words.
    pub fn say(mut self, text: &str) -> Self {
        self.text += text;
        self
    }

    /// An amount in 万元, with the unit.
    pub fn money(mut self, role: impl Into<String>, value: i64) -> Self {
        let from = self.text.len();
        amount(&mut self.text, value, Unit::Wan, self.has_separators);
        self.figures.push((from..self.text.len(), role.into(), value, Unit::Wan));
        self.say("万元")
    }

    /// A percentage in hundredths, with the sign.
    pub fn percent(mut self, role: impl Into<String>, value: i64) -> Self {
        let from = self.text.len();
        amount(&mut self.text, value, Unit::Percent, false);
        self.figures.push((from..self.text.len(), role.into(), value, Unit::Percent));
        self.say("%")
    }
}

/// Writes an amount as it is printed.
pub fn amount(text: &mut String, value: i64, unit: Unit, has_separators: bool) {
    let printed = unit.printed(value);
    let (whole, decimals) = match unit {
        Unit::Yuan => (printed, None),
        Unit::Wan | Unit::Percent => (printed / 100, Some(printed % 100)),
    };
    let digits = whole.to_string();
    for (at, digit) in digits.chars().enumerate() {
        if has_separators && at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(decimals) = decimals {
        let _ = write!(text, ".{decimals:02}");
    }
}
