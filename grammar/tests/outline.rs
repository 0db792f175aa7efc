//! Tables and the headings over them, in documents as they are written.

use budget_grammar::{document::Document, line::Line, name::fold_hash};

const TABLE: &str = "| 项目名称 | 金额 | 绩效目标 |\n|-|-|-|\n| 修缮 | 2.00 | 目标 |\n";

/// The heading over the first table of a document that starts with `front`.
fn heading(front: &str) -> Option<String> {
    let document = Document::new(&format!("{front}\n\n{TABLE}"));
    let table = document.tables().next()?;
    document.heading_over(table.start)
}

#[test]
fn the_text_of_a_heading_has_no_marks() {
    for (front, title) in [
        ("# 支出表", "支出表"),
        ("  ### 支出表 ###  ", "支出表"),
        ("## 支出表#1", "支出表#1"),
        ("## 支出表 \\#", "支出表 \\#"),
        ("支出表\n------", "支出表"),
        ("##", ""),
        ("# 一\n\n## 二", "二"),
        ("# 一\n\n单位：万元\n\n本段说明。", "一"),
    ] {
        assert_eq!(heading(front).as_deref(), Some(title), "{front}");
    }
}

#[test]
fn headings_have_levels() {
    let document = Document::new("# 一\n\n## 二\n\n三\n===\n\n四\n---\n\n###### 六\n");
    let headings = (0..11).filter_map(|line| document.heading(line));
    let found: Vec<_> = headings.map(|heading| (heading.level, heading.line, heading.title)).collect();
    let expected = [(1, 0, "一"), (2, 2, "二"), (1, 4, "三"), (2, 7, "四"), (6, 10, "六")];
    assert_eq!(found, expected.map(|(level, line, title)| (level, line, title.to_owned())));
}

#[test]
fn what_only_looks_like_a_heading_is_none() {
    for front in ["本段说明。", "```\n# 支出表\n```", "#支出表"] {
        assert_eq!(heading(front), None, "{front}");
    }
}

#[test]
fn tables_are_found_with_all_their_fragments() {
    let document = format!("# 一\n\n{TABLE}\n<!-- page 2 -->\n\n{TABLE}\n\n说明。\n\n| 甲 | 乙 |\n|-|-|\n\n{TABLE}");
    let document = Document::new(&document);
    let projects = |lines| document.lines().summary_of(lines).projects;
    assert_eq!(document.tables().map(projects).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(Document::new("只有文字。").tables().count(), 0);
}

#[test]
fn a_whole_table_adds_up_its_units_and_the_projects_of_none() {
    let rows = "| 修缮 | 2.00 | 目标 |\n| 教育局 | 5.00 | |\n| 培训 | 4.00 | 目标 |\n| 合计 | 9.00 | |\n";
    let document = Document::new(&format!("| 项目名称 | 金额 | 绩效目标 |\n|-|-|-|\n{rows}"));
    let table = document.tables().next().expect("a table");
    assert_eq!(document.whole(table).get(0).value, 700_000_000);
}

#[test]
fn the_parts_that_print_something_are_those_among_the_parts() {
    let rows = "\
| 合计 | 9.00 | 1.00 | |
| 修缮 | 2.00 | | 目标 |
| 教育局 | 5.00 | | |
| 培训 | 4.00 | 1.00 | 目标 |
| 资助 | 1.00 | 无 | 目标 |
| 文化局 | | 2.00 | |
| 展览 | | 1.00 | 目标 |
| 演出 | 1.00 | 1.00 | 目标 |
| 小计 | 1.00 | 2.00 | |
| 慰问 | 1.00 | - | 目标 |
| 合计 | 9.00 | 1.00 | |
";
    let document = Document::new(&format!("| 项目名称 | 财政拨款 | 其他资金 | 绩效目标 |\n|-|-|-|-|\n{rows}"));
    let mut totals = 0;
    for line in 0..document.lines().len() {
        assert_eq!(document.level(line), document.total(line).map(|total| total.level), "{line}");
        let Some(total) = document.total(line) else { continue };
        for column in 0..2 {
            let prints = |(_, part): &(usize, &Line)| part.row().is_some_and(|row| row.prints(column));
            let expected: Vec<usize> = document.parts(&total).filter(prints).map(|(line, _)| line).collect();
            assert_eq!(document.printed_parts(&total, column).collect::<Vec<_>>(), expected, "{line}, {column}");
        }
        totals += 1;
    }
    assert_eq!(totals, 5);
}

#[test]
fn rows_of_one_name_are_found_in_all_tables() {
    let table = "| 项目名称 | 金额 | 绩效目标 |\n|-|-|-|\n| 教育局 | 2.00 | |\n| 培训 经费 | 2.00 | 目标 |\n";
    let document = Document::new(&format!("{table}\n培训经费\n\n{}\n", table.replace("训 经", "训经").repeat(40)));
    let named = |name| document.named(fold_hash(name)).collect::<Vec<_>>();
    assert_eq!(named("教育局").len(), 41);
    assert_eq!(named("培训经费").iter().take(3).copied().collect::<Vec<_>>(), [3, 10, 14]);
    assert_eq!(named("文化局"), [0_usize; 0]);
}
