//! The outline of a document: departments where there are several, their statements with classes, and the tables of
//! projects with their grand total, units, projects, indicators.

mod statements;

use std::ops::Range;

use budget_grammar::{Span, indicator::Indicator};

use super::overview::{Detail, Level, Place, RowOverview, TableOverview, overview};
use crate::{analysis::Analysis, finding::Language};

/// Something that the outline names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it is.
    pub kind: SymbolKind,
    /// What it is called; never empty.
    pub name: String,
    /// Its amount or target value; empty where there is none.
    pub detail: String,
    /// All of it, in bytes of the document.
    pub range: Range<usize>,
    /// Its name, in bytes of the document.
    pub selection: Range<usize>,
    /// What it is made of.
    pub children: Vec<Symbol>,
}

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// A department with its budget.
    Department,
    /// A table.
    Table,
    /// Its grand total.
    Total,
    /// A class of a statement, or a line of its first level.
    Class,
    /// A budget unit.
    Unit,
    /// A project.
    Project,
    /// An indicator.
    Indicator,
}

/// The outline. In a document of more projects than [`super::overview::MOST_PROJECTS`] it ends at the units, and where
/// its statements have more classes than that, at the statements.
///
/// Cost: that of the rows that are listed, and the rows of all statements.
pub fn symbols(analysis: &Analysis) -> Vec<Symbol> {
    let outline = Outline { analysis };
    let tables = overview(analysis, Detail::Projects).into_iter().map(|table| outline.table(table));
    let mut symbols: Vec<Symbol> = tables.chain(outline.statements()).collect();
    symbols.sort_by_key(|symbol| symbol.range.start);
    outline.by_department(symbols)
}

struct Outline<'a> {
    analysis: &'a Analysis,
}

impl Outline<'_> {
    fn table(&self, table: TableOverview) -> Symbol {
        // The header row stands above the delimiter row that makes it one.
        let header = table.lines.start.saturating_sub(1);
        let range = self.lines(self.analysis.document().to_last_row(header..table.lines.end));
        let unit = table.unit.map_or("", |unit| unit.name());
        let parts: Vec<_> = table.parts.iter().filter_map(|row| self.row(row, table.main, unit)).collect();
        let total = table.whole.place.map(|place| Symbol {
            range: range.clone(),
            ..self.symbol(SymbolKind::Total, &table.whole, place, table.main, unit)
        });
        let counts = (table.units, table.projects);
        Symbol {
            kind: SymbolKind::Table,
            name: self.named(&table.title, ("预算表", "Budget table")),
            detail: match self.analysis.options().language {
                Language::Chinese => format!("{} 个单位，{} 个项目", counts.0, counts.1),
                Language::English => format!("{} units, {} projects", counts.0, counts.1),
            },
            selection: self.lines(header..header + 1),
            children: match total {
                Some(total) => vec![Symbol { children: parts, ..total }],
                None => parts,
            },
            range,
        }
    }

    fn row(&self, row: &RowOverview, main: usize, unit: &str) -> Option<Symbol> {
        let place = row.place?;
        Some(match row.level {
            Level::Unit | Level::Total => {
                let document = self.analysis.document();
                let lines = document.to_last_row(place.line..document.group(place.line + 1).end);
                Symbol {
                    range: self.lines(lines),
                    children: row.parts.iter().filter_map(|part| self.row(part, main, unit)).collect(),
                    ..self.symbol(SymbolKind::Unit, row, place, main, unit)
                }
            }
            Level::Project | Level::Class | Level::Group => Symbol {
                children: self.indicators(place.line),
                ..self.symbol(SymbolKind::Project, row, place, main, unit)
            },
        })
    }

    fn symbol(&self, kind: SymbolKind, row: &RowOverview, place: Place, main: usize, unit: &str) -> Symbol {
        let printed = row.amounts.get(main).and_then(|amount| amount.printed.as_ref());
        let detail = printed.map(|printed| format!("{printed} {unit}").trim_end().to_owned());
        Symbol {
            kind,
            name: self.named(&row.name, ("（未写名称）", "(no name)")),
            detail: detail.unwrap_or_default(),
            range: self.lines(place.line..place.line + 1),
            selection: self.piece(place.line, place.name),
            children: Vec::new(),
        }
    }

    fn indicators(&self, line: usize) -> Vec<Symbol> {
        let document = self.analysis.document();
        let Some(row) = document.lines().get(line).and_then(|line| line.row()) else { return Vec::new() };
        let Some(cell) = row.indicator_cell() else { return Vec::new() };
        let text = document.text().line(line);
        let list = row.indicators.list.iter();
        list.map(|indicator| self.indicator(line, indicator, cell.of(&text), cell.start as usize)).collect()
    }

    fn indicator(&self, line: usize, indicator: &Indicator, cell: &str, start: usize) -> Symbol {
        let target = indicator.year.or(indicator.cycle);
        let range = self.piece(line, indicator.span.shifted(start));
        let name = Some(indicator.name).filter(|name| !name.is_empty());
        Symbol {
            kind: SymbolKind::Indicator,
            name: self.named(indicator.name.of(cell), ("（未写名称）", "(no name)")),
            detail: target.map_or(String::new(), |target| target.span.of(cell).to_owned()),
            selection: name.map_or(range.clone(), |name| self.piece(line, name.shifted(start))),
            range,
            children: Vec::new(),
        }
    }

    /// LSP has no symbols without a name.
    fn named(&self, name: &str, (chinese, english): (&str, &str)) -> String {
        if !name.trim().is_empty() {
            return name.to_owned();
        }
        self.analysis.options().language.choose(|| chinese.to_owned(), || english.to_owned())
    }

    /// Some lines, without the last one's ending.
    fn lines(&self, lines: Range<usize>) -> Range<usize> {
        let text = self.analysis.document().text();
        let last = lines.end.saturating_sub(1).max(lines.start);
        text.line_start(lines.start)..text.line_start(last) + text.line(last).len()
    }

    fn piece(&self, line: usize, span: Span) -> Range<usize> {
        let start = self.analysis.document().text().line_start(line);
        start + span.start as usize..start + span.end as usize
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::analysis::Options;

    /// The outline as an editor shows it, each with what its name's range cuts out.
    fn drawn(draft: &str) -> String {
        let mut drawn = String::new();
        symbols(&Analysis::new(draft, Options::default())).iter().for_each(|symbol| draw(symbol, draft, 0, &mut drawn));
        drawn
    }

    fn draw(symbol: &Symbol, draft: &str, depth: usize, drawn: &mut String) {
        let piece = |range: Range<usize>| draft.get(range).unwrap_or("not on a character");
        let line = |offset: usize| piece(0..offset).matches('\n').count() + 1;
        let lines = line(symbol.range.start)..=line(symbol.range.end);
        let Symbol { kind, name, detail, selection, .. } = symbol;
        let cut = piece(selection.clone());
        let cut = if cut == name { String::new() } else { format!(" at 「{cut}」") };
        let (first, last) = (lines.start(), lines.end());
        let _ = writeln!(drawn, "{}{kind:?} {name} | {detail} | lines {first}–{last}{cut}", "  ".repeat(depth));
        for child in &symbol.children {
            assert!(symbol.range.start <= child.range.start && child.range.end <= symbol.range.end, "{child:?}");
            assert!(child.range.start <= child.selection.start && child.selection.end <= child.range.end, "{child:?}");
            draw(child, draft, depth + 1, drawn);
        }
    }

    #[test]
    fn from_the_table_to_its_indicators() {
        let draft = "\
## 绩效目标表

单位：万元

| 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |
|-|-|-|-|-|
| 教育局 | 5.00 | 5.00 | | |
| 培训 | 5.00 | 5.00 | 目标 | 1、1-产出指标；11-数量指标；人次；实施周期指标值：≥5；年度指标值：≥2。2、2-效益指标；22-社会效益；；实施周期指标值：提升；年度指标值：。 |
| | 1.00 | 1.00 | 目标 | |
| 合计 | 6.00 | 6.00 | | |
";
        let expected = "\
Table 绩效目标表 | 1 个单位，2 个项目 | lines 5–10 at 「| 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |」
  Total 合计 | 6.00 万元 | lines 5–10
    Unit 教育局 | 5.00 万元 | lines 7–9
      Project 培训 | 5.00 万元 | lines 8–8
        Indicator 人次 | ≥2 | lines 8–8
        Indicator （未写名称） |  | lines 8–8 at 「2、2-效益指标；22-社会效益；；实施周期指标值：提升；年度指标值：。」
      Project （未写名称） | 1.00 万元 | lines 9–9 at 「」
";
        assert_eq!(drawn(draft), expected);
    }

    #[test]
    fn projects_of_no_unit_under_a_table_of_no_name() {
        let draft = "| 项目名称 | 金额 | 绩效目标 |\n|-|-|-|\n| 修缮 | 2.50 | 目标 |\n";
        let expected = "\
Table 预算表 | 0 个单位，1 个项目 | lines 1–3 at 「| 项目名称 | 金额 | 绩效目标 |」
  Project 修缮 | 2.50 | lines 3–3
";
        assert_eq!(drawn(draft), expected);
        assert_eq!(drawn("# 说明\n\n只有文字。\n"), "");
    }

    const CODED: &str = "\
2026年部门支出预算总表

单位：元

| 项目 | | | | 支出预算 | | |
|-|-|-|-|-|-|-|
| 功能分类科目编码 | | | 功能分类科目名称 | 合计 | 基本支出 | 项目支出 |
| 类 | 款 | 项 | | | | |
| 207 | | | 文化旅游体育与传媒支出 | 500 | 300 | 200 |
| 207 | 01 | | 文化和旅游 | 500 | 300 | 200 |
| 207 | 01 | 01 | 行政运行 | 500 | 300 | 200 |

<!-- page 2 -->

| 221 | | | 　住房保障支出 | 60 | 60 | |
|-|-|-|-|-|-|-|
| 221 | 02 | | 住房改革支出 | 60 | 60 | |
| 221 | 02 | 01 | 住房公积金 | 60 | 60 | |
| 合计 | | | | 560 | 360 | 200 |
";

    const SIDES: &str = "\
2026年部门收支预算总表

单位：万元

| 本年收入 | | 本年支出 | |
|-|-|-|-|
| 项目 | 预算数 | 项目 | 预算数 |
| 一、财政拨款收入 | 500 | 一、文化旅游体育与传媒支出 | 500 |
| 1、一般公共预算资金 | 500 | 二、住房保障支出 | 60 |
| 二、其他收入 | 60 | | |
| 三、事业收入 | | | |
| 收入总计 | 560 | 支出总计 | 560 |
";

    #[test]
    fn statements_with_their_classes_and_totals() {
        let expected = "\
Table 2026年部门支出预算总表 | 560 元 | lines 1–19
  Class 文化旅游体育与传媒支出 | 500 元 | lines 9–14
  Class 住房保障支出 | 60 元 | lines 15–18
  Total 合计 | 560 元 | lines 19–19
";
        assert_eq!(drawn(CODED), expected);
        let expected = "\
Table 2026年部门收支预算总表 | 560 万元 | lines 1–12
  Class 一、财政拨款收入 | 500 万元 | lines 8–8
  Class 一、文化旅游体育与传媒支出 | 500 万元 | lines 8–8
  Class 二、住房保障支出 | 60 万元 | lines 9–9
  Class 二、其他收入 | 60 万元 | lines 10–10
  Total 收入总计 | 560 万元 | lines 12–12
  Total 支出总计 | 560 万元 | lines 12–12
";
        assert_eq!(drawn(SIDES), expected);
    }

    #[test]
    fn statements_of_figures_and_tables_of_projects_in_reading_order() {
        let projects = "| 项目名称 | 金额 | 绩效目标 |\n|-|-|-|\n| 修缮 | 2.50 | 目标 |\n";
        let figures = "“三公”经费预算表\n\n| 合计 | 因公出国（境）费 | 公务接待费 |\n|-|-|-|\n| 3 | 1 | 2 |\n";
        let found = |draft: &str| -> Vec<String> {
            symbols(&Analysis::new(draft, Options::default())).into_iter().map(|symbol| symbol.name).collect()
        };
        assert_eq!(found(&format!("# 绩效\n\n{projects}\n说明\n\n{figures}")), ["绩效", "“三公”经费预算表"]);
        assert_eq!(found(&format!("{figures}\n# 绩效\n\n{projects}")), ["“三公”经费预算表", "绩效"]);
        assert_eq!(drawn(figures), "Table “三公”经费预算表 | 3 | lines 1–5\n");
    }

    #[test]
    fn departments_where_there_are_several() {
        let one = format!("# 示例市青禾区文化局2026年部门预算\n\n{CODED}\n");
        assert!(drawn(&one).starts_with("Table"), "{}", drawn(&one));
        let two = format!("汇编\n\n{one}示例市青禾区体育局2026年部门预算\n\n{SIDES}");
        let found = drawn(&two);
        let tops: Vec<&str> = found.lines().filter(|line| !line.starts_with("    ")).collect();
        assert_eq!(
            tops,
            [
                "Department 示例市青禾区文化局2026年部门预算 | 1 张表 | lines 3–24",
                "  Table 2026年部门支出预算总表 | 560 元 | lines 5–23",
                "Department 示例市青禾区体育局2026年部门预算 | 1 张表 | lines 25–39",
                "  Table 2026年部门收支预算总表 | 560 万元 | lines 27–38",
            ]
        );
    }

    #[test]
    fn more_classes_than_anybody_reads_are_left_out() {
        let most = usize::try_from(crate::features::overview::MOST_PROJECTS).unwrap();
        let draft = format!("{CODED}\n说明\n\n").repeat(most / 3 + 1);
        let found = symbols(&Analysis::new(&draft, Options::default()));
        assert_eq!(found.len(), most / 3 + 1);
        assert!(found.iter().all(|symbol| symbol.children.is_empty()));
    }
}
