//! Many requests at once, and their cancellation: LSP 3.17, "Cancellation Support".

use std::{
    collections::BTreeMap,
    io::{BufReader, Write},
    thread,
};

use budget_tests::client::read_message;
use serde_json::{Value, json};

use crate::{
    CANCELLED, URI, assert_is_hover, assert_next_is_answered, at_figure, drafting,
    pipes::{Piped, framed, request},
};

/// Requests of all kinds of work, beside the messages and among them.
fn varied(id: i64) -> Vec<u8> {
    let document = json!({ "textDocument": { "uri": URI } });
    match id % 5 {
        0 => request(id, "textDocument/hover", &at_figure()),
        1 => request(id, "textDocument/documentSymbol", &document),
        2 => request(id, "textDocument/completion", &at_figure()),
        3 => request(id, "unknown", &document),
        _ => request(id, "textDocument/hover", &json!(5)),
    }
}

#[test]
fn of_10_000_requests_in_flight_each_is_answered_once() {
    let mut server = Piped::drafting();
    let (mut input, output) = (server.input.take().unwrap(), server.output.take().unwrap());
    let writing = thread::spawn(move || {
        let all: Vec<u8> = (0..10_000).flat_map(varied).collect();
        input.write_all(&all).unwrap();
        input
    });
    let mut output = BufReader::new(output);
    let mut answers: BTreeMap<i64, usize> = BTreeMap::new();
    let mut is_all = false;
    while !is_all {
        let message = read_message(&mut output).expect("the server goes on");
        if let Some(id) = message["id"].as_i64().filter(|id| *id >= 0) {
            let code = message["error"]["code"].as_i64();
            assert_eq!(
                code,
                [None, None, None, Some(-32601), Some(-32602)][usize::try_from(id % 5).unwrap()],
                "{message}"
            );
            *answers.entry(id).or_default() += 1;
        }
        is_all = answers.len() == 10_000;
    }
    let mut input = writing.join().unwrap();
    input.write_all(&request(10_000, "textDocument/hover", &at_figure())).unwrap();
    let next = read_message(&mut output).unwrap();
    assert_eq!(next["id"], 10_000);
    assert_is_hover(&next);
    assert!(answers.values().all(|count| *count == 1));
}

#[test]
fn cancelling_what_is_not_under_way_does_nothing() {
    let mut client = drafting();
    let done = client.post("textDocument/hover", at_figure());
    client.answer(done);
    for id in [json!(done), json!(99_999), json!("七"), json!(-1), json!(null), json!(1.5), json!(i64::MAX), json!([1])]
    {
        client.notify("$/cancelRequest", json!({ "id": id }));
        assert_next_is_answered(&mut client);
    }
    client.notify("$/cancelRequest", json!([]));
    client.notify("$/cancelRequest", Value::Null);
    assert_next_is_answered(&mut client);
}

#[test]
fn a_request_that_is_cancelled_is_answered_or_cancelled_and_never_both() {
    let mut client = drafting();
    let document = json!({ "textDocument": { "uri": URI } });
    let ids: Vec<i64> = (0..300)
        .map(|number| {
            let method = ["textDocument/documentSymbol", "textDocument/foldingRange", "textDocument/hover"][number % 3];
            let params = if number % 3 == 2 { at_figure() } else { document.clone() };
            let id = client.post(method, params);
            client.notify("$/cancelRequest", json!({ "id": id }));
            id
        })
        .collect();
    let answers: Vec<Value> = ids.iter().map(|id| client.answer(*id)).collect();
    for answer in answers {
        let is_cancelled = answer["error"]["code"] == json!(CANCELLED);
        assert!(is_cancelled || answer.get("result").is_some(), "{answer}");
    }
    assert_next_is_answered(&mut client);
    assert!(ids.into_iter().all(|id| client.waiting_answer(id).is_none()));
}

#[test]
fn a_request_that_waits_for_news_is_cancelled_by_a_string_too() {
    let mut client = drafting();
    let params = json!({ "previousResultIds": [{ "uri": URI, "value": "1" }], "partialResultToken": "部分" });
    let first = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    assert!(first["items"].is_array());
    client.write(&framed(&json!({ "jsonrpc": "2.0", "id": "七", "method": "workspace/diagnostic", "params": params })));
    client.notify("$/cancelRequest", json!({ "id": "七" }));
    let answer = client.answer_to(&json!("七"));
    assert!(answer["error"]["code"] == json!(CANCELLED) || answer.get("result").is_some(), "{answer}");
    let id = client.post("textDocument/hover", at_figure());
    assert_is_hover(&client.answer(id));
}
