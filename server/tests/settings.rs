//! Settings files: what they say, what is wrong with them and where, and the schema that describes them.

use std::{fs, path::Path};

use budget_grammar::kinds::Kinds;
use budget_lsp::{
    analysis::{Analysis, Lens, Options},
    finding::Language,
    settings::{
        Settings,
        description::{AMBIGUOUS_WIDTHS, KEYS, Key, Kind, LANGUAGES, PLACES, ROUNDINGS, ROWS, SEVERITIES, SIDES},
        schema::schema,
    },
};
use serde_json::json;

/// The complaints about a file: `line:marked text: message`.
fn complaints(text: &str, language: Language) -> Vec<String> {
    let read = Settings::parse(text);
    let shown = read.faults.iter().map(|complaint| {
        let line = text.lines().nth(complaint.line).unwrap_or_default();
        let finding = complaint.finding(language);
        format!("{}:{}: {}", complaint.line + 1, complaint.span.of(line), finding.message)
    });
    shown.collect()
}

fn options(text: &str) -> Options {
    let read = Settings::parse(text);
    assert_eq!(read.faults, [], "{text}");
    read.settings.map(|settings| settings.options(Language::Chinese)).unwrap_or_default()
}

/// The rules that these documents are about; what else a sparse row lacks is not in question.
const IN_QUESTION: [&str; 4] = ["column-sum", "row-sum", "rounding-difference", "indicator-code"];

/// The ids of the findings in question of a document under settings.
fn found(document: &str, options: Options) -> Vec<&'static str> {
    let analysis = Analysis::new(document, options);
    analysis.findings().map(|(_, finding)| finding.rule.id).filter(|id| IN_QUESTION.contains(id)).collect()
}

const HEADER: &str = "单位：万元\n\n| 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |\n|---|---|---|---|---|\n";

#[test]
fn every_wrong_key_and_value_is_named_where_it_stands() {
    let refused = "；改好之前，其中各项都不生效";
    let table: &[(&str, &[&str])] = &[
        ("", &[]),
        ("\u{feff}rounding = \"exact\"\r\n[severity]\r\ncolumn-sum = \"off\"\r\n", &[]),
        ("rouding = \"exact\"", &["1:rouding: 没有设置项 “rouding”，是否指 “rounding”？"]),
        (
            "# 预算\ncolour = \"red\"",
            &[
                "2:colour: 没有设置项 “colour”；这里可用：language、rounding、severity、hints、lens、codes、headers、tables、format、workspace",
            ],
        ),
        ("[severity]\ncolum-sum = \"off\"", &["2:colum-sum: 没有规则 “colum-sum”，是否指 “column-sum”？"]),
        ("severity.column_sum = \"off\"", &["1:column_sum: 没有规则 “column_sum”，是否指 “column-sum”？"]),
        ("severity.x = \"off\"", &["1:x: 没有规则 “x”；全部规则见 budget-lsp explain --all"]),
        (
            "severity.column-sum = \"warn\"",
            &[
                "1:\"warn\": “severity.column-sum” 不能是 “warn”，是否指 “warning”？（可用：error、warning、information、hint、off）",
            ],
        ),
        ("language = \"fr\"", &["1:\"fr\": “language” 不能是 “fr”（可用：zh、en、auto）"]),
        ("rounding = 3", &["1:3: “rounding” 应为有内容的文字，写在引号里"]),
        ("hints.total = \"on\"", &["1:\"on\": “hints.total” 应为是或否，写作 true 或 false，不加引号"]),
        ("language = true", &["1:true: “language” 应为有内容的文字，写在引号里"]),
        ("severity = \"off\"", &["1:\"off\": “severity” 应为一个表，其中各项写作 名称 = 值"]),
        ("headers.name = \"科目\"", &["1:\"科目\": “headers.name” 应为方括号里的一列，如 […, …]"]),
        ("headers.name = [\"科目\", \"\"]", &["1:\"\": “headers.name” 应为有内容的文字，写在引号里"]),
        ("headers.names = [\"科目\"]", &["1:names: 没有设置项 “headers.names”，是否指 “name”？"]),
        (
            "[headers]\ngoal = [\"目标\"]\nindicators = [\"目 标\"]",
            &["3:\"目 标\": 表头 “目 标” 既列在 goal 又列在 indicators，以 goal 为准"],
        ),
        ("[[codes.class]]\ncodes = [5]", &["1:[[codes.class]]: 缺少 “codes.class.name”"]),
        ("[[codes.class]]\nname = \"工程指标\"\ncodes = [12]", &["3:12: “codes.class.codes” 应为一位数字（0 到 9）"]),
        (
            "[[codes.class]]\nname = \"工程指标\"\nlevel2 = [{ ordinl = 1, name = \"进度\" }]",
            &["3:ordinl: 没有设置项 “codes.class.level2.ordinl”，是否指 “ordinal”？"],
        ),
    ];
    for (text, expected) in table {
        assert_eq!(complaints(text, Language::Chinese), *expected, "{text}");
        assert!(Settings::parse(text).settings.is_some(), "a wrong key refuses the others: {text}");
    }
    let table: &[(&str, &[&str])] = &[
        ("rounding = ", &["1:rounding = : 不是正确的 TOML：文字要写在英文引号里"]),
        ("rounding = exact", &["1:exact: 不是正确的 TOML：文字要写在英文引号里"]),
        ("[severity\ncolumn-sum = \"off\"", &["1:[severity: 不是正确的 TOML：表名缺少右方括号 “]”"]),
        ("language = \"zh\"\nlanguage = \"en\"", &["2:language: 不是正确的 TOML：同一项写了两次"]),
        ("language", &["1:language: 不是正确的 TOML：只有名称，缺少 “= 值”"]),
        ("科目 = 1", &["1:科目: 不是正确的 TOML：名称里有标点或汉字；这样的名称要写在英文引号里"]),
        (
            "[[codes.class]]\nname = \"成果指标\"\ncodes = [1]",
            &["2:\"成果指标\": “1-成果指标” 与已有的 “1-产出指标” 冲突：一个代码只有一个名称，一个名称只有一个代码"],
        ),
    ];
    for (text, expected) in table {
        let expected: Vec<_> = expected.iter().map(|message| format!("{message}{refused}")).collect();
        assert_eq!(complaints(text, Language::Chinese), expected, "{text}");
        assert!(Settings::parse(text).settings.is_none(), "what cannot be used is used: {text}");
    }
}

#[test]
fn hints_are_off_until_they_are_asked_for() {
    let hints = |settings: &Settings| settings.options(Language::Chinese).hints;
    assert!(!hints(&Settings::default()).any());
    let file = Settings::parse("hints = { total = true, share = true }").settings.unwrap_or_default();
    assert!(hints(&file).total && hints(&file).share);
    let client = Settings::of_client(&json!({ "hints": { "share": false } })).settings.unwrap_or_default();
    let both = hints(&client.over(&file));
    assert!(both.total && !both.share, "what the client says counts, and only that");
}

#[test]
fn lenses_say_what_is_no_finding_until_they_are_asked_for_more() {
    let lens = |unit, difference| Lens { unit, difference };
    assert_eq!(options("").lens, lens(true, false));
    assert_eq!(options("[lens]\ndifference = true\n").lens, lens(true, true));
    assert_eq!(options("[lens]\nunit = false\n").lens, lens(false, false));
    let keys = &schema()["properties"]["lens"]["properties"];
    assert_eq!((&keys["unit"]["default"], &keys["difference"]["default"]), (&json!(true), &json!(false)));
}

#[test]
fn every_complaint_is_as_good_in_english() {
    let text = "rouding = 1\nseverity.colum-sum = \"off\"\nlanguage = \"fr\"\nheaders = []\n\
        codes.class = [{ codes = [11] }]\ncolour = 1\n";
    assert_eq!(
        complaints(text, Language::English),
        [
            "1:rouding: there is no setting “rouding”; did you mean “rounding”?",
            "2:colum-sum: there is no rule “colum-sum”; did you mean “column-sum”?",
            "3:\"fr\": “language” cannot be “fr” (one of zh, en, auto)",
            "4:[]: “headers” is to be a table of lines, name = value",
            "5:{ codes = [11] }: “codes.class.name” is missing",
            "6:colour: there is no setting “colour”; here are: language, rounding, severity, hints, lens, codes, headers, tables, format, workspace",
        ]
    );
    for text in ["language", "a = [", "severity = { column-sum = \"off\"", "language = \"zh\n", "x = 1 y = 2"] {
        for complaint in complaints(text, Language::English) {
            assert!(complaint.is_ascii() || complaint.contains('…'), "{complaint}");
        }
    }
}

#[test]
fn settings_decide_what_is_found() {
    let document = format!("{HEADER}| 甲县水务局 | 36.00 | 36.00 | | |\n| 堤防巡查 | 10.00 | 10.00 | 目标 | |\n");
    assert_eq!(found(&document, options("")), ["column-sum"]);
    assert_eq!(found(&document, options("severity.column-sum = \"off\"")), Vec::<&str>::new());
    let rounded = format!(
        "{HEADER}| 甲县水务局 | 3.00 | 3.00 | | |\n| 巡查 | 1.50 | 1.50 | 目标 | |\n| 清淤 | 1.49 | 1.49 | 目标 | |\n"
    );
    assert_eq!(found(&rounded, options("")), ["rounding-difference"]);
    assert_eq!(found(&rounded, options("rounding = \"exact\"")), ["column-sum"]);
    let english = Analysis::new(&document, options("language = \"en\""));
    assert!(english.findings().any(|(_, finding)| finding.message.starts_with("unit total 36.00")));
}

#[test]
fn a_table_is_known_by_the_headers_of_the_settings() {
    let document = "单位：万元\n\n| 科目（单位） | 合 计 | 上级给的钱 | 要做成什么 |\n|---|---|---|---|\n\
        | 甲县水务局 | 36.00 | 36.00 | |\n| 堤防巡查 | 10.00 | 10.00 | 目标 |\n";
    assert_eq!(found(document, options("")), Vec::<&str>::new());
    let text = "[headers]\nname = [\"科 目\"]\nsource = [\"上级给的钱\"]\ngoal = [\"要做成什么\"]\n";
    let options = options(text);
    assert_eq!(found(document, options.clone()), ["column-sum"]);
    let mut typed = Analysis::new("", options);
    document.char_indices().for_each(|(at, character)| typed.edit(at..at, character.encode_utf8(&mut [0; 4])));
    assert_eq!(typed.findings().count(), 1, "the words hold after edits too");
}

#[test]
fn indicator_classes_of_the_settings_are_legal() {
    let row = "| 堤防巡查 | 10.00 | 10.00 | 目标 | 1、5-产出指标；51-数量指标；完成率；实施周期指标值:≥95%；年度指标值:≥95%。 |\n";
    let document = format!("{HEADER}{row}");
    assert_eq!(found(&document, options("")), ["indicator-code"]);
    let own = "[[codes.class]]\nname = \"产出指标\"\ncodes = [5]\n";
    assert_eq!(found(&document, options(own)), Vec::<&str>::new());
}

#[test]
fn other_options_over_the_same_document_are_as_if_it_was_opened_with_them() {
    let document = "| 科目 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n\
        | 甲县水务局 | 36.00 | 36.00 | |\n| 堤防巡查 | 10.00 | 10.00 | 目标 |\n";
    let analysis = Analysis::new(document, Options::default());
    for text in ["headers.name = [\"科目\"]", "severity.column-sum = \"hint\"", "rounding = \"exact\""] {
        assert_eq!(analysis.under(options(text)), Analysis::new(document, options(text)), "{text}");
    }
}

#[test]
fn the_configuration_of_the_client_counts_over_the_file() {
    let file = Settings::parse(
        "language = \"en\"\nrounding = \"exact\"\nseverity = { row-sum = \"off\", column-sum = \"hint\" }",
    );
    let file = file.settings.unwrap_or_default();
    let client = json!({ "budget": { "language": "zh", "severity": { "column-sum": "error" }, "rounding": null, "server": { "path": "x" } } });
    let client = Settings::of_client(&client);
    assert_eq!(client.faults, [], "what is the editor's own is not complained about");
    let merged = client.settings.unwrap_or_default().over(&file);
    let expected = Settings::parse(
        "language = \"zh\"\nrounding = \"exact\"\nseverity = { row-sum = \"off\", column-sum = \"error\" }",
    );
    assert_eq!(Some(merged), expected.settings);
    let automatic = Settings::of_client(&json!({ "language": "auto" })).settings.unwrap_or_default().over(&file);
    assert_eq!(automatic.language(Language::Chinese), Language::Chinese);
}

#[test]
fn wrong_configuration_of_the_client_is_named_too() {
    let read = Settings::of_client(&json!({ "severity": { "colum-sum": "off" }, "roundin": "exact" }));
    let messages: Vec<_> = read.faults.iter().map(|fault| fault.message(Language::English)).collect();
    assert_eq!(
        messages,
        [
            "there is no setting “roundin”; did you mean “rounding”?",
            "there is no rule “colum-sum”; did you mean “column-sum”?"
        ]
    );
    assert!(Settings::of_client(&json!("off")).settings.is_some());
}

fn repository(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n")
}

#[test]
fn the_schema_beside_the_editors_is_the_one_that_the_program_prints() {
    let committed: serde_json::Value =
        serde_json::from_str(&repository("editors/schema/budget-lsp.schema.json")).unwrap_or_default();
    assert_eq!(committed, schema(), "budget-lsp schema > editors/schema/budget-lsp.schema.json");
}

/// The paths of all keys below a table.
fn paths(keys: &[Key], above: &str, all: &mut Vec<String>) {
    for key in keys {
        all.push(format!("{above}{}", key.name));
        if let Kind::Table(below) | Kind::Tables(below) = key.kind {
            paths(below, &format!("{above}{}.", key.name), all);
        }
    }
}

#[test]
fn every_key_and_every_word_is_on_the_page() {
    let page = repository("docs/settings.md");
    let mut all = Vec::new();
    paths(KEYS, "", &mut all);
    assert!(all.contains(&"codes.class.level2.ordinal".to_owned()), "{all:?}");
    for path in &all {
        assert!(page.contains(&format!("`{path}`")), "docs/settings.md says nothing about `{path}`");
    }
    let choices = [LANGUAGES, ROUNDINGS, SEVERITIES, AMBIGUOUS_WIDTHS, ROWS, SIDES, PLACES];
    for choice in choices.into_iter().flatten() {
        assert!(page.contains(&format!("`{}`", choice.name)), "docs/settings.md says nothing about `{}`", choice.name);
        let (quoted, description) = (format!("\"{}\"", choice.name), schema().to_string());
        assert!(description.contains(&quoted), "{quoted}");
    }
}

#[test]
fn the_examples_of_the_page_are_right() {
    let page = repository("docs/settings.md");
    let examples: Vec<&str> = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(examples.len() >= 5, "the page has lost its examples");
    for example in examples {
        let read = Settings::parse(example);
        assert_eq!(read.faults, [], "{example}");
        assert_ne!(read.settings, Some(Settings::default()), "an example that sets nothing: {example}");
    }
}

#[test]
fn every_quantity_in_general_use_is_on_the_page() {
    let page = repository("docs/settings.md");
    for quantity in Kinds::standard().quantities() {
        let shown = format!("`{}` {}", quantity.id, quantity.name);
        assert!(page.contains(&shown), "docs/settings.md says nothing about {shown}");
    }
}

#[test]
fn every_word_of_the_description_is_understood() {
    for (key, choices) in [
        ("language", LANGUAGES),
        ("rounding", ROUNDINGS),
        ("severity.row-sum", SEVERITIES),
        ("format.ambiguous-width", AMBIGUOUS_WIDTHS),
    ] {
        let settings =
            choices.iter().filter_map(|choice| Settings::parse(&format!("{key} = \"{}\"", choice.name)).settings);
        let mut settings: Vec<_> = settings.map(|settings| format!("{settings:?}")).collect();
        assert!(!settings.contains(&format!("{:?}", Settings::default())), "{key}: a word is taken for nothing");
        settings.sort();
        settings.dedup();
        assert_eq!(settings.len(), choices.len(), "{key}: two words mean the same");
    }
}
