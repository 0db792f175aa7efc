//! Jumps, references, marks, linked cells, renaming and the hierarchy of a figure over stdio: the ranges cut the same
//! text in every encoding.

use budget_tests::{
    client::Client,
    positions::{cut, position, replace, units},
};
use serde_json::{Value, json};

const URI: &str = "file:///drafts/%E9%A2%84%E7%AE%97.md";
const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

const DRAFT: &str = "## 😀支出\r\n\r\n单位：万元\r\n\r\n\
    | 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |\r\n|---|---|---|---|---|\r\n\
    | 合计😀 | 1 | 1 | | 此行不是合计 |\r\n\
    | 𠮷村教育局 | 10.00 | 8.00 | 2.00 | |\r\n\
    | 培训😀 | 6.00 | 6.00 | | 😀目标 |\r\n\
    | 𠮷修缮 | 4.00 | 2.00 | 2.00 | 目标 |\r\n\
    | 😀文化局 | 3.00 | 3.00 | | |\r\n\
    | 培 训😀 | 3.00 | 3.00 | | 目标 |\r\n\
    | 合计 | 13.00 | 11.00 | 2.00 | |\r\n";

/// A client that can do everything.
fn able() -> Value {
    json!({
        "workspace": { "workspaceEdit": { "documentChanges": true } },
        "textDocument": {
            "definition": { "linkSupport": true },
            "linkedEditingRange": {},
            "rename": { "prepareSupport": true },
            "callHierarchy": {},
        },
    })
}

fn start(encoding: &str, mut capabilities: Value) -> (Client, Value) {
    let mut client = Client::start();
    capabilities["general"] = json!({ "positionEncodings": [encoding] });
    let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
    let result = client.request("initialize", params);
    client.notify("initialized", json!({}));
    client.open(URI, 3, DRAFT);
    (client, result["capabilities"].clone())
}

/// A place in the draft: in a line, behind a text that stands there first.
fn at(line: u32, before: &str, encoding: &str) -> Value {
    let text = DRAFT.split("\r\n").nth(usize::try_from(line).unwrap()).unwrap();
    let start = text.find(before).unwrap() + before.len();
    json!({ "textDocument": { "uri": URI }, "position": position(line, units(&text[..start], encoding)) })
}

/// The line of a range, and what it cuts.
fn placed(range: &Value, encoding: &str) -> (u64, String) {
    (range["start"]["line"].as_u64().unwrap(), cut(DRAFT, range, encoding))
}

fn all_placed(list: &Value, range: &str, encoding: &str) -> Vec<(u64, String)> {
    list.as_array().unwrap().iter().map(|one| placed(&one[range], encoding)).collect()
}

fn expected(places: &[(u64, &str)]) -> Vec<(u64, String)> {
    places.iter().map(|(line, text)| (*line, (*text).to_owned())).collect()
}

#[test]
fn what_is_offered_is_what_the_client_can_take() {
    let (_, able) = start("utf-16", able());
    for provider in [
        "definitionProvider",
        "referencesProvider",
        "documentHighlightProvider",
        "linkedEditingRangeProvider",
        "callHierarchyProvider",
    ] {
        assert_eq!(able[provider], true, "{provider}");
    }
    assert_eq!(able["renameProvider"], json!({ "prepareProvider": true }));
    let (_, silent) = start("utf-16", json!({}));
    for provider in ["definitionProvider", "referencesProvider", "documentHighlightProvider", "renameProvider"] {
        assert_eq!(silent[provider], true, "{provider}");
    }
    for provider in ["linkedEditingRangeProvider", "callHierarchyProvider"] {
        assert_eq!(silent[provider], Value::Null, "{provider}");
    }
}

#[test]
fn a_jump_leads_from_a_total_to_its_parts_and_back() {
    for encoding in ENCODINGS {
        let (mut client, _) = start(encoding, able());
        let links = client.request("textDocument/definition", at(7, "8.", encoding));
        assert_eq!(placed(&links[0]["originSelectionRange"], encoding), (7, "8.00".to_owned()), "{encoding}");
        let parts = expected(&[(8, "6.00"), (9, "2.00")]);
        assert_eq!(all_placed(&links, "targetSelectionRange", encoding), parts, "{encoding}");
        let rows = all_placed(&links, "targetRange", encoding);
        assert_eq!(rows[1].1, "| 𠮷修缮 | 4.00 | 2.00 | 2.00 | 目标 |", "{encoding}");
        let back = client.request("textDocument/definition", at(9, "4.00", encoding));
        assert_eq!(all_placed(&back, "targetSelectionRange", encoding), expected(&[(7, "10.00")]), "{encoding}");
        let twin = client.request("textDocument/definition", at(8, "培", encoding));
        assert_eq!(all_placed(&twin, "targetSelectionRange", encoding), expected(&[(11, "培 训😀")]), "{encoding}");
    }
}

#[test]
fn a_client_without_links_gets_locations_and_prose_has_none() {
    let (mut client, _) = start("utf-16", json!({}));
    let locations = client.request("textDocument/definition", at(12, "13.00", "utf-16"));
    let places = expected(&[(6, "1"), (7, "10.00"), (10, "3.00")]);
    assert_eq!(all_placed(&locations, "range", "utf-16"), places);
    assert_eq!(locations[0]["uri"], URI);
    assert_eq!(client.request("textDocument/definition", at(0, "支", "utf-16")), Value::Null);
}

#[test]
fn references_are_all_that_a_place_is_tied_to() {
    for encoding in ENCODINGS {
        let (mut client, _) = start(encoding, able());
        let mut ask = |place: Value, own: bool| {
            let mut params = place;
            params["context"] = json!({ "includeDeclaration": own });
            all_placed(&client.request("textDocument/references", params), "range", encoding)
        };
        let ties = expected(&[(12, "2.00"), (7, "10.00"), (9, "2.00")]);
        assert_eq!(ask(at(7, "8.00 | ", encoding), false), ties, "{encoding}");
        let own = ask(at(7, "8.00 | ", encoding), true);
        assert_eq!((own[0].clone(), &own[1..]), ((7, "2.00".to_owned()), ties.as_slice()), "{encoding}");
        let names = expected(&[(11, "培 训😀"), (8, "培训😀")]);
        assert_eq!(ask(at(11, "训", encoding), true), names, "{encoding}");
    }
}

#[test]
fn the_identity_at_the_cursor_is_marked() {
    for encoding in ENCODINGS {
        let (mut client, _) = start(encoding, able());
        let mut ask = |place: Value| {
            let marks = client.request("textDocument/documentHighlight", place);
            let kinds = marks.as_array().into_iter().flatten().map(|mark| mark["kind"].as_u64().unwrap());
            let kinds: Vec<u64> = kinds.collect();
            (if marks.is_null() { Vec::new() } else { all_placed(&marks, "range", encoding) }, kinds)
        };
        let (text, read, write) = (1, 2, 3);
        let identity = expected(&[(7, "10.00"), (8, "6.00"), (9, "4.00")]);
        assert_eq!(ask(at(9, "| 4", encoding)), (identity, vec![write, read, read]), "{encoding}");
        let names = expected(&[(8, "培训😀"), (11, "培 训😀")]);
        assert_eq!(ask(at(8, "训", encoding)), (names, vec![text, text]), "{encoding}");
        assert_eq!(ask(at(8, "😀目", encoding)), (Vec::new(), Vec::new()), "{encoding}");
    }
}

#[test]
fn the_total_of_a_row_of_one_source_is_edited_with_it() {
    for encoding in ENCODINGS {
        let (mut client, _) = start(encoding, able());
        let linked = client.request("textDocument/linkedEditingRange", at(8, "| 6.", encoding));
        let cells: Vec<_> = linked["ranges"].as_array().unwrap().iter().map(|cell| placed(cell, encoding)).collect();
        assert_eq!(cells, expected(&[(8, "6.00"), (8, "6.00")]), "{encoding}");
        assert_ne!(linked["ranges"][0], linked["ranges"][1]);
        assert!(linked["wordPattern"].as_str().unwrap().contains("0-9"));
        assert_eq!(client.request("textDocument/linkedEditingRange", at(9, "| 4.", encoding)), Value::Null);
    }
}

fn rename(place: &Value, new: &str) -> Value {
    json!({ "textDocument": place["textDocument"], "position": place["position"], "newName": new })
}

#[test]
fn a_project_is_renamed_in_all_its_rows() {
    for encoding in ENCODINGS {
        let (mut client, _) = start(encoding, able());
        let place = at(8, "培", encoding);
        let name = client.request("textDocument/prepareRename", place.clone());
        assert_eq!(placed(&name, encoding), (8, "培训😀".to_owned()), "{encoding}");
        let edit = client.request("textDocument/rename", rename(&place, "研修|𠮷"));
        let change = &edit["documentChanges"][0];
        assert_eq!(change["textDocument"], json!({ "uri": URI, "version": 3 }));
        let edits = expected(&[(8, "培训😀"), (11, "培 训😀")]);
        assert_eq!(all_placed(&change["edits"], "range", encoding), edits, "{encoding}");
        assert_eq!(change["edits"][1]["newText"], r"研修\|𠮷");
    }
    let (mut client, _) = start("utf-16", json!({}));
    let edit = client.request("textDocument/rename", rename(&at(7, "𠮷", "utf-16"), "乡教育局"));
    assert_eq!(all_placed(&edit["changes"][URI], "range", "utf-16"), expected(&[(7, "𠮷村教育局")]));
}

#[test]
fn a_rename_that_cannot_be_is_refused_in_a_sentence() {
    let (mut client, _) = start("utf-16", able());
    let (name, amount) = (at(8, "培", "utf-16"), at(8, "6.", "utf-16"));
    for (method, params, sentence) in [
        ("textDocument/prepareRename", amount.clone(), "请把光标放在项目或单位的名称上"),
        ("textDocument/rename", rename(&amount, "研修"), "请把光标放在项目或单位的名称上"),
        ("textDocument/rename", rename(&name, " "), "新名称不能为空"),
        ("textDocument/rename", rename(&name, "研\r\n修"), "新名称不能换行"),
        ("textDocument/rename", rename(&name, "合计"), "“合计”“小计”“其中”是汇总行的名称，项目和单位不能用"),
    ] {
        let id = client.post(method, params);
        let error = client.answer(id)["error"].clone();
        assert_eq!((&error["code"], &error["message"]), (&json!(-32803), &json!(sentence)), "{method}");
    }
}

#[test]
fn a_figure_is_unfolded_into_its_parts_and_up_to_its_totals() {
    for encoding in ENCODINGS {
        let (mut client, _) = start(encoding, able());
        let items = client.request("textDocument/prepareCallHierarchy", at(12, "13", encoding));
        let total = &items[0];
        assert_eq!((&total["name"], items.as_array().unwrap().len()), (&json!("合计 · 总计 13.00"), 1));
        assert_eq!(placed(&total["selectionRange"], encoding), (12, "13.00".to_owned()), "{encoding}");
        let mut incoming = |item: &Value| client.request("callHierarchy/incomingCalls", json!({ "item": item }));
        let unit = incoming(total)[1]["from"].clone();
        assert_eq!(unit["name"], "𠮷村教育局 · 总计 10.00");
        let projects = incoming(&unit);
        let [project, ranges] = [&projects[1]["from"], &projects[1]["fromRanges"]];
        assert_eq!((&project["name"], &project["detail"]), (&json!("𠮷修缮 · 总计 4.00"), &json!("𠮷村教育局")));
        assert_eq!(placed(&ranges[0], encoding), (9, "4.00".to_owned()), "{encoding}");
        let source = incoming(project)[1]["from"].clone();
        assert_eq!(source["name"], "𠮷修缮 · 其他资金 2.00");
        let outgoing = client.request("callHierarchy/outgoingCalls", json!({ "item": source }));
        let names: Vec<&Value> = outgoing.as_array().unwrap().iter().map(|call| &call["to"]["name"]).collect();
        assert_eq!(names, ["𠮷村教育局 · 其他资金 2.00", "𠮷修缮 · 总计 4.00"]);
        assert_eq!(placed(&outgoing[0]["fromRanges"][0], encoding), (9, "2.00".to_owned()), "{encoding}");
        assert_eq!(client.request("textDocument/prepareCallHierarchy", at(8, "培", encoding)), Value::Null);
    }
}

#[test]
fn a_figure_of_a_document_that_has_moved_on_is_not_unfolded() {
    let (mut client, _) = start("utf-8", able());
    let mut item = client.request("textDocument/prepareCallHierarchy", at(12, "13", "utf-8"))[0].clone();
    client.change(URI, 4, json!([replace((2, 0), (2, 0), "\r\n")]));
    for method in ["callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"] {
        let id = client.post(method, json!({ "item": item }));
        assert_eq!(client.answer(id)["error"]["code"], -32801, "{method}: the content was modified");
    }
    item["data"] = json!({ "version": "4" });
    let id = client.post("callHierarchy/incomingCalls", json!({ "item": item }));
    assert_eq!(client.answer(id)["error"]["code"], -32602, "no item of this server");
}
