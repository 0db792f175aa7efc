//! Ends that are closed, and a client that does not read.

use std::{
    io::{BufReader, Read, Write},
    process::{Child, ChildStdin, ChildStdout},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use budget_tests::client::{binary, command, exit_status, memory, read_message};
use serde_json::{Value, json};

use crate::{DRAFT, URI, at_figure, drafting};

/// A server whose ends are in the hands of the test.
pub struct Piped {
    pub server: Child,
    pub input: Option<ChildStdin>,
    pub output: Option<ChildStdout>,
}

impl Drop for Piped {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

pub fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

pub fn request(id: i64, method: &str, params: &Value) -> Vec<u8> {
    framed(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
}

fn notification(method: &str, params: &Value) -> Vec<u8> {
    framed(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
}

impl Piped {
    /// A server that has the draft open; nothing of what it says was read.
    pub fn drafting() -> Self {
        let mut server = command(&binary().with_file_name("caches")).spawn().unwrap();
        let (input, output) = (server.stdin.take(), server.stdout.take());
        let mut this = Self { server, input, output };
        let document = json!({ "uri": URI, "languageId": "markdown", "version": 1, "text": DRAFT });
        this.write(&request(-1, "initialize", &json!({ "processId": null, "capabilities": {} })));
        this.write(&notification("initialized", &json!({})));
        this.write(&notification("textDocument/didOpen", &json!({ "textDocument": document })));
        this
    }

    fn write(&mut self, bytes: &[u8]) {
        self.input.as_mut().unwrap().write_all(bytes).unwrap();
    }

    /// What the server wrote to its log until it ended.
    fn log(&mut self) -> String {
        let mut log = String::new();
        self.server.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

/// A change of the whole draft: every other one has a finding.
fn change(version: i32) -> Vec<u8> {
    change_to(version, if version % 2 == 0 { "5.00" } else { "4.00" })
}

/// A change whose finding no other change has, so that it has to be told.
fn last_change(version: i32) -> Vec<u8> {
    change_to(version, "7.00")
}

fn change_to(version: i32, figure: &str) -> Vec<u8> {
    let text = DRAFT.replace("| 4.00 | 4.00 |", &format!("| 4.00 | {figure} |"));
    let document = json!({ "uri": URI, "version": version });
    notification("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [{ "text": text }] }))
}

/// Reads until every request up to `last` was answered once and the findings of `version` came.
fn assert_all_is_said(server: &mut Piped, last: i64, version: i32) {
    let mut output = BufReader::new(server.output.take().unwrap());
    let (mut answered, mut published) = (vec![0; usize::try_from(last).unwrap() + 1], 0);
    while published < version || answered.contains(&0) {
        let message = read_message(&mut output).expect("the server goes on");
        if let Some(id) = message["id"].as_i64().filter(|id| *id >= 0) {
            answered[usize::try_from(id).unwrap()] += 1;
            assert!(message["result"]["contents"].is_object(), "{message}");
        }
        if message["method"] == "textDocument/publishDiagnostics" {
            let next = i32::try_from(message["params"]["version"].as_i64().unwrap()).unwrap();
            assert!(next > published, "{next} after {published}");
            published = next;
        }
    }
    assert!(answered.iter().all(|count| *count == 1));
    server.output = Some(output.into_inner());
}

#[test]
fn a_client_that_reads_nothing_may_go_on_typing() {
    let mut server = Piped::drafting();
    let mut expected = 0;
    for version in 2..=30_001 {
        server.write(&change(version));
        if version % 50 == 0 {
            server.write(&request(expected, "textDocument/hover", &at_figure()));
            expected += 1;
        }
    }
    // All of it was taken: the answers wait, and the findings of versions that nobody read are gone.
    let (now, _) = memory(server.server.id());
    assert!(now < 200, "{now} MB");
    server.write(&last_change(30_002));
    assert_all_is_said(&mut server, expected - 1, 30_002);
}

#[test]
fn a_client_that_reads_nothing_has_its_requests_wait_and_all_are_answered_later() {
    let mut server = Piped::drafting();
    let mut input = server.input.take().unwrap();
    let written = Arc::new(AtomicUsize::new(0));
    let counted = written.clone();
    const ALL: i64 = 20_000;
    let writing = thread::spawn(move || {
        for id in 0..ALL {
            input.write_all(&request(id, "textDocument/hover", &at_figure())).unwrap();
            counted.fetch_add(1, Ordering::Relaxed);
        }
        input.write_all(&last_change(2)).unwrap();
        input
    });
    // Until the server takes no more, which it need not: what is held to is that it answers all.
    let mut before = usize::MAX;
    while before != written.load(Ordering::Relaxed) {
        before = written.load(Ordering::Relaxed);
        thread::sleep(Duration::from_millis(200));
    }
    assert!(server.server.try_wait().unwrap().is_none(), "the server is there");
    let (now, _) = memory(server.server.id());
    assert!(now < 200, "{now} MB");
    assert_all_is_said(&mut server, ALL - 1, 2);
    drop(writing.join().unwrap());
    assert_eq!(exit_status(&mut server.server).code(), Some(1));
}

/// `cargo test -p budget-tests --test torture a_minute -- --ignored`
#[test]
#[ignore = "takes a minute: cargo test -p budget-tests --test torture a_minute -- --ignored"]
fn a_client_that_reads_nothing_for_a_minute_finds_everything_answered() {
    let mut server = Piped::drafting();
    let start = Instant::now();
    let (mut version, mut asked) = (1, 0);
    while start.elapsed() < Duration::from_secs(60) {
        version += 1;
        server.write(&change(version));
        // Fewer than may wait, since this client would wait for the server and the server for it.
        if version % 50 == 0 && asked < 600 {
            server.write(&request(asked, "textDocument/hover", &at_figure()));
            asked += 1;
        }
        thread::sleep(Duration::from_millis(2));
    }
    let (now, _) = memory(server.server.id());
    assert!(now < 200, "{now} MB");
    server.write(&last_change(version + 1));
    assert_all_is_said(&mut server, asked - 1, version + 1);
}

#[test]
fn where_the_input_is_closed_what_was_asked_is_answered_and_the_server_ends() {
    let mut client = drafting();
    let ids: Vec<i64> = (0..200).map(|_| client.post("textDocument/hover", at_figure())).collect();
    client.close_input();
    ids.into_iter().for_each(|id| crate::assert_is_hover(&client.answer(id)));
    assert_eq!(client.exit_status().code(), Some(1), "without shutdown");

    let mut client = drafting();
    client.request("shutdown", Value::Null);
    client.close_input();
    assert_eq!(client.exit_status().code(), Some(0), "behind shutdown");
}

#[test]
fn where_the_input_is_closed_the_server_ends_whatever_waits_or_is_half_sent() {
    let mut client = drafting();
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    assert_eq!(report["items"], json!([]), "nothing is wrong");
    client.post(
        "workspace/diagnostic",
        json!({ "previousResultIds": [{ "uri": URI, "value": "1" }], "partialResultToken": 1 }),
    );
    client.post("workspace/diagnostic", json!({ "previousResultIds": [], "partialResultToken": 2 }));
    client.close_input();
    assert_eq!(client.exit_status().code(), Some(1));

    for half in [&b"Content-Le"[..], b"Content-Length: 50\r\n\r\n{\"jsonrpc\"", b"Content-Length: 50\r\n"] {
        let mut client = drafting();
        client.write(half);
        client.close_input();
        assert_eq!(client.exit_status().code(), Some(1));
    }
}

#[test]
fn where_the_output_is_closed_the_server_ends_without_a_panic() {
    let mut server = Piped::drafting();
    drop(server.output.take());
    // Whether the server takes this or has ended already is all the same.
    for id in 0..10 {
        drop(server.input.as_mut().unwrap().write_all(&request(id, "textDocument/hover", &at_figure())));
    }
    assert_eq!(exit_status(&mut server.server).code(), Some(1), "although the client keeps its end open");
    let log = server.log();
    assert!(!log.contains("panic"), "{log}");
}

#[test]
fn exit_ends_the_server_of_a_client_that_reads_nothing() {
    let mut server = Piped::drafting();
    (0..1_000).for_each(|id| server.write(&request(id, "textDocument/hover", &at_figure())));
    server.write(&request(1_000, "shutdown", &Value::Null));
    server.write(&notification("exit", &Value::Null));
    assert_eq!(exit_status(&mut server.server).code(), Some(0));
}
