//! Semantic tokens over stdio, drawn for people: the line, and below it what each piece is.

use budget_tests::{
    client::Client,
    positions::{cut, position},
};
use serde_json::{Value, json};

const URI: &str = "file:///drafts/%E9%A2%84%E7%AE%97.md";

const DRAFT: &str = "单位：万元\r\n\r\n\
    | 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |\r\n|---|---|---|---|---|\r\n\
    | 合计 | 10.00 | 10.00 | | |\r\n\
    | 𠮷村教育局😀局 | 10.00 | - | | |\r\n\
    | 培训😀 | 10.00 | 10.00 | 目标 | 1、1-产出指标；11-数量指标；😀人次；实施周期指标值：≥20人次；年度指标值:90%以上。 |\r\n";

fn start(encoding: &str) -> (Client, Vec<String>) {
    let mut client = Client::start();
    let capabilities = json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "semanticTokens": { "requests": {}, "tokenTypes": [], "tokenModifiers": [], "formats": [] } },
    });
    let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
    let result = client.request("initialize", params);
    client.notify("initialized", json!({}));
    client.open(URI, 1, DRAFT);
    let provider = &result["capabilities"]["semanticTokensProvider"];
    assert_eq!((&provider["full"], &provider["range"]), (&json!(true), &json!(true)));
    let types = provider["legend"]["tokenTypes"].as_array().unwrap();
    (client, types.iter().map(|name| name.as_str().unwrap().to_owned()).collect())
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
