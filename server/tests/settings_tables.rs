//! Tables that the settings describe: what is found by them, and what is wrong with a description.

use std::collections::BTreeSet;

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::{Language, Severity},
    identity::Rounding,
    settings::{
        Settings,
        description::{Choice, PLACES, ROWS, SIDES},
    },
};
use serde_json::json;

/// The complaints about a file: `line:marked text: message`.
fn complaints(text: &str, language: Language) -> Vec<String> {
    let read = Settings::parse(text);
    let shown = read.faults.iter().map(|complaint| {
        let line = text.lines().nth(complaint.line).unwrap_or_default();
        format!("{}:{}: {}", complaint.line + 1, complaint.span.of(line), complaint.finding(language).message)
    });
    shown.collect()
}

fn options(text: &str) -> Options {
    let read = Settings::parse(text);
    assert_eq!(read.faults, [], "{text}");
    read.settings.map(|settings| settings.options(Language::Chinese)).unwrap_or_default()
}

/// 资金来源明细表, whose 合计 is that of 收支总表, and a quantity that only it and the prose print.
const OWN_TABLE: &str = r#"
[[tables.quantity]]
id = "subsidies"
name = "上级补助收入"
phrases = ["上级补助收入"]

[[tables.kind]]
id = "sources"
name = "资金来源明细表"
titles = [["资金　来源", "明细"]]
figure = [
  { quantity = "income", row = "year", columns = [["合计"]] },
  { quantity = "subsidies", row = "year", columns = [["上级补助"]] },
]
"#;

/// A department with that table; the parts add up to its 合计, whatever that is.
fn department([prose, fiscal, subsidies, total]: [&str; 4]) -> String {
    format!(
        "示例市青禾区文化局2026年部门预算\n\n2026年收入预算120.00万元，其中：上级补助收入{prose}万元。\n\n\
        2026年部门收支总表\n\n单位：万元\n\n\
        | 收入 | | 支出 | |\n|---|---|---|---|\n| 项目 | 预算数 | 项目 | 预算数 |\n\
        | 一、财政拨款收入 | 100.00 | 一、文化旅游体育与传媒支出 | 120.00 |\n| 二、其他收入 | 20.00 | | |\n\
        | 本年收入合计 | 120.00 | 本年支出合计 | 120.00 |\n\n\
        2026年部门资金来源明细表\n\n单位：万元\n\n\
        | 科目编码 | 科目名称 | 合计 | 财政拨款 | 上级补助 |\n|---|---|---|---|---|\n\
        | 207 | 文化旅游体育与传媒支出 | {total} | {fiscal} | {subsidies} |\n| 合计 | | {total} | {fiscal} | {subsidies} |\n"
    )
}

/// The errors and warnings of a document under settings: `line: rule: message`.
fn loud(document: &str, options: Options) -> Vec<String> {
    let analysis = Analysis::new(document, options);
    let loud = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
    loud.map(|(line, finding)| format!("{}: {}: {}", line + 1, finding.rule.id, finding.message)).collect()
}

/// 活动经费申请书, which nobody else calls so.
const OWN_FORM: &str = r#"
[[tables.kind]]
id = "request"
name = "活动经费申请表"
titles = [["活动经费申请表"]]
form = { totals = ["申请总额"], parts = ["区级安排", "街道自筹"], weights = ["评分"] }
"#;

#[test]
fn a_form_that_the_settings_describe_is_added_up() {
    let form = |total: &str, weight: &str| {
        format!(
            "活动经费申请表\n\n单位：万元\n\n| 活动名称 | 社区演出 | |\n|---|---|---|\n| 经费 | 申请总额 | {total} |\n\
            | | 区级安排 | 5.00 |\n| | 街道自筹 | 1.00 |\n| 指标 | 内容 | 评分 |\n| 数量 | 十二场 | 60 |\n| 效果 | 观众满意 | {weight} |\n"
        )
    };
    assert_eq!(loud(&form("6.00", "40"), options(OWN_FORM)), Vec::<String>::new());
    assert_eq!(loud(&form("7.00", "50"), options("")), Vec::<String>::new(), "nobody knows what the table is about");
    assert_eq!(
        loud(&form("7.00", "50"), options(OWN_FORM)),
        [
            "7: column-sum: “申请总额”金额 7.00，2 个项相加 6.00，差 1.00",
            "10: indicator-weight: 2 项“评分”相加 110，应为 90 或 100，差 10",
        ]
    );
    let broken = OWN_FORM.replace("[\"申请总额\"]", "[]");
    let complaints = complaints(&broken, Language::Chinese);
    assert!(complaints.iter().any(|complaint| complaint.contains("tables.kind.form.totals")), "{complaints:#?}");
}

#[test]
fn a_table_that_the_settings_describe_is_held_against_the_others() {
    let right = department(["20.00", "100.00", "20.00", "120.00"]);
    assert_eq!(loud(&right, options(OWN_TABLE)), Vec::<String>::new());
    let wrong = department(["20.00", "106.00", "20.00", "126.00"]);
    assert_eq!(loud(&wrong, options("")), Vec::<String>::new(), "nobody knows what the table is about");
    assert_eq!(
        loud(&wrong, options(OWN_TABLE)),
        ["23: cross-table: “合计”合计 126.00，“收支总表”的“本年收入合计”为 120.00，差 6.00"]
    );
    let wrong = department(["26.00", "100.00", "20.00", "120.00"]);
    assert_eq!(
        loud(&wrong, options(OWN_TABLE)),
        ["3: prose-figure: “上级补助收入”26.00万元，“资金来源明细表”中为 20.00万元（20.00），差 6.00万元"]
    );
    let sum = format!("{OWN_TABLE}[[tables.sum]]\ntotal = \"income\"\nparts = [\"subsidies\"]\n");
    assert_eq!(
        loud(&right, options(&sum)),
        ["14: cross-table: “本年收入合计”预算数 120.00，“资金来源明细表”相加 20.00，差 100.00"]
    );
}

#[test]
fn what_the_settings_call_the_same_or_at_most_something_is_held_to_that() {
    let more = department(["30.00", "90.00", "30.00", "120.00"]);
    let bound = format!("{OWN_TABLE}[[tables.bound]]\nquantity = \"subsidies\"\nat-most = \"other-income\"\n");
    assert_eq!(
        loud(&more, options(&bound)),
        ["23: cross-table: “上级补助收入”30.00万元，超过“收支总表”的“其他收入”20.00万元，多 10.00万元"]
    );
    let same = |condition: &str| {
        format!("{OWN_TABLE}[[tables.same]]\nquantities = [\"subsidies\", \"other-income\"]\nwhere = {condition}\n")
    };
    let told = loud(&more, options(&same("[\"income\", \"spending\"]")));
    assert_eq!(
        told,
        ["23: cross-table: “合计”上级补助 30.00万元，“收支总表”的“二、其他收入”预算数为 20.00万元，差 10.00万元；\
          收入合计、支出合计都相等，两处应当相同"]
    );
    assert_eq!(
        loud(&more, options(&same("[\"income\", \"fiscal-income\"]"))),
        Vec::<String>::new(),
        "not all is fiscal"
    );
    let less = department(["20.00", "100.00", "20.00", "120.00"]);
    assert_eq!(loud(&less, options(&bound)), Vec::<String>::new());
    assert_eq!(loud(&less, options(&same("[\"income\", \"spending\"]"))), Vec::<String>::new());
}

#[test]
fn a_wrong_description_of_a_table_costs_itself() {
    let table: &[(&str, &[&str])] = &[
        ("[[tables.kind]]\nid = \"own\"\ntitles = [[\"甲\"]]", &["1:[[tables.kind]]: 缺少 “tables.kind.name”"]),
        (
            "[[tables.kind]]\nid = \"income\"\nname = \"甲\"\ntitles = [[\"甲\"]]",
            &["2:\"income\": “tables.kind.id” 里的 “income” 已经有了"],
        ),
        (
            "[[tables.quantity]]\nid = \"own\"\nname = \"甲\"\n[[tables.quantity]]\nid = \"own\"\nname = \"乙\"",
            &["5:\"own\": “tables.quantity.id” 里的 “own” 已经有了"],
        ),
        (
            "[[tables.kind]]\nid = \"own\"\nname = \"甲\"\ntitles = [\"甲\"]",
            &["4:\"甲\": “tables.kind.titles” 应为方括号里的一列，如 […, …]"],
        ),
        ("[[tables.kind]]\nid = \"own\"\nname = \"甲\"\ntitles = []", &["4:[]: 缺少 “tables.kind.titles”"]),
        (
            "[[tables.kind]]\nid = \"own\"\nname = \"甲\"\ntitles = [[\"甲\"], [ ]]",
            &["4:[ ]: 缺少 “tables.kind.titles”"],
        ),
        ("[[tables.kind]]\nid = \"own\"\nname = \"甲\"\ntitles = [[\"*\"]]", &["4:[\"*\"]: 缺少 “tables.kind.titles”"]),
        (
            "[[tables.sum]]\ntotal = \"incom\"\nparts = [\"all\"]",
            &["2:\"incom\": 没有名为 “incom” 的数，是否指 “income”？"],
        ),
        (
            "[[tables.sum]]\ntotal = \"income\"\nparts = [\"甲\"]",
            &["3:\"甲\": 没有名为 “甲” 的数；自有的数写在 tables.quantity 里"],
        ),
        ("[[tables.sum]]\ntotal = \"income\"\nparts = []", &["3:[]: 缺少 “tables.sum.parts”"]),
        (
            "[[tables.sum]]\ntotal = \"income\"\nparts = [\"all\", \"income\"]",
            &["3:\"income\": “tables.sum.parts” 里的 “income” 已经有了"],
        ),
        (
            "[[tables.same]]\nquantities = [\"all\", \"fiscal-all\"]\nwhere = [\"income\", \"incom\"]",
            &["3:\"incom\": 没有名为 “incom” 的数，是否指 “income”？"],
        ),
        (
            "[[tables.same]]\nquantities = [\"all\", \"all\"]\nwhere = [\"income\", \"spending\"]",
            &["2:\"all\": “tables.same.quantities” 里的 “all” 已经有了"],
        ),
        (
            "[[tables.same]]\nquantities = [\"all\", \"fiscal-all\"]\nwhere = [\"income\"]",
            &["3:[\"income\"]: 缺少 “tables.same.where”"],
        ),
        (
            "[[tables.bound]]\nquantity = \"staff\"\nat-most = \"staff\"",
            &["3:\"staff\": “tables.bound.at-most” 里的 “staff” 已经有了"],
        ),
        ("[[tables.bound]]\nquantity = \"staff\"", &["1:[[tables.bound]]: 缺少 “tables.bound.at-most”"]),
    ];
    for (text, expected) in table {
        assert_eq!(complaints(text, Language::Chinese), *expected, "{text}");
        let rest = Settings::parse(&format!("rounding = \"exact\"\n{text}")).settings.unwrap_or_default();
        assert_eq!(rest.options(Language::Chinese).rounding, Rounding::Exact, "{text}");
    }
    let table: &[(&str, &[&str])] = &[
        (
            "row = \"yaer\", columns = [[\"合计\"]]",
            &[
                "7:\"yaer\": “tables.kind.figure.row” 不能是 “yaer”，是否指 “year”？（可用：year、total、class、class-below-year、code、line、only）",
            ],
        ),
        ("row = \"line\", columns = [[\"合计\"]]", &["7:\"line\": 缺少 “tables.kind.figure.lines”"]),
        (
            "row = \"year\", lines = [\"合计\"], columns = [[\"合计\"]]",
            &["7:[\"合计\"]: “tables.kind.figure.lines” 只与 row = \"line\" 连用"],
        ),
        ("row = \"year\", columns = [[]]", &["7:[]: 缺少 “tables.kind.figure.columns”"]),
        ("row = \"year\"", &["7:{ quantity = \"income\", row = \"year\" }: 缺少 “tables.kind.figure.columns”"]),
    ];
    for (lines, expected) in table {
        let text = described("", lines);
        assert_eq!(complaints(&text, Language::Chinese), *expected, "{text}");
        let settings = Settings::parse(&text).settings.unwrap_or_default();
        assert_ne!(settings, Settings::default(), "the kind is there without the figure: {text}");
    }
}

#[test]
fn tables_of_the_client_count_over_those_of_the_file() {
    let file = Settings::parse(OWN_TABLE).settings.unwrap_or_default();
    let own = json!({ "tables": { "kind": [{ "id": "sources", "name": "来源表", "titles": [["明细"]] }] } });
    let client = Settings::of_client(&own);
    assert_eq!(client.faults, []);
    let both = client.settings.unwrap_or_default().over(&file).options(Language::Chinese);
    let kinds = both.vocabulary.kinds();
    let name = |title: &str| kinds.by_title(title).map(|kind| kind.description.name.clone());
    assert_eq!(name("资金来源明细表").as_deref(), Some("来源表"));
    assert!(kinds.quantity_id("subsidies").is_some(), "what only the file says holds, too");
    assert_eq!(kinds.all().iter().filter(|kind| kind.description.id == "sources").count(), 1);
}

/// A kind of tables with one figure; these words stand in the one and the other.
fn described(kind: &str, figure: &str) -> String {
    format!(
        "[[tables.kind]]\nid = \"own\"\nname = \"甲\"\ntitles = [[\"甲\"]]\n{kind}\nfigure = [\n\
        {{ quantity = \"income\", {figure} }},\n]\n"
    )
}

#[test]
fn every_word_of_a_description_is_understood() {
    type Text<'a> = &'a dyn Fn(&str) -> String;
    let (year, line) = ("row = \"year\", columns = [[\"合计\"]]", "columns = [[\"合计\"]], lines = [\"甲\"]");
    let words: [(&[Choice], Text<'_>); 4] = [
        (ROWS, &|word| described(&format!("rows = \"{word}\""), year)),
        (SIDES, &|word| described(&format!("side = \"{word}\""), year)),
        (SIDES, &|word| described("", &format!("{year}, side = \"{word}\""))),
        (PLACES, &|word| described("", &format!("row = \"{word}\", {line}"))),
    ];
    for (choices, text) in words {
        let settings = choices.iter().map(|choice| format!("{:?}", Settings::parse(&text(choice.name)).settings));
        let different: BTreeSet<String> = settings.collect();
        assert_eq!(different.len(), choices.len(), "two words mean the same: {different:?}");
    }
}

#[test]
fn every_complaint_about_a_table_is_as_good_in_english() {
    let text = "tables.sum = [\n{ total = \"incom\", parts = [\"all\"] },\n{ total = \"甲\", parts = [\"all\"] },\n\
        { total = \"all\", parts = [\"all\"] }]\n[[tables.quantity]]\nid = \"all\"\nname = \"甲\"\n";
    assert_eq!(
        complaints(text, Language::English),
        [
            "2:\"incom\": there is no quantity “incom”; did you mean “income”?",
            "3:\"甲\": there is no quantity “甲”; those of your own belong in tables.quantity",
            "4:\"all\": “all” in “tables.sum.parts” is there already",
            "6:\"all\": “all” in “tables.quantity.id” is there already",
        ]
    );
    let text = described("", "row = \"year\", lines = [\"甲\"], columns = [[\"甲\"]]");
    assert_eq!(
        complaints(&text, Language::English),
        ["7:[\"甲\"]: “tables.kind.figure.lines” belongs to row = \"line\" only"]
    );
}
