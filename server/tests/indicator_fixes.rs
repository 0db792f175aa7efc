//! The law of fixes in indicators: each that is offered makes its finding go away and brings no error.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a position outside of a test's own text fails the test"
)]

use budget_lsp::{
    analysis::{Analysis, Options},
    features::actions::fix_all,
    finding::Severity,
    fix::{Fix, Safety, applied},
};
use proptest::{prelude::*, sample::Index};

const HEADER: &str = "单位：万元\n\n| 项目名称 | 总计 | 绩效指标 |\n|---|---|---|\n";

const SOUND: &str = "1、1-产出指标；11-数量指标；巡河次数；实施周期指标值：≥48次；年度指标值：≥48次。\
    2、1-产出指标；13-时效指标；清淤完成时间；实施周期指标值：10月底前；年度指标值：10月底前。\
    3、2-效益指标；23-生态效益；水质状况；实施周期指标值：持续改善；年度指标值：持续改善。\
    4、3-满意度指标；31-服务对象满意度；沿岸居民满意度；实施周期指标值：≥90%；年度指标值：≥90%。";

fn document(cell: &str) -> String {
    format!("{HEADER}| 河道巡查 | 9.00 | {cell} |\n")
}

fn analysis(text: &str) -> Analysis {
    Analysis::new(text, Options::default())
}

fn count(analysis: &Analysis, is: impl Fn(Severity, &str) -> bool) -> usize {
    analysis.findings().filter(|(_, finding)| is(finding.severity, finding.rule.id)).count()
}

fn errors(analysis: &Analysis) -> usize {
    count(analysis, |severity, _| severity == Severity::Error)
}

/// Applies every fix of every finding of `text` by itself; gives them as `rule: title`.
fn assert_law(text: &str) -> Vec<String> {
    let before = analysis(text);
    let mut offered = Vec::new();
    for (line, finding) in before.findings() {
        let fixes = before.fixes(line, finding);
        assert!(fixes.iter().filter(|fix| fix.is_preferred).count() <= 1, "{text}");
        for Fix { title, safety, is_preferred, edits } in fixes {
            let id = finding.rule.id;
            let fixed = applied(text, &edits);
            let after = analysis(&fixed);
            let own = |analysis: &Analysis| count(analysis, |_, rule| rule == id);
            assert!(own(&after) < own(&before), "{id}: {title}\n{text}\n{fixed}");
            assert!(errors(&after) <= errors(&before), "{id}: {title}\n{text}\n{fixed}");
            assert!(safety != Safety::Safe || is_preferred, "{id}: {title}");
            offered.push(format!("{id}: {title}"));
        }
    }
    offered
}

#[test]
fn a_number_of_many_digits_has_none_behind_it() {
    let cell = SOUND.replacen("1、", "99999999999、", 1).replacen("2、", "", 1);
    let offered = assert_law(&document(&cell));
    assert!(offered.iter().any(|fix| fix.starts_with("indicator-number")), "{offered:?}");
}

/// A document with the first `old` of the sound list replaced, and what is offered for it.
fn offered(old: &str, new: &str) -> Vec<String> {
    assert!(SOUND.contains(old), "{old}");
    assert_law(&document(&SOUND.replacen(old, new, 1)))
}

#[test]
fn a_sound_list_has_no_finding() {
    assert_eq!(analysis(&document(SOUND)).findings().count(), 0);
}

#[test]
fn one_fault_has_these_fixes() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("；11", "，11", &["indicator-syntax: 改为“；”"]),
        ("1、1", "1.1", &["indicator-syntax: 改为“、”"]),
        ("次。", "次", &["indicator-syntax: 补上“。”"]),
        ("；年度", "；；年度", &["indicator-syntax: 删去多余的标点"]),
        ("年度指标值：", "年度指标值", &["indicator-syntax: 补上“：”"]),
        ("实施周期指标值", "实施周期指标", &["indicator-syntax: 改为“实施周期指标值”"]),
        (
            "实施周期指标值：≥48次；年度指标值：≥48次",
            "年度指标值：≥12次；实施周期指标值：≥48次",
            &["indicator-syntax: 对调两个指标值的位置"],
        ),
        ("2、1", "3、1", &["indicator-number: 从 1 到 4 重新编号"]),
        ("13-时效指标", "15-时效指标", &["indicator-code: 改为“13-时效指标”"]),
        ("年度指标值：10月底前", "年度指标值：", &["indicator-value: 填入“10月底前”"]),
        ("年度指标值：持续改善", "年度指标值：持续", &["indicator-value: 填入“持续改善”"]),
        (
            "年度指标值：≥48次",
            "年度指标值：48次",
            &["indicator-target: 年度也写作“≥48次”", "indicator-target: 实施周期也写作“48次”"],
        ),
        ("年度指标值：≥48次", "年度指标值：年度计划数", &["indicator-target: 年度也写作“≥48次”"]),
        ("年度指标值：≥48次", "年度指标值:≥48次", &["indicator-style: 统一本格的冒号"]),
        ("；巡河", "； 巡河", &["indicator-style: 删去本格分隔符两侧的空格"]),
        ("持续改善；", "持续改善。；", &["indicator-style: 删去本格重复的“。”"]),
        (
            "2、1-产出指标；13-时效指标；清淤完成时间",
            "2、1-产出指标；11-数量指标；巡河 次数",
            &["indicator-duplicate: 删去第 2 条指标（与第 1 条重复），后面的重新编号"],
        ),
        (
            "2-效益指标；23-生态效益",
            "1-产出指标；12-质量指标",
            &["indicator-missing-class: 在末尾补一条效益指标，内容待填"],
        ),
    ];
    for (old, new, fixes) in cases {
        assert_eq!(offered(old, new), *fixes, "{old} → {new}");
    }
}

/// One of them alone would leave the next in its place, with the same said of it.
#[test]
fn an_indicator_that_stands_three_times_in_a_row_goes_at_once() {
    let one = |number: u8, value: &str| {
        format!("{number}、1-产出指标；11-数量指标；巡河次数；实施周期指标值：{value}；年度指标值：{value}。")
    };
    let last = "4、2-效益指标；23-生态效益；水质；实施周期指标值：持续改善；年度指标值：持续改善。";
    let list = |third: &str| document(&[&one(1, "≥48次"), &one(2, "≥48次"), &one(3, third), last].concat());
    let offered = assert_law(&list("≥48次"));
    assert_eq!(
        offered,
        [
            "indicator-duplicate: 删去第 2 至 3 条指标（与第 1 条重复），后面的重新编号",
            "indicator-duplicate: 删去第 3 条指标（与第 1 条重复），后面的重新编号",
        ]
    );
    // One with other values stays where it is.
    assert_eq!(assert_law(&list("≥50次"))[0], "indicator-duplicate: 删去第 2 条指标（与第 1 条重复），后面的重新编号");
}

#[test]
fn every_plausible_code_is_offered_and_none_is_preferred() {
    let text = document(&SOUND.replacen("23-生态效益", "12-质量指标", 1));
    let before = analysis(&text);
    let (line, finding) = before.findings().next().unwrap();
    let fixes = before.fixes(line, finding);
    assert!(fixes.len() > 2 && fixes.iter().all(|fix| !fix.is_preferred));
    assert_law(&text);
}

#[test]
fn a_skeleton_counts_on_under_the_digit_of_its_list() {
    let cell = "1、1-成本指标；11-经济成本指标；每公里费用；实施周期指标值：≤2万元；年度指标值：≤2万元。\
        2、2-产出指标；21-数量指标；巡河次数；实施周期指标值：≥48次；年度指标值：≥48次。";
    let text = document(cell);
    let before = analysis(&text);
    let fix = before.findings().find_map(|(line, finding)| before.fixes(line, finding).into_iter().next()).unwrap();
    let fixed = applied(&text, &fix.edits);
    let skeleton = "3、3-效益指标；32-社会效益；指标名称；实施周期指标值：；年度指标值：。 |";
    assert!(fixed.contains(skeleton), "{fixed}");
}

#[test]
fn a_table_has_one_finding_about_satisfaction_and_none_without_indicators() {
    let is = |_: Severity, rule: &str| rule == "indicator-missing-class";
    let cell = SOUND.split("4、").next().unwrap();
    let text = format!("{}| 河道清淤 | 8.00 | {cell} |\n| 河堤修缮 | 7.00 | {cell} |\n", document(SOUND));
    let found = analysis(&text);
    assert_eq!(count(&found, is), 1);
    let (line, finding) = found.findings().next().unwrap();
    assert_eq!((line, &*finding.message), (5, "本表 3 个项目中 2 个没有满意度指标，这是第一个"));
    assert_eq!(count(&analysis(&document("")), is), 0);
    let unknown = SOUND.replace("3-满意度指标；31-服务对象满意度", "3-管理指标；31-资金管理");
    assert_eq!(count(&analysis(&document(&unknown)), is), 0, "a class that is not known may be any");
}

/// The characters of a text that are figures: what no safe fix may touch, numbers of the list aside.
fn figures(text: &str) -> Vec<String> {
    let cell = text.rsplit('|').nth(1).unwrap();
    let values = cell
        .split(['；', ';', '：', ':', '、', '。', '，', ' ', '.'])
        .filter(|piece| piece.contains(['次', '%', '月']));
    let digits = |piece: &str| piece.chars().filter(char::is_ascii_digit).collect::<String>();
    values.map(digits).collect()
}

#[test]
fn fixing_all_changes_no_figure() {
    let cell = SOUND
        .replacen("2、1", "5、1", 1)
        .replacen("；巡河", " ；巡河", 1)
        .replacen("；23", "，23", 1)
        .replacen("年度指标值：≥90%", "年度指标值:≥90%", 1)
        .replacen("持续改善；", "持续改善。；", 1)
        .replacen("年度指标值：≥48次", "年度指标值：≥60次", 1);
    let mut text = document(&cell);
    let before = text.clone();
    // Fixes that interleave take turns.
    for _ in 0..4 {
        text = applied(&text, &fix_all(&analysis(&text)));
    }
    assert_eq!(figures(&text), figures(&before));
    let left: Vec<_> = analysis(&text).findings().map(|(_, finding)| finding.rule.id).collect();
    assert_eq!(left, ["indicator-target"], "{text}");
}

/// Where the sound list is damaged: at a character, some of which go and something else comes.
fn damage() -> impl Strategy<Value = (Index, usize, String)> {
    let added = prop::sample::select(vec![
        "",
        "",
        "；",
        "，",
        "。",
        "：",
        ":",
        "、",
        "1",
        "3",
        " ",
        "-",
        ".",
        "年度指标值",
        "实施周期指标值",
        "指标",
        "产出",
        "效益指标",
        "12",
        "满意",
        "≥",
        "\\|",
        "<br>",
    ]);
    (any::<Index>(), 0_usize..4, added.prop_map(str::to_owned))
}

fn damaged(cell: &str, (at, removed, added): &(Index, usize, String)) -> String {
    let signs: Vec<char> = cell.chars().collect();
    let from = at.index(signs.len());
    let to = (from + removed).min(signs.len());
    signs[..from].iter().copied().chain(added.chars()).chain(signs[to..].iter().copied()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_fix_of_a_damaged_list_keeps_the_law(faults in prop::collection::vec(damage(), 1..3)) {
        let cell = faults.iter().fold(SOUND.to_owned(), |cell, fault| damaged(&cell, fault));
        assert_law(&document(&cell));
    }

    #[test]
    fn fixing_all_brings_no_error(faults in prop::collection::vec(damage(), 1..4)) {
        let text = document(&faults.iter().fold(SOUND.to_owned(), |cell, fault| damaged(&cell, fault)));
        let before = analysis(&text);
        let after = analysis(&applied(&text, &fix_all(&before)));
        prop_assert!(errors(&after) <= errors(&before), "{text}");
    }
}
