//! What was typed since the sums last added up: remembered while it explains what is wrong, and never longer.

use budget_lsp::{
    analysis::{Analysis, Options},
    features::actions::quick_fixes,
    fix::applied,
};

const DRAFT: &str = "单位：万元\n\n\
    | 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |\n|---|---|---|---|---|\n\
    | 合计 | 100.00 | 90.00 | 10.00 | |\n\
    | 青禾区教育局 | 60.00 | 50.00 | 10.00 | |\n\
    | 校舍修缮 | 40.00 | 40.00 | | 完成三所学校修缮。 |\n\
    | 教师培训 | 20.00 | 10.00 | 10.00 | 培训三百人。 |\n\
    | 青禾区文化馆 | 40.00 | 40.00 | | |\n\
    | 场馆开放 | 15.00 | 15.00 | | 全年开放。 |\n\
    | 群众演出 | 25.00 | 25.00 | | 演出二十场。 |\n";

/// An editor with the draft open.
struct Desk {
    analysis: Analysis,
}

impl Desk {
    fn new() -> Self {
        Self { analysis: Analysis::new(DRAFT, Options::default()) }
    }

    fn text(&self) -> String {
        self.analysis.document().text().slice(0..usize::MAX).into_owned()
    }

    fn replace(&mut self, old: &str, new: &str) {
        let text = self.text();
        let at = text.find(old).unwrap_or_else(|| panic!("{old} stands in\n{text}"));
        self.analysis.edit(at..at + old.len(), new);
    }

    /// Retypes a figure in the row of that name: the old one is deleted from its end, the new one typed.
    fn retype(&mut self, name: &str, column: usize, new: &str) {
        let text = self.text();
        let row = text.find(&format!("| {name} ")).unwrap();
        let bars: Vec<usize> = text[row..].match_indices('|').map(|(at, _)| row + at).take(8).collect();
        let cell = &text[bars[column] + 1..bars[column + 1]];
        let start = bars[column] + 1 + (cell.len() - cell.trim_start().len());
        for end in (start..start + cell.trim().len()).rev() {
            self.analysis.edit(end..end + 1, "");
        }
        for (at, character) in new.char_indices() {
            self.analysis.edit(start + at..start + at, &character.to_string());
        }
    }

    /// The titles of all fixes, the preferred ones marked.
    fn titles(&self) -> Vec<String> {
        let fixes = quick_fixes(&self.analysis, 0..usize::MAX);
        let mark = |is_preferred: bool| if is_preferred { "* " } else { "" };
        let shown = fixes.iter().filter(|fix| !fix.fix.title.contains("忽略"));
        shown.map(|fix| format!("{}{}", mark(fix.fix.is_preferred), fix.fix.title)).collect()
    }

    /// The document with the fix applied whose title begins so.
    fn fixed(&self, title: &str) -> String {
        let fixes = quick_fixes(&self.analysis, 0..usize::MAX);
        let fix =
            fixes.iter().find(|fix| fix.fix.title.starts_with(title)).unwrap_or_else(|| panic!("{:?}", self.titles()));
        applied(&self.text(), &fix.fix.edits)
    }
}

/// The draft with other figures in some rows.
fn with(rows: &[(&str, &str)]) -> String {
    rows.iter().fold(DRAFT.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    })
}

#[test]
fn a_project_that_is_retyped_takes_the_totals_with_it() {
    let mut desk = Desk::new();
    desk.retype("群众演出", 1, "31.50");
    let single = with(&[
        ("| 群众演出 | 25.00 | 25.00 |", "| 群众演出 | 31.50 | 31.50 |"),
        ("| 青禾区文化馆 | 40.00 | 40.00 |", "| 青禾区文化馆 | 46.50 | 46.50 |"),
        ("| 合计 | 100.00 | 90.00 |", "| 合计 | 106.50 | 96.50 |"),
    ]);
    assert_eq!(desk.fixed("更新上级合计"), single, "its only source as well");
    desk.retype("群众演出", 2, "31.50");
    assert_eq!(desk.titles()[0], "* 更新上级合计：青禾区文化馆 46.50，合计 106.50、96.50");
    assert_eq!(desk.fixed("更新上级合计"), single);
    assert_eq!(desk.fixed("恢复原值"), DRAFT);
}

#[test]
fn of_several_sources_the_one_that_was_typed_counts() {
    let mut desk = Desk::new();
    desk.retype("教师培训", 3, "12.00");
    let expected = with(&[
        ("| 教师培训 | 20.00 | 10.00 | 10.00 |", "| 教师培训 | 22.00 | 10.00 | 12.00 |"),
        ("| 青禾区教育局 | 60.00 | 50.00 | 10.00 |", "| 青禾区教育局 | 62.00 | 50.00 | 12.00 |"),
        ("| 合计 | 100.00 | 90.00 | 10.00 |", "| 合计 | 102.00 | 90.00 | 12.00 |"),
    ]);
    assert_eq!(desk.fixed("更新上级合计"), expected);
    assert_eq!(desk.fixed("恢复原值"), DRAFT);
}

#[test]
fn two_projects_of_two_units_are_updated_together_in_the_whole_total() {
    let mut desk = Desk::new();
    desk.retype("校舍修缮", 1, "45.00");
    desk.retype("校舍修缮", 2, "45.00");
    desk.retype("群众演出", 1, "26.00");
    desk.retype("群众演出", 2, "26.00");
    let once = desk.fixed("更新上级合计");
    let analysis = Analysis::new(&once, Options::default());
    assert!(analysis.findings().count() <= 1, "the other unit is still to be updated: {once}");
}

#[test]
fn a_total_that_was_updated_by_hand_leaves_only_the_one_above() {
    let mut desk = Desk::new();
    desk.retype("场馆开放", 1, "16.00");
    desk.retype("场馆开放", 2, "16.00");
    desk.retype("青禾区文化馆", 1, "41.00");
    desk.retype("青禾区文化馆", 2, "41.00");
    let expected = with(&[
        ("| 场馆开放 | 15.00 | 15.00 |", "| 场馆开放 | 16.00 | 16.00 |"),
        ("| 青禾区文化馆 | 40.00 | 40.00 |", "| 青禾区文化馆 | 41.00 | 41.00 |"),
        ("| 合计 | 100.00 | 90.00 |", "| 合计 | 101.00 | 91.00 |"),
    ]);
    assert_eq!(desk.fixed("更新上级合计"), expected);
}

#[test]
fn undoing_leaves_nothing_behind() {
    let mut desk = Desk::new();
    desk.retype("群众演出", 1, "31.50");
    desk.retype("群众演出", 1, "25.00");
    assert_eq!(desk.titles(), Vec::<String>::new());
    desk.replace("| 合计 | 100.00 | 90.00 |", "| 合计 | 101.00 | 91.00 |");
    assert!(desk.titles().iter().all(|title| !title.contains("更新上级")), "{:?}", desk.titles());
}

#[test]
fn a_figure_that_is_half_typed_is_never_an_old_value() {
    let mut desk = Desk::new();
    desk.retype("场馆开放", 1, "1");
    desk.retype("群众演出", 1, "2");
    desk.retype("场馆开放", 1, "19.00");
    desk.retype("场馆开放", 2, "19.00");
    desk.retype("群众演出", 1, "25.00");
    let old: Vec<String> = desk.titles().into_iter().filter(|title| title.contains("恢复原值")).collect();
    assert_eq!(old, ["恢复原值 15.00"]);
}

#[test]
fn saving_what_adds_up_forgets_what_was() {
    let mut desk = Desk::new();
    desk.retype("场馆开放", 1, "16.00");
    desk.retype("场馆开放", 2, "16.00");
    let fixed = desk.fixed("更新上级合计");
    for row in ["| 青禾区文化馆 | 41.00 | 41.00 |", "| 合计 | 101.00 | 91.00 |"] {
        let name = row.split('|').nth(1).unwrap().trim();
        let old = DRAFT.lines().find(|line| line.contains(&format!("| {name} |"))).unwrap();
        let new = fixed.lines().find(|line| line.contains(&format!("| {name} |"))).unwrap();
        desk.replace(old, new);
    }
    assert_eq!(desk.titles(), Vec::<String>::new());
    desk.analysis.settle();
    assert!(desk.analysis.history().rows().is_empty());
}

#[test]
fn whole_rows_that_are_pasted_or_moved_are_no_history() {
    let mut desk = Desk::new();
    let row = "| 群众演出 | 25.00 | 25.00 | | 演出二十场。 |\n";
    desk.retype("群众演出", 1, "26.00");
    desk.replace(&row.replacen("25.00", "26.00", 1), "");
    desk.replace("| 场馆开放", &format!("{row}| 场馆开放"));
    assert_eq!(desk.titles(), Vec::<String>::new(), "the row was put back as it was");
    desk.replace(row, &format!("{row}{}", row.replace("演出 ", "展览 ")));
    assert!(desk.titles().iter().all(|title| !title.contains("恢复")), "{:?}", desk.titles());
}

#[test]
fn a_row_is_followed_when_lines_come_above_it() {
    let mut desk = Desk::new();
    desk.retype("群众演出", 1, "26.00");
    desk.retype("群众演出", 2, "26.00");
    desk.replace("单位：万元\n", "部门名称：青禾区教育局\n\n单位：万元\n");
    assert!(desk.fixed("恢复原值").ends_with(DRAFT.split_once('\n').unwrap().1));
}
