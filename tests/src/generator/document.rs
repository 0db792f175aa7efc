//! A budget that adds up: units, their projects, and the totals above them.

use super::{
    Dice,
    indicators::{Indicator, indicators},
    render::Style,
    words::{DEPARTMENTS, GOALS, SUBJECTS, UNITS, WORKS},
};

/// What a row is in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 合计.
    Grand,
    /// A budget unit.
    Unit,
    /// A project.
    Project,
    /// 小计, which closes the projects above it.
    Subtotal,
    /// 其中, a part of the row above it.
    OfWhich,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub level: Level,
    /// Its first cell.
    pub name: String,
    /// Its figures as they are printed, the total first; blank where there is none.
    pub figures: Vec<String>,
    /// The performance goal.
    pub goal: String,
    /// The indicators.
    pub indicators: Vec<Indicator>,
    /// Whether a page begins with it, and so another fragment of the table.
    pub starts_page: bool,
    /// Whether its last cell was left out.
    pub is_cut: bool,
}

impl Row {
    /// A row without words.
    pub fn total(level: Level, name: &str, columns: usize) -> Self {
        Self {
            level,
            name: name.to_owned(),
            figures: vec![String::new(); columns],
            goal: String::new(),
            indicators: Vec::new(),
            starts_page: false,
            is_cut: false,
        }
    }

    /// A figure in hundredths; `None` where there is none that adds up with others.
    pub fn cents(&self, column: usize) -> Option<i64> {
        let figure = self.figures.get(column)?;
        let digits: String = figure.chars().filter(char::is_ascii_digit).collect();
        let value: i64 = digits.parse().ok()?;
        (printed(value) == *figure).then_some(value).or_else(|| (printed(-value) == *figure).then_some(-value))
    }

    /// The columns with a figure, the total left out.
    pub fn sources(&self) -> Vec<usize> {
        (1..self.figures.len()).filter(|column| self.cents(*column).is_some()).collect()
    }

    /// Adds to a figure.
    pub fn add(&mut self, column: usize, cents: i64) {
        self.figures[column] = printed(self.cents(column).unwrap_or_default() + cents);
    }
}

/// `1,234.50`, from hundredths.
pub fn printed(cents: i64) -> String {
    let whole = (cents.abs() / 100).to_string();
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{grouped}.{:02}", cents.abs() % 100)
}

/// A document.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// 部门名称.
    pub department: String,
    /// What follows 单位.
    pub monetary_unit: &'static str,
    /// The titles of the amount columns, the total first.
    pub columns: Vec<&'static str>,
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
    /// How it is written.
    pub style: Style,
}

const SOURCES: [&str; 3] = ["财政拨款", "财政专户拨款", "其他资金"];

impl Sheet {
    /// Any budget: two to seven units with up to twenty projects each, one to three sources, pages.
    pub fn new(dice: &mut Dice) -> Self {
        let sources = dice.between(1, 3);
        let columns: Vec<&str> = ["总计"].into_iter().chain(SOURCES.into_iter().take(sources)).collect();
        Self::of_columns(columns, dice)
    }

    /// Any budget with one column of amounts.
    pub fn with_one_column(dice: &mut Dice) -> Self {
        Self::of_columns(vec!["金额"], dice)
    }

    fn of_columns(columns: Vec<&'static str>, dice: &mut Dice) -> Self {
        let place = DEPARTMENTS[dice.below(DEPARTMENTS.len())];
        let count = dice.between(2, 7);
        let mut rows = Vec::new();
        for (number, unit) in dice.several(UNITS, count).into_iter().enumerate() {
            let mut row = Row::total(Level::Unit, &format!("{place}{unit}"), columns.len());
            row.starts_page = number > 0 && dice.percent(20);
            rows.push(row);
            let most = if dice.percent(25) { 20 } else { 7 };
            let projects = dice.between(2, most);
            for subject in dice.several(SUBJECTS, projects) {
                rows.push(project(subject, columns.len(), dice));
            }
        }
        let grand = Row::total(Level::Grand, "合计", columns.len());
        match dice.below(6) {
            0 => {}
            1 => rows.push(grand),
            _ => rows.insert(0, grand),
        }
        let department = rows.iter().find(|row| row.level == Level::Unit).map(|row| row.name.clone());
        let mut sheet = Self {
            department: department.unwrap_or_default(),
            monetary_unit: "万元",
            columns,
            rows,
            style: Style::default(),
        };
        sheet.add_up();
        sheet
    }

    /// Writes all totals anew, in every column.
    pub fn add_up(&mut self) {
        for column in 0..self.columns.len() {
            let totals = self.totals(column);
            for (index, total) in totals {
                self.rows[index].figures[column] = total.map(printed).unwrap_or_default();
            }
        }
    }

    /// What the totals come to: each 小计 is the sum of the projects above it, each unit that of those below it.
    fn totals(&self, column: usize) -> Vec<(usize, Option<i64>)> {
        let mut totals = Vec::new();
        let (mut whole, mut group, mut unit) = (None, None, None);
        let add = |sum: &mut Option<i64>, value: Option<i64>| {
            if let Some(value) = value {
                *sum = Some(sum.unwrap_or_default() + value);
            }
        };
        for (index, row) in self.rows.iter().enumerate() {
            match row.level {
                Level::Project => {
                    let value = row.cents(column);
                    add(&mut whole, value);
                    add(&mut group, value);
                    if let Some(unit) = unit {
                        let total: &mut (usize, Option<i64>) = &mut totals[unit];
                        add(&mut total.1, value);
                    }
                }
                Level::Unit => {
                    group = None;
                    unit = Some(totals.len());
                    totals.push((index, None));
                }
                Level::Subtotal => totals.push((index, group.take())),
                Level::Grand | Level::OfWhich => {}
            }
        }
        totals.extend(self.of(Level::Grand).into_iter().map(|index| (index, whole)));
        totals
    }

    /// The rows of a level.
    pub fn of(&self, level: Level) -> Vec<usize> {
        (0..self.rows.len()).filter(|index| self.rows[*index].level == level).collect()
    }

    /// The unit of a project.
    pub fn unit(&self, project: usize) -> Option<usize> {
        (0..project).rev().find(|index| self.rows[*index].level == Level::Unit)
    }

    /// The projects of a unit.
    pub fn projects(&self, unit: usize) -> Vec<usize> {
        (unit + 1..self.rows.len()).take_while(|index| self.rows[*index].level == Level::Project).collect()
    }
}

fn project(subject: &str, columns: usize, dice: &mut Dice) -> Row {
    let work = WORKS[dice.below(WORKS.len())];
    let mut row = Row::total(Level::Project, &format!("{subject}{work}"), columns);
    row.starts_page = dice.percent(12);
    row.goal = GOALS[dice.below(GOALS.len())].to_owned();
    row.indicators = indicators(dice);
    let total = amount(dice);
    row.figures[0] = printed(total);
    let sources: Vec<usize> = (1..columns).collect();
    let first = if dice.percent(75) { sources.first().copied() } else { dice.pick(&sources) };
    let Some(first) = first else { return row };
    let others: Vec<usize> = sources.into_iter().filter(|column| *column != first).collect();
    let second = dice.pick(&others).filter(|_| total > 1_000 && dice.percent(15));
    let share = second.map_or(0, |_| total * i64::try_from(dice.between(10, 60)).unwrap_or(10) / 100);
    row.figures[first] = printed(total - share);
    if let Some(second) = second {
        row.figures[second] = printed(share);
    }
    row
}

/// From 0.50 to 39,400.00, most of them small; half of them whole.
pub fn amount(dice: &mut Dice) -> i64 {
    let most = [100, 1_000, 5_000, 39_399][dice.below(4)];
    let whole = i64::try_from(dice.below(most)).unwrap_or_default() * 100;
    let part = if dice.percent(50) { 0 } else { i64::try_from(dice.below(100)).unwrap_or_default() };
    (whole + part).max(50)
}
