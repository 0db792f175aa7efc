//! Drafts with the cursor at `$0`; what is offered is drawn a line each: what was typed of it in 「」 and what it makes
//! of that.

mod accounts;

use super::*;
use crate::analysis::Options;

fn offered(draft: &str) -> Vec<Completion> {
    let offset = draft.find("$0").unwrap();
    completions(&Analysis::new(&draft.replace("$0", ""), Options::default()), offset)
}

/// `Kind 「typed|rest」 → text (detail)`
fn drawn(draft: &str) -> String {
    let text = draft.replace("$0", "");
    let piece = |bytes: Range<usize>| text.get(bytes).unwrap_or("not on a character");
    let one = |offer: Completion| {
        let (typed, rest) = (piece(offer.typed.clone()), piece(offer.typed.end..offer.piece.end));
        assert!(offer.filter.starts_with(typed), "{offer:?}");
        let bar = if rest.is_empty() { "" } else { "|" };
        let detail = if offer.detail.is_empty() { String::new() } else { format!(" ({})", offer.detail) };
        format!("{:?} 「{typed}{bar}{rest}」 → {}{detail}", offer.kind, offer.text)
    };
    offered(draft).into_iter().map(one).collect::<Vec<_>>().join("\n")
}

const HEADER: &str = "单位：万元\n\n| 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |\n|-|-|-|-|-|\n";

const NEAR: &str = "\
| 教育局 | 3.00 | 3.00 | | |
| 培训 | 1.00 | 1.00 | 目标 | 1、1-产出指标；11-数量指标；培训人次；实施周期指标值：≥500人次；年度指标值:≥200人次。2、2-效益指标；22-社会效益指标；学员就业率；实施周期指标值：≥90%；年度指标值:≥90%。 |
| 修缮 | 2.00 | 2.00 | 目标 | 1、1-产出指标；11-数量指标；修缮间数；实施周期指标值：≥20间；年度指标值:≥20间。 |
";

/// A project below others, its indicators as given.
fn in_cell(indicators: &str) -> String {
    drawn(&format!("{HEADER}{NEAR}| 竞赛 | 1.00 | 1.00 | 目标 | {indicators} |\n"))
}

#[test]
fn a_whole_indicator_where_one_begins() {
    let first = "\
Skeleton 「」 → 1、1-产出指标；11-数量指标；指标名称；实施周期指标值：；年度指标值:。 (整条指标)
Skeleton 「」 → 1、2-效益指标；22-社会效益指标；指标名称；实施周期指标值：；年度指标值:。 (整条指标)
Skeleton 「」 → 1、3-满意度指标；31-服务对象满意度；指标名称；实施周期指标值：；年度指标值:。 (整条指标)";
    assert_eq!(in_cell("$0"), first);
    assert_eq!(in_cell("  $0  "), first);
    let second = "\
Skeleton 「」 → 2、2-效益指标；22-社会效益指标；指标名称；实施周期指标值：；年度指标值：。 (整条指标)
Skeleton 「」 → 2、3-满意度指标；31-服务对象满意度；指标名称；实施周期指标值：；年度指标值：。 (整条指标)
Skeleton 「」 → 2、1-产出指标；11-数量指标；指标名称；实施周期指标值：；年度指标值：。 (整条指标)";
    let begun = "1、2-效益指标；21-经济效益；产值；实施周期指标值：≥5；年度指标值：≥5。";
    assert_eq!(in_cell(&format!("{begun}$0")), second);
}

#[test]
fn a_whole_indicator_is_a_snippet() {
    let draft = format!("{HEADER}| 竞赛 | 1.00 | 1.00 | 目标 | $0 |\n");
    let offers = offered(&draft);
    let snippet = "1、1-产出指标；11-数量指标；${1:指标名称}；实施周期指标值：$2；年度指标值：$3。$0";
    assert_eq!(offers[0].snippet.as_deref(), Some(snippet));
    assert_eq!(
        (offers[0].label.as_str(), &offers[0].topic),
        ("1、1-产出指标；11-数量指标；……", &Some(Topic::Skeleton))
    );
}

#[test]
fn a_row_that_is_not_closed_yet() {
    let draft = format!("{HEADER}{NEAR}| 竞赛 | 1.00 | 1.00 | 目标 | $0");
    assert_eq!(drawn(&draft).lines().count(), 3);
}

#[test]
fn behind_the_number_a_whole_one_or_its_class() {
    let expected = "\
Skeleton 「1、」 → 1、1-产出指标；11-数量指标；指标名称；实施周期指标值：；年度指标值:。 (整条指标)
Skeleton 「1、」 → 1、2-效益指标；22-社会效益指标；指标名称；实施周期指标值：；年度指标值:。 (整条指标)
Skeleton 「1、」 → 1、3-满意度指标；31-服务对象满意度；指标名称；实施周期指标值：；年度指标值:。 (整条指标)
Class 「」 → 1-产出指标 (一级指标)
Class 「」 → 2-效益指标 (一级指标)
Class 「」 → 3-满意度指标 (一级指标)";
    assert_eq!(in_cell("1、$0"), expected);
    let benefit = "\
Skeleton 「1、效」 → 1、2-效益指标；22-社会效益指标；指标名称；实施周期指标值：；年度指标值:。 (整条指标)
Class 「效」 → 2-效益指标 (一级指标)";
    assert_eq!(in_cell("1、效$0"), benefit);
    assert_eq!(in_cell("1、myd$0").lines().last(), Some("Class 「myd」 → 3-满意度指标 (一级指标)"));
    assert_eq!(in_cell("1、2-$0").lines().last(), Some("Class 「2-」 → 2-效益指标 (一级指标)"));
}

#[test]
fn the_classes_below_that_of_level_1() {
    let expected = "\
Class 「」 → 21-经济效益 (二级指标)
Class 「」 → 22-社会效益指标 (二级指标)
Class 「」 → 23-生态效益 (二级指标)
Class 「」 → 24-可持续影响 (二级指标)";
    assert_eq!(in_cell("1、2-效益指标；$0"), expected);
    assert_eq!(in_cell("1、1-产出指标；质$0"), "Class 「质」 → 12-质量指标 (二级指标)");
    assert_eq!(in_cell("1、1-产出指标；slzb$0"), "Class 「slzb」 → 11-数量指标 (二级指标)");
    assert_eq!(in_cell("1、1-产出指标；1$0").lines().count(), 4);
    assert_eq!(in_cell("1、1-产出指标；11-$0"), "Class 「11-」 → 11-数量指标 (二级指标)");
}

#[test]
fn the_rest_of_the_piece_is_replaced_where_the_editor_does_so() {
    let cell = "1、1-产出指标；1$01-数量指标；场次；实施周期指标值：≥5场；年度指标值:≥5场。";
    assert_eq!(in_cell(cell).lines().nth(1), Some("Class 「1|1-数量指标」 → 12-质量指标 (二级指标)"));
    let cell = "1、$01-产出指标；11-数量指标；场次；实施周期指标值：≥5场；年度指标值:≥5场。";
    assert_eq!(in_cell(cell).lines().nth(1), Some("Class 「|1-产出指标」 → 2-效益指标 (一级指标)"));
}

#[test]
fn names_that_indicators_of_the_class_have() {
    assert_eq!(in_cell("1、1-产出指标；11-数量指标；$0"), "Indicator 「」 → 修缮间数\nIndicator 「」 → 培训人次");
    assert_eq!(in_cell("1、1-产出指标；11-数量指标；px$0"), "Indicator 「px」 → 培训人次");
    assert_eq!(in_cell("1、1-产出指标；12-质量指标；$0"), "");
}

#[test]
fn the_keyword_that_comes_next() {
    assert_eq!(in_cell("1、1-产出指标；11-数量指标；场次；$0"), "Keyword 「」 → 实施周期指标值：");
    assert_eq!(in_cell("1、1-产出指标；11-数量指标；场次；实施$0"), "Keyword 「实施」 → 实施周期指标值：");
    let front = "1、1-产出指标；11-数量指标；场次；实施周期指标值：≥5场；";
    let year = "\
Keyword 「」 → 年度指标值:≥5场。 (与实施周期指标值相同)
Keyword 「」 → 年度指标值:";
    assert_eq!(in_cell(&format!("{front}$0")), year);
    assert_eq!(in_cell(&format!("{front}ndz$0")).lines().count(), 2);
    assert_eq!(in_cell(&format!("{front}年$0度指标值：。")), "Keyword 「年|度指标值：」 → 年度指标值:");
}

#[test]
fn targets_as_they_were_used_before() {
    let front = "1、1-产出指标；11-数量指标；场次；实施周期指标值：≥5场；年度指标值:";
    let expected = "\
Target 「」 → ≥5场 (与实施周期指标值相同)
Target 「」 → ≥20间 (附近用过)
Target 「」 → ≥200人次 (附近用过)
Target 「」 → ≥500人次 (附近用过)";
    assert_eq!(in_cell(&format!("{front}$0")), expected);
    assert_eq!(in_cell(&format!("{front}$0。")), expected);
    let typed = "\
Target 「≥2」 → ≥20间 (附近用过)
Target 「≥2」 → ≥200人次 (附近用过)
Target 「≥2」 → ≥2间 (计量单位)
Target 「≥2」 → ≥2人次 (计量单位)";
    assert_eq!(in_cell(&format!("{front}≥2$0")), typed);
    assert_eq!(in_cell(&format!("{front}2$0")), "Target 「2」 → ≥20间 (附近用过)\nTarget 「2」 → ≥200人次 (附近用过)");
    let same_name = "1、1-产出指标；11-数量指标；培训人次；实施周期指标值：$0";
    assert_eq!(in_cell(same_name).lines().next(), Some("Target 「」 → ≥200人次 (附近用过)"));
}

#[test]
fn the_classes_of_the_workspace_and_the_digits_of_the_document() {
    let classes =
        "[[codes.class]]\nname = \"工程指标\"\ncodes = [5]\nlevel2 = [{ ordinal = 1, name = \"进度指标\" }]\n";
    let settings = crate::settings::Settings::parse(classes).settings.unwrap();
    let draft = format!("{HEADER}| 竞赛 | 1.00 | 1.00 | 目标 | 1、5-工程指标； |\n");
    let offset = draft.find("； |").unwrap() + "；".len();
    let offers = completions(&Analysis::new(&draft, settings.options(Language::Chinese)), offset);
    assert_eq!(offers.iter().map(|offer| offer.text.as_str()).collect::<Vec<_>>(), ["51-进度指标"]);
    let cost_first = "\
| 竞赛 | 1.00 | 1.00 | 目标 | 1、1-成本指标；11-经济成本；总成本；实施周期指标值：≤5万元；年度指标值：≤5万元。2、2-产出指标；21-数量指标；场次；实施周期指标值：≥5场；年度指标值：≥5场。3、$0 |\n";
    let drawn = drawn(&format!("{HEADER}{cost_first}"));
    let classes: Vec<&str> = drawn.lines().filter(|line| line.starts_with("Class")).collect();
    let expected = [
        "Class 「」 → 2-产出指标 (一级指标)",
        "Class 「」 → 3-效益指标 (一级指标)",
        "Class 「」 → 4-满意度指标 (一级指标)",
        "Class 「」 → 1-成本指标 (一级指标)",
    ];
    assert_eq!(classes, expected);
}

#[test]
fn names_of_other_units_and_tables() {
    let table = format!(
        "{HEADER}| 教育局 | 3.00 | 3.00 | | |\n| 校舍修缮 | 3.00 | 3.00 | 目标 | |\n| 文化局 | 1.00 | 1.00 | | |\n"
    );
    let typed = format!("{table}| 校$0 | 1.00 | 1.00 | 目标 | |\n");
    assert_eq!(drawn(&typed), "Project 「校」 → 校舍修缮");
    let initials = format!("{table}| xsx$0 | 1.00 | 1.00 | 目标 | |\n");
    assert_eq!(drawn(&initials), "Project 「xsx」 → 校舍修缮");
    let there = format!("{table}| 校舍修缮 | 1.00 | 1.00 | 目标 | |\n| 校$0 | 1.00 | 1.00 | 目标 | |\n");
    assert_eq!(drawn(&there), "", "it would stand twice in the unit");
    let other = format!("{table}\n## 另表\n\n{HEADER}| 教$0育 | 1.00 | 1.00 | | |\n");
    assert_eq!(drawn(&other), "Unit 「教|育」 → 教育局");
}

#[test]
fn a_total_where_there_is_none() {
    let first = format!("{HEADER}| $0 | | | | |\n| 修缮 | 1.00 | 1.00 | 目标 | |\n| 培训 | 1.00 | 1.00 | 目标 | |\n");
    assert_eq!(drawn(&first), "Total 「」 → 合计");
    let last = format!("{HEADER}| 修缮 | 1.00 | 1.00 | 目标 | |\n| 合$0 | | | | |\n");
    assert_eq!(drawn(&last), "Total 「合」 → 合计");
    let middle =
        format!("{HEADER}| 修缮 | 1.00 | 1.00 | 目标 | |\n| 合$0 | | | | |\n| 培训 | 1.00 | 1.00 | 目标 | |\n");
    assert_eq!(drawn(&middle), "");
    let summed = format!("{HEADER}| 合计 | 1.00 | 1.00 | | |\n| 修缮 | 1.00 | 1.00 | 目标 | |\n| 合$0 | | | | |\n");
    assert_eq!(drawn(&summed), "");
}

#[test]
fn nothing_where_nothing_is_known() {
    let row = "| 修缮 | 1.00 | 1.00 | 目标 | 1、 |\n";
    for draft in [
        "1、$0\n".to_owned(),
        format!("```\n{HEADER}{}```\n", row.replace("1、", "1、$0")),
        "| 甲 | 乙 |\n|-|-|\n| 丙 | 1、$0 |\n".to_owned(),
        format!("{}{row}", HEADER.replace("绩效指标", "绩效$0指标")),
        format!("{HEADER}{}", row.replacen("1.00", "1.00$0", 1)),
        format!("{HEADER}{}", row.replace("目标", "目标；$0")),
        format!("{HEADER}| 教育局 | 1.00 | 1.00 | | $0 |\n{row}"),
        format!("{HEADER}| 合计 | 1.00 | 1.00 | | $0 |\n{row}"),
        "$0".to_owned(),
    ] {
        assert_eq!(drawn(&draft), "", "{draft}");
    }
}

#[test]
fn at_every_byte_of_a_row_ranges_hold_the_cursor() {
    let cells = [
        "1、1-产出指标；11-数量指标；场次😀；实施周期指标值：≥5场；年度指标值:≥5场。2、2-效益指标；22-社会效益；𠮷；实施周期指标值；年度",
        "1、1-产出指标；场次；实施周期指标值：有序；推进。；年度指标值：完成。。3；11-数量",
        "；；；：：1、、1-；-；年度指标值：；实施周期指标值",
    ];
    for cell in cells {
        let draft = format!("{HEADER}{NEAR}| 竞赛 | 1.00 | 1.00 | 目标 | {cell} |\n");
        let analysis = Analysis::new(&draft, Options::default());
        let row = draft.find("| 竞赛").unwrap();
        for offset in row..draft.len() {
            for offer in completions(&analysis, offset) {
                assert!(offer.typed.start <= offset && offer.typed.end == offset, "{offset}: {offer:?}");
                assert!(offer.piece.start == offer.typed.start && offer.piece.end >= offset, "{offset}: {offer:?}");
                assert!(
                    draft.get(offer.piece.clone()).is_some_and(|piece| !piece.contains('|')),
                    "{offset}: {offer:?}"
                );
            }
        }
    }
}

#[test]
fn what_is_said_beside_a_class() {
    let analysis = Analysis::new("", Options::default());
    let say = |topic: Topic| explanation(&analysis, &topic).map(|card| card.plain());
    let quantity = "数量指标\n提供的产品和服务有多少。\n例：开设公益课程场次：≥60场";
    assert_eq!(say(Topic::Level2("数量指标".to_owned())).as_deref(), Some(quantity));
    let satisfaction = "满意度指标\n服务对象对项目的满意程度。\n二级指标：服务对象满意度";
    assert_eq!(say(Topic::Level1("满意度指标".to_owned())).as_deref(), Some(satisfaction));
    assert_eq!(say(Topic::Level1("没有".to_owned())), None);
    let english = Analysis::new("", Options { language: Language::English, ..Options::default() });
    let card = explanation(&english, &Topic::Level2("数量指标".to_owned())).unwrap();
    assert_eq!(card.plain(), "quantity\nHow much is delivered.\nExample: 开设公益课程场次：≥60场");
    let codes = analysis.document().vocabulary().codes();
    for class in codes.classes() {
        assert!(!class.purpose.is_empty() && !class.purpose_english.is_empty(), "{}", class.name);
        for below in &class.level2 {
            let (_, target) = below.example.split_once('：').unwrap();
            assert!(
                !matches!(budget_grammar::indicator::target(target), budget_grammar::indicator::Target::Prose),
                "{target}"
            );
            assert!(!below.purpose.is_empty() && !below.purpose_english.is_empty(), "{}", below.name);
        }
    }
}
