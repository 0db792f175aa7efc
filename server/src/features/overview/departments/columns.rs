//! Statements of which a budget is seen by the columns of one row: income by its sources, and the three public
//! expenses.

use budget_grammar::{
    amount::Reading,
    statement::{Column, Half},
    sum::Sum,
};

use super::{Sheet, amount_column};
use crate::{
    features::{
        overview::{Detail, Level, Place, RowOverview, TableOverview, share, state},
        statement,
    },
    statement::{Part, Place as Seat},
};

/// A column of the row of a total, with what it is the sum of.
struct Cell {
    seat: Seat,
    name: String,
    parts: Vec<Cell>,
}

impl Cell {
    fn new(seat: Seat, name: String, parts: Vec<Cell>) -> Self {
        Self { seat, name, parts }
    }
}

impl Sheet<'_> {
    /// The columns of the total of a table of income.
    pub(super) fn income_by_column(&self) -> Option<TableOverview> {
        let (number, half) = self.halves().iter().enumerate().next()?;
        let row = statement::total_row(self.scope.account, number)?;
        let main = statement::main_column(half);
        let mut parts = self.cells_below(row, half, main);
        if parts.is_empty() {
            let is_part = |column: &Column| column.is_added && !column.path.iter().any(|text| text.contains("其中"));
            let is_part =
                |number: usize, column: &Column| number != main && is_part(column) && self.prints((row, number));
            let others = half.amounts.iter().enumerate().filter(|(number, column)| is_part(*number, column));
            parts = others.map(|(number, column)| Cell::new((row, number), column_name(column), Vec::new())).collect();
        }
        let name = statement::name(self.scope, row);
        self.table_of_cells(&Cell::new((row, main), name, parts))
    }

    /// What a column is the sum of, by the header, and what those are.
    fn cells_below(&self, row: usize, half: &Half, total: usize) -> Vec<Cell> {
        let parts = half.sums.iter().find(|sum| sum.total == total).map_or(&[][..], |sum| &sum.parts);
        let cell = |part: &usize| {
            let column = half.amounts.get(*part)?;
            // A column is part of one outside of it alone, so that this ends.
            let inner = if *part > total { self.cells_below(row, half, *part) } else { Vec::new() };
            Some(Cell::new((row, *part), column_name(column), inner))
        };
        parts.iter().filter(|part| self.prints((row, **part))).filter_map(cell).collect()
    }

    fn prints(&self, seat: Seat) -> bool {
        self.scope.account.reading(seat).is_some_and(|reading| !matches!(reading, Reading::Absent))
    }

    /// The three public expenses, by what kind of statement it is.
    pub(super) fn three_public(&self) -> Option<TableOverview> {
        let kinds = self.scope.document.vocabulary().kinds();
        let cell = |name: &str, parts: Vec<Cell>| {
            let id = kinds.quantity_id(name)?;
            let claim =
                self.scope.account.claims.iter().find(|claim| claim.quantity == id && claim.part == Part::Whole)?;
            self.prints(claim.place).then_some(())?;
            Some(Cell::new(claim.place, kinds.quantity(id)?.name.clone(), parts))
        };
        let all = |names: [&str; 2]| -> Vec<Cell> { names.iter().filter_map(|name| cell(name, Vec::new())).collect() };
        let mut parts = all(["travel", "reception"]);
        let vehicles = all(["vehicle-purchase", "vehicle-running"]);
        match cell("vehicles", Vec::new()) {
            Some(whole) => parts.push(Cell { parts: vehicles, ..whole }),
            None => parts.extend(vehicles),
        }
        parts.sort_by_key(|part| part.seat.1);
        self.table_of_cells(&cell("three-expenses", parts)?)
    }

    fn table_of_cells(&self, whole: &Cell) -> Option<TableOverview> {
        let column = self.scope.account.statement.half(whole.seat.0)?.amounts.get(whole.seat.1)?;
        let of = self.scope.account.sum(whole.seat);
        let row = self.cell(Level::Total, whole, &of);
        let parts = if self.detail == Detail::Totals { &[][..] } else { &whole.parts };
        let parts = parts.iter().map(|part| {
            let inner = if self.detail == Detail::Projects { &part.parts[..] } else { &[] };
            let inner = inner.iter().map(|part| self.cell(Level::Group, part, &of)).collect();
            RowOverview { parts: inner, ..self.cell(Level::Class, part, &of) }
        });
        let parts = parts.collect();
        Some(self.overview(Box::new([amount_column(column, true)]), 0, row, parts))
    }

    fn cell(&self, level: Level, cell: &Cell, whole: &Sum) -> RowOverview {
        let sum = self.scope.account.sum(cell.seat);
        RowOverview {
            level,
            place: Some(Place {
                line: self.scope.line_of(cell.seat.0),
                name: self.scope.account.cell(cell.seat).map(|cell| cell.span).unwrap_or_default(),
            }),
            name: cell.name.clone(),
            amounts: vec![self.amount(cell.seat, &self.rows)],
            sources_difference: None,
            share: share(&sum, whole),
            projects: 0,
            indicators: 0,
            state: self.rows.get(&cell.seat).map(|identity| state(identity.band)).unwrap_or_default(),
            parts: Vec::new(),
        }
    }
}

/// What a column is called: the text of its group where it is the sum of that, or one of several measures.
fn column_name(column: &Column) -> String {
    let says_nothing = |text: &str| matches!(text, "合计" | "小计" | "预算数" | "决算数");
    let named = column.path.iter().rev().find(|text| !says_nothing(text));
    match named {
        Some(name) if says_nothing(&column.title) => name.to_string(),
        _ => column.title.to_string(),
    }
}
