//! Bad messages over stdio: what LSP 3.17 says about them, and that the next good one is answered as if nothing had
//! happened.

mod documents;
mod framing;
mod lifecycle;
mod messages;
mod pipes;
mod requests;
mod texts;

use budget_tests::{client::Client, positions::position};
use serde_json::{Value, json};

pub(crate) const URI: &str = "file:///drafts/torture.md";

/// A unit with two projects, all sums right.
pub(crate) const DRAFT: &str = "单位：万元\r\n\r\n\
    | 项目名称 | 总计 | 财政拨款 | 绩效目标 |\r\n|---|---|---|---|\r\n\
    | 青禾区教育局😀 | 10.00 | 10.00 | |\r\n\
    | 修缮 | 4.00 | 4.00 | 目标 |\r\n\
    | 培训😀 | 6.00 | 6.00 | 目标 |\r\n";

/// JSON-RPC 2.0, section 5.1.
pub(crate) const PARSE_ERROR: i64 = -32700;
pub(crate) const INVALID_REQUEST: i64 = -32600;
pub(crate) const METHOD_NOT_FOUND: i64 = -32601;
pub(crate) const INVALID_PARAMS: i64 = -32602;
/// LSP 3.17, `ErrorCodes`.
pub(crate) const NOT_INITIALIZED: i64 = -32002;
pub(crate) const CANCELLED: i64 = -32800;

/// A client that has the draft open and was told that nothing is wrong with it.
pub(crate) fn drafting() -> Client {
    let (mut client, _) = Client::initialized(&["utf-16"]);
    client.open(URI, 1, DRAFT);
    assert_eq!(client.diagnostics(URI)["diagnostics"], json!([]));
    client
}

/// The figure 4.00 of the draft.
pub(crate) fn at_figure() -> Value {
    json!({ "textDocument": { "uri": URI }, "position": position(5, 8) })
}

/// Asks for a hover, and holds its answer to be the next thing that is said: nothing was said to whatever came before.
pub(crate) fn assert_next_is_answered(client: &mut Client) {
    let id = client.post("textDocument/hover", at_figure());
    let answer = client.said_next();
    assert_eq!(answer["id"], json!(id), "{answer}");
    assert_is_hover(&answer);
}

pub(crate) fn assert_is_hover(answer: &Value) {
    let contents = answer["result"]["contents"]["value"].as_str().unwrap_or_else(|| panic!("{answer}"));
    assert!(contents.contains("4.00 万元"), "{contents}");
}

/// Holds an answer to be an error of that code, with a sentence that says why.
pub(crate) fn assert_refused(answer: &Value, code: i64) {
    assert_eq!(answer["error"]["code"], json!(code), "{answer}");
    assert!(answer["error"]["message"].as_str().is_some_and(|message| message.len() > 5), "{answer}");
    assert!(answer.get("result").is_none(), "{answer}");
}

/// Holds what is found in a document to be what is found in the text opened afresh.
pub(crate) fn assert_same_as_fresh(client: &mut Client, uri: &str, text: &str) {
    let fresh = "file:///drafts/fresh.md";
    let found = |client: &mut Client, uri: &str| {
        let report = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        let folds = client.request("textDocument/foldingRange", json!({ "textDocument": { "uri": uri } }));
        let tokens = client.request("textDocument/semanticTokens/full", json!({ "textDocument": { "uri": uri } }));
        (report["items"].to_string().replace(uri, ""), folds, tokens["data"].clone())
    };
    client.open(fresh, 1, text);
    assert_eq!(found(client, uri), found(client, fresh));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": fresh } }));
}
