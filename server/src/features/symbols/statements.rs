//! Statements in the outline: their classes and totals, and the departments that they are of.

use std::ops::Range;

use budget_grammar::statement::Standing;

use super::{Outline, Symbol, SymbolKind};
use crate::{
    features::{overview::MOST_PROJECTS, statement},
    statement::StatementScope,
};

impl Outline<'_> {
    /// The statements, from top to bottom; with their rows where those are not too many.
    pub(super) fn statements(&self) -> Vec<Symbol> {
        let most = MOST_PROJECTS as usize;
        let scopes = self.analysis.statements_in(&(0..self.analysis.document().lines().len()));
        let mut listed: Vec<Vec<usize>> = Vec::with_capacity(scopes.len());
        let mut count = scopes.len();
        for scope in scopes.iter().take(most) {
            let rows = if count > most { Vec::new() } else { listed_rows(scope) };
            count += rows.len();
            listed.push(rows);
        }
        if count > most {
            listed.iter_mut().for_each(Vec::clear);
        }
        scopes.iter().zip(listed).map(|(scope, rows)| self.statement(scope, &rows)).collect()
    }

    fn statement(&self, scope: &StatementScope<'_>, rows: &[usize]) -> Symbol {
        let statement = &scope.account.statement;
        let lines = statement::lines(scope);
        let title = statement.title.as_ref();
        let header = statement::header(scope);
        let name = title.map(|title| title.text.trim_matches('*').to_owned()).unwrap_or_else(|| scope.name());
        let whole = statement.header.halves.iter().enumerate().find_map(|(number, half)| {
            let figures =
                || statement.rows.iter().position(|row| row.half() == number && *row.of() == Standing::Figures);
            let row = statement::total_row(scope.account, number).or_else(figures)?;
            statement::printed(scope, (row, statement::main_column(half)))
        });
        Symbol {
            kind: SymbolKind::Table,
            name: self.named(&name, ("未写标题的表", "Untitled table")),
            detail: whole.map(|printed| amount(scope, &printed)).unwrap_or_default(),
            selection: match title {
                Some(title) => self.piece(scope.line_at(title.below), title.span),
                None => self.lines(header..header + 1),
            },
            children: self.statement_rows(scope, rows, lines.end),
            range: self.lines(lines),
        }
    }

    fn statement_rows(&self, scope: &StatementScope<'_>, rows: &[usize], end: usize) -> Vec<Symbol> {
        let is_alone = scope.account.statement.header.halves.len() == 1;
        let behind = rows.iter().skip(1).map(|row| scope.line_of(*row)).chain([end]);
        let symbol = |(row, behind): (&usize, usize)| {
            let of = scope.account.row(*row)?;
            let line = scope.line_of(*row);
            let selection = self.piece(line, statement::name_span(scope, *row));
            // The cells of a row of HTML may stand on lines of their own.
            let beside = of.cells().iter().filter(|cell| cell.below == of.label().below).map(|cell| cell.span.end);
            let last = beside.chain([of.label().span.end]).max().unwrap_or_default();
            let own = self.piece(line, budget_grammar::Span { start: of.label().span.start, end: last });
            let main = scope.account.statement.half(*row).map(statement::main_column).unwrap_or_default();
            let is_total = !matches!(of.of(), Standing::Coded(_) | Standing::Item { .. });
            Some(Symbol {
                kind: if is_total { SymbolKind::Total } else { SymbolKind::Class },
                name: self.named(&statement::name(scope, *row), ("（未写名称）", "(no name)")),
                detail: statement::printed(scope, (*row, main))
                    .map(|printed| amount(scope, &printed))
                    .unwrap_or_default(),
                range: if is_alone && !is_total { self.lines(line..behind.max(line + 1)) } else { own },
                selection,
                children: Vec::new(),
            })
        };
        rows.iter().zip(behind).filter_map(symbol).collect()
    }

    /// The symbols below the covers that they stand under, where there are several with something below them.
    pub(super) fn by_department(&self, symbols: Vec<Symbol>) -> Vec<Symbol> {
        let document = self.analysis.document();
        let mut departments: Vec<(Range<usize>, Vec<Symbol>)> = Vec::new();
        for symbol in symbols {
            let line = document.text().line_at(symbol.range.start);
            match departments.last_mut().filter(|(lines, _)| lines.contains(&line)) {
                Some((_, own)) => own.push(symbol),
                None => departments.push((document.department(line), vec![symbol])),
            }
        }
        if departments.len() < 2 {
            return departments.into_iter().flat_map(|(_, symbols)| symbols).collect();
        }
        departments.into_iter().flat_map(|(lines, symbols)| self.department(lines, symbols)).collect()
    }

    fn department(&self, lines: Range<usize>, symbols: Vec<Symbol>) -> Vec<Symbol> {
        let Some((name, span)) = statement::cover(self.analysis.document(), lines.start) else { return symbols };
        let selection = self.piece(lines.start, span);
        let range = self.lines(lines);
        // A table of projects may run on below the next cover.
        let end = symbols.last().map_or(range.end, |last| last.range.end.max(range.end));
        let count = symbols.len();
        vec![Symbol {
            kind: SymbolKind::Department,
            name: self.named(&name, ("（未写名称）", "(no name)")),
            detail: self.analysis.options().language.choose(|| format!("{count} 张表"), || format!("{count} tables")),
            range: range.start..end,
            selection,
            children: symbols,
        }]
    }
}

/// The rows of a statement that the outline names: classes, lines of the first level, and totals, as far as they print
/// something.
fn listed_rows(scope: &StatementScope<'_>) -> Vec<usize> {
    let account = scope.account;
    let ranks: Vec<Option<u8>> =
        (0..account.statement.header.halves.len()).map(|half| statement::first_rank(account, half)).collect();
    let is_listed = |(_, row): &(usize, budget_grammar::statement::Row<'_>)| {
        statement::has_figures(row)
            && match row.of() {
                Standing::Coded(code) => code.level() == 1,
                Standing::Item { rank, .. } => ranks.get(row.half()) == Some(&Some(*rank)),
                Standing::Total | Standing::Year => true,
                _ => false,
            }
    };
    account.statement.rows.iter().enumerate().filter(is_listed).map(|(row, _)| row).collect()
}

fn amount(scope: &StatementScope<'_>, printed: &str) -> String {
    let unit = scope.account.statement.unit.map_or("", |unit| unit.name());
    format!("{printed} {unit}").trim_end().to_owned()
}
