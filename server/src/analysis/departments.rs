//! The statements of departments' budgets: each is read and checked when something in it changes, and what several say
//! together when any of them does.

use std::{ops::Range, sync::Arc};

use budget_grammar::{
    document::{Change, Document},
    line::{Kind, Line},
    prose::{MOST_OPENING, Passage},
    sequence::Search,
    statement::{Joined, Statement},
    tally::Tally,
};
use rayon::prelude::*;

use super::Analysis;
use crate::{
    department::{Department, LIST_REACH, PassageScope, may_be_about_projects, speaks_of_lines},
    finding::{Census, Finding, LineFindings, Read, Slot},
    rules::Check,
    statement::{Account, StatementScope},
};

/// The most lines, and the most tables of no known kind, of a department that is looked at as a whole: what holds more
/// is a volume of many without covers, and each of its statements stands by itself.
const MOST_LINES: usize = 20_000;
const MOST_TABLES: u32 = 300;

impl Analysis {
    /// What is found in the statements that begin at a line, if any do, and what was read. `joined` knows what was read
    /// above.
    pub(super) fn check_statements(&self, line: usize, joined: &mut Joined) -> (Vec<Finding>, Option<Arc<Read>>) {
        let read = Statement::all_behind(&self.document, line, joined).into_iter();
        let accounts: Vec<Account> = read.map(|statement| Account::new(statement, self.options.rounding)).collect();
        if accounts.is_empty() {
            return (Vec::new(), None);
        }
        let is_alone = is_large(&self.document, &self.document.department(line));
        let mut found = Vec::new();
        for account in &accounts {
            let scope = StatementScope { document: &self.document, line, account };
            found.extend(self.run(|check, findings| {
                if let Check::Statement(check) = check {
                    check(&scope, findings);
                }
            }));
            if is_alone {
                found.extend(self.run_department(&self.alone(scope)));
            }
        }
        (found, Some(Arc::new(Read::Statements(accounts))))
    }

    /// What the paragraph that begins at a line says.
    pub(super) fn read_passage(&self, line: usize) -> Option<Arc<Read>> {
        Passage::read(&self.document, line).map(|passage| Arc::new(Read::Passage(passage)))
    }

    /// A statement as if it were all that its department printed.
    fn alone<'a>(&'a self, scope: StatementScope<'a>) -> Department<'a> {
        self.department_of(scope.line..scope.document.lines().len(), vec![scope])
    }

    fn department_of<'a>(&'a self, lines: Range<usize>, statements: Vec<StatementScope<'a>>) -> Department<'a> {
        Department::new(&self.document, lines, statements, self.options.rounding, self.options.language)
    }

    fn run_department(&self, department: &Department<'_>) -> Vec<Finding> {
        self.run(|check, findings| {
            if let Check::Department(check) = check {
                check(department, findings);
            }
        })
    }

    pub(super) fn check_all_departments(&mut self) {
        if self.slots.summary().reads == 0 {
            return;
        }
        let mut departments = Vec::new();
        let mut from = 0;
        while from < self.document.lines().len() {
            let department = self.document.department(from);
            from = department.end.max(from + 1);
            departments.push(department);
        }
        let checked = departments.into_par_iter().map(|lines| (lines.start, self.check_department(&lines)));
        let found: Vec<_> = checked.filter(|(_, found)| !found.is_empty()).collect();
        for (line, found) in found {
            self.keep_department(line, found);
        }
    }

    /// Checks again the departments that some lines belong to, and the one that ends before them; where they are parted
    /// otherwise than before, the next one too.
    pub(super) fn check_departments(&mut self, touched: &Range<usize>, are_parted_anew: bool) {
        for lines in self.departments_at(touched, are_parted_anew) {
            let found = self.check_department(&lines);
            let before = self.slots.get(lines.start).and_then(Slot::findings);
            let is_equal = before.map_or_else(|| found.is_empty(), |before| before.department == found);
            let is_touched = before.is_some_and(|before| before.is_about(lines.start, touched));
            if !is_equal || is_touched {
                self.keep_department(lines.start, found);
            }
        }
    }

    fn keep_department(&mut self, line: usize, department: Vec<Finding>) {
        let before = self.slots.get(line).and_then(Slot::findings).cloned().unwrap_or_default();
        self.slots.replace(line..line + 1, vec![Slot::new(LineFindings { department, ..before })]);
    }

    /// Whether departments may begin on other lines than before, behind a change.
    pub(super) fn are_parted_anew(&self, before: &Document, change: &Change) -> bool {
        before.has_cover(&change.old) || self.document.has_cover(&change.new)
    }

    /// What was found in a department is no longer kept where that began before: a department without a cover begins
    /// with the document, and a cover that stands above as well begins none.
    pub(super) fn forget_departments(&mut self, change: &Change, are_parted_anew: bool) {
        let cover = self.document.next_cover(change.new.end).filter(|_| are_parted_anew);
        let first = (change.old.start == 0).then_some(change.new.end);
        for line in first.into_iter().chain(cover) {
            let is_kept =
                self.slots.get(line).and_then(Slot::findings).is_some_and(|found| !found.department.is_empty());
            if is_kept && self.document.department(line).start != line {
                self.keep_department(line, Vec::new());
            }
        }
    }

    /// Whether a finding about a department stands in one of some lines, or refers to one.
    pub(super) fn is_about_department(&self, touched: &Range<usize>) -> bool {
        let is_about = |lines: Range<usize>| {
            let found = self.slots.get(lines.start).and_then(Slot::findings);
            found.is_some_and(|found| !found.department.is_empty() && found.is_about(lines.start, touched))
        };
        self.slots.summary().reads > 0 && self.departments_at(touched, false).into_iter().any(is_about)
    }

    /// Whether a list of lines of the classification stands so near some lines that they may say what money it is of.
    pub(super) fn is_near_a_list(&self, touched: &Range<usize>) -> bool {
        let search = Search { may_hold: &|census: &Census| census.reads > 0, is: &|slot: &Slot| slot.read().is_some() };
        // A paragraph begins behind the line above it, and one that opens a list has a few lines.
        let reach = LIST_REACH + MOST_OPENING + 1;
        let own = self.document.passage_start(touched.start).unwrap_or(touched.start);
        let mut from = touched.start.saturating_sub(reach).min(own);
        let last = touched.end.saturating_add(reach);
        while let Some(line) = self.slots.next(from, &search).filter(|line| *line < last) {
            if let Some(Read::Passage(passage)) = self.slots.get(line).and_then(Slot::read)
                && speaks_of_lines(passage)
            {
                return true;
            }
            from = line + 1;
        }
        false
    }

    fn departments_at(&self, touched: &Range<usize>, are_parted_anew: bool) -> Vec<Range<usize>> {
        let mut departments = vec![self.document.department(touched.start.saturating_sub(1))];
        while let Some(last) =
            departments.last().filter(|last| last.end <= touched.end && last.end < self.document.lines().len())
        {
            departments.push(self.document.department(last.end));
        }
        let end = departments.last().map(|last| last.end);
        let next = end.filter(|end| are_parted_anew && *end < self.document.lines().len());
        departments.extend(next.map(|line| self.document.department(line)));
        departments
    }

    /// The tables of departments that are looked at as a whole now and were not before, or the other way round.
    pub(super) fn tables_of_other_departments(
        &self,
        before: &Document,
        change: &Change,
        touched: &Range<usize>,
    ) -> Vec<usize> {
        let tables =
            |document: &Document, lines: &Range<usize>| document.lines().summary_of(lines.clone()).unknown_tables;
        if self.document.lines().summary().unknown_tables <= MOST_TABLES
            && self.document.lines().len() <= MOST_LINES
            && before.lines().len() <= MOST_LINES
        {
            return Vec::new();
        }
        let was_large = is_large(before, &before.department(change.old.start));
        let is_parted_anew = self.are_parted_anew(before, change);
        let departments = self.departments_at(touched, is_parted_anew);
        let are_large = departments.iter().any(|lines| is_large(&self.document, lines));
        if was_large == are_large && !is_parted_anew {
            return Vec::new();
        }
        let search = Search {
            may_hold: &|tally: &Tally| tally.unknown_tables > 0,
            is: &|line: &Line| line.begins_unknown_table(),
        };
        let mut found = Vec::new();
        for lines in departments.into_iter().filter(|lines| tables(&self.document, lines) > 0) {
            let mut from = lines.start;
            while let Some(line) = self.document.lines().next(from, &search).filter(|line| *line < lines.end) {
                found.push(line);
                from = line + 1;
            }
        }
        found
    }

    /// The lines whose departments may list other projects than before, or say something else about them; `None` where
    /// that says nothing of their statements. Cost: the lines of the change.
    pub(super) fn departments_with_other_projects(
        &self,
        before: &Document,
        change: &Change,
        touched: &Range<usize>,
    ) -> Option<Range<usize>> {
        let is_listed = |line: &Line| line.row().is_some() || matches!(line.kind, Kind::Fragment(_));
        let are_listed = |document: &Document, lines: &Range<usize>| {
            document.lines().iter_from(lines.start).take(lines.len()).any(is_listed)
        };
        let are_named = |document: &Document| {
            document.text().lines_from(touched.start).take(touched.len()).any(|text| may_be_about_projects(&text))
        };
        if self.document.lines().summary().unknown_tables == 0
            || !(are_listed(before, &change.old)
                || are_listed(&self.document, &change.new)
                || !change.judged.is_empty()
                || are_named(before)
                || are_named(&self.document))
        {
            return None;
        }
        let first = change.judged.iter().copied().min().unwrap_or(touched.start).min(touched.start);
        let last = change.judged.iter().map(|line| line + 1).max().unwrap_or(touched.end).max(touched.end);
        Some(first..last)
    }

    /// What is found in a department as a whole. Cost: its statements, not read again.
    fn check_department(&self, lines: &Range<usize>) -> Vec<Finding> {
        if is_large(&self.document, lines) {
            return Vec::new();
        }
        if self.slots.summary_of(lines.clone()).reads == 0 {
            return Vec::new();
        }
        self.run_department(&self.department_in(lines.clone()))
    }

    /// The statements whose tables begin in some lines and are understood, from top to bottom. Cost: logarithmic for
    /// each, none is read again.
    pub fn statements_in(&self, lines: &Range<usize>) -> Vec<StatementScope<'_>> {
        let mut statements = self.department_in(lines.clone()).statements;
        statements.retain(|scope| !scope.account.statement.is_unread());
        statements
    }

    fn department_in(&self, lines: Range<usize>) -> Department<'_> {
        let search = Search { may_hold: &|census: &Census| census.reads > 0, is: &|slot: &Slot| slot.read().is_some() };
        let (mut statements, mut passages) = (Vec::new(), Vec::new());
        let document = &self.document;
        let mut from = lines.start;
        while let Some(line) = self.slots.next(from, &search).filter(|line| *line < lines.end) {
            match self.slots.get(line).and_then(Slot::read) {
                Some(Read::Statements(accounts)) => {
                    statements.extend(accounts.iter().map(|account| StatementScope { document, line, account }));
                }
                Some(Read::Passage(passage)) => passages.push(PassageScope { document, line, passage }),
                None => {}
            }
            from = line + 1;
        }
        self.department_of(lines, statements).with_passages(passages)
    }

    /// Asks something about the statements among the tables that hold a line, one after the other until there is an
    /// answer. Logarithmic, but for the tables and what is asked.
    pub(crate) fn in_statement<T>(&self, line: usize, ask: impl Fn(&StatementScope<'_>) -> Option<T>) -> Option<T> {
        let start = self.document.unknown_table_of(line)?;
        let Some(Read::Statements(accounts)) = self.slots.get(start).and_then(Slot::read) else { return None };
        let mut scopes =
            accounts.iter().map(|account| StatementScope { document: &self.document, line: start, account });
        scopes.find_map(|scope| ask(&scope))
    }

    /// Asks something about each statement with its title or a note at a line, close above or below it, until there is
    /// an answer. Cost: the rows of those tables.
    pub(crate) fn near_statement<T>(&self, line: usize, ask: impl Fn(&StatementScope<'_>) -> Option<T>) -> Option<T> {
        self.document.unknown_tables_around(&(line..line + 1)).into_iter().find_map(|start| {
            let Some(Read::Statements(accounts)) = self.slots.get(start).and_then(Slot::read) else { return None };
            accounts.iter().find_map(|account| ask(&StatementScope { document: &self.document, line: start, account }))
        })
    }

    /// Asks something about the department that a line belongs to. Cost: its statements, not read again.
    pub(crate) fn in_department<T>(&self, line: usize, ask: impl Fn(&Department<'_>) -> Option<T>) -> Option<T> {
        // A table may go on below a running head that looks like the cover of another department.
        let start = self.document.unknown_table_of(line).unwrap_or(line);
        let lines = self.document.department(start.min(line));
        if is_large(&self.document, &lines) {
            return self.in_statement(line, |scope| ask(&self.alone(*scope)));
        }
        ask(&self.department_in(lines))
    }
}

/// Whether a department is too large to be looked at as a whole.
pub(super) fn is_large(document: &Document, lines: &Range<usize>) -> bool {
    lines.len() > MOST_LINES || document.lines().summary_of(lines.clone()).unknown_tables > MOST_TABLES
}
