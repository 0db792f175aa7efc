//! What a table is to the one before it: a statement of its own, a form, or a page without a header.

use std::sync::Arc;

use super::{
    Said, Statement, Title,
    above::Above,
    form,
    header::{Banner, Header, banner, is_data, is_numbering},
    pages::Joint,
    sheet::{HeadCell, Sheet},
    unit,
};
use crate::{
    document::Document,
    kinds::{self, Kind},
};

/// What a table is, with nothing but gaps between it and the one before.
pub(super) enum Page {
    /// It has the header of a statement.
    Headed(Box<Statement>),
    /// It is a form, all of it.
    Form(Box<Statement>),
    /// It has none, and so many rows in front say nothing.
    Bare(usize),
    /// It has none that is understood, and the title of a statement, or one that says that it goes on.
    Unread(Box<Statement>),
}

impl Page {
    pub(super) fn of(document: &Document, sheet: &Sheet<'_>, before: Option<&Arc<Kind>>) -> Self {
        let (fragment, head) = (sheet.fragment, sheet.head());
        let (skipped, banner) = banner(&head);
        let above =
            if sheet.is_first { Above::of(document, fragment.lines.start, sheet.start) } else { Above::default() };
        let inside = banner.title.and_then(|(row, column)| {
            let (cell, place) = (head.row(row)?.get(column)?, sheet.place(row, column)?);
            Some(Title { below: place.below, span: place.span, text: (&*cell.text).into() })
        });
        let title = inside.or(above.title);
        let kind = title.as_ref().and_then(|title| document.vocabulary().kinds().by_title(&title.text));
        // What a table of no known kind has for rows its header says.
        let titled = title.as_ref().map(|_| kinds::Rows::Codes);
        let is = kind.or(before).map(|kind| kind.description.rows).or(titled);
        let metadata = document.lines().get(fragment.delimiter).and_then(|line| line.after.metadata.as_ref());
        let unit = banner.metadata.unit.or_else(|| metadata.and_then(|metadata| metadata.unit));
        let (kind, note) = (kind.cloned(), above.note);
        if let Some(form) = kind.as_ref().or(before).and_then(|kind| kind.description.form.as_ref()) {
            let said = form::read(sheet, form);
            let columns = head.row(0).map_or(0, <[_]>::len);
            let header = Header { rows: 0, columns, halves: said.halves, blank: Vec::new(), banner };
            let read = Statement::unread(Said { kind, title, note }, header, unit, fragment.lines.end);
            return Self::Form(Box::new(Statement { rows: said.rows, weights: said.weights, ..read }));
        }
        let Some(header) = Header::read(&head, (skipped, banner), is) else {
            // A page may begin with the numbers of its columns, and the next one with a part of the header.
            let says_nothing = |row: &&[HeadCell<'_>]| row.iter().all(HeadCell::is_blank) || is_numbering(row);
            let is_next = sheet.joint == Joint::Page || fragment.repeats_header;
            let rows = head.rows_from(0).take_while(|row| says_nothing(row) || (is_next && !is_data(row))).count();
            if title.as_ref().is_some_and(|title| kind.is_some() || title.says_continued()) {
                let columns = head.row(0).map_or(0, <[_]>::len);
                let header = Header { rows, columns, halves: Vec::new(), blank: Vec::new(), banner: Banner::default() };
                let read = Statement::unread(Said { kind, title, note }, header, unit, fragment.lines.end);
                return Self::Unread(Box::new(Statement { is_cut: true, ..read }));
            }
            return Self::Bare(rows);
        };
        let own = unit::of_header(&header).or_else(|| {
            let title = title.as_ref()?;
            unit::of_title(document, title, sheet.start, fragment.lines.start)
        });
        let said = Said { kind, title, note };
        Self::Headed(Box::new(Statement::unread(said, header, own.or(unit), fragment.lines.end)))
    }
}
