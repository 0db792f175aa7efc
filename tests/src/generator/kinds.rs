//! The forms in which a document without a fault comes.

use super::{Dice, Level, Row, Sheet, document::printed, render::Hidden};

/// A form, or something that a table may have and most have not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clean {
    /// As a drafter writes it.
    Plain,
    /// Lines end as on Windows.
    CrLf,
    /// The last line has no end.
    NoFinalLineEnd,
    /// Cells without an amount show a mark.
    NilMarks,
    /// Full-width digits.
    WideDigits,
    /// Totals that differ from their parts by rounding.
    Rounded,
    /// The grand total closes the table.
    TotalLast,
    /// There is no grand total.
    NoGrandTotal,
    /// Projects of no unit.
    NoUnits,
    /// A copy of the table in a code fence.
    CopyInFence,
    /// A copy of the table in a comment.
    CopyInComment,
    /// Projects without goal and indicators.
    Unfinished,
    /// Projects of two sources.
    TwoSources,
    /// One project in two rows, one for each source.
    RowForEachSource,
    /// No page ends in the table.
    OneFragment,
    /// The header has another row.
    FurtherHeaderRow,
    /// 小计.
    Subtotals,
    /// 其中.
    OfWhich,
    /// Negative amounts.
    Negative,
    /// 单位：元.
    InYuan,
    /// Rows without outer pipes.
    NoOuterPipes,
    /// A byte order mark.
    ByteOrderMark,
    /// Half-width colons.
    HalfWidthColons,
}

impl Clean {
    /// All of them.
    pub const ALL: [Self; 23] = [
        Self::Plain,
        Self::CrLf,
        Self::NoFinalLineEnd,
        Self::NilMarks,
        Self::WideDigits,
        Self::Rounded,
        Self::TotalLast,
        Self::NoGrandTotal,
        Self::NoUnits,
        Self::CopyInFence,
        Self::CopyInComment,
        Self::Unfinished,
        Self::TwoSources,
        Self::RowForEachSource,
        Self::OneFragment,
        Self::FurtherHeaderRow,
        Self::Subtotals,
        Self::OfWhich,
        Self::Negative,
        Self::InYuan,
        Self::NoOuterPipes,
        Self::ByteOrderMark,
        Self::HalfWidthColons,
    ];

    /// A document of this form.
    pub fn document(self, dice: &mut Dice) -> String {
        let mut sheet = Sheet::new(dice);
        match self {
            Self::Plain => {}
            Self::CrLf => (sheet.style.line_end, sheet.style.last_end) = ("\r\n", "\r\n"),
            Self::NoFinalLineEnd => sheet.style.last_end = "",
            Self::NilMarks => sheet.style.nil = ["-", "—", "－", "0.00"][dice.below(4)],
            Self::WideDigits => sheet.style.has_wide_digits = true,
            Self::Rounded => round(&mut sheet, dice),
            Self::TotalLast => total_last(&mut sheet),
            Self::NoGrandTotal => sheet.rows.retain(|row| row.level != Level::Grand),
            Self::NoUnits => without_units(&mut sheet),
            Self::CopyInFence => sheet.style.hidden = Some(Hidden::InFence),
            Self::CopyInComment => sheet.style.hidden = Some(Hidden::InComment),
            Self::Unfinished => unfinished(&mut sheet, dice),
            Self::TwoSources => sheet = two_sources(dice),
            Self::RowForEachSource => row_for_each_source(&mut sheet),
            Self::OneFragment => sheet.rows.iter_mut().for_each(|row| row.starts_page = false),
            Self::FurtherHeaderRow => further_header(&mut sheet),
            Self::Subtotals => subtotals(&mut sheet),
            Self::OfWhich => of_which(&mut sheet, dice),
            Self::Negative => negative(&mut sheet, dice),
            Self::InYuan => in_yuan(&mut sheet),
            Self::NoOuterPipes => sheet.style.has_outer_pipes = false,
            Self::ByteOrderMark => sheet.style.mark = "\u{feff}",
            Self::HalfWidthColons => sheet.style.colon = ":",
        }
        sheet.text()
    }
}

/// Totals of three or more figures that were cut off behind the second digit may be off by one in the last.
fn round(sheet: &mut Sheet, dice: &mut Dice) {
    const FEWEST: usize = 3;
    for unit in sheet.of(Level::Unit) {
        let projects = sheet.projects(unit);
        let is_rounded = |column: usize| {
            let rounded = |project: &&usize| sheet.rows[**project].cents(column).is_some_and(|cents| cents % 10 != 0);
            projects.iter().filter(rounded).count() >= FEWEST
        };
        let source = (1..sheet.columns.len()).find(|column| is_rounded(*column));
        let Some(source) = source.filter(|_| is_rounded(0)) else { continue };
        let cents = [-1, 1][dice.below(2)];
        for index in [Some(unit), sheet.of(Level::Grand).first().copied()].into_iter().flatten() {
            sheet.rows[index].add(0, cents);
            sheet.rows[index].add(source, cents);
        }
    }
}

fn total_last(sheet: &mut Sheet) {
    sheet.rows.retain(|row| row.level != Level::Grand);
    sheet.rows.push(Row::total(Level::Grand, "合计", sheet.columns.len()));
    sheet.add_up();
}

/// Projects alone, each name once.
fn without_units(sheet: &mut Sheet) {
    let mut names = std::collections::HashSet::new();
    sheet.rows.retain(|row| row.level != Level::Unit && names.insert(row.name.clone()));
    sheet.add_up();
}

fn unfinished(sheet: &mut Sheet, dice: &mut Dice) {
    for project in sheet.of(Level::Project) {
        if dice.percent(30) {
            sheet.rows[project].indicators = Vec::new();
            if dice.percent(70) {
                sheet.rows[project].goal = String::new();
            }
        }
    }
}

/// A document of two sources and more, all projects paid by two of them.
fn two_sources(dice: &mut Dice) -> Sheet {
    let mut sheet = std::iter::repeat_with(|| Sheet::new(dice)).find(|sheet| sheet.columns.len() > 2).expect("soon");
    for project in sheet.of(Level::Project) {
        let row = &mut sheet.rows[project];
        if let [source] = row.sources().as_slice() {
            let other = if *source == 1 { 2 } else { 1 };
            let share = row.cents(*source).unwrap_or_default() / 3;
            row.add(*source, -share);
            row.add(other, share);
        }
    }
    sheet.add_up();
    sheet
}

/// The first project of each unit stands there twice, with another amount.
fn row_for_each_source(sheet: &mut Sheet) {
    for unit in sheet.of(Level::Unit).into_iter().rev() {
        let mut again = sheet.rows[unit + 1].clone();
        again.starts_page = false;
        for column in [Some(0), again.sources().first().copied()].into_iter().flatten() {
            again.add(column, 137);
        }
        sheet.rows.insert(unit + 2, again);
    }
    sheet.add_up();
}

fn further_header(sheet: &mut Sheet) {
    let mut cells = vec!["", "（含结转）"];
    cells.extend(sheet.columns.iter().skip(1).map(|_| "当年安排"));
    cells.extend(["", ""]);
    sheet.style.further_header = Some(cells);
}

/// A 小计 behind each unit's projects in place of the unit's own row.
fn subtotals(sheet: &mut Sheet) {
    let mut rows: Vec<Row> = Vec::new();
    let is_group_open = |rows: &[Row]| rows.last().is_some_and(|row| row.level == Level::Project);
    let columns = sheet.columns.len();
    let mut names = std::collections::HashSet::new();
    for row in sheet.rows.drain(..) {
        let is_project = row.level == Level::Project;
        if !is_project && is_group_open(&rows) {
            rows.push(Row::total(Level::Subtotal, "小计", columns));
        }
        if row.level != Level::Unit && (!is_project || names.insert(row.name.clone())) {
            rows.push(row);
        }
    }
    if is_group_open(&rows) {
        rows.push(Row::total(Level::Subtotal, "小计", columns));
    }
    sheet.rows = rows;
    sheet.add_up();
}

/// Some projects say what part of them is spent on equipment.
fn of_which(sheet: &mut Sheet, dice: &mut Dice) {
    for project in sheet.of(Level::Project).into_iter().rev() {
        let row = &sheet.rows[project];
        if !dice.percent(30) {
            continue;
        }
        let mut part = Row::total(Level::OfWhich, "其中：设备购置", sheet.columns.len());
        let source = row.sources().into_iter().min_by_key(|column| row.cents(*column));
        let share = source.and_then(|column| row.cents(column)).unwrap_or_default() / 2;
        for column in [Some(0), source].into_iter().flatten() {
            part.figures[column] = printed(share);
        }
        sheet.rows.insert(project + 1, part);
    }
}

fn negative(sheet: &mut Sheet, dice: &mut Dice) {
    for project in sheet.of(Level::Project) {
        if dice.percent(15) {
            let row = &mut sheet.rows[project];
            let turned = row.figures.iter().map(|figure| match figure.as_str() {
                "" => String::new(),
                figure => format!("-{figure}"),
            });
            row.figures = turned.collect();
        }
    }
    sheet.add_up();
    let forms: [(&str, &str); 4] = [("-", ""), ("−", ""), ("（", "）"), ("△", "")];
    let (before, after) = forms[dice.below(4)];
    for figure in sheet.rows.iter_mut().flat_map(|row| &mut row.figures) {
        if let Some(amount) = figure.strip_prefix('-') {
            *figure = format!("{before}{amount}{after}");
        }
    }
}

fn in_yuan(sheet: &mut Sheet) {
    const YUAN: i64 = 10_000;
    sheet.monetary_unit = "元";
    for row in &mut sheet.rows {
        for column in 0..row.figures.len() {
            if let Some(cents) = row.cents(column) {
                row.figures[column] = printed(cents * YUAN);
            }
        }
    }
}
