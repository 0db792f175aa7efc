//! Cells of codes and names in statements.

use super::*;

const SPLIT: &str = "\
2026年部门支出预算总表

单位：元

| 功能分类科目编码 | | | 功能分类科目名称 | 合计 | 基本支出 | 项目支出 |
|-|-|-|-|-|-|-|
| 类 | 款 | 项 | | | | |
| 208 | | | 社会保障和就业支出 | 500 | 300 | 200 |
| 208 | 05 | | 行政事业单位养老支出 | 500 | 300 | 200 |
| 208 | 05 | 02 | 事业单位离退休 | 500 | 300 | 200 |
";

const ECONOMIC: &str = "\
一般公共预算基本支出表

| 科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
|-|-|-|-|-|
| 301 | 工资福利支出 | 5 | 5 | |
| 30101 | 基本工资 | 5 | 5 | |
";

fn below(table: &str, row: &str) -> Vec<String> {
    drawn(&format!("{table}{row}\n")).lines().map(str::to_owned).collect()
}

fn first(offers: &[String]) -> Vec<&str> {
    offers.iter().take(3).map(String::as_str).collect()
}

#[test]
fn a_level_below_those_in_front_of_it() {
    let classes = below(SPLIT, "| $0 | | | | | | |");
    assert_eq!(classes[0], "Code 「」 → 208 (类)", "the class of the row above first");
    assert!(classes.len() > 20 && classes.iter().all(|offer| offer.ends_with("(类)")), "{classes:?}");
    let groups = below(SPLIT, "| 208 | $0 | | | | | |");
    assert_eq!(first(&groups), ["Code 「」 → 05 (款)", "Code 「」 → 06 (款)", "Code 「」 → 07 (款)"]);
    let items = below(SPLIT, "| 208 | 05 | $0 | | | | |");
    assert_eq!(first(&items), ["Code 「」 → 03 (项)", "Code 「」 → 05 (项)", "Code 「」 → 06 (项)"]);
    assert!(!items.contains(&"Code 「」 → 02 (项)".to_owned()), "it stands in the row above");
    assert_eq!(below(SPLIT, "| | | $0 | | | | |"), items, "levels that are left out are those above");
    assert_eq!(below(SPLIT, "| 208 | 08 | $0"), below(SPLIT, "| 208 | 8 | $0 | | | | |"));
    assert_eq!(below(SPLIT, "| 999 | $0 | | | | | |"), Vec::<String>::new());
}

#[test]
fn codes_are_found_by_digits_names_and_initials() {
    for typed in ["0", "08", "8", "抚", "fx", "20808"] {
        let found = below(SPLIT, &format!("| 208 | {typed}$0 | | | | | |"));
        let expected = format!("Code 「{typed}」 → 08 (款)");
        assert!(found.contains(&expected), "{typed}: {found:?}");
    }
    assert_eq!(below(SPLIT, "| 208 | 0$05 | | | | | |")[0], "Code 「0|5」 → 05 (款)");
    let label = &offered(&format!("{SPLIT}| 208 | 08$0 | | | | | |\n"))[0].label;
    assert_eq!(label, "08 抚恤");
}

#[test]
fn codes_in_one_cell_go_on_from_the_row_above() {
    let next = below(ECONOMIC, "| $0 | | | | |");
    assert_eq!(first(&next), ["Code 「」 → 30102 (款)", "Code 「」 → 30103 (款)", "Code 「」 → 30106 (款)"]);
    assert!(!below(ECONOMIC, "| 30$0 | | | | |").iter().any(|offer| offer.contains("→ 30101 ")));
    let found = below(ECONOMIC, "| bgf$0 | | | | |");
    assert_eq!(found, ["Code 「bgf」 → 30201 (款)"]);
    let functional = ECONOMIC.replace("科目编码", "功能分类科目编码");
    assert!(below(&functional, "| 2080502$0 | | | | |").contains(&"Code 「2080502」 → 2080502 (项)".to_owned()));
}

#[test]
fn names_for_the_code_of_the_row() {
    let here = SPLIT.replace("行政事业单位养老支出", "行政事业单位离退休");
    let names =
        below(&format!("{here}| 合计 | | | | 500 | 300 | 200 |\n\n说明\n\n{here}"), "| 208 | 05 | | $0 | | | |");
    assert_eq!(
        names,
        [
            "Account 「」 → 行政事业单位养老支出 (2024 年政府收支分类科目)",
            "Account 「」 → 行政事业单位离退休 (本文用过)"
        ]
    );
    assert_eq!(below(SPLIT, "| 208 | 08 | 01 | sw$0 | | | |"), ["Account 「sw」 → 死亡抚恤 (2024 年政府收支分类科目)"]);
    assert_eq!(below(SPLIT, "| 208 | 08 | 01 | 　死$0 | | | |").len(), 1, "the blanks in front stay");
    let all = below(SPLIT, "| | | | 死亡$0 | | | |");
    assert_eq!(all, ["Account 「死亡」 → 死亡抚恤 (2080801)"]);
    assert_eq!(below(SPLIT, "| | | | $0 | | | |").len(), MOST);
}

#[test]
fn a_word_about_each_in_english() {
    let draft = format!("{SPLIT}| 208 | 08$0 | | | | | |\n");
    let offset = draft.find("$0").unwrap();
    let options = Options { language: Language::English, ..Options::default() };
    let offers = completions(&Analysis::new(&draft.replace("$0", ""), options), offset);
    assert_eq!(offers[0].detail, "group");
}

#[test]
fn nothing_where_no_codes_belong() {
    let sides = "部门收支总表\n\n| 收入 | | 支出 | |\n|-|-|-|-|\n| 项目 | 预算数 | 项目 | 预算数 |\n| 一、财政拨款收入 | 5 | 一、住房保障支出$0 | 5 |\n";
    let other = "| 编号 | 名称 | 数量 |\n|-|-|-|\n| $0 | 桌 | 2 |\n";
    for draft in [
        sides.to_owned(),
        other.to_owned(),
        format!("{SPLIT}| 208 | 05 | 05 | 养老 | $0 | | |\n"),
        SPLIT.replace("| 款 |", "| $0 |"),
        SPLIT.replace("|-|-|-|-|-|-|-|", "|-|$0-|-|-|-|-|-|"),
        format!("$0{SPLIT}"),
        format!("{SPLIT}\n$0\n"),
    ] {
        assert_eq!(drawn(&draft), "", "{draft}");
    }
}

#[test]
fn at_every_byte_of_a_statement_ranges_hold_the_cursor() {
    for draft in [
        format!(
            "{SPLIT}| 208 | 8 | | 　抚恤😀 | 1\n\n<!-- page 2 -->\n\n| 221 | | | 住房保障支出 | 2 | 1 | 1 |\n|-|-|-|-|-|-|-|\n| 221 | 02 |"
        ),
        ECONOMIC.to_owned(),
    ] {
        let analysis = Analysis::new(&draft, Options::default());
        for offset in (0..=draft.len()).filter(|offset| draft.is_char_boundary(*offset)) {
            for offer in completions(&analysis, offset) {
                assert!(offer.typed.start <= offset && offer.typed.end == offset, "{offset}: {offer:?}");
                assert!(offer.piece.start == offer.typed.start && offer.piece.end >= offset, "{offset}: {offer:?}");
                let piece = draft.get(offer.piece.clone());
                assert!(piece.is_some_and(|piece| !piece.contains(['|', '\n'])), "{offset}: {offer:?}");
            }
        }
    }
}

/// The line of a row with the first offer accepted, and what goes beside it.
fn accepted(table: &str, row: &str) -> String {
    let text = format!("{table}{row}\n");
    let start = text.find("$0").expect("the cursor");
    let text = text.replace("$0", "");
    let analysis = Analysis::new(&text, Options::default());
    let offer = completions(&analysis, start).into_iter().next().expect("an offer");
    let mut edits = vec![(offer.piece, offer.text)];
    edits.extend(offer.beside);
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut new = text;
    for (range, with) in edits {
        new.replace_range(range, &with);
    }
    new.lines().last().expect("a line").to_owned()
}

#[test]
fn a_code_brings_its_name_and_a_name_its_code_into_a_blank_cell() {
    assert_eq!(accepted(ECONOMIC, "| 30102$0 | | | | |"), "| 30102 | 津贴补贴 | | | |");
    assert_eq!(accepted(ECONOMIC, "| | 津贴$0 | | | |"), "| 30102 | 津贴补贴 | | | |");
    assert_eq!(accepted(ECONOMIC, "| 30102$0 | 补贴 | | | |"), "| 30102 | 补贴 | | | |", "what stands there stays");
    assert_eq!(
        accepted(SPLIT, "| 208 | 05 | 05$0 | | | | |"),
        "| 208 | 05 | 05 | 机关事业单位基本养老保险缴费支出 | | | |"
    );
    assert_eq!(accepted(SPLIT, "| 208 | 08$0 | | | | | |"), "| 208 | 08 | | | | | |", "an item is still to come");
}
