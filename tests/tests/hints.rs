//! Inlay hints over stdio: at the end of rows in every encoding, by settings, and asked for again when those change.

use budget_tests::{
    client::Client,
    positions::{position, units},
};
use serde_json::{Value, json};

const URI: &str = "file:///drafts/%E9%A2%84%E7%AE%97.md";

const UNIT: &str = "| 𠮷村教育局😀局 | 10.00 | 9.00 | | |";
const PROJECT: &str = "| 培训😀 | 8.00 | 8.00 | 目标 | |";

fn draft() -> String {
    let header = "单位：万元\r\n\r\n| 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |\r\n|---|---|---|---|---|\r\n";
    format!("{header}| 合计 | 10.00 | 9.00 | | |\r\n{UNIT}\r\n{PROJECT}\r\n")
}

fn started(encoding: &str, options: Value) -> Client {
    let mut client = Client::start();
    let capabilities = json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "inlayHint": {} },
        "workspace": { "inlayHint": { "refreshSupport": true } },
    });
    let params = json!({
        "processId": null, "rootUri": null, "capabilities": capabilities, "initializationOptions": options,
    });
    let result = client.request("initialize", params);
    assert!(result["capabilities"]["inlayHintProvider"].is_object(), "{result}");
    client.notify("initialized", json!({}));
    client.open(URI, 1, &draft());
    client
}

fn hints(client: &mut Client, lines: (u32, u32)) -> Vec<(Value, String)> {
    let range = json!({ "start": position(lines.0, 0), "end": position(lines.1, 0) });
    let answer = client.request("textDocument/inlayHint", json!({ "textDocument": { "uri": URI }, "range": range }));
    let hint = |hint: &Value| (hint["position"].clone(), hint["label"].as_str().unwrap().to_owned());
    answer.as_array().unwrap().iter().map(hint).collect()
}

#[test]
fn they_stand_at_the_end_of_rows_in_every_encoding() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = started(encoding, json!({ "hints": { "total": true, "share": true } }));
        let expected = [
            (
                position(5, units(UNIT, encoding)),
                "总计相加 8.00，差 2.00；财政拨款相加 8.00，差 1.00；资金来源相加 9.00，差 1.00；占合计的 100.00%"
                    .to_owned(),
            ),
            (position(6, units(PROJECT, encoding)), "占合计的 80.00%".to_owned()),
        ];
        assert_eq!(hints(&mut client, (5, 6)), expected, "{encoding}");
        assert_eq!(hints(&mut client, (6, 900)), expected[1..], "{encoding}");
    }
}

#[test]
fn there_are_none_until_they_are_asked_for() {
    let mut client = started("utf-16", Value::Null);
    assert_eq!(hints(&mut client, (0, 900)), []);
    let configure = |client: &mut Client, hints: Value| {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": { "budget": { "hints": hints } } }));
        let refresh = client.said("workspace/inlayHint/refresh");
        client.reply(&refresh, Value::Null);
    };
    configure(&mut client, json!({ "share": true }));
    assert_eq!(hints(&mut client, (0, 900)).len(), 2);
    configure(&mut client, json!({ "share": false }));
    assert_eq!(hints(&mut client, (0, 900)), []);
}

#[test]
fn a_client_that_shows_none_is_offered_none() {
    let (_client, result) = Client::initialized(&["utf-16"]);
    assert_eq!(result["capabilities"].get("inlayHintProvider"), None);
}
