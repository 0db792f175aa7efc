//! The outline of a document: tables, their grand total, units, projects, indicators.

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
    /// A table.
    Table,
    /// Its grand total.
    Total,
    /// A budget unit.
    Unit,
    /// A project.
    Project,
    /// An indicator.
    Indicator,
}

/// The outline. In a document of more projects than [`super::overview::MOST_PROJECTS`] it ends at the units.
///
/// Cost: that of the rows that are listed.
pub fn symbols(analysis: &Analysis) -> Vec<Symbol> {
    let outline = Outline { analysis };
    overview(analysis, Detail::Projects).into_iter().map(|table| outline.table(table)).collect()
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
            Level::Project => Symbol {
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
}
