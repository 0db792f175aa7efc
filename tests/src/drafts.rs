//! Large drafts for benchmarks, made of the project's own corpus.

use budget_grammar::codes::Expected;
use budget_lsp::{
    analysis::{Analysis, Options},
    features::actions::fix_all,
    fix::{Replacement, applied},
};

use crate::corpus;

/// How a large draft is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One department's document after the other.
    Departments,
    /// All of it one table, with one heading.
    OneTable,
}

/// The sizes that everything is measured at, in bytes.
pub const SIZES: [usize; 3] = [50_000, 1_000_000, 10_000_000];

/// The corpus's largest sound document with nothing left to say about it: in one form throughout, every list of
/// indicators with all classes. What a push of findings costs is measured by itself.
fn sound() -> String {
    let text = corpus("qinghe-education-2025.md");
    let analysis = Analysis::new(&text, Options::default());
    let document = analysis.document();
    let mut added = Vec::new();
    for (line, understood) in document.lines().iter().enumerate() {
        let Some(row) = understood.row().filter(|row| !row.indicators.list.is_empty()) else { continue };
        let Some(cell) = row.indicator_cell() else { continue };
        let ways = [
            (Expected::Output, "1-产出指标；11-数量指标；服务次数；实施周期指标值:≥9次；年度指标值:≥9次。"),
            (Expected::Benefit, "2-效益指标；22-社会效益指标；服务覆盖率；实施周期指标值:≥95%；年度指标值:≥95%。"),
            (
                Expected::Satisfaction,
                "3-满意度指标；31-服务对象满意度指标；群众满意度；实施周期指标值:≥90%；年度指标值:≥90%。",
            ),
        ];
        let lacking = ways.into_iter().filter(|(class, _)| row.lacks(*class));
        let numbered =
            (row.indicators.list.len() + 1..).zip(lacking).map(|(number, (_, text))| format!("{number}、{text}"));
        let at = document.text().line_start(line) + cell.end as usize;
        added.push(Replacement { range: at..at, new: numbered.collect() });
    }
    let text = applied(&text, &added);
    applied(&text, &fix_all(&Analysis::new(&text, Options::default())))
}

/// A draft of about `size` bytes without a finding.
pub fn draft(size: usize, layout: Layout) -> String {
    let document = sound();
    match layout {
        Layout::Departments => {
            let copies = (size / document.len()).max(1);
            document.repeat(copies)
        }
        Layout::OneTable => {
            let is_total = |line: &&str| !line.starts_with("| 合计");
            let rows: Vec<&str> = document.lines().filter(|line| line.starts_with('|')).filter(is_total).collect();
            let is_delimiter = |line: &str| line.chars().all(|character| "|-: ".contains(character));
            let is_header = |line: &&&str| line.contains("项目名称") || is_delimiter(line);
            let header: Vec<&str> = rows.iter().filter(is_header).take(2).copied().collect();
            let body: String = rows.iter().filter(|row| !is_header(row)).map(|row| format!("{row}\n")).collect();
            let copies = (size / body.len()).max(1);
            format!("单位：万元\n\n{}\n{}", header.join("\n"), body.repeat(copies))
        }
    }
}

/// A draft of about `size` bytes in which all budget units are wrong and hang together through a wrong grand total.
pub fn crowded(size: usize) -> String {
    let text = draft(size, Layout::OneTable);
    let analysis = Analysis::new(&text, Options::default());
    let document = analysis.document();
    let is_unit = |line: usize| document.standing(line).is_some_and(|standing| standing.is_unit());
    let mut wrong = Vec::new();
    for line in (0..document.lines().len()).filter(|line| is_unit(*line)) {
        let row = document.lines().get(line).and_then(|understood| understood.row());
        let Some(cell) = row.and_then(|row| row.amount_cell(0)) else { continue };
        let at = document.text().line_start(line) + cell.start as usize;
        if wrong.is_empty() {
            let line_start = document.text().line_start(line);
            let total = document.text().line(line).replacen(
                row.map_or("", |row| row.name().of(&text[line_start..])),
                "合计",
                1,
            );
            wrong.push(Replacement { range: line_start..line_start, new: format!("{}\n", total.trim_end()) });
        }
        wrong.push(Replacement { range: at..at, new: "9".to_owned() });
    }
    applied(&text, &wrong)
}

/// Places in the middle of a draft where a drafter types: a byte range whose text is one character.
#[derive(Clone, Debug)]
pub struct Places {
    /// A digit of a project's figure.
    pub figure: std::ops::Range<usize>,
    /// A character of a goal.
    pub prose: std::ops::Range<usize>,
    /// A character of an indicator's name.
    pub indicator: std::ops::Range<usize>,
}

/// Finds the places in a draft's middle.
pub fn places(draft: &str) -> Places {
    places_behind(draft, draft.len() / 2)
}

/// Finds the places behind an offset.
pub fn places_behind(draft: &str, offset: usize) -> Places {
    let start = (0..=offset).rev().find(|&at| draft.is_char_boundary(at)).unwrap_or(0);
    let rest = draft.get(start..).unwrap_or_default();
    let row = rest.lines().skip(1).find(|line| line.contains("1、1-产出指标")).expect("projects stand there");
    let start = row.as_ptr() as usize - draft.as_ptr() as usize;
    let cells: Vec<&str> = row.split('|').collect();
    let offset = |part: &str| part.as_ptr() as usize - row.as_ptr() as usize + start;
    let figure = cells.iter().find(|cell| cell.trim().ends_with(|last: char| last.is_ascii_digit())).expect("a figure");
    let figure = offset(figure.trim()) + figure.trim().len() - 1;
    let indicators = cells.iter().find(|cell| cell.contains("1、1-产出指标")).expect("indicators");
    let name = indicators.split('；').nth(2).expect("a name");
    let goal = cells.iter().rev().nth(2).expect("a goal").trim();
    let first = |text: &str| offset(text)..offset(text) + text.chars().next().map_or(0, char::len_utf8);
    Places { figure: figure..figure + 1, prose: first(goal), indicator: first(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_has_no_finding() {
        for layout in [Layout::Departments, Layout::OneTable] {
            let text = draft(SIZES[0], layout);
            let analysis = Analysis::new(&text, Options::default());
            let found = analysis.findings().map(|(line, finding)| format!("{}: {}", line + 1, finding.message));
            assert_eq!(found.collect::<Vec<_>>(), Vec::<String>::new(), "{layout:?}");
        }
    }

    #[test]
    fn a_crowd_is_one() {
        let analysis = Analysis::new(&crowded(SIZES[1]), Options::default());
        let document = analysis.document();
        let lines = 0..document.lines().len();
        let totals = lines.filter(|line| document.standing(*line).is_some_and(|it| it.is_unit() || it.is_total()));
        let wrong = totals
            .filter(|line| analysis.ledger().violated(*line).row && analysis.ledger().violated(*line).has_columns());
        let wrong: Vec<usize> = wrong.collect();
        assert!(wrong.len() > 64, "{wrong:?}");
        assert_eq!(analysis.ledger().component(wrong[1], |_| false), None);
    }
}
