//! Reads one line after the other: Markdown first, then what it is to a budget document.

use std::{borrow::Cow, sync::Arc};

use smallvec::SmallVec;

use crate::{
    Span,
    department::Cover,
    html_table,
    line::{Joint, Kind, Line, Standing, State},
    markdown::{self, Block},
    metadata::{Metadata, is_page_number, is_rounding_note},
    name::fold,
    row::{Class, Row},
    stage::Stage,
    suppression::suppression,
    table::{MORE_HEADER_ROWS, Schema, fold_title, is_header_row},
    vocabulary::Vocabulary,
};

/// A line to be read, with what stands around it.
pub(crate) struct Reading<'t, Ahead> {
    /// The text, without its ending.
    pub(crate) text: &'t str,
    /// The text of the line before.
    pub(crate) previous: &'t str,
    /// The lines behind it; looked at only below a delimiter row.
    pub(crate) ahead: Ahead,
    /// The same text as it was understood before, if it was: spares reading a row again.
    pub(crate) known: Option<&'t Line>,
    /// What the whole document is read with.
    pub(crate) vocabulary: &'t Vocabulary,
    /// When a row is read.
    pub(crate) rows: Rows,
}

/// When the cells of a row are read: no other line depends on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    Now,
    /// By [`with_row`].
    Later,
}

impl<'a, Ahead: Iterator<Item = Cow<'a, str>>> Reading<'_, Ahead> {
    /// Understands the line behind `state`.
    ///
    /// A [`Kind::Fragment`] makes the line before it a [`Kind::Header`]: the caller says so there.
    pub(crate) fn line(self, state: &State) -> Line {
        let (block, markdown) = markdown::read(&state.markdown, self.text);
        let after = State { markdown, metadata: state.metadata.clone(), ..State::default() };
        let kept = self.known.and_then(|known| known.reading.clone());
        if after.markdown.is_in_html() {
            let (begins, is_in_html_table) = html_table::follow(self.text, state.is_in_html_table);
            if begins || state.is_in_html_table {
                let kind = if begins { Kind::HtmlTable } else { Kind::Outside };
                return Line { kind, after: State { is_in_html_table, ..after }, cover: None, reading: kept };
            }
        }
        match block {
            Block::Delimiter => self.delimiter(after),
            Block::Row => self.row(state, after),
            // A heading ends what was said above it, and may say something itself: 项目表（单位：万元）.
            Block::Heading { .. } | Block::Setext { .. } => {
                let metadata = Metadata::read(self.text).map(Arc::new);
                let cover = Cover::read(self.text);
                Line { kind: Kind::Heading, after: State { metadata, ..after }, cover, reading: kept }
            }
            Block::Paragraph if let Some(metadata) = Metadata::read(self.text) => {
                let metadata = Some(Arc::new(metadata.over(state.metadata.as_deref())));
                Line { kind: Kind::Metadata, after: State { metadata, ..after }, cover: None, reading: kept }
            }
            Block::Blank => Line { kind: Kind::Blank, after, cover: None, reading: kept },
            Block::Comment if suppression(self.text, Span::new(0, self.text.len())).is_some() => {
                Line { kind: Kind::Suppression, after, cover: None, reading: kept }
            }
            Block::Comment => Line { kind: Kind::PageMark, after, cover: None, reading: kept },
            Block::Paragraph | Block::Other if is_page_number(self.text) => {
                Line { kind: Kind::PageMark, after, cover: None, reading: kept }
            }
            Block::Paragraph | Block::Other if is_rounding_note(self.text) => {
                Line { kind: Kind::RoundingNote, after, cover: None, reading: kept }
            }
            Block::Paragraph | Block::Other => {
                Line { kind: Kind::Outside, after, cover: Cover::read(self.text), reading: kept }
            }
        }
    }

    fn delimiter(self, after: State) -> Line {
        let unknown = |after| Line { kind: Kind::UnknownDelimiter, after, cover: None, reading: None };
        let mut texts: SmallVec<[Cow<'a, str>; MORE_HEADER_ROWS]> = self.ahead.take(MORE_HEADER_ROWS).collect();
        let rows = texts.iter().map(|text| &**text).chain([self.previous]);
        if !self.vocabulary.may_head_projects(rows) {
            return unknown(after);
        }
        let mut markdown = after.markdown.clone();
        let is_row = |line: &Cow<'a, str>| {
            let (block, next) = markdown::read(&markdown, line);
            markdown = next;
            block == Block::Row
        };
        let count = texts.iter().map(is_row).take_while(|is_row| *is_row).count();
        texts.truncate(count);
        let header = cell_texts(self.previous);
        let folded: Vec<Box<str>> = header.iter().map(|cell| fold_title(cell).into()).collect();
        let mut rows = vec![header];
        for text in &texts {
            let cells = cell_texts(text);
            if !is_header_row(&cells, &folded, self.vocabulary) {
                break;
            }
            rows.push(cells);
        }
        let unit = after.metadata.as_ref().and_then(|metadata| metadata.unit);
        let schema = Schema::recognise(&rows, unit, self.vocabulary);
        let Some(schema) = schema else {
            return unknown(after);
        };
        let known = self.known.and_then(|known| known.after.table.clone().map(|table| (known.kind, table)));
        let (kind, schema) = match known {
            Some((kind @ Kind::Fragment(_), table)) if table == schema => (kind, table),
            _ => (Kind::Fragment(Joint::Starts), schema),
        };
        let header_rows = u8::try_from(rows.len().saturating_sub(1)).unwrap_or(u8::MAX);
        Line { kind, after: State { table: Some(schema), header_rows, ..after }, cover: None, reading: None }
    }

    fn row(self, state: &State, mut after: State) -> Line {
        let known = self.known.and_then(|known| known.reading.clone());
        let Some(schema) = &state.table else {
            return Line { kind: Kind::Outside, after, cover: None, reading: known };
        };
        after.table = Some(schema.clone());
        if state.header_rows > 0 {
            after.header_rows = state.header_rows - 1;
            return Line { kind: Kind::HeaderRow, after, cover: None, reading: known };
        }
        let line = Line { kind: Kind::Row(Standing::Unfinished), after, cover: None, reading: None };
        if self.rows == Rows::Later {
            return line;
        }
        let known_row = known.filter(|row| row.schema == *schema);
        let row = known_row.unwrap_or_else(|| read_row(self.text, schema, self.vocabulary));
        standing(line, row, self.text, self.known)
    }
}

/// The line with its row, where it is one that is still to be read.
pub(crate) fn with_row(line: Line, text: &str, vocabulary: &Vocabulary) -> Line {
    let Some(schema) = line.after.table.as_ref().filter(|_| matches!(line.kind, Kind::Row(_))) else { return line };
    let row = read_row(text, schema, vocabulary);
    standing(line, row, text, None)
}

fn read_row(text: &str, schema: &Arc<Schema>, vocabulary: &Vocabulary) -> Arc<Row> {
    let _stage = Stage::Reparse.begin();
    Arc::new(Row::read(text, markdown::cells(text), schema, vocabulary))
}

/// The line as the row that it is; one that only other rows can judge stays what it was before.
fn standing(line: Line, row: Arc<Row>, text: &str, known: Option<&Line>) -> Line {
    let department = line.after.metadata.as_deref().and_then(|metadata| metadata.department.as_deref());
    let standing = if row.class != Class::Open {
        row.class.into()
    } else if department.is_some_and(|department| fold(row.name().of(text)) == department) {
        Standing::Unit
    } else {
        let known = known.and_then(Line::standing).filter(|standing| standing.is_judged());
        known.unwrap_or(Standing::Unfinished)
    };
    Line { kind: Kind::Row(standing), reading: Some(row), ..line }
}

fn cell_texts(line: &str) -> Vec<&str> {
    markdown::cells(line).map(|cell| cell.of(line)).collect()
}
