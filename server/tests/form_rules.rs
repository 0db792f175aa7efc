//! The rules about the form of tables and amounts: what they say, and what their fixes leave as it was.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a fault in a test is a failure of it")]

use std::collections::BTreeMap;

use budget_grammar::amount::Reading;
use budget_lsp::{
    analysis::{Analysis, Options},
    features::actions::fix_all,
    finding::{Finding, Severity},
    fix::{Fix, Safety, applied},
};

const HEADER: &str = "| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |\n|---|---|---|---|---|\n";

/// Twelve figures of two decimals, four of them grouped.
const PRECISE: &str = "\
| 校舍维修 | 1,234.50 | 1,234.50 | | 完成三所学校屋面翻修。 |
| 教师培训 | 12.00 | 12.00 | | 培训骨干教师四百人次。 |
| 学生资助 | 2,600.00 | 2,600.00 | | 资助学生九百人。 |
| 图书添置 | 36.00 | 30.00 | 6.00 | 添置图书一万册。 |
| 食堂改造 | 45.25 | 45.25 | | 改造食堂两处。 |
| 操场翻新 | 88.10 | 88.10 | | 翻新操场一处。 |
";

fn analysis(text: &str) -> Analysis {
    Analysis::new(text, Options::default())
}

fn table(rows: &str) -> String {
    format!("单位：万元\n\n{HEADER}{rows}")
}

/// The findings of one rule, with their lines from 0.
fn found<'a>(analysis: &'a Analysis, rule: &str) -> Vec<(usize, &'a Finding)> {
    analysis.findings().filter(|(_, finding)| finding.rule.id == rule).collect()
}

/// The texts that the findings of one rule cover, with their lines from 1.
fn covered(text: &str, rule: &str) -> Vec<String> {
    let analysis = analysis(text);
    let lines: Vec<&str> = text.lines().collect();
    found(&analysis, rule)
        .iter()
        .map(|(line, finding)| format!("{}: {}", line + 1, finding.span.of(lines.get(*line).unwrap())))
        .collect()
}

/// All printed values, row by row: those that have one.
fn values(text: &str) -> BTreeMap<(usize, usize), i128> {
    let analysis = analysis(text);
    let rows = analysis.document().lines().iter().filter_map(|line| line.row().cloned()).enumerate();
    let cells = rows.flat_map(|(row, read)| {
        let amounts = read.amounts.iter().enumerate();
        let value = |(column, reading): (usize, &Reading)| Some(((row, column), reading.amount()?.scaled()));
        amounts.filter_map(value).collect::<Vec<_>>()
    });
    cells.collect()
}

fn errors(text: &str) -> usize {
    analysis(text).findings().filter(|(_, finding)| finding.severity == Severity::Error).count()
}

/// The fixes of the first finding of a rule.
fn fixes(text: &str, rule: &str) -> Vec<Fix> {
    let analysis = analysis(text);
    let (line, finding) = *found(&analysis, rule).first().expect(rule);
    analysis.fixes(line, finding)
}

/// The law of fixes: the finding goes, no error comes, no figure that was read becomes another.
fn assert_lawful(text: &str, rule: &str) {
    let before = analysis(text);
    for (line, finding) in found(&before, rule) {
        for fix in before.fixes(line, finding) {
            let fixed = applied(text, &fix.edits);
            let after = analysis(&fixed);
            let goes_on = found(&after, rule).len() >= found(&before, rule).len();
            assert!(!goes_on, "{}: {}\n{fixed}", fix.title, finding.message);
            assert!(errors(&fixed) <= errors(text), "{}\n{fixed}", fix.title);
            let (old, new) = (values(text), values(&fixed));
            assert!(old.iter().all(|(place, value)| new.get(place) == Some(value)), "{}\n{fixed}", fix.title);
            assert!(fix.safety > Safety::Safe || old == new, "{} is not safe\n{fixed}", fix.title);
        }
    }
}

/// The text with the first fix of a rule's first finding.
fn fixed(text: &str, rule: &str) -> String {
    assert_lawful(text, rule);
    applied(text, &fixes(text, rule).first().expect("a fix").edits)
}

#[test]
fn a_table_without_a_unit_is_said_to_have_none_once() {
    let rule = "missing-monetary-unit";
    let text = format!("部门名称：青禾区教育局\n\n{HEADER}{PRECISE}\n{HEADER}{PRECISE}");
    assert_eq!(covered(&text, rule), ["5: 1,234.50"], "the second fragment runs on");
    let second = format!("{text}\n# 二\n\n{HEADER}{PRECISE}");
    assert_eq!(covered(&second, rule).len(), 2);
    assert_lawful(&second, rule);
}

#[test]
fn a_unit_may_be_said_above_the_table_in_its_header_or_in_the_cell() {
    let rule = "missing-monetary-unit";
    assert_eq!(covered(&table(PRECISE), rule).len(), 0);
    let in_header = HEADER.replace("总计", "总计（万元）").replace("财政拨款", "财政拨款（万元）");
    assert_eq!(covered(&format!("{in_header}{PRECISE}"), rule).len(), 0);
    assert_eq!(covered(&format!("## 项目表（单位：万元）\n\n{HEADER}{PRECISE}"), rule).len(), 0, "the heading says it");
    let in_cells = "| 添置 | 3.00万元 | 3.00万元 | 0 | 目标 |\n| 搬迁 | | — | 0.00 | 目标 |\n";
    assert_eq!(covered(&format!("{HEADER}{in_cells}"), rule).len(), 0, "a zero needs none");
}

#[test]
fn the_unit_is_written_above_the_header() {
    let rule = "missing-monetary-unit";
    let text = format!("\u{feff}{HEADER}{PRECISE}").replace('\n', "\r\n");
    let fixes = fixes(&text, rule);
    let titles: Vec<_> = fixes.iter().map(|fix| (&*fix.title, fix.safety, fix.is_preferred)).collect();
    let suggested = |title| (title, Safety::Suggested, false);
    assert_eq!(titles, [suggested("在表前写明“单位：万元”"), suggested("在表前写明“单位：元”")]);
    assert!(fixed(&text, rule).starts_with("\u{feff}单位：万元\r\n\r\n| 项目名称"));
    let below_prose = format!("本表列出全部项目。\n{HEADER}{PRECISE}");
    assert!(fixed(&below_prose, rule).starts_with("本表列出全部项目。\n单位：万元\n\n| 项目名称"));
}

#[test]
fn a_figure_in_unusual_characters_is_written_as_the_table_writes_its_others() {
    let rule = "amount-style";
    let text = table(&format!("{PRECISE}| 设备更新 | ２６００ | 2,600.00 | | 更新设备。 |\n"));
    assert_eq!(covered(&text, rule), ["11: ２６００"], "one finding, however much is unusual");
    assert!(fixed(&text, rule).contains("| 设备更新 | 2,600.00 | 2,600.00 |"));
    let hidden = table("| 设备更新 | 2\u{200b}6.00 |  26.00  | | 更新设备。 |\n");
    assert!(fixed(&hidden, rule).contains("| 设备更新 | 26.00 |  26.00  |"), "the padding stays");
}

#[test]
fn a_table_that_groups_groups_all_figures() {
    let rule = "amount-style";
    let text = table(&format!("{PRECISE}| 设备更新 | 2600.00 | 2600.00 | | 更新设备。 |\n"));
    assert_eq!(covered(&text, rule), ["11: 2600.00"; 2]);
    assert!(fixed(&text, rule).contains("| 设备更新 | 2,600.00 | 2600.00 |"));
    let bare =
        PRECISE.replace("1,234.50 | 1,234.50", "1234.50 | 1234.50").replace("2,600.00 | 2,600.00", "2,600.00 | ");
    assert_eq!(covered(&table(&bare), rule).len(), 0, "one grouped figure makes no custom");
}

#[test]
fn a_figure_with_fewer_decimals_than_all_others_gets_zeros() {
    let rule = "amount-style";
    let text = table(&PRECISE.replace("| 12.00 | 12.00 |", "| 12 | 12.00 |"));
    assert_eq!(covered(&text, rule), ["6: 12"]);
    assert!(fixed(&text, rule).contains("| 教师培训 | 12.00 | 12.00 |"));
    let few: String = text.lines().take(7).map(|line| format!("{line}\n")).collect();
    assert_eq!(covered(&few, rule).len(), 0, "a handful of figures is no custom");
    let zero = table(&PRECISE.replace("| 45.25 | 45.25 | |", "| 45.25 | 45.25 | 0 |"));
    assert_eq!(covered(&zero, rule).len(), 0);
}

#[test]
fn zeros_are_never_put_behind_a_figure_that_may_be_rounded() {
    let rule = "amount-style";
    let rounded = table(&PRECISE.replace("| 45.25 | 45.25 |", "| 45 | 45.25 |"));
    assert_eq!((covered(&rounded, rule), errors(&rounded)), (vec!["9: 45".to_owned()], 0));
    assert_eq!(fixes(&rounded, rule), []);
    let part = table(&format!("| 青禾区中学 | 4,016.15 | 4,010.00 | 6.15 | |\n{PRECISE}"));
    let part = part.replace("| 12.00 | 12.00 |", "| 12 | 12.00 |");
    assert_eq!((covered(&part, rule), fixes(&part, rule)), (vec!["7: 12".to_owned()], vec![]));
}

#[test]
fn a_table_has_at_most_fifty_hints_of_a_kind() {
    let row = "| 设备更新 | 2600.00 | 2600.00 | | 更新设备。 |\n";
    let text = table(&format!("{}{}", PRECISE.repeat(80), row.repeat(70)));
    assert_eq!(covered(&text, "amount-style").len(), 50);
}

#[test]
fn a_short_row_gets_the_blank_cells_that_it_is_read_with() {
    let rule = "table-shape";
    for (short, whole) in [
        ("| 添置 | 3.00 | 3.00 |", "| 添置 | 3.00 | 3.00 | | |"),
        ("| 添置 | 3.00 | 3.00", "| 添置 | 3.00 | 3.00 | | |"),
        ("  | 添置 | 3.00 | 3.00 | \t", "  | 添置 | 3.00 | 3.00 | | | \t"),
        ("添置 | 3.00 | 3.00", "添置 | 3.00 | 3.00 | |"),
        ("添置 | 3.00 | 3.00 |", "添置 | 3.00 | 3.00 | |"),
        ("| 添置 | 3.00 | 3.00 | | 甲\\|", ""),
    ] {
        let text = table(&format!("{short}\n"));
        if whole.is_empty() {
            assert_eq!(covered(&text, rule).len(), 0, "an escaped pipe is no pipe");
            continue;
        }
        assert_eq!(fixed(&text, rule), table(&format!("{whole}\n")));
        let fix = fixes(&text, rule).first().cloned().unwrap();
        assert_eq!((fix.safety, fix.is_preferred), (Safety::Safe, true));
    }
}

#[test]
fn a_row_that_lacks_a_cell_in_the_middle_is_not_filled_up_unasked() {
    let text = table("| 堤防巡查 | 12.00 | 汛期每日巡查。 |\n");
    let fixes = fixes(&text, "table-shape");
    let ways: Vec<_> = fixes.iter().map(|fix| (fix.safety, fix.is_preferred)).collect();
    assert_eq!(ways, [(Safety::Suggested, true), (Safety::Suggested, false)]);
    let shifted = table("| 堤防巡查 | 12.00 | | | 汛期每日巡查。 |\n");
    assert_eq!(applied(&text, &fixes[0].edits), shifted, "the words stand under their header again");
    assert_eq!(fix_all(&analysis(&text)), []);
    let long = table("| 堤防巡查 | 12.00 | 12.00 | | 干流|支流 |\n");
    assert_eq!(analysis(&long).fixes(4, found(&analysis(&long), "table-shape").first().unwrap().1), []);
}

/// In front of a row that begins with no pipe, a pipe alone would only begin the row.
#[test]
fn blank_cells_in_front_of_a_row_without_a_pipe_are_cells() {
    let text =
        "单位：万元\n\n总计 | 财政拨款 | 项目名称 | 绩效目标\n---|---|---|---\n校舍维修 | 完成三所学校屋面翻修。\n";
    let fixes = fixes(text, "table-shape");
    let first = fixes.first().unwrap();
    let fixed = applied(text, &first.edits);
    assert!(fixed.ends_with("\n| | | 校舍维修 | 完成三所学校屋面翻修。\n"), "{fixed}");
    assert_eq!(covered(&fixed, "table-shape"), Vec::<String>::new());
}

#[test]
fn an_amount_of_which_one_reading_is_left_is_written_so() {
    let rule = "amount-syntax";
    for (cell, new) in [("32.5O", "32.50"), ("32.50。", "32.50"), ("1 032.50", "1,032.50"), ("1'032.50", "1,032.50")] {
        let text = table(&format!("| 添置 | {cell} | {new} | | 添置图书。 |\n"));
        assert_eq!(fixed(&text, rule), table(&format!("| 添置 | {new} | {new} | | 添置图书。 |\n")));
        assert_eq!(
            fixes(&text, rule).first().map(|fix| (fix.safety, fix.is_preferred)),
            Some((Safety::Suggested, true))
        );
    }
    for cell in ["待定", "约50", "3.2.1"] {
        assert_eq!(fixes(&table(&format!("| 添置 | {cell} | | | 添置图书。 |\n")), rule), [], "{cell}");
    }
}

#[test]
fn misplaced_commas_are_set_right() {
    let rule = "amount-grouping";
    for (cell, new) in [("12,34.50", "1,234.50"), ("1234,567.00", "1,234,567.00"), ("**1,23.00**", "**123.00**")] {
        let text = table(&format!("| 添置 | {cell} | {new} | | 添置图书。 |\n"));
        assert_eq!(fixed(&text, rule), table(&format!("| 添置 | {new} | {new} | | 添置图书。 |\n")));
        let fix = fixes(&text, rule).first().cloned().unwrap();
        assert_eq!((fix.safety, fix.is_preferred), (Safety::Suggested, false));
    }
}

#[test]
fn all_safe_fixes_together_change_no_value() {
    let rows = format!("{PRECISE}| 设备更新 | ２６００ | 2600 | | 更新设备。 |\n| 搬迁 | ５ | 5.00\n");
    let mut text = table(&rows.replace("| 12.00 | 12.00 |", "| 12 | 12.0 |"));
    let before = values(&text);
    let edits = fix_all(&analysis(&text));
    text = applied(&text, &edits);
    assert_eq!(values(&text), before);
    assert_eq!(covered(&text, "amount-style").len() + covered(&text, "table-shape").len(), 0, "{text}");
}
