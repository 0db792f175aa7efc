//! One body row of a table of known kind.

use std::{borrow::Cow, sync::Arc};

use smallvec::SmallVec;

use crate::{
    Span,
    amount::{self, Reading},
    codes::{Coverage, Expected},
    indicator::{self, Indicators},
    markdown::unescape,
    name::{self, Likeness, fold, is_blank, is_organisation},
    sum::{Sum, Sums},
    suppression::{Suppression, shown, suppression, without_comments},
    table::Schema,
    vocabulary::Vocabulary,
};

/// What a row is, as far as the row itself tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// 合计, 总计, 共计: the grand total where it is the first or the last row, else a total of the rows above it.
    Total,
    /// 小计: closes the rows above it, back to the last 小计, budget unit or start of the table.
    Subtotal,
    /// 其中：… repeats a part of the row above and is never added.
    OfWhich,
    /// A budget unit (资金使用单位): goal and indicators blank, and a name that organisations have.
    Unit,
    /// Goal and indicators blank, and nothing in the row itself that tells a budget unit from an unfinished project.
    Open,
    /// A project (项目).
    Project,
    /// Nothing in any cell.
    Blank,
}

impl Class {
    /// What a name alone makes of its row, whatever stands beside it: 合计, 小计, 其中….
    pub fn of_name(name: &str) -> Option<Self> {
        Self::of_folded(&fold(name))
    }

    fn of_folded(name: &str) -> Option<Self> {
        match name {
            "合计" | "总计" | "共计" | "合计:" | "总计:" => Some(Self::Total),
            text if TOTALS.contains(&text) => Some(Self::Total),
            "小计" | "小计:" => Some(Self::Subtotal),
            text if is_part(text) || is_memo(text) => Some(Self::OfWhich),
            _ => None,
        }
    }
}

/// What a total may be called besides: that of all units and projects, or of no more than the rows above it.
const TOTALS: [&str; 12] = [
    "部门合计",
    "部门总计",
    "本部门合计",
    "全部门合计",
    "局合计",
    "全系统合计",
    "项目合计",
    "资金合计",
    "预算合计",
    "金额合计",
    "支出合计",
    "总合计",
];

fn is_part(name: &str) -> bool {
    let bare = name.strip_prefix('(').unwrap_or(name);
    bare.starts_with("其中") || bare.starts_with("ofwhich") || name.ends_with(')') && name.contains("(其中:")
}

/// Whether a name says that its row is no part of any total.
fn is_memo(name: &str) -> bool {
    const BEGINNINGS: [&str; 4] = ["另:", "备注:", "注:", "说明:"];
    const SAID: [&str; 4] = ["不列入合计", "不计入合计", "不含在合计", "不列入总计"];
    BEGINNINGS.iter().any(|word| name.starts_with(word)) || SAID.iter().any(|word| name.contains(word))
}

/// Whether a row says who filled in the table, and nothing of a project: 填报人：…, 审核人：….
fn is_signature(name: &str) -> bool {
    const BEGINNINGS: [&str; 9] =
        ["填报人", "填表人", "填报日期", "填报时间", "制表人", "审核人", "复核人", "单位负责人", "联系人"];
    let folded = fold(name);
    let rest = BEGINNINGS.iter().find_map(|word| folded.strip_prefix(word));
    rest.is_some_and(|rest| rest.starts_with(':') || rest.starts_with('(') && rest.contains("):"))
}

/// A row, read: every span is relative to the start of its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the columns mean.
    pub schema: Arc<Schema>,
    /// The cells that stand there, trimmed: more or fewer than the header has are possible.
    pub cells: Box<[Span]>,
    /// The readings of the amount columns, in the order of [`Schema::amounts`]; a cell that is not there is absent.
    pub amounts: SmallVec<[Reading; 4]>,
    /// The indicators; their spans are relative to the start of [`Row::indicator_cell`].
    pub indicators: Indicators,
    /// The classes of the indicators.
    pub coverage: Coverage,
    /// What the row is.
    pub class: Class,
    /// [`name::fold_hash`] of the name; 0 without one.
    pub name_hash: u64,
    /// What tells at a glance that the name is not almost another one.
    pub likeness: Likeness,
    /// What is to be ignored in this row, as a comment in the cell of its name says. The name's span leaves it out.
    pub suppression: Option<Box<Suppression>>,
}

impl Row {
    /// Reads `line`, whose raw cells are `cells`.
    pub fn read(line: &str, cells: impl Iterator<Item = Span>, schema: &Arc<Schema>, vocabulary: &Vocabulary) -> Self {
        let mut cells: Box<[Span]> = cells.map(|cell| trimmed(cell, line)).collect();
        let suppression = cells.get_mut(schema.name).and_then(|name| taken_off(line, name));
        let text = |column: usize| cells.get(column).map_or("", |cell| cell.of(line));
        // A comment in the middle of a name is no part of it either.
        let name = shown(text(schema.name));
        let is_signature = is_signature(&name);
        let amount = |column: usize| if is_signature { Reading::Absent } else { amount::read(text(column)) };
        let amounts: SmallVec<[Reading; 4]> = schema.amounts.iter().map(|column| amount(column.column)).collect();
        let is_silent = |column: Option<usize>| column.is_none_or(|column| is_blank(text(column)));
        let evidence = Evidence {
            name: &name,
            has_prose: !is_silent(schema.goal) || !is_silent(schema.indicators),
            has_text: !is_signature && cells.iter().any(|cell| !is_blank(cell.of(line))),
        };
        let class = evidence.class();
        let name_hash = if evidence.name.is_empty() { 0 } else { name::fold_hash(evidence.name) };
        let likeness = Likeness::of(&fold(evidence.name));
        let indicators = match schema.indicators.map(text) {
            Some(cell) if class == Class::Project => indicator::parse(cell, vocabulary.codes()),
            _ => Indicators::default(),
        };
        let coverage = indicators.coverage(schema.indicators.map_or("", text), vocabulary.codes());
        Self { schema: schema.clone(), cells, amounts, indicators, coverage, class, name_hash, likeness, suppression }
    }

    /// The span of a column's cell; none where the row is too short.
    pub fn cell(&self, column: usize) -> Option<Span> {
        self.cells.get(column).copied()
    }

    /// The span of the name.
    pub fn name(&self) -> Span {
        self.cell(self.schema.name).unwrap_or_default()
    }

    /// The name as it is read: without the backslashes that keep its pipes from parting the cells (GFM 4.10).
    pub fn name_in<'a>(&self, line: &'a str) -> Cow<'a, str> {
        unescape(self.name().of(line))
    }

    /// The span of the cell of an amount column, by its place in [`Schema::amounts`].
    pub fn amount_cell(&self, amount: usize) -> Option<Span> {
        self.schema.amounts.get(amount).and_then(|amount| self.cell(amount.column))
    }

    /// What the cell of an amount column holds, by the cell's span.
    pub fn amount_at(&self, cell: Span) -> Option<Reading> {
        let column = self.schema.amounts.iter().position(|amount| self.cell(amount.column) == Some(cell))?;
        self.amounts.get(column).copied()
    }

    /// The printed amounts as sums of one part each, in the table's monetary unit.
    pub fn sums(&self) -> Sums {
        self.amounts.iter().map(|reading| Sum::of_in(reading, self.schema.unit)).collect()
    }

    /// Adds the printed amounts to sums, column by column.
    pub(crate) fn add_to(&self, sums: &mut Sums) {
        for (column, reading) in self.amounts.iter().enumerate() {
            sums.add_to(column, &Sum::of_in(reading, self.schema.unit));
        }
    }

    /// The amounts of a budget unit as a part of the grand total. A unit that prints none of its own says nothing about
    /// the total: every column is void then, and not merely absent.
    pub fn as_part_of_the_whole(&self, sums: Sums) -> Sums {
        if self.has_amount() { sums } else { self.amounts.iter().map(|_| Sum::one_void()).collect() }
    }

    /// The cell of the indicators; none where there is no such column or the row is too short.
    pub fn indicator_cell(&self) -> Option<Span> {
        self.schema.indicators.and_then(|column| self.cell(column))
    }

    /// How many indicators it lists.
    pub fn indicator_count(&self) -> u32 {
        u32::try_from(self.indicators.list.len()).unwrap_or(u32::MAX)
    }

    /// Whether it has indicators and none of them is of that class.
    pub fn lacks(&self, class: Expected) -> bool {
        !self.indicators.list.is_empty() && self.coverage.lacks(class)
    }

    /// Whether an amount column prints something, by its place in [`Schema::amounts`].
    pub fn prints(&self, amount: usize) -> bool {
        self.amounts.get(amount).is_some_and(|reading| !matches!(reading, Reading::Absent))
    }

    /// Whether any amount column prints something.
    pub fn has_amount(&self) -> bool {
        self.amounts.iter().any(|reading| !matches!(reading, Reading::Absent))
    }
}

/// What tells the class of a row.
struct Evidence<'a> {
    name: &'a str,
    has_prose: bool,
    has_text: bool,
}

impl Evidence<'_> {
    fn class(&self) -> Class {
        if !self.has_text {
            return Class::Blank;
        }
        let folded = fold(self.name);
        if let Some(class) = Class::of_folded(&folded) {
            class
        } else if self.has_prose {
            Class::Project
        } else if is_organisation(&folded) {
            Class::Unit
        } else {
            Class::Open
        }
    }
}

/// Takes comments off a name, and gives back the one that asks for something.
fn taken_off(line: &str, name: &mut Span) -> Option<Box<Suppression>> {
    let cell = *name;
    if !cell.of(line).contains("<!--") {
        return None;
    }
    *name = without_comments(line, cell);
    suppression(line, cell).map(Box::new)
}

/// The cell without the blank characters that Markdown keeps: NBSP, ideographic and zero-width space.
fn trimmed(cell: Span, line: &str) -> Span {
    let text = cell.of(line);
    let inner = name::trim(text);
    let start = cell.start as usize + (text.len() - text.trim_start_matches(name::is_blank_character).len());
    Span::new(start, start + inner.len())
}
