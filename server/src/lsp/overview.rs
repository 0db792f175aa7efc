//! `budget/overview`, a request of our own: the amounts of a document for a budget view, a status bar, or a window of
//! totals.
//!
//! Announced as `experimental.budgetOverview`; described for clients in `docs/protocol.md`.

use budget_grammar::{Span, table::Role, text::Text};
use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{Range, TextDocumentIdentifier};

use super::{convert, documents::Snapshot};
use crate::features::overview::{
    self, AmountOverview, Aspect, DepartmentOverview, Level, RowOverview, State, TableOverview,
};

/// The method.
pub(super) const METHOD: &str = "budget/overview";

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OverviewParams {
    /// The document; it is looked up when the request arrives.
    #[serde(rename = "textDocument")]
    _text_document: TextDocumentIdentifier,
    detail: Detail,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Detail {
    Totals,
    Units,
    Projects,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Overview {
    version: i32,
    tables: Vec<Table>,
    departments: Vec<Department>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Department {
    name: String,
    range: Range,
    statements: Vec<Statement>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Statement {
    of: &'static str,
    #[serde(flatten)]
    table: Table,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Table {
    title: String,
    range: Range,
    unit: Option<&'static str>,
    columns: Vec<Column>,
    main: usize,
    units: u32,
    projects: u32,
    indicators: u32,
    is_complete: bool,
    whole: Row,
    parts: Vec<Row>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Column {
    title: String,
    role: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    kind: &'static str,
    name: String,
    range: Option<Range>,
    selection: Option<Range>,
    amounts: Vec<Amount>,
    sources_difference: Option<String>,
    share: Option<String>,
    projects: u32,
    indicators: u32,
    state: &'static str,
    parts: Vec<Row>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Amount {
    printed: Option<String>,
    value: Option<String>,
    computed: Option<String>,
    difference: Option<String>,
}

/// What a request is answered with.
pub(super) fn answer(snapshot: &Snapshot, params: &OverviewParams) -> Overview {
    let detail = match params.detail {
        Detail::Totals => overview::Detail::Totals,
        Detail::Units => overview::Detail::Units,
        Detail::Projects => overview::Detail::Projects,
    };
    let edge = Edge { snapshot };
    let tables = overview::overview(&snapshot.analysis, detail);
    let departments = overview::departments(&snapshot.analysis, detail);
    Overview {
        version: snapshot.version,
        tables: tables.into_iter().map(|table| edge.table(table)).collect(),
        departments: departments.into_iter().map(|department| edge.department(department)).collect(),
    }
}

/// Where our values become the protocol's.
#[derive(Clone, Copy)]
struct Edge<'a> {
    snapshot: &'a Snapshot,
}

impl Edge<'_> {
    fn text(&self) -> &Text {
        self.snapshot.analysis.document().text()
    }

    fn department(self, department: DepartmentOverview) -> Department {
        let statement = |(aspect, table)| Statement {
            of: match aspect {
                Aspect::Income => "income",
                Aspect::Function => "function",
                Aspect::Economic => "economic",
                Aspect::ThreePublic => "threePublic",
            },
            table: self.table(table),
        };
        Department {
            name: department.name,
            range: self.lines(department.lines),
            statements: department.statements.into_iter().map(statement).collect(),
        }
    }

    fn lines(self, lines: std::ops::Range<usize>) -> Range {
        let bytes = self.text().line_start(lines.start)..self.text().line_start(lines.end);
        convert::byte_range(self.text(), bytes, self.snapshot.client.encoding)
    }

    fn table(self, table: TableOverview) -> Table {
        let column = |column: &budget_grammar::table::AmountColumn| Column {
            title: column.title.to_string(),
            role: if column.role == Role::Total { "total" } else { "source" },
        };
        Table {
            title: table.title,
            range: self.lines(table.lines),
            unit: table.unit.map(|unit| unit.name()),
            columns: table.columns.iter().map(column).collect(),
            main: table.main,
            units: table.units,
            projects: table.projects,
            indicators: table.indicators,
            is_complete: table.is_complete,
            whole: self.row(table.whole),
            parts: table.parts.into_iter().map(|row| self.row(row)).collect(),
        }
    }

    fn row(self, row: RowOverview) -> Row {
        let whole_line = |line: usize| Span::new(0, self.text().line(line).len());
        Row {
            kind: match row.level {
                Level::Total => "total",
                Level::Unit => "unit",
                Level::Project => "project",
                Level::Class => "class",
                Level::Group => "group",
            },
            name: row.name,
            range: row.place.map(|place| self.range(place.line, whole_line(place.line))),
            selection: row.place.map(|place| self.range(place.line, place.name)),
            amounts: row.amounts.into_iter().map(amount).collect(),
            sources_difference: row.sources_difference,
            share: row.share,
            projects: row.projects,
            indicators: row.indicators,
            state: match row.state {
                State::Balanced => "balanced",
                State::Rounding => "rounding",
                State::Unbalanced => "unbalanced",
            },
            parts: row.parts.into_iter().map(|row| self.row(row)).collect(),
        }
    }

    fn range(self, line: usize, span: Span) -> Range {
        convert::range(self.text(), line, span, self.snapshot.client.encoding)
    }
}

fn amount(amount: AmountOverview) -> Amount {
    let AmountOverview { printed, value, computed, difference } = amount;
    Amount { printed, value, computed, difference }
}
