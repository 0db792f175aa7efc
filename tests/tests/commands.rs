//! Commands over stdio: edits through the client, a table as CSV, and the projects of a unit, in every encoding.

use budget_tests::{
    client::Client,
    positions::{position, units},
};
use serde_json::{Value, json};

const URI: &str = "file:///drafts/%E9%A2%84%E7%AE%97.md";
const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

const HEADER: &str = "| 项目名称 | 总计 | 绩效目标 |\r\n|---|---|---|\r\n";
const UNIT: &str = "| 𠮷村教育局😀局 | 10.00 | |";
const PROJECT: &str = "| 培\\|训😀 <!-- budget-ignore similar-project: 已核对 --> | 1,008.00 | 说“好”, \"再\"说 |";
const LAST: &str = "| =修缮 | -5.00 | 😀目标 |";

/// A unit on two pages.
fn draft() -> String {
    format!(
        "单位：万元\r\n\r\n{HEADER}{UNIT}\r\n{PROJECT}\r\n\r\n<!-- page 2 -->\r\n\r\n{HEADER}{LAST}\r\n\r\n完😀\r\n"
    )
}

const UNIT_LINE: u32 = 4;
const PROJECT_LINE: u32 = 5;
const LAST_LINE: u32 = 11;
const PROSE: u32 = 13;

fn able() -> Value {
    json!({
        "workspace": { "applyEdit": true, "workspaceEdit": { "documentChanges": true } },
        "window": { "showDocument": { "support": true } },
    })
}

fn start(encoding: &str, mut capabilities: Value, text: &str) -> Client {
    let mut client = Client::start();
    capabilities["general"] = json!({ "positionEncodings": [encoding] });
    let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
    let result = client.request("initialize", params);
    let commands =
        ["recomputeTotals", "mergeFragments", "tableAsCsv", "showParts"].map(|name| format!("budget-lsp.{name}"));
    assert_eq!(result["capabilities"]["executeCommandProvider"], json!({ "commands": commands }));
    client.notify("initialized", json!({}));
    client.open(URI, 7, text);
    client
}

fn post(client: &mut Client, command: &str, place: Value) -> i64 {
    let params =
        json!({ "command": format!("budget-lsp.{command}"), "arguments": [{ "uri": URI, "position": place }] });
    client.post("workspace/executeCommand", params)
}

fn refused(client: &mut Client, command: &str, place: Value) -> String {
    let id = post(client, command, place);
    let answer = client.answer(id);
    assert_eq!(answer["error"]["code"], -32803, "{answer}");
    answer["error"]["message"].as_str().unwrap().to_owned()
}

/// The text with edits of one document put in.
fn edited(text: &str, edits: &Value, encoding: &str) -> String {
    let offset = |place: &Value| {
        let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let rest = &text[start..];
        let is_there = |at: &usize| u64::from(units(&rest[..*at], encoding)) == place["character"].as_u64().unwrap();
        start + rest.char_indices().map(|(at, _)| at).chain([rest.len()]).find(is_there).unwrap()
    };
    let mut edited = text.to_owned();
    for edit in edits.as_array().unwrap().iter().rev() {
        let range = offset(&edit["range"]["start"])..offset(&edit["range"]["end"]);
        edited.replace_range(range, edit["newText"].as_str().unwrap());
    }
    edited
}

/// What a command has the client make of the draft.
fn applied(command: &str, encoding: &str) -> String {
    let text = draft();
    let mut client = start(encoding, able(), &text);
    let id = post(&mut client, command, position(UNIT_LINE, 0));
    let request = client.said("workspace/applyEdit");
    let change = &request["params"]["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": URI, "version": 7 }));
    let edited = edited(&text, &change["edits"], encoding);
    client.reply(&request, json!({ "applied": true }));
    assert_eq!(client.answer(id)["result"], Value::Null);
    edited
}

#[test]
fn totals_are_computed_again_by_an_edit_of_the_client() {
    for encoding in ENCODINGS {
        let expected = draft().replace("😀局 | 10.00 |", "😀局 | 1,003.00 |");
        assert_eq!(applied("recomputeTotals", encoding), expected, "{encoding}");
    }
}

#[test]
fn pages_become_one_table_by_an_edit_of_the_client() {
    for encoding in ENCODINGS {
        let expected = format!("单位：万元\r\n\r\n{HEADER}{UNIT}\r\n{PROJECT}\r\n{LAST}\r\n\r\n完😀\r\n");
        assert_eq!(applied("mergeFragments", encoding), expected, "{encoding}");
    }
}

#[test]
fn a_client_that_applies_nothing_is_told_so_and_one_that_did_not_says_why() {
    let mut client = start("utf-16", json!({}), &draft());
    let place = || position(PROJECT_LINE, 4);
    assert_eq!(refused(&mut client, "recomputeTotals", place()), "编辑器不能代为修改文档");
    let mut client = start("utf-16", able(), &draft());
    for (answer, sentence) in [
        (json!({ "applied": false, "failureReason": "只读" }), "编辑器没有作出修改：只读"),
        (json!({ "applied": false }), "编辑器没有作出修改"),
    ] {
        let id = post(&mut client, "mergeFragments", place());
        let request = client.said("workspace/applyEdit");
        client.reply(&request, answer);
        assert_eq!(client.answer(id)["error"]["message"], sentence);
    }
}

#[test]
fn what_is_refused_says_why_and_nothing_to_do_is_no_error() {
    let note = draft().replace("page 2", "待核");
    let mut client = start("utf-16", able(), &note);
    let sentence = "第 8 行的注释不是页码，合并会把它删掉，请先移走";
    assert_eq!(refused(&mut client, "mergeFragments", position(LAST_LINE, 0)), sentence);
    let mut client = start("utf-16", able(), &format!("{HEADER}{LAST}\r\n"));
    for command in ["mergeFragments", "recomputeTotals"] {
        let id = post(&mut client, command, position(2, 3));
        assert_eq!(client.answer(id)["result"], Value::Null, "{command}");
    }
}

#[test]
fn a_table_is_comma_separated_values_at_any_of_its_rows() {
    for encoding in ENCODINGS {
        let mut client = start(encoding, json!({}), &draft());
        for line in [2, 3, UNIT_LINE, PROJECT_LINE, 9, LAST_LINE] {
            let id = post(&mut client, "tableAsCsv", position(line, 3));
            let expected = "项目名称,总计,绩效目标\r\n𠮷村教育局😀局,10.00,\r\n\
                培|训😀,\"1,008.00\",\"说“好”, \"\"再\"\"说\"\r\n'=修缮,-5.00,😀目标\r\n";
            assert_eq!(client.answer(id)["result"], json!({ "csv": expected }), "{encoding} {line}");
        }
    }
}

#[test]
fn outside_of_tables_and_units_is_an_error_for_people() {
    let mut client = start("utf-16", able(), &draft());
    for command in ["recomputeTotals", "mergeFragments", "tableAsCsv"] {
        assert_eq!(refused(&mut client, command, position(PROSE, 1)), "请把光标放在预算表的一行上", "{command}");
    }
    let unit = "请把光标放在预算单位或其项目的一行上";
    assert_eq!(refused(&mut client, "showParts", position(PROSE, 0)), unit);
    client.change(URI, 8, json!([{ "text": format!("{HEADER}{UNIT}\r\n") }]));
    assert_eq!(refused(&mut client, "showParts", position(2, 0)), "这个单位下没有项目");
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(refused(&mut client, "tableAsCsv", position(0, 0)), "请先打开这份文档");
}

#[test]
fn the_projects_of_a_unit_are_selected() {
    for encoding in ENCODINGS {
        let mut client = start(encoding, able(), &draft());
        for line in [UNIT_LINE, LAST_LINE] {
            let id = post(&mut client, "showParts", position(line, 1));
            let request = client.said("window/showDocument");
            let params = &request["params"];
            assert_eq!((&params["uri"], &params["takeFocus"]), (&json!(URI), &json!(true)));
            let rows = json!({ "start": position(PROJECT_LINE, 0), "end": position(LAST_LINE, units(LAST, encoding)) });
            assert_eq!(params["selection"], rows, "{encoding}");
            client.reply(&request, json!({ "success": true }));
            assert_eq!(client.answer(id)["result"], Value::Null);
        }
    }
}

#[test]
fn where_they_cannot_be_selected_they_are_named() {
    let message = "𠮷村教育局😀局：2 个项目，合计 1,003.00 万元\n培|训😀 1,008.00\n=修缮 -5.00";
    let expected = json!({ "type": 3, "message": message });
    let mut client = start("utf-16", json!({}), &draft());
    let id = post(&mut client, "showParts", position(UNIT_LINE, 0));
    assert_eq!(client.said("window/showMessage")["params"], expected);
    assert_eq!(client.answer(id)["result"], Value::Null);
    let mut client = start("utf-16", able(), &draft());
    let id = post(&mut client, "showParts", position(UNIT_LINE, 0));
    let request = client.said("window/showDocument");
    client.reply(&request, json!({ "success": false }));
    assert_eq!(client.said("window/showMessage")["params"], expected);
    assert_eq!(client.answer(id)["result"], Value::Null);
}

#[test]
fn what_is_no_command_or_no_place_is_an_invalid_request() {
    let mut client = start("utf-16", able(), &draft());
    let place = json!({ "uri": URI, "position": position(0, 0) });
    for (command, arguments) in [
        ("budget-lsp.unknown", json!([place])),
        ("budget-lsp.tableAsCsv", json!([])),
        ("budget-lsp.tableAsCsv", json!([{ "uri": URI }])),
    ] {
        let id = client.post("workspace/executeCommand", json!({ "command": command, "arguments": arguments }));
        assert_eq!(client.answer(id)["error"]["code"], -32602, "{command} {arguments}");
    }
}
