//! Outline, folding and growing selections over stdio: the ranges cut the same text in every encoding.

use budget_lsp::{
    analysis::{Analysis, Options},
    features::folding::folds,
};
use budget_tests::{
    client::Client,
    positions::{cut, position, units},
};
use serde_json::{Value, json};

const URI: &str = "file:///drafts/%E9%A2%84%E7%AE%97.md";

const DRAFT: &str = "## 😀支出\r\n\r\n单位：万元\r\n\r\n\
    | 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |\r\n|---|---|---|---|---|\r\n\
    | 𠮷村教育局 | 10.00 | 10.00 | | |\r\n\
    | 培训😀 | 10.00 | 10.00 | 目标 | 1、1-产出指标；11-数量指标；😀人次；实施周期指标值：≥20人次；年度指标值:90%以上。 |\r\n";

fn start(encoding: &str, document_symbol: Value) -> Client {
    let mut client = Client::start();
    let capabilities = json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "documentSymbol": document_symbol },
    });
    let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
    let result = client.request("initialize", params);
    for provider in ["documentSymbolProvider", "foldingRangeProvider", "selectionRangeProvider"] {
        assert_eq!(result["capabilities"][provider], true, "{provider}");
    }
    client.notify("initialized", json!({}));
    client.open(URI, 1, DRAFT);
    client
}

fn of_document() -> Value {
    json!({ "textDocument": { "uri": URI } })
}

#[test]
fn the_outline_names_what_its_ranges_cut() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = start(encoding, json!({ "hierarchicalDocumentSymbolSupport": true }));
        let outline = client.request("textDocument/documentSymbol", of_document());
        let table = &outline[0];
        assert_eq!((&table["name"], table["children"].as_array().unwrap().len()), (&json!("😀支出"), 1));
        let mut symbol = &table["children"][0];
        for (name, detail) in [("𠮷村教育局", "10.00 万元"), ("培训😀", "10.00 万元"), ("😀人次", "90%以上")]
        {
            assert_eq!((&symbol["name"], &symbol["detail"]), (&json!(name), &json!(detail)));
            assert_eq!(cut(DRAFT, &symbol["selectionRange"], encoding), name, "{encoding}");
            symbol = &symbol["children"][0];
        }
    }
}

#[test]
fn a_client_without_levels_gets_a_list() {
    let mut client = start("utf-16", json!({}));
    let outline = client.request("textDocument/documentSymbol", of_document());
    let named: Vec<_> = outline.as_array().unwrap().iter().map(|one| (&one["name"], &one["containerName"])).collect();
    let expected = [
        (json!("😀支出"), Value::Null),
        (json!("𠮷村教育局"), json!("😀支出")),
        (json!("培训😀"), json!("𠮷村教育局")),
        (json!("😀人次"), json!("培训😀")),
    ];
    assert_eq!(named, expected.iter().map(|(name, container)| (name, container)).collect::<Vec<_>>());
    assert_eq!(outline[1]["location"]["uri"], URI);
}

#[test]
fn folds_are_lines() {
    let mut client = start("utf-16", json!({}));
    let folds = client.request("textDocument/foldingRange", of_document());
    let expected = [(0, 7), (4, 7), (6, 7)].map(|(start, end)| json!({ "startLine": start, "endLine": end }));
    assert_eq!(folds, json!(expected));
}

#[test]
fn other_tables_fold_without_a_heading_too() {
    let text = "青禾区文化局2026年部门预算\n\n支出总表\n\n| 科目 | 合计 |\n|---|---|\n| 教育支出 | 5.00 |\n| 合计 | 5.00 |\n\n\
                说明。\n\n<table>\n<tr><td>教育支出</td><td>5.00</td></tr>\n</table>\n\n说明。\n";
    let folds = folds(&Analysis::new(text, Options::default()));
    let lines: Vec<_> = folds.iter().map(|fold| (fold.first, fold.last)).collect();
    assert_eq!(lines, [(4, 7), (11, 13)]);
}

#[test]
fn a_selection_grows_from_the_piece_to_the_table() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = start(encoding, json!({}));
        let column = units("| 培训😀 | 10.00 | 10.00 | 目标 | 1、1-产出指标；11-数量指标；😀", encoding);
        let positions = [position(7, column), position(0, 1)];
        let params = json!({ "textDocument": { "uri": URI }, "positions": positions });
        let answer = client.request("textDocument/selectionRange", params);
        assert_eq!(cut(DRAFT, &answer[0]["range"], encoding), "😀人次", "{encoding}");
        let indicator = cut(DRAFT, &answer[0]["parent"]["range"], encoding);
        assert!(indicator.starts_with("1、") && indicator.ends_with("以上。"), "{encoding}: {indicator}");
        let line = &answer[0]["parent"]["parent"]["range"];
        assert!(cut(DRAFT, line, encoding).starts_with("| 培训😀"), "{encoding}");
        let table = &answer[0]["parent"]["parent"]["parent"]["parent"];
        assert_eq!((&table["range"]["start"], &table["parent"]), (&position(4, 0), &Value::Null));
        let prose = json!({ "range": { "start": position(0, 1), "end": position(0, 1) } });
        assert_eq!(answer[1], prose, "each position has an answer");
    }
}

#[test]
fn departments_and_their_statements_are_in_the_outline() {
    let statement = "2026年部门支出预算总表\n\n单位：元\n\n\
        | 功能分类科目编码 | 功能分类科目名称 | 合计 |\n|-|-|-|\n| 207 | 😀文化旅游体育与传媒支出 | 5 |\n| 合计 | | 5 |\n";
    let draft =
        format!("# 示例市青禾区文化局2026年部门预算\n\n{statement}\n# 示例市青禾区体育局2026年部门预算\n\n{statement}");
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = start(encoding, json!({ "hierarchicalDocumentSymbolSupport": true }));
        client.change(URI, 2, json!([{ "text": draft }]));
        let outline = client.request("textDocument/documentSymbol", of_document());
        let department = &outline[1];
        assert_eq!((&department["name"], &department["kind"]), (&json!("示例市青禾区体育局2026年部门预算"), &json!(2)));
        let table = &department["children"][0];
        assert_eq!((&table["detail"], &table["kind"]), (&json!("5 元"), &json!(3)));
        assert_eq!(cut(&draft, &table["selectionRange"], encoding), "2026年部门支出预算总表", "{encoding}");
        let [class, total] = [&table["children"][0], &table["children"][1]];
        assert_eq!((&class["kind"], &total["kind"]), (&json!(10), &json!(16)));
        assert_eq!(cut(&draft, &class["selectionRange"], encoding), "😀文化旅游体育与传媒支出", "{encoding}");
    }
}
