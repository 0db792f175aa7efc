//! The cells of codes and names in statements: what fits of the national classification, and the names that the
//! document has for a code.

use std::collections::HashSet;

use budget_grammar::{
    Span,
    classification::{self, Classification, Entry},
    name::{fold, is_blank, trim},
    statement::{Half, Standing},
};

use super::{CompletionKind, Offer, place::cell_at, usage::Counted};
use crate::{
    analysis::Analysis,
    features::statement::{self, header},
    finding::Language,
    fix::blanks_around,
    statement::StatementScope,
};

/// How far above a row codes are looked for that it leaves out, in lines.
const REACH: usize = 200;

/// How far above and below a row other statements are looked for that name its code, in lines.
const AROUND: usize = 2_000;

/// The digits of a class; each further level has [`NARROW`].
const WIDE: usize = 3;
const NARROW: usize = 2;

/// What may stand at byte `at` of a line of a statement with codes; nothing in any other table.
pub(super) fn offers(analysis: &Analysis, line: usize, text: &str, at: usize) -> Vec<Offer> {
    let document = analysis.document();
    let (Some(row), Some(start)) = (document.written_outside(line), document.unknown_table_of(line)) else {
        return Vec::new();
    };
    let statements = analysis.statements_in(&(start..start + 1));
    let Some(scope) = statements.iter().rev().find(|scope| statement::lines(scope).contains(&line)) else {
        return Vec::new();
    };
    let Some((column, cell)) = cell_at(&row.cells, text, at) else { return Vec::new() };
    let top = &scope.account.statement.header;
    let first = header(scope) + top.rows + 1;
    let is_own = |half: &&Half| half.codes.contains(&column) || (!half.codes.is_empty() && half.name == Some(column));
    let own = top.halves.iter().find(is_own).filter(|half| first <= line && !half.is_joined());
    let Some(half) = own else { return Vec::new() };
    let Some((typed, piece)) = written(text, cell, at) else { return Vec::new() };
    let of = classification_of(scope, half);
    let language = analysis.options().language;
    let ledger = Ledger { analysis, scope, half, of, language, line, first, place: (typed, piece) };
    match half.codes.iter().position(|code| *code == column) {
        Some(_) if half.codes.len() == 1 => ledger.joined(),
        Some(level) => ledger.level(level),
        None => ledger.names(),
    }
}

/// What was typed of a cell, and all of it; the blanks that a name is put in by stay.
fn written(text: &str, cell: Span, at: usize) -> Option<(Span, Span)> {
    let inner = trim(cell.of(text));
    let start = cell.start as usize + cell.of(text).find(inner).unwrap_or_default();
    if inner.is_empty() {
        return Some((Span::new(at, at), Span::new(at, at)));
    }
    (start <= at).then(|| (Span::new(start, at), Span::new(start, at.max(start + inner.len()))))
}

/// By what a half is classified: its header says so, or what kind of statement it is.
fn classification_of(scope: &StatementScope<'_>, half: &Half) -> Classification {
    let statement = &scope.account.statement;
    let top = header(scope);
    let says = |word: &str| {
        (top..=top + statement.header.rows).filter_map(|line| scope.document.written_outside(line)).any(|row| {
            let cells = row.cells.iter().skip(half.columns.start).take(half.codes.len() + 1);
            cells.into_iter().any(|cell| cell.of(&row.text).contains(word))
        })
    };
    let is_basic = || statement.kind.as_ref().is_some_and(|kind| kind.description.id == "basic-by-economic-class");
    if says("经济分类") || (!says("功能分类") && is_basic()) {
        Classification::Economic
    } else {
        Classification::Functional
    }
}

/// A cell of a row that is written.
struct Ledger<'a> {
    analysis: &'a Analysis,
    scope: &'a StatementScope<'a>,
    half: &'a Half,
    of: Classification,
    language: Language,
    line: usize,
    /// The first line of the body.
    first: usize,
    place: (Span, Span),
}

impl Ledger<'_> {
    /// A cell for a whole code: those that come next in the list, as far as they do not stand in another row.
    fn joined(&self) -> Vec<Offer> {
        let used = self.used();
        let entries = self.list_from_here().into_iter().filter(|entry| !used.contains(entry.code));
        entries.map(|entry| self.code(entry, entry.code)).collect()
    }

    /// A cell for one level of a code: what the list has below the levels in front of it.
    fn level(&self, level: usize) -> Vec<Offer> {
        let Some(parent) = self.levels_above(level) else { return Vec::new() };
        let is_last = level + 1 == self.half.codes.len();
        let used = if is_last { self.used() } else { HashSet::new() };
        let above = self.digits_above(level).map(|digits| format!("{parent}{digits}"));
        let mut entries: Vec<Entry> = classification::below(self.of, &parent).collect();
        // The levels in front repeat those of the row above, and the last one goes on from it.
        let next = entries.iter().position(|entry| above.as_deref().is_some_and(|above| entry.code >= above));
        entries.rotate_left(next.unwrap_or_default());
        let is_open = |entry: &Entry| !used.contains(entry.code);
        entries.into_iter().filter(is_open).map(|entry| self.code(entry, self.own_digits(entry.code))).collect()
    }

    fn code(&self, entry: Entry, digits: &str) -> Offer {
        let detail = match (entry.code.len(), self.language) {
            (WIDE, Language::Chinese) => "类",
            (WIDE, Language::English) => "class",
            (5, Language::Chinese) => "款",
            (5, Language::English) => "group",
            (_, Language::Chinese) => "项",
            (_, Language::English) => "item",
        };
        let mut offer = Offer::new(CompletionKind::Code, digits, self.place).with_detail(detail).found_by(entry.name);
        offer.forms.extend([entry.code.to_owned(), digits.trim_start_matches('0').to_owned()]);
        // Above the last level another one is still to come, whose name it will be.
        let is_whole = self.half.codes.len() == 1 || entry.code.len() > 5;
        let name = self.half.name.filter(|_| is_whole);
        let beside = name.and_then(|column| self.for_blank(column, entry.name));
        Offer { label: format!("{digits} {}", entry.name), ..offer }.with_beside(beside)
    }

    /// The names for the code of the row; where it has none yet, all of the list.
    fn names(&self) -> Vec<Offer> {
        let offer = |name: &str| Offer::new(CompletionKind::Account, name, self.place);
        let Some(code) = self.own_code() else {
            let only = match *self.half.codes {
                [column] => Some(column),
                _ => None,
            };
            let beside = |entry: &Entry| only.and_then(|column| self.for_blank(column, entry.code));
            let offer = |entry: Entry| offer(entry.name).with_detail(entry.code).with_beside(beside(&entry));
            return self.list_from_here().into_iter().map(offer).collect();
        };
        let national = self.language.choose(
            || format!("{} 年政府收支分类科目", classification::YEAR),
            || format!("national classification of {}", classification::YEAR),
        );
        let here = self.language.choose(|| "本文用过".to_owned(), || "used in this document".to_owned());
        let names = self.names_of(&code);
        let ranked = names.iter().map(String::as_str).collect::<Counted<'_>>().ranked();
        let first = classification::name(self.of, &code).map(|name| offer(name).with_detail(national));
        first.into_iter().chain(ranked.into_iter().map(|(name, _)| offer(name).with_detail(here.clone()))).collect()
    }

    /// A text for the cell of the row in a column, where that is blank.
    fn for_blank(&self, column: usize, text: &str) -> Option<(Span, String)> {
        let row = self.scope.document.written_outside(self.line)?;
        let cell = row.cells.get(column).copied().filter(|cell| is_blank(cell.of(&row.text)))?;
        let line = self.scope.document.text().line(self.line);
        Some((blanks_around(&line, cell), format!(" {text} ")))
    }

    /// The list, from what follows the code next above on.
    fn list_from_here(&self) -> Vec<Entry> {
        let last = self.half.codes.len().saturating_sub(1);
        let above = match last {
            0 => self.digits_above(0),
            last => self.code_above(last),
        };
        let mut entries: Vec<Entry> = classification::all(self.of).collect();
        let next = entries.iter().position(|entry| above.as_deref().is_some_and(|above| entry.code > above));
        entries.rotate_left(next.unwrap_or_default());
        entries
    }

    /// The code that a row in split columns stands below: that of the next row above with one.
    fn code_above(&self, last: usize) -> Option<String> {
        let code = |line: usize| {
            let levels = (0..=last).map_while(|level| self.digits_at(line, level));
            Some(levels.collect::<String>()).filter(|code| !code.is_empty())
        };
        self.lines_above().find_map(code)
    }

    /// The digits of a code's last level.
    fn own_digits<'c>(&self, code: &'c str) -> &'c str {
        let from = if code.len() <= WIDE { 0 } else { code.len() - NARROW };
        code.get(from..).unwrap_or_default()
    }

    /// The levels in front of one, as the row has them, or the rows above where it leaves them out.
    fn levels_above(&self, level: usize) -> Option<String> {
        (0..level).map(|level| self.digits_at(self.line, level).or_else(|| self.digits_above(level))).collect()
    }

    /// The code of the row, with the levels that it leaves out in front.
    fn own_code(&self) -> Option<String> {
        let last = (0..self.half.codes.len()).rev().find(|level| self.digits_at(self.line, *level).is_some())?;
        Some(self.levels_above(last)? + &self.digits_at(self.line, last)?)
    }

    /// What stands in the column of a level in the next row above that has something there.
    fn digits_above(&self, level: usize) -> Option<String> {
        self.lines_above().find_map(|line| self.digits_at(line, level))
    }

    fn lines_above(&self) -> impl Iterator<Item = usize> {
        (self.first.max(self.line.saturating_sub(REACH))..self.line).rev()
    }

    /// The digits in the column of a level of a row, with the zeros that were lost in front.
    fn digits_at(&self, line: usize, level: usize) -> Option<String> {
        let column = *self.half.codes.get(level)?;
        let row = self.scope.document.written_outside(line)?;
        let digits = fold(row.cells.get(column)?.of(&row.text)).into_owned();
        let is_code = !is_blank(&digits) && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_code.then(|| if level == 0 { digits } else { format!("{digits:0>NARROW$}") })
    }

    /// The codes of the other rows; none where a table may be those of several units, with a code for each.
    fn used(&self) -> HashSet<String> {
        let account = self.scope.account;
        let rows = account.statement.rows.iter().enumerate();
        let others = rows.filter(|(row, _)| self.scope.line_of(*row) != self.line);
        let mut used = HashSet::new();
        for (row, of) in others {
            match of.of() {
                Standing::Unknown => return HashSet::new(),
                Standing::Coded(code) if account.statement.half(row) == Some(self.half) => {
                    used.insert(code.to_string());
                }
                _ => {}
            }
        }
        used
    }

    /// The names that rows near have for a code, in this statement and in those around it.
    fn names_of(&self, code: &str) -> Vec<String> {
        let department = self.scope.document.department(self.line);
        let around = self.line.saturating_sub(AROUND)..self.line.saturating_add(AROUND);
        let lines = around.start.max(department.start)..around.end.min(department.end);
        let mut names = Vec::new();
        for scope in self.analysis.statements_in(&lines) {
            for (row, of) in scope.account.statement.rows.iter().enumerate() {
                let Standing::Coded(own) = of.of() else { continue };
                let Some(half) = scope.account.statement.half(row) else { continue };
                let is_other = scope.line_of(row) != self.line;
                if is_other && own.to_string() == code && classification_of(&scope, half) == self.of {
                    names.push(statement::name(&scope, row));
                }
            }
        }
        names.retain(|name| !is_blank(name));
        names
    }
}
