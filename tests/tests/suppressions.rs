//! What drafters ask to be ignored: in a row, in a table, and when it is no longer needed.

use budget_lsp::{
    analysis::{Analysis, Options},
    features::actions::{fix_all, quick_fixes},
    fix::applied,
};

const TABLE: &str = "单位：万元\n\n| 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n\
    | 青禾区文化站 | 16.00 | 16.00 | |\n| 科技节 | 8.00 | 8.00 | 春季活动十天。 |\n| 科技节 | 8.00 | 8.00 | 秋季活动十天。 |\n";

fn analysis(text: &str) -> Analysis {
    Analysis::new(text, Options::default())
}

/// `line: rule`, hints included.
fn found(text: &str) -> Vec<String> {
    analysis(text).findings().map(|(line, finding)| format!("{}: {}", line + 1, finding.rule.id)).collect()
}

fn ignoring(name: &str, request: &str) -> String {
    let at = TABLE.rfind(name).unwrap() + name.len();
    format!("{} {request}{}", &TABLE[..at], &TABLE[at..])
}

#[test]
fn a_request_in_a_row_speaks_of_that_row() {
    assert_eq!(found(TABLE), ["7: duplicate-project"]);
    assert_eq!(found(&ignoring("科技节", "<!-- budget-ignore duplicate-project: 春秋两季 -->")), Vec::<String>::new());
    assert_eq!(
        found(&ignoring("科技节", "<!-- budget-ignore duplicate-project -->")),
        ["7: suppression-without-reason"]
    );
    assert_eq!(
        found(&ignoring("文化站", "<!-- budget-ignore duplicate-project: 春秋两季 -->")),
        ["5: unused-suppression", "7: duplicate-project"]
    );
}

#[test]
fn a_request_on_its_own_line_speaks_of_the_table_below() {
    let request = "<!-- budget-ignore duplicate-project, row-sum: 春秋两季 -->\n\n";
    assert_eq!(found(&format!("{request}{TABLE}")), ["1: unused-suppression"], "row-sum has nothing to ignore");
    assert_eq!(
        found(&format!("{TABLE}\n{request}")),
        ["7: duplicate-project", "9: unused-suppression", "9: unused-suppression"]
    );
    assert_eq!(found(&format!("```\n{request}```\n\n{TABLE}")), ["12: duplicate-project"], "code is code");
    let second = format!("{TABLE}\n# 二\n\n{TABLE}");
    assert_eq!(found(&format!("<!-- budget-ignore duplicate-project: 是 -->\n\n{second}")), ["19: duplicate-project"]);
}

#[test]
fn a_request_between_fragments_parts_no_table() {
    let header = "| 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n";
    let split = TABLE.replace(
        "| 科技节 | 8.00 | 8.00 | 秋",
        &format!("\n<!-- budget-ignore duplicate-project: 是 -->\n\n{header}| 科技节 | 8.00 | 8.00 | 秋"),
    );
    assert_eq!(found(&split), Vec::<String>::new());
}

#[test]
fn the_comment_is_no_part_of_the_name() {
    let unit =
        TABLE.replace("青禾区文化站", "青禾区文化站 <!-- 已合并 -->").replace("| 16.00 | 16.00 |", "| 17.00 | 17.00 |");
    assert_eq!(found(&unit), ["5: column-sum", "7: duplicate-project"], "still a unit");
}

#[test]
fn an_unused_request_is_taken_away_and_nothing_else() {
    for (request, rest) in [
        ("<!-- budget-ignore row-sum: 是 -->", ""),
        ("<!-- budget-ignore row-sum, duplicate-project: 是 -->", " <!-- budget-ignore duplicate-project: 是 -->"),
        ("<!-- budget-ignore duplicate-project、row-sum: 是 -->", " <!-- budget-ignore duplicate-project: 是 -->"),
        (
            "<!-- budget-ignore row-sum row-sum、duplicate-project: 是 -->",
            " <!-- budget-ignore duplicate-project: 是 -->",
        ),
        ("<!-- budget-ignore row-sum, row-sum: 是 -->", ""),
    ] {
        let text = ignoring("科技节", request);
        let analysis = analysis(&text);
        let fixed = applied(&text, &fix_all(&analysis));
        let expected = if rest.is_empty() { TABLE.to_owned() } else { ignoring("科技节", rest.trim()) };
        assert_eq!(fixed, expected, "{request}");
    }
}

#[test]
fn a_request_that_a_row_would_end_without_is_left() {
    let fixes = |row: &str| {
        let text = format!("{TABLE}{row}<!-- budget-ignore column-sum: 已核 -->\n");
        quick_fixes(&analysis(&text), 0..usize::MAX)
            .into_iter()
            .filter(|quick| quick.finding.rule.id == "unused-suppression")
            .count()
    };
    // `*` alone is an item of a list.
    assert_eq!([fixes("*"), fixes("夏令营"), fixes("| 夏令营 ")], [0, 1, 1]);
}

#[test]
fn a_finding_can_be_ignored_from_where_it_stands() {
    let before = analysis(TABLE);
    let fixes = quick_fixes(&before, 0..TABLE.len());
    let ignore = fixes.iter().find(|fix| fix.fix.title.contains("忽略 duplicate-project")).unwrap();
    let ignored = applied(TABLE, &ignore.fix.edits);
    assert_eq!(found(&ignored), ["7: suppression-without-reason"], "the drafter is reminded of the reason");
    let again = analysis(&ignored);
    let fixes = quick_fixes(&again, 0..ignored.len());
    let reason = fixes.iter().find(|fix| fix.fix.title.contains("写明原因：")).unwrap();
    assert_eq!(found(&applied(&ignored, &reason.fix.edits)), Vec::<String>::new());
}

#[test]
fn what_would_be_read_as_part_of_another_comment_is_not_offered() {
    let offers = |text: &str| {
        assert_eq!(found(text), ["7: duplicate-project"]);
        quick_fixes(&analysis(text), 0..text.len()).iter().any(|fix| fix.fix.title.contains("忽略"))
    };
    let unclosed = TABLE.replace("科技节", "科技<!--节");
    assert!(offers(TABLE));
    assert!(!offers(&unclosed));
}

#[test]
fn what_stands_behind_a_request_belongs_to_the_name_before_and_after_it_is_taken_away() {
    let text = TABLE.replacen("| 科技节 |", "| 科技节 <!-- budget-ignore duplicate-project:--> 二 --> |", 1);
    let names = |text: &str| {
        let analysis = analysis(text);
        let rows = analysis.document().lines().iter().filter_map(|line| line.row().map(|row| row.name_hash));
        rows.collect::<Vec<_>>()
    };
    let fixed = applied(&text, &fix_all(&analysis(&text)));
    assert_ne!(fixed, text);
    assert_eq!(names(&fixed), names(&text), "{fixed}");
}

#[test]
fn typing_a_request_hides_and_shows_at_once() {
    let mut analysis = analysis(TABLE);
    let at = TABLE.rfind("科技节").unwrap() + "科技节".len();
    let mut typed = String::new();
    for character in " <!-- budget-ignore duplicate-project: 是 -->".chars() {
        analysis.edit(at + typed.len()..at + typed.len(), &character.to_string());
        typed.push(character);
        let fresh = Analysis::new(&analysis.document().text().slice(0..usize::MAX), Options::default());
        let ids = |analysis: &Analysis| {
            analysis.findings().map(|(line, finding)| (line, finding.rule.id)).collect::<Vec<_>>()
        };
        assert_eq!(ids(&analysis), ids(&fresh), "{typed}");
    }
    assert_eq!(analysis.findings().count(), 0);
    analysis.edit(at..at + typed.len(), "");
    assert_eq!(analysis.findings().count(), 1);
}

#[test]
fn what_is_ignored_counts_as_other_findings_only_once_it_is_looked_at_again() {
    let mut analysis = analysis(&ignoring("科技节", "<!-- budget-ignore duplicate-project: 春秋两季 -->"));
    let is_same = |one: &Analysis, other: &Analysis| {
        let (one, other) = (one.places(), other.places());
        one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| one.0 == other.0 && one.1.is(&other.1))
    };
    let before = analysis.clone();
    assert!(is_same(&analysis, &before), "nothing was typed");
    let request = analysis.document().text().to_string().find("duplicate-project").unwrap();
    analysis.edit(request..request + 1, "x");
    assert!(!is_same(&analysis, &before), "another rule is ignored");
}
