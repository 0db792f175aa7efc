//! How a sheet is written down.

use super::{Level, Row, Sheet};

/// Where a copy of the table stands that is no table to a reader of Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// In a code fence.
    InFence,
    /// In a comment.
    InComment,
}

/// The form of a document.
#[derive(Clone, Debug)]
pub struct Style {
    /// The end of a line.
    pub line_end: &'static str,
    /// What ends the last line.
    pub last_end: &'static str,
    /// What stands before the first line.
    pub mark: &'static str,
    /// What stands behind 单位.
    pub colon: &'static str,
    /// What a blank amount cell of a project shows.
    pub nil: &'static str,
    /// Whether digits are full-width.
    pub has_wide_digits: bool,
    /// Whether rows begin and end with a pipe.
    pub has_outer_pipes: bool,
    /// A second row of the header.
    pub further_header: Option<Vec<&'static str>>,
    /// A copy of the table, with other figures, where no table is read.
    pub hidden: Option<Hidden>,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            line_end: "\n",
            last_end: "\n",
            mark: "",
            colon: "：",
            nil: "",
            has_wide_digits: false,
            has_outer_pipes: true,
            further_header: None,
            hidden: None,
        }
    }
}

/// A document, and where its rows stand.
#[derive(Clone, Debug)]
pub struct Page {
    /// The text.
    pub text: String,
    /// The line of each row of the sheet.
    pub lines: Vec<usize>,
}

impl Sheet {
    /// The document.
    pub fn page(&self) -> Page {
        let colon = self.style.colon;
        let mut lines = vec![
            format!("# {} 2025 年部门预算", self.department),
            String::new(),
            "## 项目支出绩效目标表".to_owned(),
            String::new(),
            format!("部门名称{colon}{}", self.department),
            String::new(),
            format!("单位{colon}{}", self.monetary_unit),
            String::new(),
        ];
        self.write_hidden(&mut lines);
        lines.extend(self.header());
        let mut places = Vec::new();
        let mut number = 1;
        for (index, row) in self.rows.iter().enumerate() {
            if row.starts_page && index > 0 {
                number += 1;
                lines.extend([String::new(), format!("<!-- page {number} -->"), String::new()]);
                lines.extend(self.header());
            }
            places.push(lines.len());
            lines.push(self.row(row));
        }
        let body = lines.join(self.style.line_end);
        Page { text: format!("{}{body}{}", self.style.mark, self.style.last_end), lines: places }
    }

    /// The document's text.
    pub fn text(&self) -> String {
        self.page().text
    }

    fn write_hidden(&self, lines: &mut Vec<String>) {
        let Some(hidden) = self.style.hidden else { return };
        let (open, close) = match hidden {
            Hidden::InFence => ("```text", "```"),
            Hidden::InComment => ("<!--", "-->"),
        };
        let mut wrong = self.clone();
        wrong.rows.iter_mut().step_by(2).filter(|row| row.cents(0).is_some()).for_each(|row| row.add(0, 1_234));
        lines.push(open.to_owned());
        lines.extend(wrong.header());
        lines.extend(wrong.rows.iter().map(|row| wrong.row(row)));
        lines.extend([close.to_owned(), String::new()]);
    }

    fn header(&self) -> Vec<String> {
        let titles: Vec<String> = std::iter::once("项目名称（资金使用单位）")
            .chain(self.columns.iter().copied())
            .chain(["绩效目标", "绩效指标"])
            .map(str::to_owned)
            .collect();
        let delimiters = vec!["---".to_owned(); titles.len()];
        let further = self.style.further_header.iter().map(|cells| {
            let cells: Vec<String> = cells.iter().copied().map(str::to_owned).collect();
            self.joined(&cells)
        });
        [self.joined(&titles), self.joined(&delimiters)].into_iter().chain(further).collect()
    }

    fn row(&self, row: &Row) -> String {
        let mut cells = vec![row.name.clone()];
        cells.extend(row.figures.iter().map(|figure| self.figure(row, figure)));
        cells.push(row.goal.clone());
        if !row.is_cut {
            cells.push(row.indicators.iter().map(ToString::to_string).collect());
        }
        self.joined(&cells)
    }

    fn figure(&self, row: &Row, figure: &str) -> String {
        if figure.is_empty() && row.level == Level::Project {
            return self.style.nil.to_owned();
        }
        if self.style.has_wide_digits { figure.chars().map(wide).collect() } else { figure.to_owned() }
    }

    fn joined(&self, cells: &[String]) -> String {
        if self.style.has_outer_pipes { format!("| {} |", cells.join(" | ")) } else { cells.join(" | ") }
    }
}

fn wide(character: char) -> char {
    match character {
        '0'..='9' => char::from_u32(u32::from(character) - u32::from('0') + 0xff10).unwrap_or(character),
        ',' => '，',
        '.' => '．',
        other => other,
    }
}
