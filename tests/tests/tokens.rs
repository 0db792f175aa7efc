//! Semantic tokens over stdio, drawn for people: the line, and below it what each piece is.

use budget_tests::{
    client::Client,
    positions::{cut, position, replace, units},
};
use serde_json::{Value, json};

const URI: &str = "file:///drafts/%E9%A2%84%E7%AE%97.md";

const DRAFT: &str = "单位：万元\r\n\r\n\
    | 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |\r\n|---|---|---|---|---|\r\n\
    | 合计 | 10.00 | 10.00 | | |\r\n\
    | 𠮷村教育局😀局 | 10.00 | - | | |\r\n\
    | 培训😀 | 10.00 | 10.00 | 目标 | 1、1-产出指标；11-数量指标；😀人次；实施周期指标值：≥20人次；年度指标值:90%以上。 |\r\n";

fn start(encoding: &str) -> (Client, Vec<String>) {
    let (client, provider) = start_with(encoding, &json!({}));
    assert_eq!((&provider["full"], &provider["range"]), (&json!(true), &json!(true)));
    let types = provider["legend"]["tokenTypes"].as_array().unwrap();
    (client, types.iter().map(|name| name.as_str().unwrap().to_owned()).collect())
}

/// A client that may send these requests, with the draft opened; and what it is offered.
fn start_with(encoding: &str, requests: &Value) -> (Client, Value) {
    let mut client = Client::start();
    let capabilities = json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "semanticTokens": { "requests": requests, "tokenTypes": [], "tokenModifiers": [], "formats": [] } },
        "workspace": { "semanticTokens": { "refreshSupport": true } },
    });
    let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
    let result = client.request("initialize", params);
    client.notify("initialized", json!({}));
    client.open(URI, 1, DRAFT);
    (client, result["capabilities"]["semanticTokensProvider"].clone())
}

/// The tokens as `line type text`, the text being what the token covers in the client's own way of counting.
fn drawn(answer: &Value, types: &[String], encoding: &str) -> Vec<String> {
    let numbers: Vec<u64> = answer["data"].as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect();
    let (mut line, mut column) = (0, 0);
    let one = |token: &[u64]| {
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        line += token[0];
        let place = |character: u64| json!({ "line": line, "character": character });
        let range = json!({ "start": place(column), "end": place(column + token[2]) });
        format!("{line} {} {}", types[usize::try_from(token[3]).unwrap()], cut(DRAFT, &range, encoding))
    };
    numbers.chunks(5).map(one).collect()
}

#[test]
fn they_cut_the_same_text_in_every_encoding() {
    let expected = "\
4 keyword 合计
4 number 10.00
4 number 10.00
5 class 𠮷村教育局😀局
5 number 10.00
5 number -
6 number 10.00
6 number 10.00
6 number 1
6 enumMember 1-产出指标
6 enumMember 11-数量指标
6 property 😀人次
6 keyword 实施周期指标值
6 operator ≥
6 number 20
6 type 人次
6 keyword 年度指标值
6 number 90
6 type %
6 operator 以上";
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let (mut client, types) = start(encoding);
        let answer = client.request("textDocument/semanticTokens/full", json!({ "textDocument": { "uri": URI } }));
        assert_eq!(drawn(&answer, &types, encoding).join("\n"), expected, "{encoding}");
    }
}

#[test]
fn a_range_has_those_of_its_lines() {
    let (mut client, types) = start("utf-16");
    let mut ranged = |start: (u32, u32), end: (u32, u32)| {
        let range = json!({ "start": position(start.0, start.1), "end": position(end.0, end.1) });
        let params = json!({ "textDocument": { "uri": URI }, "range": range });
        drawn(&client.request("textDocument/semanticTokens/range", params), &types, "utf-16")
    };
    assert_eq!(ranged((4, 0), (4, 3)), ["4 keyword 合计", "4 number 10.00", "4 number 10.00"]);
    assert_eq!(ranged((0, 0), (3, 9)), Vec::<String>::new());
    assert_eq!(ranged((4, 0), (900, 0)).len(), 20, "a range that ends behind the document");
    assert_eq!(ranged((900, 0), (800, 0)), Vec::<String>::new(), "a range that is none");
}

#[test]
fn a_client_that_shows_none_is_offered_none() {
    let (_client, result) = Client::initialized(&["utf-16"]);
    assert_eq!(result["capabilities"].get("semanticTokensProvider"), None);
}

fn asking_for_changes(encoding: &str) -> Client {
    let (client, provider) = start_with(encoding, &json!({ "full": { "delta": true } }));
    assert_eq!((&provider["full"], &provider["range"]), (&json!({ "delta": true }), &json!(true)));
    client
}

fn full(client: &mut Client) -> Value {
    client.request("textDocument/semanticTokens/full", json!({ "textDocument": { "uri": URI } }))
}

fn changes(client: &mut Client, previous: &Value) -> Value {
    let params = json!({ "textDocument": { "uri": URI }, "previousResultId": previous["resultId"] });
    client.request("textDocument/semanticTokens/full/delta", params)
}

/// What a client has once it has carried out the edits of an answer.
fn edited(before: &Value, answer: &Value) -> Value {
    let mut numbers = before["data"].as_array().unwrap().clone();
    for edit in answer["edits"].as_array().unwrap() {
        let number = |name: &str| usize::try_from(edit[name].as_u64().unwrap()).unwrap();
        let (start, end) = (number("start"), number("start") + number("deleteCount"));
        numbers.splice(start..end, edit["data"].as_array().unwrap().iter().cloned());
    }
    json!({ "resultId": answer["resultId"], "data": numbers })
}

/// All tokens, by a request that leaves alone what the client was given.
fn afresh(client: &mut Client) -> Value {
    let range = json!({ "start": position(0, 0), "end": position(900, 0) });
    let params = json!({ "textDocument": { "uri": URI }, "range": range });
    client.request("textDocument/semanticTokens/range", params)["data"].clone()
}

#[test]
fn what_is_different_makes_the_whole_in_every_encoding() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut client = asking_for_changes(encoding);
        let mut shown = full(&mut client);
        let unit = |text: &str| units(text, encoding);
        let (face, behind_face, figure) = (unit("| 培训"), unit("| 培训😀"), unit("| 培训😀 | "));
        let moves = usize::from(encoding != "utf-8");
        let typed = [
            ("a figure", replace((6, figure), (6, figure), "1"), 1),
            ("four bytes, of another width elsewhere", replace((6, face), (6, behind_face), "abcd"), moves),
            ("prose that moves what follows", replace((0, 0), (0, 0), "说明😀\r\n"), 1),
            ("prose behind the table", replace((8, 0), (8, 0), "\r\n说明😀\r\n"), 0),
            ("a row in the middle", replace((7, 0), (7, 0), "| 修缮😀 | 1.00 | 1.00 | 目标 | |\r\n"), 1),
            ("the row taken away again", replace((7, 0), (8, 0), ""), 1),
            ("nothing", replace((7, 0), (7, 0), ""), 0),
        ];
        for (version, (what, change, edits)) in (2..).zip(typed) {
            client.change(URI, version, json!([change]));
            let answer = changes(&mut client, &shown);
            assert_eq!(answer["edits"].as_array().unwrap().len(), edits, "{what}, {encoding}: {answer}");
            shown = edited(&shown, &answer);
            assert_eq!(shown["data"], afresh(&mut client), "{what}, {encoding}");
        }
        assert_eq!(shown["data"].as_array().unwrap().len(), 100);
    }
}

#[test]
fn what_is_not_known_any_more_is_answered_in_full() {
    let mut client = asking_for_changes("utf-16");
    let shown = full(&mut client);
    let foreign = changes(&mut client, &json!({ "resultId": "1" }));
    assert_eq!((&foreign["data"], foreign.get("edits")), (&shown["data"], None));
    assert_ne!(foreign["resultId"], shown["resultId"]);

    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    client.open(URI, 1, &DRAFT.replace("10.00", "9.00"));
    let reopened = changes(&mut client, &foreign);
    assert_eq!(reopened["data"], afresh(&mut client));
    assert_ne!(reopened["data"], shown["data"]);
    assert_eq!(changes(&mut client, &reopened)["edits"], json!([]));
}

#[test]
fn an_answer_that_the_client_dropped_is_no_loss() {
    let mut client = asking_for_changes("utf-16");
    let shown = full(&mut client);
    let figure = units("| 培训😀 | ", "utf-16");
    for version in 2..5 {
        client.change(URI, version, json!([replace((6, figure), (6, figure), "1")]));
        let answer = changes(&mut client, &shown);
        assert_eq!(edited(&shown, &answer)["data"], afresh(&mut client));
    }
}

/// As Helix sends them: the second of two keystrokes first.
#[test]
fn a_late_change_is_in_the_next_answer() {
    let mut client = asking_for_changes("utf-16");
    let shown = full(&mut client);
    let figure = units("| 培训😀 | ", "utf-16");
    client.change(URI, 3, json!([replace((6, figure + 1), (6, figure + 1), ",")]));
    let early = changes(&mut client, &shown);
    let early = edited(&shown, &early);
    client.change(URI, 2, json!([replace((6, figure), (6, figure), "1")]));
    let answer = changes(&mut client, &early);
    let whole = edited(&early, &answer);
    assert_eq!(whole["data"], afresh(&mut client));
    client.change(URI, 4, json!([{ "text": DRAFT.replace("培训😀 | 10.00", "培训😀 | 1,10.00") }]));
    assert_eq!(whole["data"], afresh(&mut client), "the text that both make");
}

#[test]
fn other_words_make_other_tokens_and_the_client_is_told() {
    let mut client = asking_for_changes("utf-16");
    client.change(URI, 2, json!([{ "text": DRAFT.replace("财政拨款", "专项安排") }]));
    let shown = full(&mut client);
    let settings = json!({ "budget": { "headers": { "source": ["专项安排"] } } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    let refresh = client.said("workspace/semanticTokens/refresh");
    client.reply(&refresh, Value::Null);
    let answer = changes(&mut client, &shown);
    let whole = edited(&shown, &answer);
    assert_eq!(whole["data"], afresh(&mut client));
    assert!(whole["data"].as_array().unwrap().len() > shown["data"].as_array().unwrap().len());
}
