//! Formatting over stdio: the edits put the same text in every encoding.

use budget_tests::{
    client::Client,
    positions::{edited, position, units},
};
use serde_json::{Value, json};

const URI: &str = "file:///drafts/%E9%A2%84%E7%AE%97.md";

const DRAFT: &str = "\u{feff}😀|说明\r\n\r\n单位：万元\r\n\r\n\
    |项目名称|总计|财政拨款|绩效目标|\r\n|-|-:|-|-|\r\n\
    | 𠮷村教育局😀 | 1,010.00|10.00| |\r\n\
    |“培训”😀|10.00 |10.00 |目标|\r\n";

const EXPECTED: &str = "\u{feff}😀|说明\r\n\r\n单位：万元\r\n\r\n\
    | 项目名称     |     总计 | 财政拨款 | 绩效目标 |\r\n| ------------ | -------: | -------- | -------- |\r\n\
    | 𠮷村教育局😀 | 1,010.00 |    10.00 |          |\r\n\
    | “培训”😀   |    10.00 |    10.00 | 目标     |\r\n";

const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

fn start(encoding: &str, options: &Value) -> Client {
    let mut client = Client::start();
    let capabilities = json!({ "general": { "positionEncodings": [encoding] } });
    let params = json!({
        "processId": null, "rootUri": null, "capabilities": capabilities, "initializationOptions": options,
    });
    let offered = client.request("initialize", params)["capabilities"].clone();
    assert_eq!(offered["documentFormattingProvider"], true);
    assert_eq!(offered["documentRangeFormattingProvider"], true);
    let on_type = json!({ "firstTriggerCharacter": "|", "moreTriggerCharacter": ["\n"] });
    assert_eq!(offered["documentOnTypeFormattingProvider"], on_type);
    client.notify("initialized", json!({}));
    client.open(URI, 1, DRAFT);
    client
}

fn options() -> Value {
    json!({ "tabSize": 4, "insertSpaces": true })
}

#[test]
fn a_document() {
    for encoding in ENCODINGS {
        let mut client = start(encoding, &Value::Null);
        let params = json!({ "textDocument": { "uri": URI }, "options": options() });
        let answer = client.request("textDocument/formatting", params.clone());
        assert_eq!(edited(DRAFT, &answer, encoding), EXPECTED, "{encoding}");
        let changes: Vec<Value> = answer.as_array().unwrap().iter().rev().map(change).collect();
        client.change(URI, 2, json!(changes));
        assert_eq!(client.request("textDocument/formatting", params), json!([]), "{encoding}: once more");
    }
}

fn change(edit: &Value) -> Value {
    json!({ "range": edit["range"], "text": edit["newText"] })
}

#[test]
fn a_range() {
    for encoding in ENCODINGS {
        let mut client = start(encoding, &Value::Null);
        let mut ranged = |start: Value, end: Value| {
            let range = json!({ "start": start, "end": end });
            let params = json!({ "textDocument": { "uri": URI }, "range": range, "options": options() });
            edited(DRAFT, &client.request("textDocument/rangeFormatting", params), encoding)
        };
        let lines = |text: &str, which: usize| text.split('\n').nth(which).unwrap().to_owned();
        let one = ranged(position(6, 0), position(7, 0));
        assert_eq!(lines(&one, 6), lines(EXPECTED, 6), "{encoding}");
        assert_eq!(lines(&one, 7), lines(DRAFT, 7), "{encoding}: the range ends before it");
        assert_eq!(lines(&one, 5), lines(DRAFT, 5));
        assert_eq!(ranged(position(7, 3), position(7, 3)).replace(&lines(EXPECTED, 7), &lines(DRAFT, 7)), DRAFT);
        assert_eq!(ranged(position(0, 0), position(99, 0)), EXPECTED, "{encoding}: all");
        assert_eq!(ranged(position(99, 0), position(0, 0)), DRAFT, "{encoding}: a range that is none");
    }
}

fn typed(client: &mut Client, line: u32, character: u32, ch: &str) -> Value {
    let place = position(line, character);
    let params = json!({ "textDocument": { "uri": URI }, "position": place, "ch": ch, "options": options() });
    client.request("textDocument/onTypeFormatting", params)
}

#[test]
fn while_a_row_is_typed() {
    for encoding in ENCODINGS {
        let mut client = start(encoding, &Value::Null);
        let row = "|新😀|";
        let end = position(7, units("|“培训”😀|10.00 |10.00 |目标|", encoding));
        client.change(URI, 2, json!([{ "range": { "start": end, "end": end }, "text": "\r\n" }]));
        let opened = format!("{DRAFT}\r\n");
        let answer = typed(&mut client, 8, 0, "\n");
        assert_eq!(edited(&opened, &answer, encoding), format!("{DRAFT}| {}\r\n", " |  |  |  |"), "{encoding}");
        assert_eq!(answer[0]["newText"], "| ", "what comes before the cursor");
        let start = position(8, 0);
        client.change(URI, 3, json!([{ "range": { "start": start, "end": start }, "text": row }]));
        let answer = typed(&mut client, 8, units(row, encoding), "|");
        let expected = format!("{DRAFT}| 新😀         |\r\n");
        assert_eq!(edited(&format!("{DRAFT}{row}\r\n"), &answer, encoding), expected, "{encoding}");
        assert_eq!(typed(&mut client, 0, units("\u{feff}😀|", encoding), "|"), json!([]), "prose");
        assert_eq!(typed(&mut client, 99, 0, "|"), json!([]), "behind the text");
    }
}

#[test]
fn the_width_of_quotes_is_a_setting() {
    let mut client = start("utf-16", &json!({ "budget": { "format": { "ambiguous-width": "narrow" } } }));
    let params = json!({ "textDocument": { "uri": URI }, "options": options() });
    let answer = client.request("textDocument/formatting", params);
    let expected = EXPECTED.replace("| “培训”😀   |", "| “培训”😀     |");
    assert_ne!(expected, EXPECTED, "the draft has quotes");
    assert_eq!(edited(DRAFT, &answer, "utf-16"), expected);
}
