//! Tables by classification: what adds up is left alone in every layout, and one slip is found where it is, with the
//! fix.

use budget_grammar::{document::Document, statement::Statement};
use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
    fix::applied,
};
use budget_tests::{
    classified::{Layout, Table},
    generator::Dice,
};

fn found(text: &str) -> Vec<String> {
    let analysis = Analysis::new(text, Options::default());
    let findings = analysis.findings().map(|(line, finding)| {
        let figure = finding.span.of(&analysis.document().text().line(line)).to_owned();
        format!("{}: {} 「{figure}」 {}", line + 1, finding.rule.id, finding.message)
    });
    findings.collect()
}

#[test]
fn tables_that_add_up_have_no_finding_in_any_layout() {
    for seed in 0..500 {
        let mut dice = Dice::new(seed);
        let layout = Layout::any(&mut dice);
        let text = Table::any(&mut dice, layout).render();
        assert_eq!(found(&text), Vec::<String>::new(), "seed {seed}, {layout:?}\n{text}");
    }
}

#[test]
fn every_row_is_read_in_every_layout() {
    for seed in 0..500 {
        let mut dice = Dice::new(seed);
        let layout = Layout::any(&mut dice);
        let table = Table::any(&mut dice, layout);
        let text = table.render();
        let document = Document::new(&text);
        let start = (0..document.lines().len())
            .find(|line| document.begins_unknown_tables(*line))
            .unwrap_or_else(|| panic!("{layout:?}\n{text}"));
        let read = Statement::all(&document, start);
        assert_eq!(
            read.iter().map(|table| table.rows.len()).collect::<Vec<_>>(),
            [table.rows.len()],
            "{layout:?}\n{text}"
        );
        assert!(!read[0].is_cut, "{layout:?}\n{text}");
    }
}

/// One figure is another, by more than rounding explains.
#[test]
fn one_wrong_figure_is_found_and_the_first_fix_mends_it() {
    let (mut faults, mut right, mut first, mut others) = (0, 0, 0, 0);
    for seed in 0..1_000 {
        let mut dice = Dice::new(1_000_000 + seed);
        let layout = Layout::any(&mut dice);
        let mut table = Table::any(&mut dice, layout);
        let sound = table.render();
        let row = dice.below(table.rows.len());
        let column = dice.below(table.rows[row].figures.len());
        let figure = &mut table.rows[row].figures[column];
        if *figure == 0 {
            continue;
        }
        faults += 1;
        *figure += [10, 27, 100, 900, 5_000][dice.below(5)] * if dice.percent(50) { 1 } else { -1 };
        let broken = table.render();
        let line = sound.lines().zip(broken.lines()).position(|(sound, broken)| sound != broken).unwrap();
        let analysis = Analysis::new(&broken, Options::default());
        let loud: Vec<_> = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning).collect();
        let here = loud.iter().find(|(at, _)| *at == line);
        right += usize::from(here.is_some());
        others += usize::from(here.is_some() && loud.len() > 1);
        if let Some((line, finding)) = here {
            let fixes = analysis.fixes(*line, finding);
            first += usize::from(fixes.first().is_some_and(|fix| applied(&broken, &fix.edits) == sound));
        }
    }
    println!("{faults} faults: {right} at their row, {first} mended by the first fix, {others} with others");
    assert!(right * 100 >= faults * 97, "{right} of {faults}");
    assert!(first * 100 >= faults * 85, "{first} of {faults}");
    assert_eq!(others, 0);
}

const CODES: &str = "单位：元\n\n| 功能分类科目编码 | | | 功能分类科目名称 | 合计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|---|---|\n\
    | 类 | 款 | 项 | | | | |\n| 207 | | | 文化旅游体育与传媒支出 | 500 | 300 | 200 |\n| 207 | 01 | | 文化和旅游 | 500 | 300 | 200 |\n\
    | 207 | 01 | 01 | 行政运行 | 300 | 300 | |\n| 207 | 01 | 09 | 群众文化 | 200 | | 200 |\n| 合计 | | | | 500 | 300 | 200 |\n";

/// What the first fix of the only finding makes of a draft.
fn mended(draft: &str) -> String {
    let analysis = Analysis::new(draft, Options::default());
    let findings: Vec<_> = analysis.findings().collect();
    let [(line, finding)] = &*findings else { panic!("{:?}", found(draft)) };
    let fixes = analysis.fixes(*line, finding);
    assert!(fixes[0].is_preferred, "{fixes:?}");
    applied(draft, &fixes[0].edits)
}

#[test]
fn codes_are_mended_where_the_sums_say_how() {
    assert_eq!(found(CODES), Vec::<String>::new());
    for (from, to) in [
        ("| 207 | 01 | 09 |", "| 7 | 01 | 09 |"),
        ("| 207 | 01 | 09 |", "| 207 | 01 | 9 |"),
        ("| 09 |", "|9|"),
        ("| 09 |", "| *9 |"),
    ] {
        let broken = CODES.replace(from, to);
        assert_eq!(mended(&broken).replace("|09|", "| 09 |"), CODES, "{to}");
    }
    let doubled = CODES.replace("| 207 | 01 | 01 |", "| 207 | 01 | 09 |");
    assert!(found(&doubled)[0].contains("上面已有“2070109 行政运行”"), "{:?}", found(&doubled));
}

/// A zero makes nothing of a code that stands twice.
#[test]
fn zeros_are_offered_for_what_lacks_them_and_for_nothing_else() {
    let text = CODES.replace("| 207 | 01 | 01 |", "| 207 | 01 | 09 |").replace("09 | 群众文化", "9 | 群众文化");
    let analysis = Analysis::new(&text, Options::default());
    let fixes: Vec<_> = analysis.findings().map(|(line, of)| (&of.message, analysis.fixes(line, of).len())).collect();
    let of = |words: &str| fixes.iter().find(|(message, _)| message.contains(words)).map(|(_, count)| *count);
    assert_eq!((of("缺了前面的零"), of("出现两次")), (Some(1), Some(0)), "{fixes:?}");
}

#[test]
fn what_is_not_understood_is_left_alone() {
    let wrong = |text: &str| text.replace("| 文化和旅游 | 500 |", "| 文化和旅游 | 900 |");
    assert!(!found(&wrong(CODES)).is_empty());
    let without_code =
        wrong(&CODES.replace("| 207 | 01 | 09 |", "| | | |").replace(" 500 | 300 | 200 |", " 500 | 300 | 100 |"));
    let of_which = wrong(&CODES.replace("项目支出", "其中：项目支出"));
    let two_names = CODES.replace("基本支出", "科目名称");
    for text in [without_code.as_str(), &of_which, &two_names] {
        let sums: Vec<String> = found(text).into_iter().filter(|found| found.contains("下级科目")).collect();
        assert!(text == of_which || sums.is_empty(), "{text}\n{sums:?}");
        assert!(text != of_which || found(text).iter().all(|found| !found.contains("row-sum")), "{text}");
    }
    let cut = wrong(CODES) + "\n<!-- page 2 -->\n\n| 1 | 2 |\n|---|---|\n| 3 | 4 |\n";
    assert!(found(&cut).iter().all(|found| found.contains("row-sum")), "{:?}", found(&cut));
}

#[test]
fn shares_add_up_to_nothing_and_several_units_may_have_one_code() {
    let share = CODES.replace("项目支出", "占比").replace(" 200 |\n", " 40 |\n");
    assert_eq!(found(&share), Vec::<String>::new(), "{share}");
    let rate = CODES.replace("| 项目支出 |", "| 比上年增长率 |").replace(" 200 |\n", " 3.5 |\n");
    assert_eq!(found(&rate), Vec::<String>::new(), "{rate}");
    let body = CODES.split_once("| 207 |").map(|(_, body)| format!("| 207 |{body}")).unwrap();
    let rows = body.rsplit_once("| 合计").unwrap().0;
    let head = CODES.split_once("| 207 |").unwrap().0;
    let units = format!("{head}| | | | 文化馆 | 500 | 300 | 200 |\n{rows}| | | | 图书馆 | 500 | 300 | 200 |\n{rows}");
    assert_eq!(found(&units), Vec::<String>::new(), "{units}");
    let named = CODES.replace("\n|", "\n| 文化馆 |").replacen("| 文化馆 |---", "|---|---", 1).replacen(
        "| 文化馆 | 功能",
        "| 单位 | 功能",
        1,
    );
    let doubled = named.replace("| 09 | 群众文化 |", "| 01 | 群众文化 |");
    assert_eq!(found(&doubled), Vec::<String>::new(), "{doubled}");
}

#[test]
fn requests_to_ignore_and_the_words_about_rounding_count_here_too() {
    let wrong = CODES.replace("| 合计 | | | | 500 |", "| 合计 | | | | 700 |");
    assert_eq!(found(&wrong).len(), 1);
    let ignored = format!("<!-- budget-ignore column-sum: 尚待核对 -->\n\n{wrong}");
    assert_eq!(found(&ignored), Vec::<String>::new(), "{ignored}");
    let rounded = CODES.replace("300", "303").replace("200", "204").replace("500", "508");
    assert!(!found(&rounded).is_empty());
    assert!(found(&rounded).iter().all(|found| found.contains("rounding-difference")), "{:?}", found(&rounded));
    let stated = format!("{rounded}\n因四舍五入，合计数与分项之和可能存在尾差。\n");
    assert_eq!(found(&stated), Vec::<String>::new());
}

/// Sums are right whatever the order, and only one code below a parent stands where it should not.
#[test]
fn a_code_out_of_order_is_said_where_it_is_one_alone() {
    let said = |codes: &[&str]| {
        let rows = codes.iter().map(|code| format!("| {code} | 科目{code} | 1.00 |\n"));
        let header = "单位：万元\n\n| 科目编码 | 科目名称 | 合计 |\n|---|---|---|\n";
        let total = format!("| 20805 | 行政事业单位养老支出 | {0}.00 |\n", codes.len());
        let class = format!("| 208 | 社会保障和就业支出 | {0}.00 |\n", codes.len());
        let end = format!("| 合计 | | {0}.00 |\n", codes.len());
        found(&(header.to_owned() + &class + &total + &rows.collect::<String>() + &end))
    };
    assert_eq!(said(&["2080501", "2080502", "2080505", "2080599"]), Vec::<String>::new());
    assert_eq!(
        said(&["2080501", "2080599", "2080502", "2080505"]),
        ["8: code-format 「2080599」 科目编码 2080599 的次序不对，按编码应排在“2080505 科目2080505”之后"]
    );
    assert_eq!(
        said(&["2080502", "2080505", "2080501"]),
        ["9: code-format 「2080501」 科目编码 2080501 的次序不对，按编码应排在“2080502 科目2080502”之前"]
    );
    // Either of two neighbours may stand wrong, and of a table in another order nobody knows what it is sorted by.
    for silent in [&["2080501", "2080505", "2080502", "2080599"][..], &["2080599", "2080505", "2080502", "2080501"]] {
        assert_eq!(said(silent), Vec::<String>::new(), "{silent:?}");
    }
    // One that is written wrong, or stands twice, is said to be that.
    let lost = said(&["2080501", "2080599", "208052", "2080505"]);
    assert!(!lost.iter().any(|found| found.contains("次序")), "{lost:?}");
    let twice = said(&["2080501", "2080599", "2080502", "2080505", "2080599"]);
    assert!(!twice.iter().any(|found| found.contains("次序")), "{twice:?}");
}
