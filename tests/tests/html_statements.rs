//! Statements written as tables of HTML: what is found in them and what the fixes do is what it is for the same tables
//! of Markdown.

use budget_grammar::{
    document::Document,
    statement::{Row, Statement},
};
use budget_lsp::{
    analysis::{Analysis, Options},
    features::{
        actions::quick_fixes,
        format::{formatted, formatted_row},
    },
    fix::{Fix, applied},
};
use budget_tests::{
    classified::{Layout, Table},
    generator::Dice,
    html::{Line, Shape, converted},
};

fn analysis(text: &str) -> Analysis {
    Analysis::new(text, Options::default())
}

/// Each finding with what stands where it is.
fn found(text: &str) -> Vec<String> {
    let analysis = analysis(text);
    let findings = analysis.findings().map(|(line, finding)| {
        let figure = finding.span.of(&analysis.document().text().line(line)).to_owned();
        format!("{} 「{figure}」 {}", finding.rule.id, finding.message)
    });
    findings.collect()
}

/// All statements of a document.
fn statements(text: &str) -> Vec<Statement> {
    let document = Document::new(text);
    let starts = (0..document.lines().len()).filter(|line| document.begins_unknown_tables(*line));
    starts.flat_map(|start| Statement::all(&document, start)).collect()
}

#[test]
fn a_table_of_html_is_the_statement_that_it_is_in_markdown() {
    for seed in 0..1_000 {
        let mut dice = Dice::new(seed);
        let layout = Layout::any(&mut dice);
        let text = Table::any(&mut dice, layout).render();
        let shape = Shape::any(&mut dice);
        let html = converted(&text, shape);
        let (piped, tagged) = (statements(&text), statements(&html));
        assert_eq!(found(&html), Vec::<String>::new(), "seed {seed}, {shape:?}\n{html}");
        assert_eq!(piped.len(), tagged.len(), "seed {seed}, {shape:?}\n{html}");
        for (piped, tagged) in piped.iter().zip(&tagged) {
            assert_eq!(piped.header, tagged.header, "seed {seed}, {shape:?}\n{html}");
            assert_eq!((piped.unit, &piped.kind), (tagged.unit, &tagged.kind));
            let said = |row: Row<'_>| (row.of().clone(), row.name().to_owned(), row.amounts().to_vec());
            let rows = |statement: &Statement| -> Vec<_> { statement.rows.iter().map(said).collect() };
            assert_eq!(rows(piped), rows(tagged), "seed {seed}, {shape:?}\n{html}");
        }
    }
}

/// One figure is another: the same is found at the same figure, and each fix changes what it changes in Markdown.
#[test]
fn a_wrong_figure_is_found_in_html_and_mended_by_the_same_fixes() {
    let mut fixes = 0;
    for seed in 0..1_000 {
        let mut dice = Dice::new(2_000_000 + seed);
        let layout = Layout::any(&mut dice);
        let mut table = Table::any(&mut dice, layout);
        let shape = Shape::any(&mut dice);
        let row = dice.below(table.rows.len());
        let column = dice.below(table.rows[row].figures.len());
        table.rows[row].figures[column] += [10, 27, 100, 900, 5_000][dice.below(5)];
        let piped = table.render();
        let broken = converted(&piped, shape);
        assert_eq!(found(&broken), found(&piped), "seed {seed}, {shape:?}\n{broken}");
        let (of_html, of_pipes) = (analysis(&broken), analysis(&piped));
        for ((line, finding), (piped_line, piped_finding)) in of_html.findings().zip(of_pipes.findings()) {
            let mended = |text: &str, fix: &Fix| (fix.title.clone(), applied(text, &fix.edits));
            let own: Vec<_> = of_html.fixes(line, finding).iter().map(|fix| mended(&broken, fix)).collect();
            let expected = of_pipes.fixes(piped_line, piped_finding).into_iter().map(|fix| mended(&piped, &fix));
            let expected: Vec<_> = expected.map(|(title, text)| (title, converted(&text, shape))).collect();
            assert_eq!(own, expected, "seed {seed}, {shape:?}\n{broken}");
            fixes += own.len();
        }
    }
    assert!(fixes >= 900, "{fixes}");
}

const TABLE: &str = "单位：元\n\n<table>\n<tr><td colspan=3>功能分类科目编码</td><td rowspan=2>功能分类科目名称</td>\
    <td rowspan=2>合计</td><td rowspan=2>基本支出</td><td rowspan=2>项目支出</td></tr>\n<tr><td>类<td>款<td>项</tr>\n\
    <tr><td>207</td><td></td><td></td><td>文化旅游体育与传媒支出</td><td>500</td><td>300</td><td>200</td></tr>\n\
    <tr><td>207</td><td>01</td><td></td><td>文化和旅游</td><td>500</td><td>300</td><td>200</td></tr>\n\
    <tr><td>207</td><td>01</td><td>01</td><td>行政运行</td><td>300</td><td>300</td><td></td></tr>\n\
    <tr><td>207</td><td>01</td><td>09</td><td>群众文化</td><td>200</td><td></td><td>200</td></tr>\n\
    <tr><td colspan=4>合计</td><td>500</td><td>300</td><td>200</td></tr>\n</table>\n";

/// What the first fix of the only finding makes of a draft.
fn mended(draft: &str) -> String {
    let analysis = analysis(draft);
    let findings: Vec<_> = analysis.findings().collect();
    let [(line, finding)] = &*findings else { panic!("{:?}", found(draft)) };
    let fixes = analysis.fixes(*line, finding);
    assert!(!fixes.is_empty(), "{:?}\n{draft}", found(draft));
    applied(draft, &fixes[0].edits)
}

#[test]
fn codes_are_mended_in_every_shape() {
    assert_eq!(found(TABLE), Vec::<String>::new());
    let in_one_line = TABLE.replace("\n<t", "<t").replace("\n</t", "</t").replace("元<", "元\n\n<");
    let cell_by_cell = TABLE.replace("<td", "\n<td").replace("</td>", "\n</td>");
    let row = "<td>207</td><td>01</td><td>09</td><td>群";
    for wrong in ["<td>7</td><td>01</td><td>09</td><td>群", "<td>207</td><td>01</td><td>9</td><td>群"] {
        for table in [TABLE, &in_one_line] {
            let broken = table.replace(row, wrong);
            assert_ne!(broken, *table);
            assert_eq!(mended(&broken), *table, "{broken}");
        }
        let broken = TABLE.replace(row, wrong).replace("<td", "\n<td").replace("</td>", "\n</td>");
        assert_eq!(mended(&broken), cell_by_cell, "{broken}");
    }
    // Both tables are in one line, and each finding gets its own fix.
    let twice = in_one_line.replace(row, "<td>207</td><td>01</td><td>9</td><td>群");
    let other = twice.replace("单位：元\n", "").replace(">9<", ">8<");
    let both = twice.trim_end().to_owned() + "间" + &other;
    let analysis = analysis(&both);
    let findings = analysis.findings().filter(|(_, finding)| finding.rule.id == "code-format");
    let fixed: Vec<String> =
        findings.map(|(line, finding)| applied(&both, &analysis.fixes(line, finding)[0].edits)).collect();
    assert_eq!(fixed, [both.replace(">9<", ">09<"), both.replace(">8<", ">08<")]);
    assert_eq!(statements(&both.replace('间', "</p>间\n<p>")).len(), 2);
    assert_eq!(statements(&both.replace('间', "\n间")).len(), 2);
    // What prints the same codes and another total is another table, and what prints neither goes on with the one
    // above.
    assert_eq!(statements(&both.replace('间', "\n")).len(), 2);
    let total = "<tr><td colspan=4>合计</td><td>500</td><td>300</td><td>200</td></tr>";
    let (first, second) = both.split_once('间').unwrap();
    let joined = format!("{first}\n{}", second.replace("207", "208")).replace(total, "");
    assert_eq!(statements(&joined).len(), 1);
}

#[test]
fn what_a_cell_says_counts_and_not_how_it_is_written() {
    let wrong = TABLE.replace("<td>群众文化</td><td>200<", "<td>群众文化</td><td>300<");
    let expected = found(&wrong);
    assert_eq!(expected.len(), 1, "{expected:?}");
    assert_eq!(mended(&wrong), TABLE);
    for (from, to) in [
        ("<td>207</td><td>01</td><td>09</td>", "<td><b>207</b></td><td>&nbsp;01</td><td> 09 </td>"),
        ("<td>群众文化</td>", "<td>群众&#25991;化</td>"),
        ("<td>文化和旅游</td>", "<td>文化<br>\n和旅游</td>"),
        ("<td>行政运行</td><td>300</td>", "<td>行政运行</td><td class=\"a>b\" align=right>300</td>"),
    ] {
        let written = wrong.replace(from, to);
        assert_ne!(written, wrong, "{from}");
        assert_eq!(found(&written), expected, "{written}");
        assert_eq!(mended(&written), TABLE.replace(from, to), "{written}");
    }
    // The figure is told, and nothing can be put in its place.
    for (figure, behind) in [("3&#48;0", ""), ("30<i>0", "</i>")] {
        let cell = format!("<td>群众文化</td><td>{figure}{behind}<");
        let written = wrong.replace("<td>群众文化</td><td>300<", &cell);
        let analysis = analysis(&written);
        let findings: Vec<_> = analysis.findings().collect();
        assert_eq!(findings.len(), 1, "{written}");
        let (line, finding) = findings[0];
        assert_eq!(finding.span.of(&analysis.document().text().line(line)), figure);
        assert!(analysis.fixes(line, finding).is_empty(), "{:?}", analysis.fixes(line, finding));
        assert!(finding.message.contains("300"), "{}", finding.message);
    }
}

#[test]
fn what_is_covered_is_no_figure_and_what_is_no_table_is_none() {
    let covered = TABLE.replace("<td>300</td><td></td></tr>", "<td colspan=2>300</td></tr>");
    assert_eq!(found(&covered), Vec::<String>::new(), "{covered}");
    let wrong = TABLE.replace("<td>群众文化</td><td>200<", "<td>群众文化</td><td>300<");
    let fenced = wrong.replace("<table>", "```\n<table>");
    let quoted = wrong.replace('\n', "\n> ");
    let nested = wrong.replace("<td>群众文化</td>", "<td><table><tr><td>群众文化</table></td>");
    let commented = wrong.replace("<table>", "<!-- <table>\n");
    let parted = wrong.replace("<tr><td>类", "\n<tr><td>类");
    for text in [&fenced, &quoted, &nested, &commented, &parted] {
        assert_eq!(found(text), Vec::<String>::new(), "{text}");
    }
    let long = wrong.replace("</table>", &("<tr><td>209</td></tr>\n".repeat(2_000) + "</table>"));
    let wide = wrong.replace("<td>行政运行", &format!("<td title=\"{}\">行政运行", "长".repeat(200_000)));
    for text in [&long, &wide] {
        assert_eq!(found(text), Vec::<String>::new());
    }
}

#[test]
fn tables_in_other_blocks_of_html_are_read_with_their_titles() {
    let wrong = TABLE.replace("<td>群众文化</td><td>200<", "<td>群众文化</td><td>300<");
    for (before, after) in [("<div align=\"center\">\n", "</div>\n"), ("<html><body>", "</body></html>")] {
        let table =
            wrong.replace("<table>", &format!("{before}<table>")).replace("</table>\n", &format!("</table>{after}\n"));
        assert_eq!(found(&table), found(&wrong), "{table}");
        let titled = table.replace("单位：元", "一般公共预算支出表\n\n单位：元");
        let title = statements(&titled)[0].title.clone().unwrap();
        assert_eq!(&*title.text, "一般公共预算支出表", "{titled}");
    }
}

#[test]
fn formatting_leaves_html_alone() {
    for seed in 0..50 {
        let mut dice = Dice::new(seed);
        let layout = Layout::any(&mut dice);
        let shape = Shape { line: Line::Row, ..Shape::any(&mut dice) };
        let html = converted(&Table::any(&mut dice, layout).render(), shape);
        let analysis = analysis(&html);
        assert!(formatted(&analysis, 0..usize::MAX).is_empty());
        for line in 0..analysis.document().lines().len() {
            assert!(formatted_row(&analysis, line).is_empty());
        }
    }
}

#[test]
fn a_request_above_a_table_of_html_hides_what_is_found_in_it() {
    let wrong = TABLE.replace("<td colspan=4>合计</td><td>500<", "<td colspan=4>合计</td><td>700<");
    assert_eq!(found(&wrong).len(), 1);
    let ignored = format!("<!-- budget-ignore column-sum: 尚待核对 -->\n\n{wrong}");
    assert_eq!(found(&ignored), Vec::<String>::new(), "{ignored}");
    let analysis = analysis(&wrong);
    let start = wrong.find(">700<").unwrap();
    let fixes = quick_fixes(&analysis, start + 1..start + 2);
    let last = &fixes.last().unwrap().fix;
    assert!(last.title.contains("忽略"), "{}", last.title);
    let asked = applied(&wrong, &last.edits);
    assert!(asked.contains("单位：元\n\n<!-- budget-ignore column-sum: -->\n\n<table>"), "{asked}");
    assert!(found(&asked).iter().all(|found| found.starts_with("suppression-without-reason")), "{asked}");
}

#[test]
fn pages_go_on_from_markdown_to_html_and_back() {
    let (head, rest) = TABLE.split_once("<tr><td>207</td><td>01</td><td>01</td>").unwrap();
    let tail = format!("<table><tr><td>207</td><td>01</td><td>01</td>{rest}");
    for gap in ["</table>\n", "</table>\n\n<!-- page 2 -->\n\n", "</table>"] {
        let pages = format!("{head}{gap}{tail}");
        assert_eq!(found(&pages), Vec::<String>::new(), "{pages}");
        let wrong = pages.replace("<td>群众文化</td><td>200<", "<td>群众文化</td><td>300<");
        assert_eq!(mended(&wrong), pages, "{wrong}");
    }
    let piped = "</table>\n\n| 207 | 01 | 01 | 行政运行 | 300 | 300 | |\n|-|-|-|-|-|-|-|\n| 207 | 01 | 09 | 群众文化 | 200 | | 200 |\n\
        | 合计 | | | | 500 | 300 | 200 |\n";
    let pages = format!("{head}{piped}");
    assert_eq!(found(&pages), Vec::<String>::new(), "{pages}");
    let wrong = pages.replace("| 群众文化 | 200 |", "| 群众文化 | 300 |");
    assert_eq!(mended(&wrong), pages, "{wrong}");
}
