//! Completion over stdio: the ranges cut the same text in every encoding, and an indicator is written with it from its
//! first sign to its last.

use budget_tests::{
    client::Client,
    positions::{cut, position, replace, units},
};
use serde_json::{Value, json};

const URI: &str = "file:///drafts/%E9%A2%84%E7%AE%97.md";

const HEADER: &str = "单位：万元\r\n\r\n\
    | 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |\r\n|---|---|---|---|---|\r\n\
    | 培训𠮷 | 10.00 | 10.00 | 目标 | 1、1-产出指标；11-数量指标；😀人次；实施周期指标值：≥20人次；年度指标值：≥20人次。 |\r\n";

/// The line below the header and the first row.
const LINE: u32 = 5;

fn start(encoding: &str, item: Value) -> Client {
    let mut client = Client::start();
    let capabilities = json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "completion": { "completionItem": item } },
    });
    let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
    let result = client.request("initialize", params);
    let provider = &result["capabilities"]["completionProvider"];
    assert_eq!(provider["triggerCharacters"], json!(["；", ";", "、", "-", "：", ":"]));
    assert_eq!(provider["resolveProvider"], true);
    client.notify("initialized", json!({}));
    client
}

fn ask(client: &mut Client, line: u32, character: u32) -> Value {
    let params = json!({ "textDocument": { "uri": URI }, "position": position(line, character) });
    client.request("textDocument/completion", params)
}

/// Opens a draft whose last row has the cursor at `$0`, and asks there; gives the draft too.
fn ask_at(client: &mut Client, row: &str, encoding: &str) -> (String, Value) {
    let draft = format!("{HEADER}{}\r\n", row.replace("$0", ""));
    client.open(URI, 1, &draft);
    let before = units(row.split("$0").next().unwrap(), encoding);
    (draft, ask(client, LINE, before))
}

#[test]
fn ranges_cut_what_was_typed_in_every_encoding() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = start(encoding, json!({ "insertReplaceSupport": true }));
        let row = "| 𠮷😀 | 1.00 | 1.00 | 😀 | 1、1-产出指标；1$02-质量指标；合格率；实施周期指标值：100%；年度指标值：100%。 |";
        let (draft, answer) = ask_at(&mut client, row, encoding);
        let edit = &answer["items"][1]["textEdit"];
        assert_eq!(edit["newText"], "12-质量指标", "{encoding}: {answer}");
        assert_eq!(cut(&draft, &edit["insert"], encoding), "1", "{encoding}");
        assert_eq!(cut(&draft, &edit["replace"], encoding), "12-质量指标", "{encoding}");
    }
}

#[test]
fn a_client_of_few_abilities_gets_plain_texts() {
    let mut client = start("utf-16", json!({}));
    let (draft, answer) = ask_at(&mut client, "| 竞赛 | 1.00 | 1.00 | 目标 | 1、$0 |", "utf-16");
    let item = &answer["items"][0];
    assert_eq!(item["textEdit"]["newText"], "1、1-产出指标；11-数量指标；指标名称；实施周期指标值：；年度指标值：。");
    assert_eq!(cut(&draft, &item["textEdit"]["range"], "utf-16"), "1、");
    assert_eq!((&item["insertTextFormat"], &item["kind"]), (&json!(1), &json!(15)));
    let documentation = item["documentation"].as_str().unwrap();
    assert!(documentation.starts_with("绩效指标的写法\n序号、一级指标；"), "{documentation}");
    assert_eq!(item.get("data"), None);
}

#[test]
fn documentation_is_made_when_it_is_looked_at() {
    let abilities = json!({
        "snippetSupport": true,
        "documentationFormat": ["markdown", "plaintext"],
        "resolveSupport": { "properties": ["documentation"] },
    });
    let mut client = start("utf-16", abilities);
    let (_, answer) = ask_at(&mut client, "| 竞赛 | 1.00 | 1.00 | 目标 | 1、1$0 |", "utf-16");
    let skeleton = &answer["items"][0];
    assert_eq!(skeleton["insertTextFormat"], 2);
    assert!(skeleton["textEdit"]["newText"].as_str().unwrap().ends_with("年度指标值：$3。$0"), "{skeleton}");
    let class = answer["items"].as_array().unwrap().iter().find(|item| item["label"] == "1-产出指标").unwrap();
    assert_eq!((class.get("documentation"), &class["filterText"]), (None, &json!("1-产出指标")));
    let resolved = client.request("completionItem/resolve", class.clone());
    assert_eq!(resolved["documentation"]["kind"], "markdown");
    let text = resolved["documentation"]["value"].as_str().unwrap();
    assert!(text.starts_with("**产出指标**\n\n项目直接提供的产品和服务"), "{text}");
    assert_eq!(resolved["textEdit"], class["textEdit"]);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(client.request("completionItem/resolve", class.clone()), *class, "there is no document any more");
}

#[test]
fn a_client_that_says_nothing_is_answered() {
    let (mut client, result) = Client::initialized(&["utf-16"]);
    assert_eq!(result["capabilities"]["completionProvider"]["resolveProvider"], true);
    let (_, answer) = ask_at(&mut client, "| 竞赛 | 1.00 | 1.00 | 目标 | 1、1-产出指标；$0 |", "utf-16");
    let labels: Vec<_> =
        answer["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["11-数量指标", "12-质量指标", "13-时效指标", "14-成本指标"]);
    assert_eq!(ask(&mut client, 0, 3), Value::Null);
    assert_eq!(ask(&mut client, 900, 3), Value::Null);
}

#[test]
fn an_indicator_from_its_first_sign_to_its_last() {
    let mut client = start("utf-16", json!({}));
    let front = "| 竞赛 | 1.00 | 1.00 | 目标 | ";
    client.open(URI, 1, &format!("{HEADER}{front} |\r\n"));
    let mut version = 1;
    let mut written = String::new();
    let mut type_and_take = |client: &mut Client, typed: &str, label: &str| {
        let column = |written: &str| units(front, "utf-16") + units(written, "utf-16");
        let at = column(&written);
        version += 1;
        client.change(URI, version, json!([replace((LINE, at), (LINE, at), typed)]));
        written.push_str(typed);
        let answer = ask(client, LINE, column(&written));
        let item = answer["items"].as_array().unwrap().iter().find(|item| item["label"] == label);
        let edit = &item.unwrap_or_else(|| panic!("{label} is not in {answer}"))["textEdit"];
        let start = u32::try_from(edit["range"]["start"]["character"].as_u64().unwrap()).unwrap();
        assert_eq!(edit["range"]["end"], position(LINE, column(&written)));
        version += 1;
        let text = edit["newText"].as_str().unwrap();
        client.change(URI, version, json!([replace((LINE, start), (LINE, column(&written)), text)]));
        while column(&written) > start {
            written.pop();
        }
        written.push_str(text);
        written.clone()
    };
    type_and_take(&mut client, "1、", "1-产出指标");
    type_and_take(&mut client, "；slzb", "11-数量指标");
    type_and_take(&mut client, "；", "😀人次");
    type_and_take(&mut client, "；", "实施周期指标值：");
    type_and_take(&mut client, "≥30", "≥30人次");
    let whole = type_and_take(&mut client, "；年", "年度指标值：≥30人次。");
    assert_eq!(whole, "1、1-产出指标；11-数量指标；😀人次；实施周期指标值：≥30人次；年度指标值：≥30人次。");
    let next = ask(&mut client, LINE, units(front, "utf-16") + units(&whole, "utf-16"));
    assert_eq!(next["items"][0]["label"], "2、1-产出指标；12-质量指标；……");
}

#[test]
fn codes_of_the_national_classification_in_a_statement() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = start(encoding, json!({}));
        let above = "😀支出预算总表\r\n\r\n| 功能分类科目编码 | | 功能分类科目名称 | 合计 |\r\n|-|-|-|-|\r\n| 类 | 款 | | |\r\n";
        let row = "| 208 | fx | 𠮷😀 | 1 |\r\n";
        let draft = format!("{above}{row}");
        client.open(URI, 1, &draft);
        let answer = ask(&mut client, 5, units("| 208 | fx", encoding));
        let item = &answer["items"][0];
        assert_eq!((&item["label"], &item["textEdit"]["newText"]), (&json!("08 抚恤"), &json!("08")), "{answer}");
        assert_eq!((&item["kind"], &item["detail"]), (&json!(13), &json!("款")));
        assert_eq!(cut(&draft, &item["textEdit"]["range"], encoding), "fx", "{encoding}");
    }
}
