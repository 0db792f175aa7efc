//! What the client is told about the server's own work: warnings in its log, and each message where it traces.

use budget_tests::{client::Client, positions::position};
use serde_json::json;

const URI: &str = "file:///drafts/%E9%A2%84%E7%AE%97.md";

const DRAFT: &str = "单位：万元\r\n\r\n\
    | 项目名称 | 总计 | 财政拨款 | 绩效目标 |\r\n|---|---|---|---|\r\n\
    | 培训😀 | 6.00 | 6.00 | 目标 |\r\n";

fn started(trace: &str) -> Client {
    let mut client = Client::start();
    client.request("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {}, "trace": trace }));
    client.notify("initialized", json!({}));
    client
}

fn set(client: &mut Client, value: &str) {
    client.notify("$/setTrace", json!({ "value": value }));
}

fn hover(client: &mut Client) -> i64 {
    let id = client.post("textDocument/hover", json!({ "textDocument": { "uri": URI }, "position": position(4, 9) }));
    client.answer(id);
    id
}

/// The next trace, without the time it took.
fn traced(client: &mut Client) -> (String, Option<String>) {
    let trace = client.said("$/logTrace")["params"].clone();
    let message = trace["message"].as_str().unwrap();
    let (said, took) = message.split_once(" in ").unwrap();
    assert!(took.ends_with(" ms"), "{message}");
    (said.to_owned(), trace.get("verbose").map(|verbose| verbose.as_str().unwrap().to_owned()))
}

#[test]
fn a_warning_is_in_the_log_of_the_client() {
    let mut client = started("off");
    client.change("file:///drafts/other.md", 2, json!([{ "text": DRAFT }]));
    let expected = "a change to a document that is not open is ignored uri=\"file:///drafts/other.md\"";
    assert_eq!(client.said("window/logMessage")["params"], json!({ "type": 2, "message": expected }));
}

/// What comes too fast is not sent, and the client is told so; all that was typed is answered.
#[test]
fn a_flood_of_warnings_ends() {
    let mut client = started("off");
    const SENT: u64 = 2_000;
    let change = |version: u64| {
        let document = json!({ "uri": "file:///drafts/other.md", "version": version });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": "" }] });
        let body = json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params }).to_string();
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    };
    client.write((2..2 + SENT).map(change).collect::<String>().as_bytes());
    let mut told = 0;
    while told < SENT {
        let message = client.said("window/logMessage")["params"]["message"].as_str().unwrap().to_owned();
        let lost = message.strip_suffix(" further messages of the log came too fast to be sent");
        told += lost.map_or(1, |lost| lost.parse().unwrap());
    }
    assert_eq!(told, SENT);
}

#[test]
fn messages_are_traced_as_long_as_the_client_wants() {
    let mut client = started("off");
    client.open(URI, 1, DRAFT);
    hover(&mut client);

    set(&mut client, "messages");
    let id = hover(&mut client);
    assert_eq!(traced(&mut client), (format!("textDocument/hover ({id}) answered"), None), "the first there is");
    let id = client.post("textDocument/hover", json!({}));
    client.answer(id);
    assert_eq!(traced(&mut client), (format!("textDocument/hover ({id}) answered with an error"), None));
    client.change(URI, 2, json!([{ "text": DRAFT }]));
    assert_eq!(traced(&mut client), ("textDocument/didChange done".to_owned(), None));

    set(&mut client, "off");
    hover(&mut client);
    client.change(URI, 3, json!([{ "text": DRAFT }]));
    set(&mut client, "verbose");
    client.change(URI, 4, json!([{ "text": DRAFT }]));
    let params = json!({ "textDocument": { "uri": URI, "version": 4 }, "contentChanges": [{ "text": DRAFT }] });
    let size = format!("parameters {} bytes", params.to_string().len());
    assert_eq!(
        traced(&mut client),
        ("textDocument/didChange done".to_owned(), Some(size)),
        "the first that is verbose"
    );
    let id = hover(&mut client);
    let (said, verbose) = traced(&mut client);
    assert_eq!(said, format!("textDocument/hover ({id}) answered"));
    assert!(verbose.is_some_and(|verbose| verbose.contains(" bytes, result ") && !verbose.contains("培训")));
}

#[test]
fn a_client_may_trace_from_the_start() {
    let mut client = started("messages");
    assert_eq!(traced(&mut client), ("initialized done".to_owned(), None));
    let id = hover(&mut client);
    assert_eq!(traced(&mut client), (format!("textDocument/hover ({id}) answered"), None));
}

#[test]
fn nothing_is_said_before_the_client_is_ready() {
    let mut client = Client::start();
    let params = json!({ "processId": null, "rootUri": null, "capabilities": {}, "trace": "messages" });
    let first = client.post("initialize", params.clone());
    assert_eq!(client.said_next()["id"], first, "nothing comes before the answer");
    let again = client.post("initialize", params);
    assert_eq!(client.said_next()["id"], again, "nothing until the client says that it is ready");
    client.change(URI, 1, json!([{ "text": DRAFT }]));
    let question = hover(&mut client);

    client.notify("initialized", json!({}));
    let log = client.said_next();
    assert_eq!((&log["method"], &log["params"]["type"]), (&json!("window/logMessage"), &json!(2)), "{log}");
    let message = log["params"]["message"].as_str().unwrap();
    assert!(message.starts_with("initialize is refused"), "{message}");
    assert_eq!(traced(&mut client).0, format!("initialize ({again}) answered with an error"));
    let ignored = client.said("window/logMessage")["params"]["message"].clone();
    assert!(ignored.as_str().unwrap().contains("not open"), "{ignored}");
    assert_eq!(traced(&mut client).0, "textDocument/didChange done");
    assert_eq!(traced(&mut client).0, format!("textDocument/hover ({question}) answered"));
    assert_eq!(traced(&mut client).0, "initialized done");
}
