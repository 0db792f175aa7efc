//! Where messages begin and end: LSP 3.17, "Base Protocol", "Header Part".

use budget_tests::client::Client;
use serde_json::{Value, json};

use crate::{PARSE_ERROR, assert_is_hover, assert_next_is_answered, assert_refused, at_figure, drafting};

/// A hover of the draft, as the body of a message.
fn hover(id: i64) -> String {
    json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": at_figure() }).to_string()
}

fn framed(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

/// Sends what is no message, and then a good one: one error without an id, and one answer.
fn assert_recovers(client: &mut Client, bad: &str) {
    client.write(bad.as_bytes());
    client.write(framed(&hover(7_000)).as_bytes());
    assert_refused(&client.answer_to(&Value::Null), PARSE_ERROR);
    assert_is_hover(&client.answer(7_000));
    assert_next_is_answered(client);
}

#[test]
fn a_length_that_is_too_short_is_one_error_and_the_next_message_is_answered() {
    let mut client = drafting();
    for missing in [1, 2, 10, 40] {
        let body = hover(1_000);
        assert_recovers(&mut client, &format!("Content-Length: {}\r\n\r\n{body}", body.len() - missing));
    }
    // The client's own mistake is to count characters where bytes are counted.
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "workspace/symbol", "params": { "query": "教育局修缮" } });
    let body = body.to_string();
    assert_recovers(&mut client, &format!("Content-Length: {}\r\n\r\n{body}", body.chars().count()));
}

#[test]
fn a_length_that_is_too_long_is_one_error_and_the_next_message_is_answered() {
    let mut client = drafting();
    for more in [1, 5, 17, 30] {
        let body = hover(1_000);
        assert_recovers(&mut client, &format!("Content-Length: {}\r\n\r\n{body}", body.len() + more));
    }
}

#[test]
fn a_length_that_is_missing_or_no_number_of_bytes_is_one_error() {
    let mut client = drafting();
    let lengths =
        ["", "Content-Length: \r\n", "Content-Length: many\r\n", "Content-Length: -5\r\n", "Content-Length: 5.0\r\n"];
    for head in lengths {
        assert_recovers(&mut client, &format!("{head}X-Kind: budget\r\n\r\n{}", hover(1_000)));
    }
}

#[test]
fn memory_is_not_given_to_a_length_that_is_only_claimed() {
    let mut client = drafting();
    let (before, _) = client.memory();
    for length in ["1000000000000000000", "99999999999999999999999999", "1073741825"] {
        assert_recovers(&mut client, &format!("Content-Length: {length}\r\n\r\n{}", hover(1_000)));
    }
    // This one might be true: it is waited for, and what it claims is not set aside.
    client.write(b"Content-Length: 1000000000\r\n\r\n{");
    client.close_input();
    client.exit_status();
    let (_, most) = client.memory();
    assert!(most < before + 100, "{before} MB before, {most} MB at most");
}

#[test]
fn bytes_that_are_no_message_at_all_are_one_error() {
    let mut client = drafting();
    for garbage in
        ["\0\u{1}\u{2}", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "{}\n{}\n", "no colon\r\n\r\n", ": \r\n\r\n"]
    {
        assert_recovers(&mut client, garbage);
    }
    assert_recovers(&mut client, &"x".repeat(300_000));
    assert_recovers(&mut client, &format!("X-Long: {}\r\n", "x".repeat(100_000)));
}

#[test]
fn heads_are_read_in_every_spelling_and_unknown_fields_are_left() {
    let mut client = drafting();
    let body = hover(7_000);
    let length = body.len();
    for head in [
        format!("content-length: {length}\r\n\r\n"),
        format!("CONTENT-LENGTH:{length}\r\n\r\n"),
        format!("Content-Length:   {length}  \r\n\r\n"),
        format!("Content-Length: {length}\n\n"),
        format!("\r\nContent-Length: {length}\r\n\r\n"),
        format!("A: 1\r\nB: 2\r\nC: 3\r\nContent-Length: {length}\r\nD: 4\r\n\r\n"),
        format!("Content-Length: {length}\r\nContent-Type: application/vscode-jsonrpc\r\n\r\n"),
        format!("Content-Length: {length}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n"),
        format!("Content-Length: {length}\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\n\r\n"),
        format!("content-type: x/y; charset=\"UTF-8\"\r\ncontent-length: {length}\r\n\r\n"),
    ] {
        client.write(format!("{head}{body}").as_bytes());
        let answer = client.said_next();
        assert_eq!(answer["id"], 7_000, "{head}: {answer}");
        assert_is_hover(&answer);
    }
}

#[test]
fn another_charset_is_an_error() {
    let mut client = drafting();
    let body = hover(1_000);
    let head =
        format!("Content-Length: {}\r\nContent-Type: application/vscode-jsonrpc; charset=gbk\r\n\r\n", body.len());
    assert_recovers(&mut client, &format!("{head}{body}"));
}

#[test]
fn a_byte_order_mark_before_the_head_or_the_body_is_left_out() {
    let mut client = drafting();
    for bytes in [format!("\u{feff}{}", framed(&hover(7_000))), framed(&format!("\u{feff}{}", hover(7_000)))] {
        client.write(bytes.as_bytes());
        let answer = client.said_next();
        assert_eq!(answer["id"], 7_000, "{answer}");
        assert_is_hover(&answer);
    }
}

#[test]
fn a_message_that_comes_byte_by_byte_is_one_message() {
    let mut client = drafting();
    framed(&hover(7_000)).bytes().for_each(|byte| client.write(&[byte]));
    assert_is_hover(&client.answer(7_000));
}
