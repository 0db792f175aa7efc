//! The amounts of a document at a glance, for a budget view, a status bar, or a window of totals: each table with its
//! whole, its budget units and their projects, and what the statements of each department say.

mod departments;

use std::ops::Range;

use budget_grammar::{
    Span,
    amount::{MonetaryUnit, plain_scaled},
    document::Document,
    line::Standing,
    row::Row,
    sum::{Sum, Sums},
    table::{AmountColumn, Schema},
};

use super::share::share;
use crate::{
    analysis::Analysis,
    identity::{Band, decimals, residual},
    scope::{Identity, TotalScope, row_identity},
};

pub use departments::{Aspect, DepartmentOverview, MOST_STATEMENTS, departments};

/// How far down the rows are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// The whole of each table.
    Totals,
    /// Its budget units, and its projects that belong to none.
    Units,
    /// The projects of its units as well.
    Projects,
}

/// A project performance table with all its fragments, or what a statement says of a department's budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableOverview {
    /// The heading that it stands under; empty where there is none.
    pub title: String,
    /// Its lines, from the first delimiter row on.
    pub lines: Range<usize>,
    /// The monetary unit of its amounts, where the document says it.
    pub unit: Option<MonetaryUnit>,
    /// Its amount columns.
    pub columns: Box<[AmountColumn]>,
    /// The column among [`columns`](Self::columns) that shares are counted in.
    pub main: usize,
    /// How many budget units it has.
    pub units: u32,
    /// How many projects.
    pub projects: u32,
    /// How many indicators.
    pub indicators: u32,
    /// Whether all rows that were asked for are listed; see [`MOST_PROJECTS`].
    pub is_complete: bool,
    /// Its grand total, printed or computed.
    pub whole: RowOverview,
    /// Its budget units and its projects that belong to none, in order.
    pub parts: Vec<RowOverview>,
}

/// A row of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowOverview {
    /// What it is.
    pub level: Level,
    /// Where it is printed; a total that is computed is printed nowhere.
    pub place: Option<Place>,
    /// Its name; empty for a computed total.
    pub name: String,
    /// Its amounts, by [`TableOverview::columns`].
    pub amounts: Vec<AmountOverview>,
    /// Its total less its funding sources; `None` where that is not checked.
    pub sources_difference: Option<String>,
    /// Its share of the whole, in percent.
    pub share: Option<String>,
    /// How many projects it is or has.
    pub projects: u32,
    /// How many indicators these have.
    pub indicators: u32,
    /// Whether its identities hold.
    pub state: State,
    /// A unit's projects.
    pub parts: Vec<RowOverview>,
}

/// What a row is to the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The grand total.
    Total,
    /// A budget unit.
    Unit,
    /// A project.
    Project,
    /// A class, a line of the first level, or a column of the total of a statement.
    Class,
    /// What stands directly below that.
    Group,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its line.
    pub line: usize,
    /// Its name, in bytes from the start of the line.
    pub name: Span,
}

/// One amount. Figures are as programs read them: `1903.31`, `-0.01`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AmountOverview {
    /// The cell as it stands; `None` where it is blank.
    pub printed: Option<String>,
    /// Its exact value in the table's monetary unit, or the sum of the parts where no row prints it.
    pub value: Option<String>,
    /// What its parts add up to.
    pub computed: Option<String>,
    /// Printed less computed.
    pub difference: Option<String>,
}

/// The worst that is true of a row's identities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// They hold, or there are none.
    #[default]
    Balanced,
    /// Rounding explains what they are off by.
    Rounding,
    /// One does not hold.
    Unbalanced,
}

/// The most projects in a document that are listed one by one: nobody reads more at a glance. Where there are more,
/// budget units are listed alone.
pub const MOST_PROJECTS: u32 = 5_000;

/// The tables of a document, in order.
///
/// Cost: logarithmic in the document for each table and each row that is listed.
pub fn overview(analysis: &Analysis, detail: Detail) -> Vec<TableOverview> {
    let document = analysis.document();
    let are_few = document.lines().summary().projects <= MOST_PROJECTS;
    let table = |lines: Range<usize>| {
        let schema = document.lines().get(lines.start)?.after.table.as_deref()?;
        let whole = document.grand_total_row(lines.clone()).and_then(|line| document.lines().get(line)?.row());
        let whole = whole.map_or_else(|| document.whole(lines.clone()), |row| row.sums());
        Some(Table { analysis, document, schema, lines, whole, detail, are_few }.overview())
    };
    document.tables().filter_map(table).collect()
}

struct Table<'a> {
    analysis: &'a Analysis,
    document: &'a Document,
    schema: &'a Schema,
    lines: Range<usize>,
    /// What shares are of.
    whole: Sums,
    detail: Detail,
    /// Whether the document's projects are few enough to be listed.
    are_few: bool,
}

impl Table<'_> {
    fn overview(&self) -> TableOverview {
        let tally = self.document.lines().summary_of(self.lines.clone());
        let printed = self.document.grand_total_row(self.lines.clone());
        let whole = printed.and_then(|line| self.row(line, Level::Total)).unwrap_or_else(|| self.computed());
        let belong_to_none = tally.loose_projects().iter().any(|sum| sum.void > 0 || !sum.is_absent());
        let is_complete = match self.detail {
            Detail::Totals => true,
            Detail::Units => self.are_few || !belong_to_none,
            Detail::Projects => self.are_few,
        };
        TableOverview {
            title: self.document.heading_over(self.lines.start).unwrap_or_default(),
            lines: self.lines.clone(),
            unit: self.schema.unit,
            columns: self.schema.amounts.clone(),
            main: self.main(),
            units: tally.units,
            projects: tally.projects,
            indicators: tally.indicators,
            is_complete,
            whole: RowOverview { projects: tally.projects, indicators: tally.indicators, ..whole },
            parts: if self.detail == Detail::Totals { Vec::new() } else { self.parts() },
        }
    }

    fn main(&self) -> usize {
        self.schema.total().unwrap_or(0)
    }

    fn row_at(&self, line: usize) -> Option<&Row> {
        self.document.lines().get(line)?.row().map(|row| &**row)
    }

    /// A grand total that no row prints.
    fn computed(&self) -> RowOverview {
        let amount = |sum: Sum| AmountOverview { value: figure(&sum), computed: figure(&sum), ..Default::default() };
        let amounts = (0..self.schema.amounts.len()).map(|column| amount(self.whole.get(column)));
        RowOverview {
            level: Level::Total,
            place: None,
            name: String::new(),
            amounts: amounts.collect(),
            sources_difference: None,
            share: share(&self.whole.get(self.main()), &self.whole.get(self.main())),
            projects: 0,
            indicators: 0,
            state: State::Balanced,
            parts: Vec::new(),
        }
    }

    fn parts(&self) -> Vec<RowOverview> {
        let mut parts = Vec::new();
        let mut from = self.lines.start;
        for line in self.document.units(self.lines.clone()) {
            parts.extend(self.projects(from..line));
            let group = line + 1..self.document.group(line + 1).end;
            let inside = if self.detail == Detail::Projects { self.projects(group.clone()) } else { Vec::new() };
            parts.extend(self.row(line, Level::Unit).map(|row| RowOverview { parts: inside, ..row }));
            from = group.end;
        }
        parts.extend(self.projects(from..self.lines.end));
        parts
    }

    fn projects(&self, lines: Range<usize>) -> Vec<RowOverview> {
        if !self.are_few {
            return Vec::new();
        }
        let rows = lines.clone().zip(self.document.lines().iter_from(lines.start));
        let projects = rows.filter(|(_, row)| row.standing().is_some_and(Standing::is_project));
        projects.filter_map(|(line, _)| self.row(line, Level::Project)).collect()
    }

    fn row(&self, line: usize, level: Level) -> Option<RowOverview> {
        let row = self.row_at(line)?;
        let text = self.document.text().line(line);
        let rounding = self.analysis.options().rounding;
        let total = TotalScope::new(self.document, line, rounding);
        let identities = total.as_ref().map_or(&[][..], |total| &total.identities);
        let sources = row_identity(row, rounding);
        let sums = row.sums();
        let amount = |column: usize| {
            let cell = row.amount_cell(column).filter(|cell| !cell.is_empty());
            let identity = identities.get(column);
            AmountOverview {
                printed: cell.map(|cell| cell.of(&text).to_owned()),
                value: figure(&sums.get(column)),
                computed: identity.and_then(|identity| figure(&identity.parts)),
                difference: identity.and_then(difference),
            }
        };
        let tally = match &total {
            Some(total) => self.document.lines().summary_of(total.total.lines.clone()),
            None => self.document.lines().summary_of(line..line + 1),
        };
        Some(RowOverview {
            level,
            place: Some(Place { line, name: row.name() }),
            name: row.name_in(&text).into_owned(),
            amounts: (0..self.schema.amounts.len()).map(amount).collect(),
            sources_difference: sources.as_ref().and_then(difference),
            share: share(&sums.get(self.main()), &self.whole.get(self.main())),
            projects: tally.projects,
            indicators: tally.indicators,
            state: identities.iter().chain(&sources).map(|identity| state(identity.band)).max().unwrap_or_default(),
            parts: Vec::new(),
        })
    }
}

/// A sum with its own precision; `None` where it is none, or not all of it is known.
fn figure(sum: &Sum) -> Option<String> {
    let is_known = sum.void == 0 && !sum.is_absent();
    is_known.then(|| plain_scaled(sum.value, decimals(sum, sum)).to_string())
}

fn difference(identity: &Identity) -> Option<String> {
    plain_difference(&(identity.total, identity.parts), identity.band)
}

/// A total less its parts, as it is written.
fn plain_difference((total, parts): &(Sum, Sum), band: Band) -> Option<String> {
    (band != Band::Void).then(|| plain_scaled(residual(total, parts), decimals(total, parts)).to_string())
}

fn state(band: Band) -> State {
    match band {
        Band::Void | Band::Exact => State::Balanced,
        Band::Rounding => State::Rounding,
        Band::Unlikely | Band::Error => State::Unbalanced,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::analysis::Options;

    fn tables(draft: &str, detail: Detail) -> Vec<TableOverview> {
        overview(&Analysis::new(draft, Options::default()), detail)
    }

    /// The overview as a person would write it down: a line for each row, indented below what it is part of.
    fn drawn(tables: &[TableOverview]) -> String {
        let mut drawn = String::new();
        for table in tables {
            let unit = table.unit.map_or("?", MonetaryUnit::name);
            let (units, projects, indicators) = (table.units, table.projects, table.indicators);
            let is_complete = if table.is_complete { "" } else { ", incomplete" };
            let _ = writeln!(
                drawn,
                "{} [{unit}] {units} units, {projects} projects, {indicators} indicators{is_complete}",
                table.title
            );
            draw(&table.whole, table.main, 1, &mut drawn);
            table.parts.iter().for_each(|row| draw(row, table.main, 2, &mut drawn));
        }
        drawn
    }

    fn draw(row: &RowOverview, main: usize, depth: usize, drawn: &mut String) {
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let amount = &row.amounts[main];
        let _ = writeln!(
            drawn,
            "{:indent$}{:?} “{}” line {} printed {} value {} computed {} off {} sources off {} share {} {:?}",
            "",
            row.level,
            row.name,
            row.place.map_or("-".to_owned(), |place| place.line.to_string()),
            text(&amount.printed),
            text(&amount.value),
            text(&amount.computed),
            text(&amount.difference),
            text(&row.sources_difference),
            text(&row.share),
            row.state,
            indent = depth * 2,
        );
        row.parts.iter().for_each(|part| draw(part, main, depth + 1, drawn));
    }

    const DRAFT: &str = "\
## 项目支出绩效目标表

单位：万元

| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 | 绩效指标 |
|-|-|-|-|-|-|
| 合计 | 1,010.00 | 1,008.00 | 2.00 | | |
| 教育局 | 1,006.01 | 1,006.01 | | | |
| 修缮 | 2.00 | 3.00 | | 目标 | 1、1-产出指标；11-数量指标；面积；实施周期指标值：≥5；年度指标值：5。 |
| 培训 | 1,004.00 | 1,004.00 | | 目标 | |
| 文化局 | 3.99 | 1.99 | 2.00 | | |
| 展览 | 3.99 | 1.99 | 2.00 | 目标 | |
";

    #[test]
    fn units_and_their_projects_below_the_grand_total() {
        let expected = "\
项目支出绩效目标表 [万元] 2 units, 3 projects, 1 indicators
  Total “合计” line 6 printed 1,010.00 value 1010.00 computed 1010.00 off 0.00 sources off 0.00 share 100.00% Balanced
    Unit “教育局” line 7 printed 1,006.01 value 1006.01 computed 1006.00 off 0.01 sources off 0.00 share 99.60% Unbalanced
      Project “修缮” line 8 printed 2.00 value 2.00 computed - off - sources off -1.00 share 0.20% Unbalanced
      Project “培训” line 9 printed 1,004.00 value 1004.00 computed - off - sources off 0.00 share 99.41% Balanced
    Unit “文化局” line 10 printed 3.99 value 3.99 computed 3.99 off 0.00 sources off 0.00 share 0.40% Balanced
      Project “展览” line 11 printed 3.99 value 3.99 computed - off - sources off 0.00 share 0.40% Balanced
";
        assert_eq!(drawn(&tables(DRAFT, Detail::Projects)), expected);
    }

    #[test]
    fn as_much_detail_as_was_asked_for() {
        let count = |detail| drawn(&tables(DRAFT, detail)).lines().count();
        assert_eq!([Detail::Totals, Detail::Units, Detail::Projects].map(count), [2, 4, 7]);
    }

    #[test]
    fn a_grand_total_that_is_not_printed_is_computed() {
        let draft = "| 项目名称 | 预算金额 | 绩效目标 |\n|-|-|-|\n| 修缮 | 2.5 | 目标 |\n| 培训 | 1,000.00 | 目标 |\n";
        let expected = " [?] 0 units, 2 projects, 0 indicators
  Total “” line - printed - value 1002.50 computed 1002.50 off - sources off - share 100.00% Balanced
    Project “修缮” line 2 printed 2.5 value 2.5 computed - off - sources off - share 0.25% Balanced
    Project “培训” line 3 printed 1,000.00 value 1000.00 computed - off - sources off - share 99.75% Balanced
";
        assert_eq!(drawn(&tables(draft, Detail::Projects)), expected);
    }

    #[test]
    fn what_is_no_amount_has_no_value() {
        let draft = "| 项目名称 | 预算金额 | 绩效目标 |\n|-|-|-|\n| 修缮 | 2.5O | 目标 |\n| 培训 | - | 目标 |\n| 演出 | | 目标 |\n";
        let table = &tables(draft, Detail::Projects)[0];
        let amounts: Vec<_> = table.parts.iter().map(|row| (&row.amounts[0].printed, &row.amounts[0].value)).collect();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            amounts,
            [(&text("2.5O"), &None), (&text("-"), &text("0")), (&None, &None)],
            "a dash is nothing, and a blank is not there"
        );
        assert_eq!(table.whole.amounts[0].value, None, "a sum with a part that is not known");
    }

    #[test]
    fn names_are_as_they_are_read() {
        let draft = "| 项目名称 | 金额 | 绩效目标 |\n|-|-|-|\n| 修缮\\|改造 | 2.00 | 目标 |\n";
        assert_eq!(tables(draft, Detail::Projects)[0].parts[0].name, "修缮|改造");
    }

    #[test]
    fn page_breaks_part_no_table_and_headings_do() {
        let page = "| 项目名称 | 金额 | 绩效目标 |\n|-|-|-|\n| 修缮 | 2.00 | 目标 |\n";
        let draft = format!("# 一\n\n{page}\n<!-- page 2 -->\n\n{page}\n二\n--\n\n{page}");
        let tables = tables(&draft, Detail::Totals);
        let found: Vec<_> = tables.iter().map(|table| (table.title.as_str(), table.projects)).collect();
        assert_eq!(found, [("一", 2), ("二", 1)]);
    }

    #[test]
    fn more_projects_than_anybody_reads_are_left_out() {
        let projects = "| 修缮 | 1.00 | 目标 |\n".repeat(5_001);
        let header = "| 项目名称 | 金额 | 绩效目标 |\n|-|-|-|\n";
        let all = &tables(&format!("{header}| 教育局 | 5,001.00 | |\n{projects}"), Detail::Projects)[0];
        assert_eq!((all.is_complete, all.parts.len(), all.parts[0].parts.len()), (false, 1, 0));
        assert_eq!(all.parts[0].projects, 5_001);
        let units = &tables(&format!("{header}| 教育局 | 5,001.00 | |\n{projects}"), Detail::Units)[0];
        assert!(units.is_complete, "no project belongs to no unit");
        let loose = &tables(&format!("{header}{projects}"), Detail::Units)[0];
        assert_eq!((loose.is_complete, loose.parts.len()), (false, 0));
    }
}
