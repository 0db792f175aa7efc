//! Tables of projects that go on on the next page below a repeated title or unit: what adds up in all pages does not in
//! one.

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
};

const HEADER: &str = "| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 | 绩效指标 |\n|---|---|---|---|---|---|\n";

fn loud(text: &str) -> Vec<String> {
    let analysis = Analysis::new(text, Options::default());
    let loud = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
    loud.map(|(line, finding)| format!("{}: {}: {}", line + 1, finding.rule.id, finding.message)).collect()
}

/// Two pages with something between.
fn paged(first: &str, between: &str, second: &str) -> String {
    format!("# 项目支出绩效目标表\n\n单位：万元\n\n{HEADER}{first}\n<!-- page 2 -->\n\n{between}\n\n{HEADER}{second}")
}

#[test]
fn a_unit_whose_projects_go_on_on_the_next_page_is_not_added_up_on_one() {
    for between in ["单位：万元", "项目支出绩效目标表", "项目支出绩效目标表\n\n单位：万元", "公开10表"]
    {
        let right = paged(
            "| 合计 | 5.00 | 5.00 | | | |\n| 青禾区图书馆 | 5.00 | 5.00 | | | |\n| 购书 | 3.00 | 3.00 | | 目标 | |\n",
            between,
            "| 修缮 | 2.00 | 2.00 | | 目标 | |\n",
        );
        assert_eq!(loud(&right), [] as [String; 0], "{between}");
    }
}

#[test]
fn a_total_at_the_end_of_the_last_page_is_that_of_all() {
    let right = paged(
        "| 购书 | 3.00 | 3.00 | | 目标 | |\n",
        "单位：万元",
        "| 修缮 | 2.00 | 2.00 | | 目标 | |\n| 合计 | 5.00 | 5.00 | | | |\n",
    );
    assert_eq!(loud(&right), [] as [String; 0]);
}

#[test]
fn the_first_subtotal_of_a_further_page_is_that_of_what_began_on_the_page_before() {
    let right = paged(
        "| 购书 | 3.00 | 3.00 | | 目标 | |\n",
        "单位：万元",
        "| 修缮 | 2.00 | 2.00 | | 目标 | |\n| 小计 | 5.00 | 5.00 | | | |\n| 演出 | 4.00 | 4.00 | | 目标 | |\n\
         | 小计 | 4.00 | 4.00 | | | |\n",
    );
    assert_eq!(loud(&right), [] as [String; 0]);
    assert_eq!(loud(&right.replace("小计 | 4.00", "小计 | 6.00")).len(), 1);
    // Nothing goes on here.
    let alone = right.replacen("项目名称", "项目", 1).replacen("| 购书 | 3.00 | 3.00 | | 目标 | |\n", "", 1);
    assert_eq!(loud(&alone).len(), 1, "{:?}", loud(&alone));
}

#[test]
fn tables_with_totals_of_their_own_and_units_that_end_before_are_added_up() {
    let own = paged(
        "| 购书 | 3.00 | 3.00 | | 目标 | |\n| 合计 | 4.00 | 4.00 | | | |\n",
        "单位：万元",
        "| 修缮 | 2.00 | 2.00 | | 目标 | |\n| 合计 | 2.00 | 2.00 | | | |\n",
    );
    assert_eq!(loud(&own).len(), 1, "{:?}", loud(&own));
    let ended = paged(
        "| 青禾区文化馆 | 4.00 | 4.00 | | | |\n| 演出 | 3.00 | 3.00 | | 目标 | |\n| 青禾区图书馆 | 5.00 | 5.00 | | | |\n\
         | 购书 | 3.00 | 3.00 | | 目标 | |\n",
        "单位：万元",
        "| 修缮 | 2.00 | 2.00 | | 目标 | |\n",
    );
    assert_eq!(loud(&ended).len(), 1, "{:?}", loud(&ended));
    let headed = paged(
        "| 青禾区图书馆 | 5.00 | 5.00 | | | |\n| 购书 | 3.00 | 3.00 | | 目标 | |\n",
        "# 其他项目\n\n单位：万元",
        "| 修缮 | 2.00 | 2.00 | | 目标 | |\n",
    );
    assert_eq!(loud(&headed).len(), 1, "{:?}", loud(&headed));
}

/// Two pages of which the second has another heading, and perhaps no header.
fn headed(heading: &str, header: &str, second: &str) -> String {
    let first =
        "| 合计 | 5.00 | 5.00 | | | |\n| 青禾区图书馆 | 5.00 | 5.00 | | | |\n| 购书 | 3.00 | 3.00 | | 目标 | |\n";
    format!("# 项目支出绩效目标表\n\n单位：万元\n\n{HEADER}{first}\n{heading}\n\n{header}{second}")
}

#[test]
fn a_heading_that_stands_again_on_each_page_begins_no_other_table() {
    let rest = "| 修缮 | 2.00 | 2.00 | | 目标 | |\n";
    for heading in
        ["# 项目支出绩效目标表", "# 项目支出绩效目标表（续）", "## 续表", "# 项目支出绩效目标表续表\n\n单位：万元"]
    {
        assert_eq!(loud(&headed(heading, HEADER, rest)), [] as [String; 0], "{heading}");
    }
    assert_eq!(loud(&headed("# 部门整体支出绩效目标表", HEADER, rest)).len(), 1);
}

#[test]
fn a_total_over_units_on_several_pages_is_that_of_all() {
    let rest = "| 青禾区文化馆 | 2.00 | 2.00 | | | |\n| 演出 | 2.00 | 2.00 | | 目标 | |\n";
    let text = headed("# 项目支出绩效目标表", HEADER, rest)
        .replace("| 青禾区图书馆 | 5.00 | 5.00", "| 青禾区图书馆 | 3.00 | 3.00");
    assert_eq!(loud(&text), [] as [String; 0]);
}

#[test]
fn the_first_row_of_a_page_may_have_become_its_header() {
    for header in
        ["| 修缮 | 2.00 | 2.00 | | 目标 | |\n|---|---|---|---|---|---|\n", "| | | | | | |\n|---|---|---|---|---|---|\n"]
    {
        assert_eq!(
            loud(&headed("<!-- page 2 -->", header, "| 修缮 | 2.00 | 2.00 | | 目标 | |\n")),
            [] as [String; 0],
            "{header}"
        );
    }
    let other = "| 科目 | 说明 | | | | |\n|---|---|---|---|---|---|\n";
    assert_eq!(loud(&headed("", other, "")).len(), 1);
}

/// The heading of a page is typed: what is found is that of the text read afresh, after each key.
#[test]
fn pages_come_and_go_with_their_headings() {
    let mut text = headed("# 项目支出绩效目标", HEADER, "| 修缮 | 2.00 | 2.00 | | 目标 | |\n");
    let mut analysis = Analysis::new(&text, Options::default());
    let count =
        |analysis: &Analysis| analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning).count();
    assert_eq!(count(&analysis), 1);
    let title = "# 项目支出绩效目标表\n";
    for (place, old, new) in
        [(1, "目标\n", "目标表\n"), (0, title, "# 项目绩效目标表\n"), (0, "# 项目绩效目标表\n", title), (1, title, "")]
    {
        let at = text.match_indices(old).map(|(at, _)| at).nth(if text.matches(old).count() > 1 { place } else { 0 });
        let at = at.expect("it stands there");
        analysis.edit(at..at + old.len(), new);
        text.replace_range(at..at + old.len(), new);
        assert_eq!(count(&analysis), loud(&text).len(), "{old:?} → {new:?}\n{text}");
    }
    assert_eq!(count(&analysis), 0);
}

/// Statements of one budget on a page each, with what stands on top of each page.
fn with_heads(head: &str, spent: &str) -> String {
    let class = |name: &str, amount: &str| format!("| 207 | {name} | {amount} | {amount} | |\n");
    let table = |title: &str, amount: &str| {
        format!(
            "2026年{title}\n\n单位：万元\n\n| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|\n\
             {}| 合计 | | {amount} | {amount} | |\n",
            class("文化旅游体育与传媒支出", amount)
        )
    };
    let pages = [
        "目录".to_owned(),
        table("部门支出预算总表", "90.00"),
        table("部门一般公共预算支出表", spent),
        format!("2026年支出预算{spent}万元。"),
    ];
    pages.iter().enumerate().map(|(page, text)| format!("<!-- page {page} -->\n\n{head}\n\n{text}\n")).collect()
}

#[test]
fn what_stands_on_top_of_each_page_parts_no_department() {
    for head in ["示例市青禾区文化局2026年部门预算", "示例市青禾区文化局2026年度部门预算公开"]
    {
        assert_eq!(loud(&with_heads(head, "90.00")), [] as [String; 0], "{head}");
        let wrong = with_heads(head, "90.00").replace("预算90.00万元", "预算80.00万元");
        assert_eq!(loud(&wrong).len(), 1, "{head}: {:?}", loud(&wrong));
    }
}
