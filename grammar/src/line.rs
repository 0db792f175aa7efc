//! One line of a document, understood: what it is, and the state that it leaves to the next line.

use std::sync::Arc;

use crate::{
    department::{Cover, Covers},
    markdown,
    metadata::Metadata,
    row::{Class, Row},
    sequence::Element,
    table::Schema,
    tally::Tally,
};

/// What a line is to budget documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Blank.
    Blank,
    /// A page number or a comment: what stands between two fragments of one table.
    PageMark,
    /// A comment that asks for findings in the table below to be ignored.
    Suppression,
    /// A heading, or the underline of one.
    Heading,
    /// 部门名称：…, 单位：….
    Metadata,
    /// A statement that figures may not add up because of rounding (因四舍五入…尾差).
    RoundingNote,
    /// The header row of a table of known kind.
    Header,
    /// The delimiter row below such a header.
    Fragment(Joint),
    /// A further header row of such a table: a body row to GFM.
    HeaderRow,
    /// A body row of such a table.
    Row(Standing),
    /// The delimiter row of a table of no known kind.
    UnknownDelimiter,
    /// The first line of a table of HTML.
    HtmlTable,
    /// Anything else: prose, code, rows of tables that are not known, the other lines of those of HTML.
    Outside,
}

/// How a fragment stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// A table starts here.
    Starts,
    /// The table above runs on: the header is equal, and only blank lines and page marks stand between.
    Continues,
}

/// What a row is in its table: its [`Class`], with open rows judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 合计, 总计, 共计.
    Total,
    /// 小计.
    Subtotal,
    /// 其中：….
    OfWhich,
    /// A budget unit by its name.
    Unit,
    /// A budget unit by its amount, which is that of the rows that follow it.
    UnitBySum,
    /// A project.
    Project,
    /// A project whose goal and indicators are not written yet.
    Unfinished,
    /// An empty row.
    Blank,
}

impl Standing {
    /// Whether rows below it belong to it.
    pub fn is_unit(self) -> bool {
        matches!(self, Self::Unit | Self::UnitBySum)
    }

    /// Whether it is a project, finished or not.
    pub fn is_project(self) -> bool {
        matches!(self, Self::Project | Self::Unfinished)
    }

    /// Whether it is a sum of other rows that belong to no unit.
    pub fn is_total(self) -> bool {
        matches!(self, Self::Total | Self::Subtotal)
    }

    /// Whether only other rows can tell what it is.
    pub fn is_judged(self) -> bool {
        matches!(self, Self::UnitBySum | Self::Unfinished)
    }
}

impl From<Class> for Standing {
    fn from(class: Class) -> Self {
        match class {
            Class::Total => Self::Total,
            Class::Subtotal => Self::Subtotal,
            Class::OfWhich => Self::OfWhich,
            Class::Unit => Self::Unit,
            Class::Open => Self::Unfinished,
            Class::Project => Self::Project,
            Class::Blank => Self::Blank,
        }
    }
}

/// Everything above a line that decides how it is read. Two equal states and equal text make equal lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The blocks of Markdown that are open.
    pub markdown: markdown::State,
    /// What metadata lines said since the last heading.
    pub metadata: Option<Arc<Metadata>>,
    /// The table of known kind that is open.
    pub table: Option<Arc<Schema>>,
    /// How many more rows of that table are header.
    pub header_rows: u8,
    /// Whether a table of HTML is open.
    pub is_in_html_table: bool,
}

/// A line, understood.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it is.
    pub kind: Kind,
    /// What it leaves to the next line.
    pub after: State,
    /// The cover of a budget, where the line is one.
    pub cover: Option<Cover>,
    /// The row that was read from this text, kept even while a code fence above makes it something else, so that
    /// closing the fence reads nothing again. Only [`Line::row`] says whether it counts.
    pub(crate) reading: Option<Arc<Row>>,
}

impl Line {
    /// The row, where the line is one.
    pub fn row(&self) -> Option<&Arc<Row>> {
        self.reading.as_ref().filter(|_| matches!(self.kind, Kind::Row(_)))
    }

    /// Whether it is the same and was read from the same text: a row may equal that of another text, whose characters
    /// are of another width.
    pub(crate) fn is_same_reading(&self, other: &Self) -> bool {
        self == other && is_one(self.reading.as_ref(), other.reading.as_ref())
    }

    /// Whether it is a row of the same text that stands in its table as the other does, or both are none.
    pub fn is_same_row(&self, other: &Self) -> bool {
        self.standing() == other.standing() && is_one(self.row(), other.row())
    }

    /// What the row is in its table, where the line is one.
    pub fn standing(&self) -> Option<Standing> {
        match self.kind {
            Kind::Row(standing) => Some(standing),
            _ => None,
        }
    }

    /// Whether a comment there asks for findings to be ignored.
    pub fn is_suppressing(&self) -> bool {
        self.kind == Kind::Suppression || self.row().is_some_and(|row| row.suppression.is_some())
    }

    /// Whether it is blank.
    pub fn is_blank(&self) -> bool {
        self.kind == Kind::Blank
    }

    /// Whether nothing stands there that ends a table.
    pub fn is_gap(&self) -> bool {
        matches!(self.kind, Kind::Blank | Kind::PageMark | Kind::Suppression)
    }

    /// Whether it is the line by which a table of no known kind is found: its delimiter row, or its first line where it
    /// is one of HTML.
    pub fn begins_unknown_table(&self) -> bool {
        matches!(self.kind, Kind::UnknownDelimiter | Kind::HtmlTable)
    }

    /// Whether a table of known kind above it has ended here, or at the latest here.
    pub fn ends_table(&self) -> bool {
        matches!(
            self.kind,
            Kind::Heading
                | Kind::Metadata
                | Kind::RoundingNote
                | Kind::UnknownDelimiter
                | Kind::HtmlTable
                | Kind::Outside
        ) || self.kind == Kind::Fragment(Joint::Starts)
    }

    /// Whether a group of rows (a unit's projects, the rows of a subtotal) ends before it.
    pub fn ends_group(&self) -> bool {
        self.ends_table() || self.standing().is_some_and(|standing| standing.is_unit() || standing.is_total())
    }

    /// The same, as far as no other row is needed to tell.
    pub(crate) fn ends_group_by_itself(&self) -> bool {
        self.ends_group() && !matches!(self.kind, Kind::Row(Standing::UnitBySum))
    }
}

/// Whether these are one and the same reading. Each text is read once, so that one reading is of one text.
fn is_one(reading: Option<&Arc<Row>>, other: Option<&Arc<Row>>) -> bool {
    match (reading, other) {
        (Some(reading), Some(other)) => Arc::ptr_eq(reading, other),
        (reading, other) => reading.is_none() && other.is_none(),
    }
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.after == other.after && self.cover == other.cover && self.row() == other.row()
    }
}

impl Element for Line {
    type Summary = Tally;

    fn add_to(&self, tally: &mut Tally) {
        tally.lines += 1;
        tally.solid += u32::from(!self.is_gap());
        tally.suppressions += u32::from(self.is_suppressing());
        tally.rounding_notes += u32::from(self.kind == Kind::RoundingNote);
        tally.headings += u32::from(self.kind == Kind::Heading);
        tally.fragments += u32::from(matches!(self.kind, Kind::Fragment(_)));
        if let Some(cover) = self.cover {
            tally.covers.add(Covers::One(cover));
        }
        tally.unknown_tables += u32::from(self.begins_unknown_table());
        if self.ends_table() {
            tally.close();
        }
        if let (Some(standing), Some(row)) = (self.standing(), self.row()) {
            tally.add_row(standing, row);
        }
    }
}
