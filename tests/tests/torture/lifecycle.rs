//! From `initialize` to `exit`: LSP 3.17, "Server lifecycle".

use budget_tests::client::Client;
use serde_json::{Value, json};

use crate::{
    DRAFT, INVALID_PARAMS, INVALID_REQUEST, NOT_INITIALIZED, URI, assert_is_hover, assert_next_is_answered,
    assert_refused, at_figure, drafting,
};

fn initialize() -> Value {
    json!({ "processId": null, "rootUri": null, "capabilities": {} })
}

fn framed(body: &Value) -> String {
    let body = body.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn before_initialize_requests_are_refused_and_notifications_dropped() {
    let mut client = Client::start();
    for method in ["textDocument/hover", "shutdown", "budget/overview", "unknown", "$/unknown"] {
        let id = client.post(method, at_figure());
        assert_refused(&client.answer(id), NOT_INITIALIZED);
    }
    client.open(URI, 1, DRAFT);
    client.notify("initialized", json!({}));
    client.notify("$/cancelRequest", json!({ "id": 1 }));
    client.request("initialize", initialize());
    client.notify("initialized", json!({}));
    let id = client.post("textDocument/hover", at_figure());
    assert_eq!(client.answer(id)["result"], Value::Null, "the document was never opened");
    client.open(URI, 1, DRAFT);
    client.diagnostics(URI);
    assert_next_is_answered(&mut client);
}

#[test]
fn initialize_with_bad_parameters_is_refused_and_may_be_sent_again() {
    let mut client = Client::start();
    for params in [json!(null), json!(5), json!({ "capabilities": 5 }), json!({ "processId": -1, "capabilities": {} })]
    {
        let id = client.post("initialize", params);
        assert_refused(&client.answer(id), INVALID_PARAMS);
    }
    let result = client.request("initialize", initialize());
    assert!(result["capabilities"].is_object());
}

#[test]
fn initialize_is_answered_once() {
    let mut client = drafting();
    let id = client.post("initialize", initialize());
    assert_refused(&client.answer(id), INVALID_REQUEST);
    // The editor's log is told too, so that the answer need not be the next thing that is said.
    let id = client.post("textDocument/hover", at_figure());
    assert_is_hover(&client.answer(id));

    let mut client = Client::start();
    let request = |id| framed(&json!({ "jsonrpc": "2.0", "id": id, "method": "initialize", "params": initialize() }));
    client.write(format!("{}{}", request(1_000), request(1_001)).as_bytes());
    assert!(client.answer(1_000)["result"]["capabilities"].is_object());
    assert_refused(&client.answer(1_001), INVALID_REQUEST);
}

#[test]
fn a_client_that_does_not_wait_for_the_answer_to_initialize_loses_nothing() {
    let mut client = Client::start();
    let document = json!({ "uri": URI, "languageId": "markdown", "version": 1, "text": DRAFT });
    let messages = [
        json!({ "jsonrpc": "2.0", "id": 1_000, "method": "initialize", "params": initialize() }),
        json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }),
        json!({ "jsonrpc": "2.0", "id": 1_001, "method": "textDocument/hover", "params": at_figure() }),
    ];
    client.write(messages.map(|message| framed(&message)).concat().as_bytes());
    assert!(client.answer(1_000)["result"]["capabilities"].is_object());
    assert_is_hover(&client.answer(1_001));
    assert_eq!(client.diagnostics(URI)["diagnostics"], json!([]));
}

#[test]
fn without_initialized_documents_are_checked_all_the_same() {
    let mut client = Client::start();
    client.request("initialize", initialize());
    client.open(URI, 1, DRAFT);
    assert_eq!(client.diagnostics(URI)["diagnostics"], json!([]));
    assert_next_is_answered(&mut client);
}

#[test]
fn after_shutdown_requests_are_refused_and_notifications_ignored() {
    let mut client = drafting();
    assert_eq!(client.request("shutdown", json!({})), Value::Null, "parameters that say nothing are left out");
    client.change(URI, 2, json!([{ "text": DRAFT.replace("| 4.00 |", "| 5.00 |") }]));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    for method in ["textDocument/hover", "shutdown", "initialize", "unknown", "$/unknown"] {
        let id = client.post(method, at_figure());
        let answer = client.said_next();
        assert_eq!(answer["id"], json!(id), "{answer}");
        assert_refused(&answer, INVALID_REQUEST);
    }
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_status().code(), Some(0));
}

#[test]
fn exit_is_1_without_shutdown_and_0_behind_it() {
    let mut client = Client::start();
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_status().code(), Some(1), "before initialize");

    let mut client = drafting();
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_status().code(), Some(1), "without shutdown");

    let mut client = drafting();
    let id = client.post("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.answer(id)["result"], Value::Null, "the answer to shutdown is sent before the end");
    assert_eq!(client.exit_status().code(), Some(0), "although the client keeps its end open");

    let mut client = drafting();
    client.send(&json!({ "jsonrpc": "2.0", "method": "shutdown" }));
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_status().code(), Some(1), "a notification shuts nothing down");
}

#[test]
fn exit_ends_the_server_while_requests_are_under_way() {
    let mut client = drafting();
    client.open("file:///drafts/long.md", 1, &DRAFT.repeat(2_000));
    for _ in 0..50 {
        client.post("textDocument/formatting", json!({ "textDocument": { "uri": "file:///drafts/long.md" }, "options": { "tabSize": 4, "insertSpaces": true } }));
    }
    let waiting = json!({ "previousResultIds": [{ "uri": URI, "value": "1" }], "partialResultToken": "部分" });
    client.post("workspace/diagnostic", waiting);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_status().code(), Some(1));
}
