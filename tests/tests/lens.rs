//! Code lenses over stdio: above budget units in every encoding, counted when they come into view, by settings, and
//! asked for again when those change.

use budget_tests::{
    client::Client,
    positions::{cut, position, replace},
};
use serde_json::{Value, json};

const URI: &str = "file:///drafts/%E9%A2%84%E7%AE%97.md";

const DRAFT: &str = "## 😀支出\r\n\r\n单位：万元\r\n\r\n\
    | 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |\r\n|---|---|---|---|---|\r\n\
    | 合计 | 1,013.00 | 1,011.00 | 2.00 | |\r\n\
    |😀| 1.00 | 1.00 | | 目标 |\r\n\
    | 𠮷村教育局 | 1,010.00 | 1,008.00 | 2.00 | |\r\n\
    | 培训😀 | 1,006.00 | 1,006.00 | | 😀目标 |\r\n\
    | 𠮷修缮 | 5.50 | 2.00 | 2.00 | 目标 |\r\n\
    | 😀文化局 | 3.00 | 3.00 | | |\r\n\
    | 展览 | 3.00 | 3.00 | | 目标 |\r\n";

fn start(encoding: &str, commands: &Value, options: Value) -> Client {
    let mut client = Client::start();
    let capabilities = json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "codeLens": {} },
        "workspace": { "codeLens": { "refreshSupport": true } },
        "experimental": { "budgetCommands": commands },
    });
    let params = json!({
        "processId": null, "rootUri": null, "capabilities": capabilities, "initializationOptions": options,
    });
    let result = client.request("initialize", params);
    assert_eq!(result["capabilities"]["codeLensProvider"], json!({ "resolveProvider": true }));
    client.notify("initialized", json!({}));
    client.open(URI, 3, DRAFT);
    client
}

fn lenses(client: &mut Client) -> Vec<Value> {
    let answer = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": URI } }));
    answer.as_array().unwrap().clone()
}

fn resolved(client: &mut Client, lens: &Value) -> Value {
    client.request("codeLens/resolve", lens.clone())
}

fn titles(client: &mut Client) -> Vec<String> {
    let lenses = lenses(client).into_iter();
    let title = |lens: Value| resolved(client, &lens)["command"]["title"].as_str().unwrap().to_owned();
    lenses.map(title).collect()
}

#[test]
fn they_stand_above_units_and_show_their_projects_in_every_encoding() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = start(encoding, &json!(["budget.peekParts"]), Value::Null);
        let lenses = lenses(&mut client);
        let units: Vec<String> = lenses.iter().map(|lens| cut(DRAFT, &lens["range"], encoding)).collect();
        assert_eq!(units, ["𠮷村教育局", "😀文化局"], "{encoding}");
        assert_eq!(lenses[0].get("command"), None, "nothing is counted before it is seen");
        let lens = resolved(&mut client, &lenses[0]);
        assert_eq!(lens["range"], lenses[0]["range"]);
        let command = &lens["command"];
        assert_eq!(command["title"], "2 个项目，合计 1,011.50 万元");
        assert_eq!(command["command"], "budget.peekParts");
        let [uri, place, locations] = command["arguments"].as_array().unwrap().as_slice() else { panic!("{command}") };
        assert_eq!((uri, place), (&json!(URI), &position(8, 2)));
        let locations = locations.as_array().unwrap();
        assert!(locations.iter().all(|location| location["uri"] == URI));
        let projects: Vec<String> = locations.iter().map(|location| cut(DRAFT, &location["range"], encoding)).collect();
        assert_eq!(projects, ["培训😀", "𠮷修缮"], "{encoding}");
    }
}

#[test]
fn a_client_that_cannot_peek_has_the_server_show_them() {
    let mut client = start("utf-16", &Value::Null, Value::Null);
    let lens = lenses(&mut client)[1].clone();
    let lens = resolved(&mut client, &lens);
    let arguments = json!([{ "uri": URI, "position": position(11, 2) }]);
    let expected = json!({
        "title": "1 个项目，合计 3.00 万元", "command": "budget-lsp.showParts", "arguments": arguments,
    });
    assert_eq!(lens["command"], expected);
}

#[test]
fn a_difference_is_said_to_those_who_ask_for_it() {
    let mut client = start("utf-16", &Value::Null, json!({ "lens": { "difference": true }, "language": "en" }));
    let expected = ["2 projects, 1,011.50 万元 in all, difference −1.50", "1 project, 3.00 万元 in all"];
    assert_eq!(titles(&mut client), expected);
    let configure = |client: &mut Client, lens: Value| {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": { "budget": { "lens": lens } } }));
        let refresh = client.said("workspace/codeLens/refresh");
        client.reply(&refresh, Value::Null);
    };
    configure(&mut client, json!({ "unit": false }));
    assert_eq!(titles(&mut client), ["总计 add up to 1,011.50, difference −1.50"]);
    configure(&mut client, json!({ "unit": false, "difference": false }));
    assert_eq!(lenses(&mut client), [] as [Value; 0]);
}

#[test]
fn one_of_a_document_that_has_moved_on_is_not_counted() {
    let mut client = start("utf-8", &Value::Null, Value::Null);
    let mut lens = lenses(&mut client)[0].clone();
    client.change(URI, 4, json!([replace((2, 0), (2, 0), "\r\n")]));
    let id = client.post("codeLens/resolve", lens.clone());
    assert_eq!(client.answer(id)["error"]["code"], -32801, "the content was modified");
    lens["data"] = json!({ "version": "4" });
    let id = client.post("codeLens/resolve", lens);
    assert_eq!(client.answer(id)["error"]["code"], -32602, "no lens of this server");
}

#[test]
fn a_client_that_shows_none_is_offered_none() {
    let (_client, result) = Client::initialized(&["utf-16"]);
    assert_eq!(result["capabilities"].get("codeLensProvider"), None);
}
