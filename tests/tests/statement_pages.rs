//! Statements on several pages, with what is printed above each of them: they are one table, and add up as one.

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
    fix::applied,
};
use budget_tests::{
    departments::{self, Kind},
    generator::Dice,
    laws::fresh::{assert_fresh, settled},
};

fn found(text: &str) -> Vec<String> {
    let analysis = Analysis::new(text, Options::default());
    let loud = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
    loud.map(|(line, finding)| format!("{}: {}: {}", line + 1, finding.rule.id, finding.message)).collect()
}

const TITLE: &str = "2026年部门一般公共预算支出表";
const HEADER: &str = "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|\n";

/// A table on two pages.
fn paged(between: &str, header: &str) -> String {
    format!(
        "示例市青禾区文化局2026年部门预算\n\n{TITLE}\n\n编制单位：青禾区文化局\n\n单位：万元\n\n{HEADER}\
         | 207 | 文化旅游体育与传媒支出 | 9.00 | 4.00 | 5.00 |\n| 20701 | 文化和旅游 | 9.00 | 4.00 | 5.00 |\n\
         | 2070104 | 图书馆 | 4.00 | 4.00 | |\n\n<!-- page 2 -->\n\n{between}\n\n{header}\
         | 2070109 | 群众文化 | 5.00 | | 5.00 |\n| | 合计 | 9.00 | 4.00 | 5.00 |\n"
    )
}

/// One slip on the second page makes one sum of the first one wrong.
#[track_caller]
fn assert_joined(text: &str) {
    assert_eq!(found(text), [] as [String; 0], "{text}");
    let slip = text.replace("| 群众文化 | 5.00 | | 5.00 |", "| 群众文化 | 6.00 | | 6.00 |");
    let all = found(&slip);
    assert!(!all.is_empty() && all.iter().all(|one| one.contains("column-sum")), "{all:#?}\n{slip}");
    let analysis = Analysis::new(&slip, Options::default());
    let (line, finding) = analysis.findings().next().expect("it was found");
    let fixes = analysis.fixes(line, finding);
    assert!(fixes.iter().any(|fix| found(&applied(&slip, &fix.edits)).is_empty()), "{slip}");
}

/// Nothing is found on either page, where they are not known to be one table.
#[track_caller]
fn assert_silent(text: &str) {
    assert_eq!(found(text), [] as [String; 0], "{text}");
    let slip = text.replace("| 群众文化 | 5.00 | | 5.00 |", "| 群众文化 | 6.00 | | 6.00 |");
    assert_eq!(found(&slip), [] as [String; 0], "{slip}");
}

#[test]
fn what_stands_above_the_first_page_may_stand_above_each() {
    for between in [
        "单位：万元",
        TITLE,
        "2026年部门一般公共预算支出表\n\n单位：万元",
        "部门一般公共预算支出表\n\n编制单位：青禾区文化局\n单位：万元",
        "示例市青禾区文化局2026年部门预算\n\n2026年部门一般公共预算支出表",
        "公开05表\n\n2026年部门一般公共预算支出表\n（2026年度）",
        "2026年部门一般公共预算支出表（续）",
        "续表\n\n单位：万元",
        "（续上表）",
        "附表5续",
    ] {
        assert_joined(&paged(between, HEADER));
    }
    // A heading on each page.
    assert_joined(
        &paged("## 2026年部门一般公共预算支出表", HEADER).replace(&format!("\n\n{TITLE}"), &format!("\n\n## {TITLE}")),
    );
}

#[test]
fn a_page_without_a_header_goes_on_whatever_its_page_repeats() {
    let rows = "| 2070109 | 群众文化 | 5.00 | | 5.00 |\n|---|---|---|---|---|\n| | 合计 | 9.00 | 4.00 | 5.00 |\n";
    for between in [
        "续表",
        "2026年部门一般公共预算支出表（续）\n\n单位：万元",
        TITLE,
        "单位：万元",
        "公开05表",
        "示例市青禾区文化局2026年部门预算",
        "青禾区文化局2026年部门预算公开",
        "---",
        "![](page-2.png)",
        "（接上页）",
    ] {
        let text = paged(between, "");
        let (first, _) = text.split_once("| 2070109").expect("the second page");
        assert_joined(&format!("{first}{rows}"));
    }
}

#[test]
fn the_pages_of_a_table_of_html_are_one() {
    let row = |cells: [&str; 5]| format!("<tr>{}</tr>", cells.map(|cell| format!("<td>{cell}</td>")).concat());
    let header = row(["科目编码", "科目名称", "合计", "基本支出", "项目支出"]);
    let first = row(["207", "文化旅游体育与传媒支出", "9.00", "4.00", "5.00"]);
    let (second, third) =
        (row(["20701", "文化和旅游", "4.00", "4.00", ""]), row(["20702", "文物", "5.00", "", "5.00"]));
    let total = row(["", "合计", "9.00", "4.00", "5.00"]);
    for between in ["续表", TITLE, "2026年部门一般公共预算支出表\n\n单位：万元"] {
        let text = format!(
            "{TITLE}\n\n单位：万元\n\n<table>{header}{first}{second}</table>\n\n<!-- page 2 -->\n\n{between}\n\n\
             <table>{header}{third}{total}</table>\n"
        );
        assert_eq!(found(&text), [] as [String; 0], "{between}");
        let slip = text.replace("<td>5.00</td><td></td><td>5.00</td>", "<td>6.00</td><td></td><td>6.00</td>");
        assert!(!found(&slip).is_empty(), "{between}");
    }
}

#[test]
fn the_title_in_the_table_may_stand_there_on_each_page() {
    let header = format!("| {TITLE} | | | | |\n{}", HEADER.replace("|---|---|---|---|---|\n", ""));
    let header = header.replacen('\n', "\n|---|---|---|---|---|\n", 1);
    let text = paged("", &header).replacen(&format!("{TITLE}\n\n编制"), "编制", 1).replacen(HEADER, &header, 1);
    assert_joined(&text);
}

/// Where it is not sure that they are pages of one table, nothing is added up.
#[test]
fn a_page_with_another_head_is_not_added_up() {
    let rows = "| 2070109 | 群众文化 | 5.00 | | 5.00 |\n|---|---|---|---|---|\n| | 合计 | 9.00 | 4.00 | 5.00 |\n";
    let text = paged("第三部分 表格", "");
    let (first, _) = text.split_once("| 2070109").expect("the second page");
    assert_silent(&format!("{first}{rows}"));
    assert_silent(&paged("单位：元", HEADER));
    assert_silent(&paged("编制单位：青禾区文化馆\n\n2026年部门一般公共预算支出表", HEADER));
    assert_silent(&paged("2026年部门一般公共预算支出表", &HEADER.replace("项目支出 |", "专项支出 |")));
}

/// Tables that only look alike stay tables of their own.
#[test]
fn other_tables_with_the_same_columns_are_tables_of_their_own() {
    let table = |title: &str, name: &str, code: &str| {
        format!(
            "{title}\n\n单位：万元\n\n{HEADER}| {code} | {name} | 9.00 | 4.00 | 5.00 |\n| | 合计 | 9.00 | 4.00 | 5.00 |\n\n"
        )
    };
    let two = |first: &str, second: &str| {
        let above = "示例市青禾区文化局2026年部门预算\n\n";
        format!("{above}{}{}", table(first, "文化旅游体育与传媒支出", "207"), table(second, "住房保障支出", "221"))
    };
    let other = two(TITLE, "2026年政府性基金预算支出表");
    assert_eq!(found(&other), [] as [String; 0]);
    let slip = other.replacen("| 住房保障支出 | 9.00 | 4.00 |", "| 住房保障支出 | 8.00 | 3.00 |", 1);
    assert!(found(&slip).iter().any(|one| one.contains("column-sum")), "{:#?}", found(&slip));
    // The same title again, and a total of its own.
    let same = two(TITLE, TITLE);
    assert_eq!(found(&same), [] as [String; 0]);
    // Projects that go on, and those that are built on, are no pages that do.
    for title in ["2026年延续性项目支出预算表", "2026年继续教育支出预算表", "2026年支出预算表（续建项目）"]
    {
        assert_eq!(found(&two(TITLE, title)), [] as [String; 0], "{title}");
    }
}

/// What stands above pages, and their headers, are typed, removed and repeated: what is found is that of the text read
/// afresh.
#[test]
fn edits_above_pages_leave_what_the_text_read_afresh_has() {
    const HEADS: [&str; 6] =
        ["续表", "单位：万元", "单位：元", "2026年部门支出预算总表", "编制部门：青禾区文化局", "<!-- page 9 -->"];
    for seed in 0..60 {
        let mut dice = Dice::new(9_700_000 + seed);
        let kind = if seed % 3 == 2 { Kind::FinalAccount } else { Kind::Budget };
        let mut text = departments::any(seed, kind).2.text;
        let mut analysis = Analysis::new(&text, Options::default());
        for _ in 0..25 {
            // Lines that are no prose and no row of a body, or the first rows below them.
            let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            let line_at = |at: usize| &text[at..text[at..].find('\n').map_or(text.len(), |end| at + end + 1)];
            let is_delimiter = |at: &usize| line_at(*at).starts_with("|---");
            let delimiters: Vec<usize> = (0..starts.len()).filter(|line| is_delimiter(&starts[*line])).collect();
            if delimiters.is_empty() {
                break;
            }
            let line = (delimiters[dice.below(delimiters.len())] + dice.between(0, 3)).saturating_sub(dice.below(12));
            let at = starts[line.min(starts.len() - 1)];
            let own = line_at(at).to_owned();
            let (range, new) = match dice.below(6) {
                0 => (at..at + own.len(), String::new()),
                1 => (at..at, own),
                2 => (at..at + own.len(), format!("{}\n", HEADS[dice.below(HEADS.len())])),
                3 => (at..at, format!("{}\n\n", HEADS[dice.below(HEADS.len())])),
                4 => (at + own.trim_end().len()..at + own.trim_end().len(), "（续）".to_owned()),
                _ => {
                    let cut = own.char_indices().nth(dice.below(4)).map_or(0, |(cut, _)| cut);
                    (at + cut..at + cut, ["续", "年", "|", "1"][dice.below(4)].to_owned())
                }
            };
            analysis.edit(range.clone(), &new);
            text.replace_range(range, &new);
            assert_fresh(&settled(&analysis), &text);
        }
    }
}

/// All classes on the first page add up to its total, and the items of the last one stand on the next page.
#[test]
fn the_items_of_the_last_class_may_stand_on_the_next_page() {
    let page = |item: &str| {
        format!(
            "青禾区审计局2026年部门预算\n\n一般公共预算支出表\n\n单位：万元\n\n| 科目编码 | 科目名称 | 合计 |\n|---|---|---|\n| | 合计 | 700.00 |\n\
             | 201 | 一般公共服务支出 | 400.00 |\n| 20108 | 审计事务 | 400.00 |\n| 208 | 社会保障和就业支出 | 300.00 |\n\n<!-- page 2 -->\n\n\
             | 20805 | 行政事业单位养老支出 | {item} |\n|---|---|---|\n| 2080505 | 机关事业单位基本养老保险缴费支出 | {item} |\n"
        )
    };
    let loud = |text: &str| {
        let analysis = budget_lsp::analysis::Analysis::new(text, budget_lsp::analysis::Options::default());
        analysis.findings().filter(|(_, finding)| finding.severity <= budget_lsp::finding::Severity::Warning).count()
    };
    assert_eq!(loud(&page("300.00")), 0);
    assert_eq!(loud(&page("310.00")), 1);
}

/// A heading that comes to stand above the first of two tables makes a third one their next page, which stands below
/// that heading as well.
#[test]
fn what_a_page_repeats_stands_above_the_first_of_several_tables() {
    const TABLE: &str = "| 科目编码 | 科目名称 | 合计 |\n|---|---|---|\n| 205 | 教育支出 | 700.00 |\n";
    const COVER: &str = "青禾区审计局2026年部门预算\n";
    const STRUCTURE: &str = "（二）按支出结构划分情况\n";
    for (heading, below) in [
        ("## 三、其他\n", format!("{TABLE}\n{TABLE}## 三、其他\n{COVER}{TABLE}")),
        (STRUCTURE, format!("{TABLE}\n五、一般公共预算支出情况说明\n{TABLE}\n{COVER}{STRUCTURE}{TABLE}\n")),
    ] {
        let mut analysis = Analysis::new(&below, Options::default());
        analysis.edit(0..0, heading);
        assert_fresh(&settled(&analysis), &format!("{heading}{below}"));
    }
}
