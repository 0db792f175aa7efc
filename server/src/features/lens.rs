//! Above a budget unit: how many projects it has and what they add up to, and the projects themselves for a click. By
//! how much the unit is off that sum is a finding, and is said to those who ask for it.

use std::ops::Range;

use budget_grammar::{
    document::Document,
    line::{Line, Standing},
    sequence::Search,
    tally::Tally,
};

use super::{
    difference::{computed, difference, sentence, titles},
    navigation::MOST_PLACES,
    place::Piece,
};
use crate::{
    analysis::{Analysis, Lens},
    finding::Language,
    identity::Band,
    scope::{Identity, TotalScope},
};

/// The most units that have a lens, the first ones: an editor asks for all of them again after every keystroke, and a
/// document of more is looked through by its overview.
pub const MOST_LENSES: usize = 1_000;
/// The most projects that are named in a message.
const MOST_NAMED: usize = 10;

/// The names of the budget units that have a lens, in order. Logarithmic for each unit.
pub fn lenses(analysis: &Analysis) -> Vec<Piece> {
    let (document, lens) = (analysis.document(), analysis.options().lens);
    if !lens.any() {
        return Vec::new();
    }
    let name = |line| Some(Piece { line, span: document.lines().get(line)?.row()?.name() });
    let units = document.units(0..document.lines().len()).filter_map(|line| {
        let is_shown = lens.unit || Unit::new(analysis, line)?.is_off();
        name(line).filter(|_| is_shown)
    });
    units.take(MOST_LENSES).collect()
}

/// What stands above the budget unit at a line; `None` where nothing does. Logarithmic.
pub fn title(analysis: &Analysis, line: usize) -> Option<String> {
    let words = Unit::new(analysis, line)?.words(analysis.options().lens);
    let title = words.join(match analysis.options().language {
        Language::Chinese => "；",
        Language::English => "; ",
    });
    (!title.is_empty()).then_some(title)
}

/// The budget unit at a line: its own row, or that of one of its projects. Logarithmic.
pub fn unit_at(document: &Document, line: usize) -> Option<usize> {
    let is_unit = document.standing(line).is_some_and(Standing::is_unit);
    if is_unit { Some(line) } else { document.unit(line).filter(|_| document.standing(line).is_some()) }
}

/// The names of the projects of a budget unit, at most [`MOST_PLACES`]. Cost: their lines.
pub fn projects(document: &Document, unit: usize) -> Vec<Piece> {
    let Some(total) = document.total(unit) else { return Vec::new() };
    let name = |(line, project): (usize, &Line)| Some(Piece { line, span: project.row()?.name() });
    document.parts(&total).filter_map(name).take(MOST_PLACES).collect()
}

/// The lines from the first project of a budget unit to its last row; `None` where it has no project. Logarithmic.
pub fn rows(document: &Document, unit: usize) -> Option<Range<usize>> {
    let lines = document.to_last_row(document.total(unit)?.lines);
    let is_project = |line: &Line| line.standing().is_some_and(Standing::is_project);
    let search = Search { may_hold: &|tally: &Tally| tally.projects > 0, is: &is_project };
    let first = document.lines().next(lines.start, &search).filter(|line| lines.contains(line))?;
    Some(first..lines.end)
}

/// A budget unit and its first projects with their amounts, in a few lines.
pub fn message(analysis: &Analysis, line: usize) -> Option<String> {
    let (document, language) = (analysis.document(), analysis.options().language);
    let unit = Unit::new(analysis, line)?;
    let row = unit.scope.row.row;
    let name = row.name_in(unit.scope.row.text());
    let said = unit.counted();
    let mut lines = vec![language.choose(|| format!("{name}：{said}"), || format!("{name}: {said}"))];
    let project = |(line, project): (usize, &Line)| {
        let (row, text) = (project.row()?, document.text().line(line));
        let amount = row.amount_cell(unit.main()).map_or("", |cell| cell.of(&text));
        Some(format!("{} {amount}", row.name_in(&text)).trim_end().to_owned())
    };
    lines.extend(document.parts(&unit.scope.total).take(MOST_NAMED).filter_map(project));
    let more = unit.count().saturating_sub(u32::try_from(MOST_NAMED).unwrap_or(u32::MAX));
    if more > 0 {
        lines.push(language.choose(|| format!("……另有 {more} 个项目"), || format!("… and {more} more")));
    }
    Some(lines.join("\n"))
}

/// A budget unit with its projects.
struct Unit<'a> {
    analysis: &'a Analysis,
    scope: TotalScope<'a>,
}

impl<'a> Unit<'a> {
    fn new(analysis: &'a Analysis, line: usize) -> Option<Self> {
        let scope = TotalScope::new(analysis.document(), line, analysis.options().rounding)?;
        scope.row.standing.is_unit().then_some(Self { analysis, scope })
    }

    /// The columns that are off, by how much.
    fn off(&self) -> Vec<Vec<&Identity>> {
        self.scope.violated(&[Band::Rounding, Band::Unlikely, Band::Error])
    }

    fn is_off(&self) -> bool {
        !self.off().is_empty()
    }

    fn main(&self) -> usize {
        self.scope.row.row.schema.total().unwrap_or(0)
    }

    fn count(&self) -> u32 {
        self.analysis.document().lines().summary_of(self.scope.total.lines.clone()).projects
    }

    fn words(&self, lens: Lens) -> Vec<String> {
        let language = self.analysis.options().language;
        let mut words: Vec<String> = lens.unit.then(|| self.counted()).into_iter().collect();
        let off = if lens.difference { self.off() } else { Vec::new() };
        for alike in off {
            let is_main = alike.iter().any(|identity| identity.column == self.main());
            let Some(first) = alike.first() else { continue };
            match words.first_mut().filter(|_| is_main && lens.unit) {
                // The sum stands there already.
                Some(counted) => {
                    let off = difference(first);
                    *counted += &language.choose(|| format!("，差 {off}"), || format!(", difference {off}"));
                }
                None => words.push(sentence(&titles(self.scope.row.row, &alike), first, language)),
            }
        }
        words
    }

    /// `12 个项目，合计 1,203.50 万元`; without a sum where one of the amounts is not known, or none is printed.
    fn counted(&self) -> String {
        let (projects, language) = (self.count(), self.analysis.options().language);
        let counted = language.choose(
            || format!("{projects} 个项目"),
            || format!("{projects} {}", if projects == 1 { "project" } else { "projects" }),
        );
        let is_known = |identity: &&Identity| identity.parts.void == 0 && !identity.parts.is_absent();
        let Some(identity) = self.scope.identities.get(self.main()).filter(is_known) else { return counted };
        let unit = self.scope.row.row.schema.unit.map_or("", |unit| unit.name());
        let sum = format!("{} {unit}", computed(identity));
        let sum = sum.trim_end();
        language.choose(|| format!("{counted}，合计 {sum}"), || format!("{counted}, {sum} in all"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Options;

    const DRAFT: &str = "\
单位：万元

| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |
|-|-|-|-|-|
| 合计 | 1,040.00 | 30.00 | 10.00 | |
| 教育局 | 1,030.00 | 21.00 | 10.00 | |
| 培训 | 1,020.00 | 20.00 | | 目标 |

<!-- page 2 -->

| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |
|-|-|-|-|-|
| 修\\|缮 | 10.50 | - | 10.00 | 目标 |
| 文化局 | 10.00 | 10.00 | | |
| 展览 | 10.00 | 10.00 | | 目标 |
| 体育局 | | | | |
| 跑道 | 一千 | | | 目标 |
";

    fn analysis(lens: Lens, language: Language) -> Analysis {
        Analysis::new(DRAFT, Options { lens, language, ..Options::default() })
    }

    /// The units that have a lens, each below what stands above it.
    fn drawn(analysis: &Analysis) -> String {
        let lenses = lenses(analysis).into_iter();
        let drawn = lenses.map(|Piece { line, span }| {
            let name = span.of(&analysis.document().text().line(line)).to_owned();
            format!("▸ {}\n{name}\n", title(analysis, line).unwrap_or_default())
        });
        drawn.collect()
    }

    #[test]
    fn projects_and_their_sum_above_each_unit() {
        let expected = "\
▸ 2 个项目，合计 1,030.50 万元
教育局
▸ 1 个项目，合计 10.00 万元
文化局
▸ 1 个项目
体育局
";
        assert_eq!(drawn(&analysis(Lens::default(), Language::Chinese)), expected);
        let english = "\
▸ 2 projects, 1,030.50 万元 in all
教育局
▸ 1 project, 10.00 万元 in all
文化局
▸ 1 project
体育局
";
        assert_eq!(drawn(&analysis(Lens::default(), Language::English)), english);
    }

    #[test]
    fn differences_for_those_who_ask_for_them() {
        let both = drawn(&analysis(Lens { unit: true, difference: true }, Language::Chinese));
        let expected = "▸ 2 个项目，合计 1,030.50 万元，差 −0.50；财政拨款相加 20.00，差 1.00\n教育局\n▸ 1 个";
        assert!(both.starts_with(expected), "{both}");
        let alone = drawn(&analysis(Lens { unit: false, difference: true }, Language::Chinese));
        assert_eq!(alone, "▸ 总计相加 1,030.50，差 −0.50；财政拨款相加 20.00，差 1.00\n教育局\n");
        let english = drawn(&analysis(Lens { unit: true, difference: true }, Language::English));
        let expected =
            "▸ 2 projects, 1,030.50 万元 in all, difference −0.50; 财政拨款 add up to 20.00, difference 1.00\n";
        assert!(english.starts_with(expected), "{english}");
        assert_eq!(drawn(&analysis(Lens { unit: false, difference: false }, Language::Chinese)), "");
    }

    /// The line of the first row that begins with a name.
    fn line(name: &str) -> usize {
        DRAFT.lines().position(|line| line.starts_with(&format!("| {name}"))).unwrap()
    }

    #[test]
    fn the_projects_of_a_unit_stand_on_all_its_pages() {
        let analysis = analysis(Lens::default(), Language::Chinese);
        let document = analysis.document();
        let names = projects(document, line("教育局"));
        let names = names.iter().map(|piece| piece.span.of(&document.text().line(piece.line)).to_owned());
        assert_eq!(names.collect::<Vec<_>>(), ["培训", "修\\|缮"]);
        assert_eq!(rows(document, line("教育局")), Some(line("培训")..line("修") + 1));
        assert_eq!(rows(document, line("文化局")), Some(line("展览")..line("展览") + 1));
    }

    #[test]
    fn a_unit_is_found_at_its_row_and_at_its_projects() {
        let analysis = analysis(Lens::default(), Language::Chinese);
        let unit = |name: &str| unit_at(analysis.document(), line(name));
        assert_eq!([unit("教育局"), unit("培训"), unit("修")], [Some(line("教育局")); 3]);
        assert_eq!([unit("合计"), unit("项目名称")], [None; 2]);
    }

    #[test]
    fn a_message_names_the_first_projects() {
        let chinese = analysis(Lens::default(), Language::Chinese);
        let expected = "教育局：2 个项目，合计 1,030.50 万元\n培训 1,020.00\n修|缮 10.50";
        assert_eq!(message(&chinese, line("教育局")).as_deref(), Some(expected));
        let many = format!(
            "| 项目名称 | 总计 | 绩效目标 |\n|-|-|-|\n| 教育局 | 12.00 | |\n{}",
            "| 培训 | 1.00 | 目标 |\n".repeat(12)
        );
        let message = |language| message(&Analysis::new(&many, Options { language, ..Options::default() }), 2).unwrap();
        assert!(message(Language::Chinese).ends_with("\n培训 1.00\n……另有 2 个项目"));
        assert!(message(Language::English).starts_with("教育局: 12 projects, 12.00 in all\n"));
    }

    #[test]
    fn the_first_units_of_a_huge_document_have_one() {
        let units = "| 教育局 | 1.00 | |\n| 培训 | 1.00 | 目标 |\n".repeat(MOST_LENSES + 1);
        let draft = format!("| 项目名称 | 总计 | 绩效目标 |\n|-|-|-|\n{units}");
        let lenses = lenses(&Analysis::new(&draft, Options::default()));
        assert_eq!((lenses.len(), lenses.last().map(|piece| piece.line)), (MOST_LENSES, Some(2 * MOST_LENSES)));
    }
}
