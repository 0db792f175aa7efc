//! The budget of each department at a glance, beside its projects: income, spending by function and by economic class,
//! and the three public expenses, each as the statement has it that prints it.

mod columns;

use std::{collections::HashMap, ops::Range};

use budget_grammar::{
    statement::{Column, Half, Standing},
    sum::Sum,
    table::{AmountColumn, Role},
};

use super::{
    AmountOverview, Detail, Level, Place, RowOverview, State, TableOverview, figure, plain_difference, share, state,
};
use crate::{
    analysis::Analysis,
    features::statement,
    statement::{Identity, Kind, Place as Seat, StatementScope},
};

/// The most statements of a document whose departments are listed.
pub const MOST_STATEMENTS: usize = 1_000;

/// A department's budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentOverview {
    /// What its cover says; empty where there is none.
    pub name: String,
    /// Its lines.
    pub lines: Range<usize>,
    /// What its statements say, at most one of each.
    pub statements: Vec<(Aspect, TableOverview)>,
}

/// What a budget is seen by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Where the money comes from (收入).
    Income,
    /// What it is spent for (功能分类).
    Function,
    /// What it is spent on (经济分类), as far as it is basic spending.
    Economic,
    /// The three public expenses (“三公”经费).
    ThreePublic,
}

/// The departments whose statements print something of this, in order; none where there are more than
/// [`MOST_STATEMENTS`].
///
/// Cost: logarithmic in the document for each statement, and the rows of those that are listed.
pub fn departments(analysis: &Analysis, detail: Detail) -> Vec<DepartmentOverview> {
    let document = analysis.document();
    let mut rest = analysis.statements_in(&(0..document.lines().len()));
    if rest.len() > MOST_STATEMENTS {
        return Vec::new();
    }
    let mut departments = Vec::new();
    while let Some(first) = rest.first() {
        let lines = document.department(first.line);
        let count = rest.iter().take_while(|scope| lines.contains(&scope.line)).count().max(1);
        let own: Vec<StatementScope<'_>> = rest.drain(..count).collect();
        let statements = aspects(&own, detail);
        if !statements.is_empty() {
            let name = statement::cover(document, lines.start).map(|(name, _)| name).unwrap_or_default();
            departments.push(DepartmentOverview { name, lines, statements });
        }
    }
    departments
}

fn aspects(own: &[StatementScope<'_>], detail: Detail) -> Vec<(Aspect, TableOverview)> {
    let income = first(own, detail, "income-and-spending", Sheet::income)
        .or_else(|| first(own, detail, "income", Sheet::income_by_column));
    let function = first(own, detail, "spending", Sheet::by_code)
        .or_else(|| first(own, detail, "general-by-function", Sheet::by_code));
    let economic = first(own, detail, "basic-by-economic-class", Sheet::by_code);
    let three_public = first(own, detail, "three-public-expenses", Sheet::three_public);
    let all = [
        (Aspect::Income, income),
        (Aspect::Function, function),
        (Aspect::Economic, economic),
        (Aspect::ThreePublic, three_public),
    ];
    all.into_iter().filter_map(|(aspect, table)| Some((aspect, table?))).collect()
}

/// The first statement of a kind that says something.
fn first<'s>(
    own: &'s [StatementScope<'s>],
    detail: Detail,
    kind: &str,
    read: impl Fn(&Sheet<'s>) -> Option<TableOverview>,
) -> Option<TableOverview> {
    let is = |scope: &&StatementScope<'_>| {
        scope.account.statement.kind.as_ref().is_some_and(|own| own.description.id == kind)
    };
    own.iter().filter(is).find_map(|scope| read(&Sheet::new(scope, detail)))
}

/// A statement that is listed.
struct Sheet<'a> {
    scope: &'a StatementScope<'a>,
    detail: Detail,
    /// What adds up to a figure from above, and from the columns beside it.
    columns: HashMap<Seat, &'a Identity>,
    rows: HashMap<Seat, &'a Identity>,
}

/// A row with what is below it, before anything is said about it.
struct Node {
    row: usize,
    parts: Vec<usize>,
}

impl<'a> Sheet<'a> {
    fn new(scope: &'a StatementScope<'a>, detail: Detail) -> Self {
        let of = |kind: Kind| {
            let own = scope.account.identities.iter().filter(|identity| identity.of == kind);
            own.map(|identity| (identity.total, identity)).collect()
        };
        Self { scope, detail, columns: of(Kind::Column), rows: of(Kind::Row) }
    }

    fn halves(&self) -> &'a [Half] {
        &self.scope.account.statement.header.halves
    }

    /// The lines of income of a table of income and spending.
    fn income(&self) -> Option<TableOverview> {
        let statement = &self.scope.account.statement;
        let is_income =
            |half: &Half| half.codes.is_empty() && statement.side(half) == Some(budget_grammar::kinds::Side::Income);
        let number = self.halves().iter().position(is_income)?;
        let first = statement::first_rank(self.scope.account, number)?;
        let whole = statement::total_row(self.scope.account, number);
        let is = |row: usize, of: &Standing| self.scope.account.row(row).is_some_and(|row| *row.of() == *of);
        let has_carried = whole.is_none_or(|row| is(row, &Standing::Total));
        let (mut nodes, mut is_closed, mut is_carried) = (Vec::<Node>::new(), false, false);
        for (row, of) in statement.rows.iter().enumerate().filter(|(_, row)| row.half() == number) {
            is_closed |= *of.of() == Standing::Year;
            let is_top = match of.of() {
                // What is numbered behind something carried over is a part of that, once the year was summed up.
                Standing::Item { rank, .. } => *rank == first && !(is_closed && is_carried),
                Standing::Carried if has_carried => true,
                _ => continue,
            };
            is_carried |= *of.of() == Standing::Carried;
            if !statement::has_figures(&of) {
                continue;
            }
            match nodes.last_mut() {
                Some(last) if !is_top => last.parts.push(row),
                _ => nodes.push(Node { row, parts: Vec::new() }),
            }
        }
        self.table(whole, &nodes)
    }

    /// Classes with their groups, and what stands below none of the table.
    fn by_code(&self) -> Option<TableOverview> {
        let account = self.scope.account;
        let mut nodes: Vec<Node> = Vec::new();
        let is_below = |row: usize, above: usize| {
            account.code(row).zip(account.code(above)).is_some_and(|(code, above)| code.is_below(above))
        };
        for row in 0..account.statement.rows.len() {
            let Some(of) = account.row(row).filter(|of| account.code(row).is_some() && statement::has_figures(of))
            else {
                continue;
            };
            let is_own = |node: &&mut Node| account.row(node.row).is_some_and(|other| other.half() == of.half());
            match nodes.iter_mut().rev().filter(is_own).find(|node| is_below(row, node.row)) {
                Some(node) if !node.parts.iter().any(|part| is_below(row, *part)) => node.parts.push(row),
                Some(_) => {}
                None => nodes.push(Node { row, parts: Vec::new() }),
            }
        }
        let is_whole = |row: budget_grammar::statement::Row<'_>| {
            let is_plain = matches!(row.name(), "合计" | "总计" | "共计" | "支出合计");
            *row.of() == Standing::Total && (is_plain || self.halves().len() == 1)
        };
        let whole = account.statement.rows.iter().position(is_whole);
        (!nodes.is_empty()).then(|| self.table(whole, &nodes))?
    }

    /// The columns of amounts of a row: one alone where several tables stand side by side, since the others are not the
    /// same.
    fn amounts_of(&self, row: usize) -> Vec<usize> {
        let Some(half) = self.scope.account.statement.half(row) else { return Vec::new() };
        let is_coded = |half: &Half| !half.codes.is_empty();
        if is_coded(half) && self.halves().iter().filter(|half| is_coded(half)).count() > 1 {
            return vec![statement::main_column(half)];
        }
        half.amounts.iter().enumerate().filter(|(_, column)| column.is_added).map(|(number, _)| number).collect()
    }

    fn table(&self, whole: Option<usize>, nodes: &[Node]) -> Option<TableOverview> {
        let model = whole.or_else(|| nodes.first().map(|node| node.row))?;
        let half = self.scope.account.statement.half(model)?;
        let amounts = self.amounts_of(model);
        let main = amounts.iter().position(|column| *column == statement::main_column(half))?;
        let title = |column: &usize| half.amounts.get(*column);
        let columns =
            amounts.iter().filter_map(title).enumerate().map(|(number, column)| amount_column(column, number == main));
        let columns: Box<[AmountColumn]> = columns.collect();
        let sums: Vec<Sum> = match whole {
            Some(row) => amounts.iter().map(|column| self.scope.account.sum((row, *column))).collect(),
            None => (0..amounts.len()).map(|column| self.sum_of(nodes, column)).collect(),
        };
        let of = sums.get(main).copied().unwrap_or_default();
        let whole = match whole {
            Some(row) => self.row(Level::Total, row, main, &of, Vec::new()),
            None => computed(&sums, &of),
        };
        let parts = |node: &Node| {
            let parts = node.parts.iter().map(|row| self.row(Level::Group, *row, main, &of, Vec::new()));
            let parts = if self.detail == Detail::Projects { parts.collect() } else { Vec::new() };
            self.row(Level::Class, node.row, main, &of, parts)
        };
        let parts = if self.detail == Detail::Totals { Vec::new() } else { nodes.iter().map(parts).collect() };
        Some(self.overview(columns, main, whole, parts))
    }

    fn sum_of(&self, nodes: &[Node], column: usize) -> Sum {
        let mut sum = Sum::default();
        for node in nodes {
            if let Some(column) = self.amounts_of(node.row).get(column) {
                sum.add(&self.scope.account.sum((node.row, *column)));
            }
        }
        sum
    }

    fn row(&self, level: Level, row: usize, main: usize, whole: &Sum, parts: Vec<RowOverview>) -> RowOverview {
        let amounts = self.amounts_of(row);
        let line = self.scope.line_of(row);
        let of_columns = amounts.iter().filter_map(|column| self.columns.get(&(row, *column)));
        let sources = amounts.get(main).and_then(|column| self.rows.get(&(row, *column)));
        let sum = amounts.get(main).map(|column| self.scope.account.sum((row, *column))).unwrap_or_default();
        RowOverview {
            level,
            place: Some(Place { line, name: statement::name_span(self.scope, row) }),
            name: statement::name(self.scope, row),
            amounts: amounts.iter().map(|column| self.amount((row, *column), &self.columns)).collect(),
            sources_difference: sources.and_then(|identity| self.difference(identity)),
            share: share(&sum, whole),
            projects: 0,
            indicators: 0,
            state: of_columns.chain(sources).map(|identity| state(identity.band)).max().unwrap_or_default(),
            parts,
        }
    }

    fn amount(&self, seat: Seat, identities: &HashMap<Seat, &Identity>) -> AmountOverview {
        let identity = identities.get(&seat);
        AmountOverview {
            printed: statement::printed(self.scope, seat),
            value: figure(&self.scope.account.sum(seat)),
            computed: identity.and_then(|identity| figure(&self.scope.account.sums(identity).1)),
            difference: identity.and_then(|identity| self.difference(identity)),
        }
    }

    fn difference(&self, identity: &Identity) -> Option<String> {
        plain_difference(&self.scope.account.sums(identity), identity.band)
    }

    fn overview(
        &self,
        columns: Box<[AmountColumn]>,
        main: usize,
        whole: RowOverview,
        parts: Vec<RowOverview>,
    ) -> TableOverview {
        let statement = &self.scope.account.statement;
        let title = statement.title.as_ref().map(|title| title.text.trim_matches('*').to_owned());
        TableOverview {
            title: title.unwrap_or_else(|| self.scope.name()),
            lines: statement::lines(self.scope),
            unit: statement.unit,
            columns,
            main,
            units: 0,
            projects: 0,
            indicators: 0,
            is_complete: true,
            whole,
            parts,
        }
    }
}

fn amount_column(column: &Column, is_main: bool) -> AmountColumn {
    let role = if is_main { Role::Total } else { Role::Source };
    AmountColumn { column: column.column, role, title: column.title.clone() }
}

/// A total that no row prints.
fn computed(sums: &[Sum], main: &Sum) -> RowOverview {
    let amount = |sum: &Sum| AmountOverview { value: figure(sum), computed: figure(sum), ..AmountOverview::default() };
    RowOverview {
        level: Level::Total,
        place: None,
        name: String::new(),
        amounts: sums.iter().map(amount).collect(),
        sources_difference: None,
        share: share(main, main),
        projects: 0,
        indicators: 0,
        state: State::Balanced,
        parts: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
