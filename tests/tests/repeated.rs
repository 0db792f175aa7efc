//! A figure that a department's budget prints in several places: where else it stands, and carrying it there.

use budget_lsp::{
    analysis::{Analysis, Options},
    features::{hover::hover, navigation, repeated},
    fix::applied,
};

const DEPARTMENT: &str = include_str!("../../server/fuzz/seeds/findings/department.txt");

/// The analysis of a text, and the offset of what stands behind a text in it.
fn at(text: &str, before: &str) -> (Analysis, usize) {
    let offset = text.find(before).unwrap_or_else(|| panic!("{before} in {text}")) + before.len();
    (Analysis::new(text, Options::default()), offset)
}

/// The lines that a jump leads to, with what they lead to marked.
fn drawn(analysis: &Analysis, ties: Option<navigation::Ties>) -> Vec<String> {
    let text = analysis.document().text();
    let pieces = ties.map(|ties| ties.others).unwrap_or_default();
    let mut drawn: Vec<String> = pieces
        .iter()
        .map(|piece| {
            let line = text.line(piece.line);
            let (start, end) = (piece.span.start as usize, piece.span.end as usize);
            format!("{}「{}」{}", &line[..start], &line[start..end], &line[end..])
        })
        .collect();
    drawn.sort();
    drawn
}

#[test]
fn a_hover_says_where_else_a_figure_stands_and_whether_all_agree() {
    let (analysis, offset) = at(DEPARTMENT, "| 207 | 01 | 04 | 图书馆 | ");
    let card = hover(&analysis, offset).unwrap().card.plain();
    assert!(card.starts_with("一般公共预算支出表 · 2070104 图书馆 · 合计"), "{card}");
    assert!(card.contains("1,200,000元 = 1,200,000.00 元") && card.contains("大写："), "{card}");
    assert!(card.contains("文字说明") && card.contains("120.00万元") && card.contains("处都一致"), "{card}");
    let broken = DEPARTMENT.replacen("”120.00万元", "”110.00万元", 1);
    let (analysis, offset) = at(&broken, "”");
    let card = hover(&analysis, offset).unwrap().card.plain();
    assert!(card.contains("否") && card.contains("不一致"), "{card}");
}

#[test]
fn a_jump_leads_from_the_prose_to_the_table_and_back() {
    let (analysis, offset) = at(DEPARTMENT, "（项）”");
    let there = drawn(&analysis, navigation::definition(&analysis, offset));
    assert!(there.contains(&"| 207 | 01 | 04 | 图书馆 | 「1,200,000」 | 800,000 | 400,000 |".to_owned()), "{there:?}");
    let (analysis, offset) = at(DEPARTMENT, "| 207 | 01 | 04 | 图书馆 | ");
    let back = drawn(&analysis, navigation::definition(&analysis, offset));
    assert!(back.iter().any(|line| line.contains("（项）”「120.00」万元")), "{back:?}");
    let all = drawn(&analysis, navigation::references(&analysis, offset));
    assert!(all.iter().any(|line| line.starts_with("| 207 | 01 | | 文化和旅游 | 「1,200,000」")), "{all:?}");
    assert!(all.iter().any(|line| line.contains("「800,000」")), "{all:?}");
}

#[test]
fn a_total_of_no_quantity_leads_to_its_parts() {
    let (analysis, offset) = at(DEPARTMENT, "| 207 | | | 文化旅游体育与传媒支出 | 1,200,000 | 800,000 | ");
    let parts = drawn(&analysis, navigation::definition(&analysis, offset));
    assert_eq!(parts, ["| 207 | 01 | | 文化和旅游 | 1,200,000 | 800,000 | 「400,000」 |"]);
}

#[test]
fn a_figure_is_carried_to_all_places_that_repeat_it_with_the_percentage_that_follows() {
    let changed = DEPARTMENT.replace("1,200,000 | 800,000", "1,300,000 | 900,000");
    let (analysis, offset) = at(&changed, "| 207 | 01 | 04 | 图书馆 | ");
    let (title, edits) = repeated::carry(&analysis, offset).unwrap();
    assert_eq!(title, "把 1,300,000元 带到另外 2 处");
    let carried = applied(&changed, &edits);
    assert!(
        carried.contains("（项）”130.00万元") && carried.contains("安排130.00万元，比2025年预算执行数增加30.00%"),
        "{carried}"
    );
    assert_eq!(repeated::carry(&Analysis::new(&carried, Options::default()), offset + 3), None);
    let (analysis, offset) = at(DEPARTMENT, "| 207 | 01 | 04 | 图书馆 | ");
    assert_eq!(repeated::carry(&analysis, offset), None);
}

#[test]
fn what_is_no_figure_of_a_budget_has_nothing_to_say() {
    for before in ["示例市", "科目名称 | ", "| 207 | 01 | 04 | 图"] {
        let (analysis, offset) = at(DEPARTMENT, before);
        assert_eq!(hover(&analysis, offset), None, "{before}");
        assert_eq!(navigation::definition(&analysis, offset), None, "{before}");
    }
}

#[test]
fn a_figure_of_the_text_is_carried_with_its_share() {
    let text = "青禾区文化局2026年部门预算

2026年收入预算300.00万元，其中：财政拨款收入210.00万元，占66.67%；事业收入100.00万元，占33.33%。

收支总表

单位：万元

| 收入 | | 支出 | |
|---|---|---|---|
| 项目 | 预算数 | 项目 | 预算数 |
| 一、财政拨款收入 | 200.00 | 一、教育支出 | 300.00 |
| 二、事业收入 | 100.00 | | |
| 收入总计 | 300.00 | 支出总计 | 300.00 |
";
    let (analysis, offset) = at(text, "财政拨款收入");
    let (title, edits) = repeated::carry(&analysis, offset).unwrap();
    assert_eq!(title, "把 210.00万元 带到另外 1 处");
    let carried = applied(text, &edits);
    assert!(carried.contains("财政拨款收入210.00万元，占70.00%"), "{carried}");
    assert!(carried.contains("| 一、财政拨款收入 | 210.00 |"), "{carried}");
}

#[test]
fn a_figure_is_called_by_what_it_is_and_a_blank_is_said_to_be_one() {
    let (analysis, offset) = at(DEPARTMENT, "| 207 | 01 | 04 | 图书馆 | ");
    let card = hover(&analysis, offset).unwrap().card.plain();
    assert!(card.contains("文字说明 · 图书馆（第 5 行）"), "{card}");
    let (analysis, offset) = at(DEPARTMENT, "| 一、财政拨款收入 | ");
    let card = hover(&analysis, offset).unwrap().card.plain();
    assert!(!card.contains("| 万元 |"), "{card}");
}

/// The offsets at which figures begin.
fn figures(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is_start = move |at: &usize| {
        is_digit(*at)
            && !at.checked_sub(1).is_some_and(|before| is_digit(before) || matches!(bytes[before], b'.' | b','))
    };
    (0..bytes.len()).filter(is_start)
}

#[test]
fn in_right_documents_no_figure_is_to_be_carried_anywhere() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/right");
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect(folder).map(|entry| entry.expect(folder).path()).collect();
    paths.push(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/yunxun-hydrology-2026.md").into());
    paths.push(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/qinghe-archives-2026.md").into());
    paths.sort();
    let mut offered = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let analysis = Analysis::new(&text, Options::default());
        offered.extend(figures(&text).filter_map(|offset| {
            let (title, _) = repeated::carry(&analysis, offset)?;
            let line = text[..offset].matches('\n').count() + 1;
            Some(format!("{}:{line} {title}", path.file_name()?.display()))
        }));
    }
    assert_eq!(offered, [] as [String; 0]);
}
