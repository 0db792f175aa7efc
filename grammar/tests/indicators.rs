//! Indicator cells: a real budget, the slips of drafters, and the law that one broken indicator hides no other.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails where it panics"
)]

use std::{
    path::Path,
    time::{Duration, Instant},
};

use budget_grammar::{
    codes::{CodeText, CodeVerdict, Codes},
    indicator::{Code, Indicator, Indicators, Piece, Problem, ProblemKind, parse},
};
use proptest::prelude::*;

fn read(cell: &str) -> Indicators {
    parse(cell, Codes::standard())
}

fn text_of(code: Code, cell: &str) -> CodeText<'_> {
    CodeText { value: code.value, name: code.name.of(cell) }
}

/// The texts of an indicator's pieces: number, classes, name, values.
fn pieces(one: &Indicator, cell: &str) -> [String; 6] {
    let code = |code: Option<Code>| code.map_or(String::new(), |code| code.span().of(cell).to_owned());
    [
        one.number.map_or(String::new(), |number| number.span.of(cell).to_owned()),
        code(one.class1),
        code(one.class2),
        one.name.of(cell).to_owned(),
        one.cycle.map_or(String::new(), |value| value.span.of(cell).to_owned()),
        one.year.map_or(String::new(), |value| value.span.of(cell).to_owned()),
    ]
}

/// The last cells of the rows that hold indicators, with their line numbers. No pipe is escaped in the sample.
fn indicator_cells(document: &str) -> Vec<(usize, &str)> {
    document
        .lines()
        .enumerate()
        .filter_map(|(index, line)| {
            let row = line.strip_prefix('|')?.trim_end().strip_suffix('|')?;
            let last = row.rsplit('|').next()?;
            last.contains("指标值").then_some((index + 1, last))
        })
        .collect()
}

#[test]
fn the_sample_budget_has_201_indicators_and_one_contradiction() {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let sample = above.map(|folder| folder.join("shared/corpus/liwan-hrss-2024.md")).find(|path| path.exists());
    let Some(document) = sample.map(|path| std::fs::read_to_string(path).unwrap()) else {
        return;
    };
    let cells = indicator_cells(&document);
    assert_eq!(cells.len(), 52);
    let mut count = 0;
    let mut contradictions = Vec::new();
    for (line, cell) in cells {
        let read = read(cell);
        assert_eq!(&*read.problems, [], "line {line}");
        for (index, one) in read.list.iter().enumerate() {
            assert_eq!(one.number.map(|number| number.value as usize), Some(index + 1), "line {line}");
            let (class1, class2) = (one.class1.unwrap(), one.class2.unwrap());
            let verdict = Codes::standard().verdict(Some(text_of(class1, cell)), Some(text_of(class2, cell)));
            if verdict != CodeVerdict::Consistent {
                contradictions.push((line, class1.span().of(cell), class2.span().of(cell)));
            }
        }
        count += read.list.len();
    }
    assert_eq!(count, 201);
    assert_eq!(contradictions, [(80, "2-效益指标", "12-质量指标")]);
}

const FIRST: &str = "1、1-产出指标；11-数量指标；培训场次；实施周期指标值：≥12场；年度指标值：≥12场。";
const SECOND: &str = "2、2-效益指标；22-社会效益；办事便利程度；实施周期指标值：90%；年度指标值：90%。";
const THIRD: &str = "3、3-满意度指标；31-服务对象满意度；学员满意度；实施周期指标值：≥95%；年度指标值：≥95%。";
const FOURTH: &str = "4、1-产出指标；13-时效指标；开班时间。及时；实施周期指标值:12月31日前。；年度指标值:12月31日前。";

/// `Level1…Stop missing`, `"，" for Separator → "；"`
fn shown(problem: &Problem, cell: &str) -> String {
    let text = problem.span.of(cell);
    let pieces = |first: Piece, last: Piece| {
        if first == last { format!("{first:?}") } else { format!("{first:?}…{last:?}") }
    };
    let fault = match problem.kind {
        ProblemKind::Missing { first, last } => format!("{} missing", pieces(first, last)),
        ProblemKind::Mistaken { first, last } => format!("{text:?} for {}", pieces(first, last)),
        other => format!("{other:?} {text:?}"),
    };
    let fix = problem.replacement().map_or(String::new(), |text| format!(" → {text:?}"));
    format!("{fault}{fix}")
}

/// What is reported for `slip` between two whole indicators, which it leaves alone.
fn reported(slip: &str) -> String {
    let cell = format!("{FIRST}{slip}{THIRD}");
    let read = read(&cell);
    assert_eq!(read.list.len(), 3, "{slip}");
    for (index, whole) in [(0, FIRST), (2, THIRD)] {
        assert_eq!(pieces(&read.list[index], &cell), pieces(&self::read(whole).list[0], whole), "{slip}");
    }
    assert!(read.problems.iter().all(|problem| problem.indicator == 1), "{slip}");
    let all: Vec<String> = read.problems.iter().map(|problem| shown(problem, &cell)).collect();
    all.join(", ")
}

#[test]
fn slips_in_the_number() {
    let rest = "22-社会效益；办事便利程度；实施周期指标值：90%；年度指标值：90%。";
    for (front, expected) in [
        ("2、2-效益指标；", ""),
        ("２、２－效益指标;", ""),
        (" 2 、 2 - 效益指标 ； ", ""),
        ("、2-效益指标；", "Number missing → \"2\""),
        ("2-效益指标；", "Number…Mark missing → \"2、\""),
        ("22-效益指标；", "Mark missing → \"、\""),
        ("2 2-效益指标；", "Mark missing → \"、\""),
        ("2.2-效益指标；", "\".\" for Mark → \"、\""),
        ("2,2-效益指标；", "\",\" for Mark → \"、\""),
        ("2。2-效益指标；", "\"。\" for Mark → \"、\""),
        ("（2）2-效益指标；", "\"（2）\" for Number…Mark"),
        ("x、2-效益指标；", "\"x\" for Number → \"2\""),
        ("另2、2-效益指标；", "Stray \"另\""),
        ("；、2-效益指标；", "\"；\" for Number → \"2\""),
    ] {
        assert_eq!(reported(&format!("{front}{rest}")), expected, "{front}");
    }
}

#[test]
fn slips_in_the_classes() {
    let rest = "办事便利程度；实施周期指标值：90%；年度指标值：90%。";
    for (front, expected) in [
        ("2、22-社会效益；", "Level1 missing"),
        ("2、；22-社会效益；", "Level1 missing"),
        ("2、2-；22-社会效益；", "Level1 missing"),
        ("22-社会效益；", "Number…Level1 missing"),
        ("2、2-效益指标；", "Level2 missing"),
        ("2、2-效益指标；；", "Level2 missing"),
        ("2、2-效益指标；22-；", "Level2 missing"),
        ("2、", "Level1…Level2 missing"),
        ("", "Number…Level2 missing"),
        ("2、效益指标；22-社会效益；", "\"效益指标\" for Level1"),
        ("2、效益指标；社会效益；", "\"效益指标；社会效益\" for Level1…Level2"),
        ("2、2-效益指标；社会效益；", "\"社会效益\" for Level2"),
        ("2、2效益指标；22-社会效益；", "Dash missing → \"-\""),
        ("2、2-效益指标；22社会效益；", "Dash missing → \"-\""),
        ("2、2-效益指标；22、社会效益；", "\"、\" for Dash → \"-\""),
        ("2、2-效益指标22-社会效益；", "Separator missing → \"；\""),
        ("2、2-效益指标，22-社会效益；", "\"，\" for Separator → \"；\""),
        ("2、2-效益指标。22-社会效益；", "\"。\" for Separator → \"；\""),
        ("2、2-效益指标；22-社会效益", "Separator missing → \"；\""),
        ("2、2-效益指标；22-社会效益,", "\",\" for Separator → \"；\""),
        ("2、2-效益指标；；22-社会效益；", "Extra \"；\" → \"\""),
        ("2、2-效益指标；22-社会效益；；", "Extra \"；\" → \"\""),
        ("2、2-效益指标；22-社会效益；乡镇；", ""),
    ] {
        assert_eq!(reported(&format!("{front}{rest}")), expected, "{front}");
    }
}

#[test]
fn slips_in_the_values() {
    let front = "2、2-效益指标；22-社会效益；";
    for (rest, expected) in [
        ("实施周期指标值：90%；年度指标值：90%。", "Name missing"),
        ("；实施周期指标值：90%；年度指标值：90%。", "Name missing"),
        ("便利程度实施周期指标值：90%；年度指标值：90%。", "Separator missing → \"；\""),
        ("便利程度，实施周期指标值：90%；年度指标值：90%。", "\"，\" for Separator → \"；\""),
        ("便利程度；；实施周期指标值：90%；年度指标值：90%。", "Extra \"；\" → \"\""),
        ("便利程度；实施周期指标值90%；年度指标值：90%。", "Colon missing → \"：\""),
        ("便利程度；实施周期指标值；90%；年度指标值：90%。", "\"；\" for Colon → \"：\""),
        ("便利程度；实施周期指标值：：90%；年度指标值：90%。", "Extra \"：\" → \"\""),
        ("便利程度；实施周期指标：90%；年度指标值：90%。", "\"实施周期指标\" for CycleKeyword → \"实施周期指标值\""),
        ("便利程度；实施周期 指标值 ：90%；年度指标值：90%。", ""),
        ("便利程度；90%；年度指标值：90%。", "CycleKeyword…Colon missing"),
        ("便利程度；：90%；年度指标值：90%。", "CycleKeyword missing → \"实施周期指标值\""),
        ("便利程度；年度指标值：90%。", "Cycle missing"),
        ("便利程度；实施周期指标值：90%年度指标值：90%。", "Separator missing → \"；\""),
        ("便利程度；实施周期指标值：90%,年度指标值：90%。", "\",\" for Separator → \"；\""),
        ("便利程度；实施周期指标值：90%。年度指标值：90%。", "\"。\" for Separator → \"；\""),
        ("便利程度；实施周期指标值：90%；；年度指标值：90%。", "Extra \"；\" → \"\""),
        ("便利程度；实施周期指标值：90%；年度指标：90%。", "\"年度指标\" for YearKeyword → \"年度指标值\""),
        ("便利程度；实施周期指标值：90%；年度指标值90%。", "Colon missing → \"：\""),
        ("便利程度；实施周期指标值：90%；年度指标90%。", "\"年度指标\" for YearKeyword…Colon → \"年度指标值：\""),
        ("便利程度；实施周期指标值：90%；90%。", "YearKeyword…Colon missing"),
        ("便利程度；实施周期指标值：90%。", "Year missing"),
        ("便利程度。", "Cycle…Year missing"),
        ("便利程度；实施周期指标值：90%；实施周期指标值：90%。", "\"实施周期指标值\" for YearKeyword → \"年度指标值\""),
        ("便利程度；年度指标值：90%；年度指标值：90%。", "\"年度指标值\" for CycleKeyword → \"实施周期指标值\""),
        ("便利程度；年度指标值：90%；实施周期指标值：90%。", "Swapped \"年度指标值：90%；实施周期指标值\""),
        ("便利程度；实施周期指标值：；年度指标值：。", ""),
        ("便利程度；实施周期指标值：提升。；年度指标值：提升。", ""),
        ("便利程度；实施周期指标值：提升，含年度指标值的90%；年度指标值：提升。", ""),
    ] {
        assert_eq!(reported(&format!("{front}{rest}")), expected, "{rest}");
    }
}

#[test]
fn slips_at_the_end() {
    let front = "2、2-效益指标；22-社会效益；办事便利程度；实施周期指标值：90；年度指标值：90";
    for (end, expected) in [
        ("", "Stop missing → \"。\""),
        ("<br>", "Stop missing → \"。\""),
        ("。<br/> ", ""),
        ("。。", ""),
        ("；", "\"；\" for Stop → \"。\""),
        (".", "\".\" for Stop → \"。\""),
        ("。；", "Extra \"；\" → \"\""),
        ("；。", "Extra \"；\" → \"\""),
    ] {
        assert_eq!(reported(&format!("{front}{end}")), expected, "{end}");
    }
}

#[test]
fn an_indicator_still_being_typed_is_one_problem() {
    for (tail, expected) in [
        ("2", "Level1…Stop missing"),
        ("2、", "Level1…Stop missing"),
        ("2、2", "Level1…Level2 missing"),
        ("2、2-", "Level1…Stop missing"),
        ("2、2-效", "Level2…Stop missing"),
        ("2、2-效益指标；", "Level2…Stop missing"),
        ("2、2-效益指标；22-社会效益；便利程度", "Cycle…Stop missing"),
        ("2、2-效益指标；22-社会效益；便利程度；实施周", "\"实施周\" for Cycle…Stop"),
        ("2、2-效益指标；22-社会效益；便利程度；实施周期指标值：", "Year…Stop missing"),
        ("2、2-效益指标；22-社会效益；便利程度；实施周期指标值：90%；年", "\"年\" for Year…Stop"),
        ("2、2-效益指标；22-社会效益；便利程度；实施周期指标值：90%；年度指标值：", "Stop missing → \"。\""),
        ("2、便利程度", "Level1…Level2 missing"),
    ] {
        let cell = format!("{FIRST}{tail}");
        let read = read(&cell);
        let all: Vec<String> = read.problems.iter().map(|problem| shown(problem, &cell)).collect();
        assert_eq!((read.list.len(), all), (2, vec![expected.to_owned()]), "{tail}");
        assert_eq!(pieces(&read.list[0], &cell), pieces(&self::read(FIRST).list[0], FIRST), "{tail}");
    }
}

#[test]
fn a_list_without_numbers() {
    let unnumbered = |one: &'static str| one.split_once('、').unwrap().1;
    let cell = [FIRST, SECOND, THIRD].map(unnumbered).concat();
    let read = read(&cell);
    let names: Vec<&str> = read.list.iter().map(|one| one.name.of(&cell)).collect();
    assert_eq!(names, ["培训场次", "办事便利程度", "学员满意度"]);
    let fixes: Vec<_> = read.problems.iter().filter_map(Problem::replacement).collect();
    assert_eq!(fixes, ["1、", "2、", "3、"]);
}

#[test]
fn a_list_without_classes() {
    let cell = "培训场次；实施周期指标值：12；年度指标值：12。培训人数；实施周期指标值：600人；年度指标值：600人。";
    let read = read(cell);
    let names: Vec<&str> = read.list.iter().map(|one| one.name.of(cell)).collect();
    assert_eq!(names, ["培训场次", "培训人数"]);
    assert_eq!(read.problems.len(), 2);
}

#[test]
fn cells_without_an_indicator() {
    for blank in ["", " \u{3000}", "<br>", "-", "—", "无", " 无。"] {
        assert_eq!(read(blank), Indicators::default(), "{blank:?}");
    }
    for prose in ["详见附件。", "1、做好培训。2、做好考核。", "按3-5年规划分步实施；每年验收一次。"]
    {
        let read = read(prose);
        assert!(read.list.is_empty(), "{prose}");
        assert_eq!(read.problems.len(), 1, "{prose}");
        assert_eq!(read.problems[0].kind, ProblemKind::NoIndicator);
    }
}

#[test]
fn a_title_before_the_list_is_stray() {
    let cell = format!("本项目的绩效指标如下：{FIRST}{SECOND}");
    let read = read(&cell);
    assert_eq!(read.list.len(), 2);
    let all: Vec<String> = read.problems.iter().map(|problem| shown(problem, &cell)).collect();
    assert_eq!(all, ["Stray \"本项目的绩效指标如下：\""]);
}

#[test]
fn sentences_and_enumerations_stay_in_their_value() {
    for value in [
        "1、开班。2、结业。3、回访",
        "提升。另有3-5天实习",
        "合格。“先培训、后上岗”。2025年起",
        "1-2次。；含补训",
        "完成2、3号楼改造",
        "覆盖1、2-甲类街道",
    ] {
        let cell = format!("1、1-产出指标；11-数量指标；培训；实施周期指标值：{value}；年度指标值：{value}。{SECOND}");
        let read = read(&cell);
        assert_eq!(&*read.problems, [], "{cell}");
        let first = &read.list[0];
        let values = [first.cycle, first.year].map(|found| found.unwrap().span.of(&cell).to_owned());
        assert_eq!((read.list.len(), values), (2, [value.to_owned(), value.to_owned()]));
    }
}

/// Damages indicator `hurt` and asserts the law: every other one reads as before, and there is at most one problem.
///
/// A sign put in behind the last `。` stands before the next number, which is then another, or begins an indicator.
fn assert_law(list: &[String], hurt: usize, damaged: &str, appended: bool) {
    let before: Vec<_> = texts(&list.concat());
    let mut after = list.to_vec();
    after[hurt] = damaged.to_owned();
    let cell = after.concat();
    let found = texts(&cell);
    assert!(
        found.len() == before.len() || (appended && found.len() > before.len()),
        "{found:#?}\n{damaged}\nin {cell}"
    );
    for (index, (old, new)) in before.iter().zip(&found).enumerate().filter(|(index, _)| *index != hurt) {
        let from = usize::from(appended && index == hurt + 1);
        assert_eq!(old[from..], new[from..], "{damaged}\nin {cell}");
    }
    let problems = read(&cell).problems;
    let shown: Vec<String> = problems.iter().map(|problem| shown(problem, &cell)).collect();
    assert!(shown.len() <= 1, "{shown:#?}\n{damaged}");
}

fn texts(cell: &str) -> Vec<[String; 6]> {
    read(cell).list.iter().map(|one| pieces(one, cell)).collect()
}

/// One character of `text` taken out, replaced by `sign`, or `sign` put in before it.
fn damaged(text: &str, at: usize, edit: Edit, sign: char) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (before, behind) = letters.split_at(at.min(letters.len()));
    let rest = match edit {
        Edit::Insert => behind,
        Edit::Delete | Edit::Replace => behind.get(1..).unwrap_or_default(),
    };
    let sign = match edit {
        Edit::Delete => None,
        Edit::Insert | Edit::Replace => Some(sign),
    };
    before.iter().copied().chain(sign).chain(rest.iter().copied()).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edit {
    Delete,
    Insert,
    Replace,
}

const SIGNS: &str = "；;，,、。.：:-1 3x人（”<";

#[test]
fn no_wrong_character_hides_another_indicator() {
    let list = [FIRST, SECOND, THIRD, FOURTH].map(str::to_owned);
    for (hurt, whole) in list.iter().enumerate() {
        let length = whole.chars().count();
        for at in 0..=length {
            for sign in SIGNS.chars() {
                assert_law(&list, hurt, &damaged(whole, at, Edit::Insert, sign), at == length);
                assert_law(&list, hurt, &damaged(whole, at, Edit::Replace, sign), at == length);
            }
            assert_law(&list, hurt, &damaged(whole, at, Edit::Delete, ' '), at == length);
        }
    }
}

#[test]
fn no_missing_piece_hides_another_indicator() {
    let list = [FIRST, SECOND, THIRD, FOURTH].map(str::to_owned);
    for (hurt, whole) in list.iter().enumerate() {
        let all = pieces(&read(whole).list[0], whole);
        let words = ["实施周期指标值", "年度指标值", "、", "。"].map(str::to_owned);
        let colon = if whole.contains("值:") { ":" } else { "：" };
        let joined = [
            format!("{}；", all[1]),
            format!("{}；", all[2]),
            format!("{}；", all[3]),
            format!("实施周期指标值{colon}"),
        ];
        for piece in all.iter().chain(&words).chain(&joined).filter(|piece| !piece.is_empty()) {
            assert_law(&list, hurt, &whole.replacen(piece.as_str(), "", 1), false);
        }
    }
}

fn names() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "培训场次",
        "“先培训、后上岗”",
        "（含街道）",
        "，其中3-5岁",
        "𠮷村道路",
        "；含补训",
        "。另有",
        "2025年",
        "达100%",
        "第1、2期",
    ]);
    prop::collection::vec(words, 0..4).prop_map(|words| format!("基层{}工作", words.concat()))
}

fn values() -> impl Strategy<Value = String> {
    let figure = prop::sample::select(vec!["≥8000家次", "100%", "12", "2.5万个", "≥200 家", "12月31日前", "", "3-5天"]);
    prop_oneof![figure.prop_map(str::to_owned), names()]
}

prop_compose! {
    fn lists()(rows in prop::collection::vec((0_usize..9, names(), values(), values(), any::<bool>()), 2..10)) -> Vec<String> {
        let classes = [
            ("1-产出指标", "11-数量指标"), ("1-产出指标", "12-质量指标"), ("1-产出指标", "13-时效指标"), ("1-产出", "14-成本指标"),
            ("2-效益指标", "21-经济效益"), ("2-效益指标", "22-社会效益指标"), ("2-效益指标", "23-生态效益"),
            ("2-效益指标", "24-可持续影响"), ("3-满意度指标", "31-服务对象满意度"),
        ];
        let row = |(index, (class, name, cycle, year, narrow)): (usize, (usize, String, String, String, bool))| {
            let (one, two) = classes[class];
            let colon = if narrow { ':' } else { '：' };
            format!("{}、{one}；{two}；{name}；实施周期指标值{colon}{cycle}；年度指标值{colon}{year}。", index + 1)
        };
        rows.into_iter().enumerate().map(row).collect()
    }
}

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings(4000))]

    #[test]
    fn a_valid_list_has_no_problem(list in lists()) {
        let cell = list.concat();
        let read = read(&cell);
        prop_assert_eq!(&*read.problems, &[]);
        prop_assert_eq!(read.list.len(), list.len());
    }

    #[test]
    fn a_wrong_character_stays_in_its_indicator(
        list in lists(),
        hurt: prop::sample::Index,
        at: prop::sample::Index,
        edit in prop::sample::select(vec![Edit::Delete, Edit::Insert, Edit::Replace]),
        sign in prop::sample::select(SIGNS.chars().collect::<Vec<_>>()),
    ) {
        let hurt = hurt.index(list.len());
        let length = list[hurt].chars().count();
        let at = at.index(length + 1);
        assert_law(&list, hurt, &damaged(&list[hurt], at, edit, sign), at == length);
    }

    #[test]
    fn any_text_is_read_in_order_and_within_itself(
        words in prop::collection::vec(prop::sample::select(vec![
            "1", "2、", "12", "、", "1-", "11-", "产出指标", "数量指标", "；", ";", "，", "。", "：", "实施周期指标值", "年度指标值", "年度指标",
            "：", " ", "\u{3000}", "<br>", "<", "-", "－", "（", "“", "𠮷", "人", "3-5", "名称",
        ]), 0..40)
    ) {
        let cell = words.concat();
        let read = read(&cell);
        let mut last = 0;
        for one in &read.list {
            prop_assert!(one.span.start >= last && one.span.end as usize <= cell.len());
            last = one.span.end;
            let classes = [one.class1, one.class2].into_iter().flatten().flat_map(|code| [code.digits, code.name]);
            let values = [one.cycle, one.year].into_iter().flatten().flat_map(|value| [value.keyword, value.colon, value.span]);
            for span in classes.chain(values).chain([one.name, one.stop]).chain(one.number.map(|number| number.span)) {
                prop_assert!(cell.get(span.range()).is_some(), "{:?} in {}", span, cell);
                prop_assert!(span.is_empty() || (one.span.start <= span.start && span.end <= one.span.end), "{:?} in {}", span, cell);
            }
        }
        for problem in &read.problems {
            prop_assert!(cell.get(problem.span.range()).is_some());
            prop_assert!((problem.indicator as usize) < read.list.len().max(1));
        }
    }
}

#[test]
fn fifty_thousand_characters_of_garbage_are_read_at_once() {
    for word in [
        "1、1-",
        "1",
        "-",
        "；",
        "1-；11-",
        "。2、",
        "年度指标值：",
        "年度指标值：。2、",
        "实施周期指标值：。",
        "<",
        "。",
        "产出指标；",
        "甲",
    ] {
        let garbage = word.repeat(50_000 / word.chars().count());
        let cell = format!("{garbage}。{FIRST}");
        let started = Instant::now();
        let read = read(&cell);
        // Some 10 ms where it is linear, minutes where it is not.
        assert!(started.elapsed() < Duration::from_secs(5), "{word}");
        let last = read.list.last().unwrap();
        assert_eq!(pieces(last, &cell)[1..], pieces(&self::read(FIRST).list[0], FIRST)[1..], "{word}");
    }
}
