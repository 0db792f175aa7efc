//! The explanation in the words of the ministry of finance's template: a budget in its layout is right, and each figure
//! of its text is found where it alone is another one.

use std::{ops::Range, path::Path};

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
};

fn budget() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/yunxun-hydrology-2026.md");
    std::fs::read_to_string(path).expect("the corpus is part of the project")
}

fn loud(text: &str) -> Vec<String> {
    let analysis = Analysis::new(text, Options::default());
    let loud = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
    loud.map(|(line, finding)| format!("{}: {}: {}", line + 1, finding.rule.id, finding.message)).collect()
}

/// The places of the amounts and percentages of the explanation.
fn figures(text: &str) -> Vec<Range<usize>> {
    let explanation = text.find("## 第三部分").expect("it has one");
    let units = text.match_indices("万元").chain(text.match_indices('%')).map(|(at, _)| at);
    let is_digit = |character: char| character.is_ascii_digit() || matches!(character, ',' | '.');
    let figure = |end: usize| {
        let before = &text[..end];
        before.len() - before.chars().rev().take_while(|character| is_digit(*character)).count()..end
    };
    units.filter(|at| *at > explanation).map(figure).filter(|place| !place.is_empty()).collect()
}

/// What the explanation says that no statement prints: what was carried over and appropriated under other names, and
/// changes without percentages.
const HELD_AGAINST_NOTHING: [&str; 4] =
    ["一般公共预算当年拨款收入9,000.00", "、上年结转500.00", "比2025年执行数增加400.00", "预算比2025年减少2.00"];

#[test]
fn a_budget_in_the_words_of_the_template_is_right() {
    assert_eq!(loud(&budget()), [] as [String; 0]);
}

#[test]
fn every_figure_of_the_explanation_is_held_against_something() {
    let text = budget();
    let places = figures(&text);
    assert!(places.len() > 60, "{}", places.len());
    let mut missed = Vec::new();
    for place in places {
        let printed: f64 = text[place.clone()].replace(',', "").parse().expect("a figure");
        let is_percent = text[place.end..].starts_with('%');
        let wrong = format!("{:.2}", printed + if is_percent { 3.17 } else { 37.13 });
        let mut changed = text.clone();
        changed.replace_range(place.clone(), &wrong);
        let is_known = HELD_AGAINST_NOTHING.iter().any(|words| text[..place.end].ends_with(words));
        if loud(&changed).is_empty() != is_known {
            let start = text[..place.start].rfind(['，', '。', '；', '\n']).unwrap_or_default();
            missed.push(text[start..place.end].to_owned());
        }
    }
    assert_eq!(missed, [] as [String; 0]);
}

#[test]
fn a_list_in_the_paragraphs_below_is_that_of_the_sentence_that_opens_it() {
    let text = budget();
    let wrong = text.replace("人员经费4,200.00万元", "人员经费4,000.00万元");
    assert!(loud(&wrong).iter().any(|found| found.contains("prose-figure")), "{:?}", loud(&wrong));
    // Of which basic spending it is a part, nobody says then.
    let alone = wrong.replace("一般公共预算基本支出4,880.00万元，其中：", "一般公共预算基本支出4,880.00万元。");
    assert_eq!(loud(&alone), [] as [String; 0]);
}

#[test]
fn the_heading_tells_the_money_of_a_list_of_classes() {
    let text = budget();
    // 1,080 is what all fiscal money pays for, and 1,000 what the general public budget does.
    let structure = text.replace("社会保障和就业（类）支出1,000.00万元", "社会保障和就业（类）支出1,020.00万元");
    assert!(loud(&structure).iter().any(|found| found.contains("1,000.00")), "{:?}", loud(&structure));
    let fiscal = text.replace("社会保障和就业支出1,080.00万元", "社会保障和就业支出1,020.00万元");
    assert!(loud(&fiscal).iter().any(|found| found.contains("1,080.00")), "{:?}", loud(&fiscal));
}
