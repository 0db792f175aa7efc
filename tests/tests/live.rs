//! A figure of a consistent department that is typed anew, and all that depends on it brought up to date by the first
//! fix.

use std::ops::Range;

use budget_lsp::{
    analysis::{Analysis, Options},
    fix::{Fix, applied},
};
use budget_tests::{
    departments::{Document, Figure, Kind, any},
    generator::Dice,
    said::found,
};

const DEPARTMENT: &str = "青禾区文化局2026年部门预算

2026年收入预算300.00万元，其中：财政拨款收入200.00万元；事业收入100.00万元。支出预算300.00万元。

1. “文化旅游体育与传媒支出（类）文化和旅游（款）图书馆（项）”120.00万元，比2025年增加20.00万元，增长20.00%。

收支总表

单位：万元

| 收入 | | 支出 | |
|---|---|---|---|
| 项目 | 预算数 | 项目 | 预算数 |
| 一、财政拨款收入 | 200.00 | 一、文化旅游体育与传媒支出 | 220.00 |
| 二、事业收入 | 100.00 | 二、住房保障支出 | 80.00 |
| 收入总计 | 300.00 | 支出总计 | 300.00 |

支出总表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 207 | 文化旅游体育与传媒支出 | 220.00 | 100.00 | 120.00 |
| 20701 | 文化和旅游 | 220.00 | 100.00 | 120.00 |
| 2070104 | 图书馆 | 120.00 | 80.00 | 40.00 |
| 2070109 | 群众文化 | 100.00 | 20.00 | 80.00 |
| 221 | 住房保障支出 | 80.00 | 80.00 | |
| 22102 | 住房改革支出 | 80.00 | 80.00 | |
| 2210201 | 住房公积金 | 80.00 | 80.00 | |
| 合计 | | 300.00 | 180.00 | 120.00 |

财政拨款收支总表

单位：万元

| 收入 | | 支出 | | | |
|---|---|---|---|---|---|
| 项目 | 预算数 | 项目 | 合计 | 一般公共预算 | 政府性基金预算 |
| 一、一般公共预算拨款 | 200.00 | 一、文化旅游体育与传媒支出 | 120.00 | 120.00 | |
| 二、政府性基金预算拨款 | | 二、住房保障支出 | 80.00 | 80.00 | |
| 收入总计 | 200.00 | 支出总计 | 200.00 | 200.00 | |

一般公共预算支出表

单位：元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 207 | 文化旅游体育与传媒支出 | 1,200,000 | 800,000 | 400,000 |
| 20701 | 文化和旅游 | 1,200,000 | 800,000 | 400,000 |
| 2070104 | 图书馆 | 1,200,000 | 800,000 | 400,000 |
| 221 | 住房保障支出 | 800,000 | 800,000 | |
| 22102 | 住房改革支出 | 800,000 | 800,000 | |
| 2210201 | 住房公积金 | 800,000 | 800,000 | |
| 合计 | | 2,000,000 | 1,600,000 | 400,000 |
";

/// What stands before the amount for projects of a line of 一般公共预算支出表.
const LIBRARY: &str = "| 2070104 | 图书馆 | 1,200,000 | 800,000 | ";

/// A document in which what stands at a place was typed over, character by character.
fn typed(text: &str, at: Range<usize>, new: &str) -> Analysis {
    let mut analysis = Analysis::new(text, Options::default());
    analysis.edit(at.clone(), "");
    for (number, character) in new.char_indices() {
        analysis.edit(at.start + number..at.start + number, character.encode_utf8(&mut [0; 4]));
    }
    analysis
}

/// All fixes of what is found, in the order of the findings.
fn fixes(analysis: &Analysis) -> Vec<Fix> {
    analysis.findings().flat_map(|(line, finding)| analysis.fixes(line, finding)).collect()
}

/// Where the first of some texts stands, without what is before `of` in it.
fn place(text: &str, before: &str, of: &str) -> Range<usize> {
    let start = text.find(before).unwrap_or_else(|| panic!("{before} in {text}")) + before.len();
    assert_eq!(text.get(start..start + of.len()), Some(of));
    start..start + of.len()
}

#[test]
fn what_is_typed_in_one_table_is_brought_to_all_tables_and_the_text() {
    let analysis = typed(DEPARTMENT, place(DEPARTMENT, LIBRARY, "400,000"), "500,000");
    let text = analysis.document().text().to_string();
    let fixes = fixes(&analysis);
    let fix = fixes.first().unwrap();
    assert!(fix.title.starts_with("更新相关的 ") && fix.is_preferred, "{fixes:#?}");
    let updated = applied(&text, &fix.edits);
    assert_eq!(found(&updated), [] as [String; 0], "{updated}");
    for expected in [
        "收入预算310.00万元，其中：财政拨款收入210.00万元；事业收入100.00万元。支出预算310.00万元。",
        "图书馆（项）”130.00万元，比2025年增加30.00万元，增长30.00%。",
        "| 一、财政拨款收入 | 210.00 | 一、文化旅游体育与传媒支出 | 230.00 |",
        "| 收入总计 | 310.00 | 支出总计 | 310.00 |",
        "| 20701 | 文化和旅游 | 230.00 | 100.00 | 130.00 |\n| 2070104 | 图书馆 | 130.00 | 80.00 | 50.00 |",
        "| 合计 | | 310.00 | 180.00 | 130.00 |",
        "| 一、一般公共预算拨款 | 210.00 | 一、文化旅游体育与传媒支出 | 130.00 | 130.00 | |",
        "| 2070104 | 图书馆 | 1,300,000 | 800,000 | 500,000 |",
        "| 合计 | | 2,100,000 | 1,600,000 | 500,000 |",
    ] {
        assert!(updated.contains(expected), "{expected} in\n{updated}");
    }
    let restored = fixes.iter().find(|fix| fix.title == "恢复原值 400,000").unwrap();
    assert_eq!(applied(&text, &restored.edits), DEPARTMENT);
}

#[test]
fn a_total_that_was_typed_with_its_part_is_brought_to_the_same_places() {
    let mut analysis = typed(DEPARTMENT, place(DEPARTMENT, LIBRARY, "400,000"), "500,000");
    let alone = applied(&analysis.document().text().to_string(), &fixes(&analysis)[0].edits);
    let text = analysis.document().text().to_string();
    let row = "| 20701 | 文化和旅游 | 1,200,000 | 800,000 | 400,000 |\n| 2070104 | 图书馆 | ";
    analysis.edit(place(&text, row, "1,200,000"), "1,300,000");
    let fix = fixes(&analysis).into_iter().next().unwrap();
    assert!(fix.is_preferred, "{}", fix.title);
    assert_eq!(applied(&analysis.document().text().to_string(), &fix.edits), alone);
}

#[test]
fn what_was_brought_up_to_date_is_where_the_next_figure_starts_from() {
    let mut analysis = typed(DEPARTMENT, place(DEPARTMENT, LIBRARY, "400,000"), "500,000");
    let fix = fixes(&analysis).into_iter().next().unwrap();
    for edit in fix.edits.iter().rev() {
        analysis.edit(edit.range.clone(), &edit.new);
    }
    let text = analysis.document().text().to_string();
    let at = place(&text, "图书馆 | 1,300,000 | 800,000 | ", "500,000");
    analysis.edit(at, "600,000");
    let fix = fixes(&analysis).into_iter().next().unwrap();
    assert!(fix.is_preferred, "{}", fix.title);
    let updated = applied(&analysis.document().text().to_string(), &fix.edits);
    assert_eq!(found(&updated), [] as [String; 0]);
    assert!(updated.contains("| 2070104 | 图书馆 | 1,400,000 | 800,000 | 600,000 |"), "{updated}");
}

#[test]
fn without_what_was_typed_nothing_is_taken_for_it() {
    let text = typed(DEPARTMENT, place(DEPARTMENT, LIBRARY, "400,000"), "500,000").document().text().to_string();
    let opened = Analysis::new(&text, Options::default());
    assert!(fixes(&opened).iter().all(|fix| !fix.title.starts_with("更新相关的")));
}

const RECEPTION: &str = "青禾区文化局2026年部门预算

2026年“三公”经费预算14.00万元，比2025年增加2.00万元，增长16.67%，其中：因公出国（境）费0.00万元，
公务接待费4.00万元，公务用车购置及运行费10.00万元。

“三公”经费预算表

单位：万元

| 合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行费 | | |
|---|---|---|---|---|---|
| | | | 小计 | 购置费 | 运行费 |
| 14.00 | 0.00 | 4.00 | 10.00 | 0.00 | 10.00 |
";

#[test]
fn what_is_typed_in_the_text_is_brought_to_the_tables_behind_what_the_table_says() {
    let analysis = typed(RECEPTION, place(RECEPTION, "\n公务接待费", "4.00"), "5.00");
    let fixes = fixes(&analysis);
    let titles: Vec<&str> = fixes.iter().map(|fix| &*fix.title).collect();
    assert_eq!(titles, ["恢复原值 4.00", "更新相关的 5 处：合计 15.00，公务接待费 5.00 等"]);
    assert!(fixes[0].is_preferred && !fixes[1].is_preferred);
    let updated = applied(&analysis.document().text().to_string(), &fixes[1].edits);
    assert_eq!(found(&updated), [] as [String; 0], "{updated}");
    for expected in
        ["预算15.00万元，比2025年增加3.00万元，增长25.00%，其中：因公出国", "| 15.00 | 0.00 | 5.00 | 10.00 |"]
    {
        assert!(updated.contains(expected), "{expected} in\n{updated}");
    }
}

/// The fixes of a department in which a figure behind what stands before it was typed over.
fn typed_over(text: &str, before: &str, old: &str, new: &str) -> (String, Vec<Fix>) {
    let analysis = typed(text, place(text, before, old), new);
    (analysis.document().text().to_string(), fixes(&analysis))
}

#[test]
fn growth_follows_a_change_that_its_percentage_would_hardly_show() {
    let (text, fixes) = typed_over(DEPARTMENT, LIBRARY, "400,000", "401,000");
    let updated = applied(&text, &fixes[0].edits);
    assert!(fixes[0].is_preferred, "{}", fixes[0].title);
    assert!(updated.contains("图书馆（项）”120.10万元，比2025年增加20.10万元，增长20.10%。"), "{updated}");
}

#[test]
fn an_update_that_needs_another_sentence_is_not_preferred() {
    // What was spent last year: nothing grew any more.
    let (_, fixes) = typed_over(DEPARTMENT, LIBRARY, "400,000", "200,000");
    let update = fixes.iter().find(|fix| fix.title.starts_with("更新相关的")).unwrap();
    assert!(!update.is_preferred && update.title.ends_with("（仍有不符之处）"), "{}", update.title);
}

#[test]
fn what_the_text_says_without_a_table_follows_what_it_repeated() {
    let goals = "图书馆（项）”120.00万元，比2025年增加20.00万元，增长20.00%。\n\n\
                 2026年，本部门编报绩效目标的项目共2个，涉及项目预算资金118.88万元。";
    let text = DEPARTMENT.replace("图书馆（项）”120.00万元，比2025年增加20.00万元，增长20.00%。", goals);
    let text = text.replace("| 合计 | | 300.00 | 180.00 | 120.00 |", "| 合计 | | 300.00 | 181.12 | 118.88 |");
    let text =
        text.replace("| 78.88 |", "| 80.00 |").replace("| 100.00 | 20.00 | 80.00 |", "| 100.00 | 21.12 | 78.88 |");
    let text = text.replace("220.00 | 100.00 | 120.00 |", "220.00 | 101.12 | 118.88 |");
    assert_eq!(found(&text), [] as [String; 0]);
    let (typed, fixes) = typed_over(&text, LIBRARY, "400,000", "500,000");
    let updated = applied(&typed, &fixes[0].edits);
    assert!(updated.contains("涉及项目预算资金128.88万元"), "{}\n{updated}", fixes[0].title);
}

#[test]
fn what_was_wrong_before_does_not_keep_what_is_typed_from_being_followed() {
    let text =
        format!("{DEPARTMENT}\n{}", RECEPTION.split_once("\n\n“三公”").unwrap().1.replace("| 14.00 |", "| 15.00 |"));
    let text = text.replace("经费预算表", "“三公”经费预算表");
    assert_eq!(found(&text).len(), 1, "{:?}", found(&text));
    let (typed, fixes) = typed_over(&text, LIBRARY, "400,000", "500,000");
    let fix = fixes.iter().find(|fix| fix.title.starts_with("更新相关的")).unwrap();
    assert!(fix.is_preferred, "{}", fix.title);
    assert_eq!(found(&applied(&typed, &fix.edits)), found(&text));
}

#[test]
fn an_update_that_was_undone_is_offered_again() {
    let mut analysis = typed(DEPARTMENT, place(DEPARTMENT, LIBRARY, "400,000"), "500,000");
    let before = analysis.document().text().to_string();
    let fix = fixes(&analysis).into_iter().next().unwrap();
    let mut undone = Vec::new();
    for edit in fix.edits.iter().rev() {
        undone.push((edit.range.start, edit.new.len(), before[edit.range.clone()].to_owned()));
        analysis.edit(edit.range.clone(), &edit.new);
    }
    for (start, length, old) in undone.into_iter().rev() {
        analysis.edit(start..start + length, &old);
    }
    assert_eq!(analysis.document().text().to_string(), before);
    assert_eq!(fixes(&analysis).first(), Some(&fix));
}

#[test]
fn what_cannot_be_followed_is_put_back_first_and_called_that() {
    // On which economic class it is spent is not known.
    let before = "| 2070104 | 图书馆 | 1,200,000 | ";
    let (text, fixes) = typed_over(DEPARTMENT, before, "800,000", "900,000");
    let restored = fixes.iter().find(|fix| fix.title == "恢复原值 800,000").unwrap();
    assert_eq!(applied(&text, &restored.edits), DEPARTMENT);
    assert!(fixes.iter().filter(|fix| fix.is_preferred).all(|fix| fix.title.starts_with("更新") || fix == restored));
}

const CHANGES: &str = "青禾区文化局2026年部门预算

一般公共预算支出表

单位：万元

| 科目编码 | 科目名称 | 2025年执行数 | 2026年预算数 | | | 增减额 |
|---|---|---|---|---|---|---|
| | | | 小计 | 基本支出 | 项目支出 | |
| 207 | 文化旅游体育与传媒支出 | 120.00 | 150.00 | 95.00 | 55.00 | 30.00 |
| 20701 | 文化和旅游 | 120.00 | 150.00 | 95.00 | 55.00 | 30.00 |
| 2070104 | 图书馆 | 100.00 | 130.00 | 85.00 | 45.00 | 30.00 |
| 2070109 | 群众文化 | 20.00 | 20.00 | 10.00 | 10.00 | |
| | 合计 | 120.00 | 150.00 | 95.00 | 55.00 | 30.00 |
";

#[test]
fn what_last_year_came_to_changes_the_difference_and_not_this_year() {
    let (text, fixes) = typed_over(CHANGES, "| 2070104 | 图书馆 | ", "100.00", "90.00");
    let updated = applied(&text, &fixes[0].edits);
    assert!(fixes[0].is_preferred, "{}", fixes[0].title);
    for expected in
        ["| 图书馆 | 90.00 | 130.00 | 85.00 | 45.00 | 40.00 |", "| 合计 | 110.00 | 150.00 | 95.00 | 55.00 | 40.00 |"]
    {
        assert!(updated.contains(expected), "{expected} in\n{updated}");
    }
}

const ACCOUNT: &str = "临江县统计局2025年度部门决算

收入支出决算总表

单位：万元

| 收入 | | 支出 | |
|---|---|---|---|
| 项目 | 决算数 | 项目 | 决算数 |
| 一、一般公共预算财政拨款收入 | 1,024.00 | 一、一般公共服务支出 | 954.00 |
| 二、其他收入 | 12.00 | 二、社会保障和就业支出 | 81.20 |
| 本年收入合计 | 1,036.00 | 本年支出合计 | 1,035.20 |
| 使用非财政拨款结余 | | 结余分配 | |
| 年初结转和结余 | 25.00 | 年末结转和结余 | 19.80 |
| 总计 | 1,061.00 | 总计 | 1,061.00 |
";

#[test]
fn a_surplus_that_nobody_entered_is_not_distributed_by_the_preferred_fix() {
    let all = fixes(&Analysis::new(ACCOUNT, Options::default()));
    assert!(!all.is_empty() && all.iter().all(|fix| !fix.is_preferred), "{all:#?}");
}

/// A figure with a greater first digit.
fn raised(document: &Document, figure: &Figure) -> (Range<usize>, String) {
    let start: usize = document.text.split_inclusive('\n').take(figure.line).map(str::len).sum();
    let at = start + figure.range.start..start + figure.range.end;
    let new = document.text[at.clone()].replacen(|digit: char| digit.is_ascii_digit(), "9", 1);
    (at, new)
}

#[test]
fn preferred_updates_keep_what_was_typed_and_leave_nothing_to_say() {
    let (mut typed_in, mut updated, mut preferred) = (0, 0, 0);
    for seed in 0..40 {
        let (_, _, document) = any(seed, Kind::Budget);
        let mut dice = Dice::new(seed);
        let of_item = |figure: &&Figure| {
            let code = figure.role.strip_suffix(" 项目支出").unwrap_or_default();
            figure.table == "T5" && figure.value != 0 && code.len() == 7
        };
        let figures: Vec<&Figure> = document.figures.iter().filter(of_item).collect();
        for _ in 0..3 {
            let figure = figures[dice.below(figures.len())];
            let (at, new) = raised(&document, figure);
            if document.text[at.clone()] == new {
                continue;
            }
            let analysis = typed(&document.text, at, &new);
            let text = analysis.document().text().to_string();
            let fixes = fixes(&analysis);
            typed_in += 1;
            let Some(fix) = fixes.iter().find(|fix| fix.title.starts_with("更新相关的")) else { continue };
            updated += 1;
            if !fix.is_preferred {
                continue;
            }
            preferred += 1;
            let mended = applied(&text, &fix.edits);
            assert_eq!(found(&mended), [] as [String; 0], "seed {seed}, {}", fix.title);
            let line = mended.lines().nth(figure.line).unwrap_or_default();
            assert!(line.contains(&new), "seed {seed}, {}: {line}", fix.title);
        }
    }
    println!("{typed_in} figures typed, {updated} with an update, {preferred} of them preferred");
    assert!(typed_in > 100 && updated == typed_in && preferred * 4 > typed_in * 3, "{typed_in} {updated} {preferred}");
}

/// A document in which a line was put in behind another one, as a drafter does it: Enter, then the line.
fn put_in(text: &str, behind: &str, line: &str) -> Analysis {
    let mut analysis = Analysis::new(text, Options::default());
    put_in_also(&mut analysis, behind, line);
    analysis
}

fn put_in_also(analysis: &mut Analysis, behind: &str, line: &str) {
    let text = analysis.document().text().to_string();
    let mut at = text.find(behind).unwrap_or_else(|| panic!("{behind} in {text}")) + behind.len();
    for character in format!("\n{line}").chars() {
        analysis.edit(at..at, character.encode_utf8(&mut [0; 4]));
        at += character.len_utf8();
    }
}

/// The last of the rows of a class in 支出总表, and in 一般公共预算支出表.
const CULTURE: &str = "| 2070109 | 群众文化 | 100.00 | 20.00 | 80.00 |";
const LIBRARIES: &str = "| 2070104 | 图书馆 | 1,200,000 | 800,000 | 400,000 |";

#[test]
fn a_new_row_is_not_paid_for_by_others() {
    let analysis = put_in(DEPARTMENT, LIBRARIES, "| 2070199 | 其他文化和旅游支出 | 300,000 | | 300,000 |");
    let text = analysis.document().text().to_string();
    for (line, finding) in analysis.findings() {
        let fixes = analysis.fixes(line, finding);
        let Some(update) = fixes.first() else { panic!("{}", finding.message) };
        assert!(fixes.iter().all(|fix| !fix.is_preferred), "{fixes:#?}");
        let updated = applied(&text, &update.edits);
        assert!(updated.contains("| 20701 | 文化和旅游 | 1,500,000 | 800,000 | 700,000 |"), "{updated}");
        assert!(updated.contains(LIBRARIES), "{updated}");
        // 支出总表 has no such row yet.
        assert!(update.title.ends_with("（仍有不符之处）"), "{}", update.title);
    }
}

#[test]
fn a_new_row_that_stands_in_all_tables_is_added_to_their_totals() {
    let mut analysis = put_in(DEPARTMENT, LIBRARIES, "| 2070199 | 其他文化和旅游支出 | 300,000 | | 300,000 |");
    put_in_also(&mut analysis, CULTURE, "| 2070199 | 其他文化和旅游支出 | 30.00 | | 30.00 |");
    let text = analysis.document().text().to_string();
    let fixes = fixes(&analysis);
    let fix = fixes.first().unwrap();
    assert!(fix.title.starts_with("更新相关的") && fix.is_preferred, "{fixes:#?}");
    let updated = applied(&text, &fix.edits);
    assert_eq!(found(&updated), [] as [String; 0], "{updated}");
    for expected in [
        "收入预算330.00万元，其中：财政拨款收入230.00万元",
        "| 一、财政拨款收入 | 230.00 | 一、文化旅游体育与传媒支出 | 250.00 |",
        "| 20701 | 文化和旅游 | 250.00 | 100.00 | 150.00 |",
        CULTURE,
        "| 20701 | 文化和旅游 | 1,500,000 | 800,000 | 700,000 |",
        LIBRARIES,
        "| 一、文化旅游体育与传媒支出 | 150.00 | 150.00 | |",
    ] {
        assert!(updated.contains(expected), "{expected} in\n{updated}");
    }
}

#[test]
fn a_line_that_is_put_in_or_taken_out_elsewhere_does_not_hide_what_was_typed() {
    let heading = "一般公共预算支出表\n";
    let paragraph = "本部门2026年没有重大变化。";
    let mut analysis = Analysis::new(DEPARTMENT, Options::default());
    put_in_also(&mut analysis, "2026年部门预算\n", &format!("\n{paragraph}\n"));
    let text = analysis.document().text().to_string();
    let at = place(&text, LIBRARY, "400,000");
    analysis.edit(at, "500,000");
    let first = fixes(&analysis).first().cloned().unwrap();
    assert!(first.title.starts_with("更新相关的") && first.is_preferred, "{}", first.title);
    // Also behind what was typed, and above it once more.
    put_in_also(&mut analysis, heading.trim_end(), "");
    let text = analysis.document().text().to_string();
    let start = text.find(paragraph).unwrap();
    analysis.edit(start..start + paragraph.len() + 1, "");
    let again = fixes(&analysis).first().cloned().unwrap();
    assert_eq!((first.title, first.is_preferred), (again.title, again.is_preferred));
}

#[test]
fn a_row_that_is_taken_out_is_taken_from_its_totals() {
    let mut analysis = Analysis::new(DEPARTMENT, Options::default());
    let start = DEPARTMENT.find(CULTURE).unwrap();
    analysis.edit(start..start + CULTURE.len() + 1, "");
    let text = analysis.document().text().to_string();
    let (mut first, mut count) = (None, 0);
    for (line, finding) in analysis.findings() {
        let fixes = analysis.fixes(line, finding);
        // It may be gone for a moment only: nothing is preferred, and nothing else pays for it.
        assert!(fixes.iter().all(|fix| !fix.is_preferred), "{fixes:#?}");
        count += 1;
        first = first.or(fixes.first().cloned());
    }
    assert!(count > 0);
    let update = first.unwrap();
    assert!(update.title.starts_with("更新相关的"), "{}", update.title);
    let updated = applied(&text, &update.edits);
    for expected in [
        "| 207 | 文化旅游体育与传媒支出 | 120.00 | 80.00 | 40.00 |",
        "| 20701 | 文化和旅游 | 120.00 | 80.00 | 40.00 |",
        "| 合计 | | 200.00 | 160.00 | 40.00 |",
    ] {
        assert!(updated.contains(expected), "{expected} in\n{updated}");
    }
}

/// A table that prints what was spent the year before, and by how much each line grew.
const GROWN: &str = "青禾区文化局2026年部门预算

一般公共预算支出表

单位：万元

| 科目编码 | 科目名称 | 2025年执行数 | 2026年预算数 | | | 增减额 | 增减% |
|---|---|---|---|---|---|---|---|
| | | | 小计 | 基本支出 | 项目支出 | | |
| 207 | 文化旅游体育与传媒支出 | 200.00 | 240.00 | 100.00 | 140.00 | 40.00 | 20.00% |
| 20701 | 文化和旅游 | 200.00 | 240.00 | 100.00 | 140.00 | 40.00 | 20.00% |
| 2070104 | 图书馆 | 120.00 | 150.00 | 100.00 | 50.00 | 30.00 | 25.00% |
| 2070109 | 群众文化 | 80.00 | 90.00 | | 90.00 | 10.00 | 12.50% |
| 合计 | | 200.00 | 240.00 | 100.00 | 140.00 | 40.00 | 20.00% |
";

#[test]
fn the_text_that_says_growth_from_a_figure_of_last_year_is_left_to_the_drafter() {
    let said = "\n2026年一般公共预算支出240.00万元，比2025年执行数增加40.00万元，增长20.00%。\n";
    for (text, is_preferred) in [(GROWN.to_owned(), true), (format!("{GROWN}{said}"), false)] {
        assert_eq!(found(&text), [] as [String; 0]);
        let analysis = typed(&text, place(&text, "| 图书馆 | ", "120.00"), "110.00");
        let fixes = fixes(&analysis);
        let update = fixes.iter().find(|fix| fix.title.starts_with("更新相关的 ")).unwrap();
        assert_eq!(update.is_preferred, is_preferred, "{}", update.title);
        let updated = applied(&analysis.document().text().to_string(), &update.edits);
        assert!(updated.contains("| 图书馆 | 110.00 | 150.00 | 100.00 | 50.00 | 40.00 | 36.36% |"), "{updated}");
    }
}

#[test]
fn a_percentage_beside_two_years_follows() {
    let text = GROWN;
    assert_eq!(found(text), [] as [String; 0]);
    let analysis = typed(text, place(text, "| 图书馆 | 120.00 | 150.00 | 100.00 | ", "50.00"), "62.00");
    let fix = fixes(&analysis).first().cloned().unwrap();
    assert!(fix.title.starts_with("更新相关的 ") && fix.is_preferred, "{}", fix.title);
    // A row is named once, by its first figure.
    assert!(fix.title.contains("207 文化旅游体育与传媒支出 252.00，20701 文化和旅游 252.00"), "{}", fix.title);
    let updated = applied(&analysis.document().text().to_string(), &fix.edits);
    for expected in [
        "| 200.00 | 252.00 | 100.00 | 152.00 | 52.00 | 26.00% |\n| 20701 |",
        "| 图书馆 | 120.00 | 162.00 | 100.00 | 62.00 | 42.00 | 35.00% |",
        "| 合计 | | 200.00 | 252.00 | 100.00 | 152.00 | 52.00 | 26.00% |",
    ] {
        assert!(updated.contains(expected), "{expected} in\n{updated}");
    }
}
