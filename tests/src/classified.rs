//! Fictional tables by classification that add up to the last digit, in the layouts in which they come.

use std::fmt::Write;

use crate::generator::Dice;

/// How a table is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Codes in one cell, or in one for each level.
    pub is_joined: bool,
    /// Economic codes have no items.
    pub is_economic: bool,
    /// Two decimals, or whole 元.
    pub has_decimals: bool,
    /// A row of 合计.
    pub has_total: bool,
    /// Pages of so many rows.
    pub page: usize,
    /// Whether the header stands on each page again.
    pub is_repeated: bool,
    /// Whether a row above the header names what is spent.
    pub has_banner: bool,
    /// The columns behind 合计.
    pub parts: usize,
}

/// A row: its code, its name and its figures, 合计 first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Class, group and item, as far as it has them; none in the row of the total.
    pub code: Vec<String>,
    /// 科目名称.
    pub name: String,
    /// In the last place that is printed.
    pub figures: Vec<i64>,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// How it is laid out.
    pub layout: Layout,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Layout {
    /// Any layout.
    pub fn any(dice: &mut Dice) -> Self {
        Self {
            is_joined: dice.percent(30),
            is_economic: dice.percent(30),
            has_decimals: dice.percent(50),
            has_total: dice.percent(90),
            page: if dice.percent(50) { 1_000 } else { 5 + dice.below(15) },
            is_repeated: dice.percent(60),
            has_banner: dice.percent(50),
            parts: 2 + dice.below(3),
        }
    }
}

impl Table {
    /// Any table, its figures added up from below.
    pub fn any(dice: &mut Dice, layout: Layout) -> Self {
        let mut rows = Vec::new();
        let mut number = if layout.is_economic { 300 } else { 200 };
        for _ in 0..=dice.below(4) {
            number += 1 + dice.below(3);
            let class = number.to_string();
            let start = rows.len();
            rows.push(Row { code: vec![class.clone()], name: name(dice), figures: Vec::new() });
            let mut group = 0;
            for _ in 0..=dice.below(4) {
                group += 1 + dice.below(5);
                let code = vec![class.clone(), format!("{group:02}")];
                let start = rows.len();
                rows.push(Row { code: code.clone(), name: name(dice), figures: Vec::new() });
                if layout.is_economic || dice.percent(10) {
                    set(&mut rows, start, figures(dice, layout.parts));
                    continue;
                }
                let mut item = 0;
                for _ in 0..=dice.below(4) {
                    item += 1 + dice.below(5);
                    let code = code.iter().cloned().chain([format!("{item:02}")]).collect();
                    rows.push(Row { code, name: name(dice), figures: figures(dice, layout.parts) });
                }
                let sum = total(&rows, start + 1, 3);
                set(&mut rows, start, sum);
            }
            let sum = total(&rows, start + 1, 2);
            set(&mut rows, start, sum);
        }
        if layout.has_total {
            let figures = total(&rows, 0, 1);
            rows.push(Row { code: Vec::new(), name: "合计".to_owned(), figures });
        }
        Self { layout, rows }
    }

    /// The table with what stands above it, as Markdown.
    pub fn render(&self) -> String {
        let Layout { is_economic, page, is_repeated, .. } = self.layout;
        let kind = if is_economic { "基本支出经济分类预算表" } else { "支出功能分类预算表" };
        let unit = if self.layout.has_decimals { "万元" } else { "元" };
        let mut text = format!("2025年部门{kind}\n\n编制部门：青禾区文化局\n单位：{unit}\n");
        for (number, rows) in self.rows.chunks(page).enumerate() {
            let mut lines: Vec<String> = rows.iter().map(|row| self.row(row)).collect();
            if number == 0 || is_repeated {
                lines.splice(0..0, self.header());
            }
            let delimiter = format!("|{}", "---|".repeat(self.columns()));
            lines.insert(1, delimiter);
            let _ = write!(text, "\n{}\n", lines.join("\n"));
            if (number + 1) * page < self.rows.len() {
                let _ = write!(text, "\n<!-- page {} -->\n", number + 2);
            }
        }
        text + "\n"
    }

    fn columns(&self) -> usize {
        self.levels() + 2 + self.layout.parts
    }

    fn levels(&self) -> usize {
        match self.layout {
            Layout { is_joined: true, .. } => 1,
            Layout { is_economic: true, .. } => 2,
            _ => 3,
        }
    }

    fn header(&self) -> Vec<String> {
        let levels = self.levels();
        let kind = if self.layout.is_economic { "经济分类" } else { "功能分类" };
        let parts: &[&str] = if self.layout.is_economic {
            &["人员经费", "公用经费", "资本性支出", "其他支出"]
        } else {
            &["基本支出", "项目支出", "经营支出", "上缴上级支出"]
        };
        let amounts = std::iter::once("合计").chain(parts.iter().take(self.layout.parts).copied());
        let mut rows = Vec::new();
        if self.layout.has_banner {
            let blank = vec![""; self.columns() - levels - 2].join(" | ");
            rows.push(format!("| 项目 |{} 一般公共预算支出 | {blank} |", " |".repeat(levels)));
        }
        let codes = format!("{kind}科目编码{}", " |".repeat(levels - 1));
        rows.push(format!("| {codes} | {kind}科目名称 | {} |", amounts.collect::<Vec<_>>().join(" | ")));
        if levels > 1 {
            let named: Vec<&str> = ["类", "款", "项"].into_iter().take(levels).collect();
            rows.push(format!("| {} |{}", named.join(" | "), " |".repeat(self.columns() - levels)));
        }
        rows
    }

    fn row(&self, row: &Row) -> String {
        let levels = self.levels();
        let codes: Vec<String> = match (&*row.code, levels) {
            ([], _) => std::iter::once(row.name.clone()).chain(vec![String::new(); levels - 1]).collect(),
            (code, 1) => vec![code.concat()],
            (code, _) => code.iter().cloned().chain(vec![String::new(); levels - code.len()]).collect(),
        };
        let name = if row.code.is_empty() { "" } else { &row.name };
        let figures: Vec<String> = row.figures.iter().map(|figure| self.figure(*figure)).collect();
        format!("| {} | {name} | {} |", codes.join(" | "), figures.join(" | "))
    }

    fn figure(&self, figure: i64) -> String {
        let (whole, rest) = if self.layout.has_decimals { (figure / 100, figure % 100) } else { (figure, 0) };
        let digits = whole.to_string();
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
        match (figure, self.layout.has_decimals) {
            (0, _) => String::new(),
            (_, true) => format!("{}.{rest:02}", groups.join(",")),
            (_, false) => groups.join(","),
        }
    }
}

/// Departments of about `size` bytes, one table under another, and the byte of a digit of a figure in the middle.
pub fn departments(size: usize) -> (String, usize) {
    let (mut text, mut middle) = (String::new(), None);
    for seed in 0.. {
        let mut dice = Dice::new(seed);
        let layout = Layout { has_total: true, ..Layout::any(&mut dice) };
        let table = Table::any(&mut dice, layout).render();
        let head = format!("# 第{seed}号\n\n");
        if middle.is_none() && text.len() + table.len() > size / 2 {
            let digit = table.rfind(|character: char| character.is_ascii_digit());
            middle = digit.map(|digit| text.len() + head.len() + digit);
        }
        text += &(head + &table);
        if text.len() >= size {
            break;
        }
    }
    (text, middle.unwrap_or_default())
}

fn figures(dice: &mut Dice, parts: usize) -> Vec<i64> {
    let figure = |dice: &mut Dice| i64::try_from(1_000 + dice.below(900_000)).unwrap_or_default();
    let mut figures: Vec<i64> = (0..parts).map(|_| if dice.percent(40) { 0 } else { figure(dice) }).collect();
    if figures.iter().all(|figure| *figure == 0) {
        figures[0] = figure(dice);
    }
    std::iter::once(figures.iter().sum()).chain(figures).collect()
}

fn set(rows: &mut [Row], row: usize, figures: Vec<i64>) {
    rows[row].figures = figures;
}

/// The sum of the rows of a level from a row on.
fn total(rows: &[Row], from: usize, level: usize) -> Vec<i64> {
    let mut sum: Vec<i64> = Vec::new();
    for row in rows[from..].iter().filter(|row| row.code.len() == level) {
        sum.resize(row.figures.len(), 0);
        sum.iter_mut().zip(&row.figures).for_each(|(sum, figure)| *sum += figure);
    }
    sum
}

fn name(dice: &mut Dice) -> String {
    const WORDS: [&str; 12] =
        ["文化", "旅游", "体育", "教育", "卫生", "交通", "水利", "林业", "民政", "统计", "档案", "司法"];
    const ENDS: [&str; 5] = ["事务", "支出", "管理", "服务", "补助"];
    format!("{}{}{}", WORDS[dice.below(12)], WORDS[dice.below(12)], ENDS[dice.below(5)])
}
