//! What a message is: JSON-RPC 2.0, and LSP 3.17, "Base Protocol", "Content Part".

use budget_tests::{client::Client, positions::position};
use serde_json::{Value, json};

use crate::{
    DRAFT, INVALID_PARAMS, INVALID_REQUEST, METHOD_NOT_FOUND, PARSE_ERROR, URI, assert_is_hover,
    assert_next_is_answered, assert_refused, assert_same_as_fresh, at_figure, drafting,
};

#[test]
fn a_request_of_an_unknown_method_is_method_not_found() {
    let mut client = drafting();
    for method in ["textDocument/doesNotExist", "", "hover", "$/unknown", "$/progress", "工作/符号"] {
        let id = client.post(method, json!({}));
        assert_refused(&client.answer(id), METHOD_NOT_FOUND);
        assert_next_is_answered(&mut client);
    }
}

#[test]
fn an_unknown_notification_is_ignored() {
    let mut client = drafting();
    for method in ["textDocument/doesNotExist", "", "$/unknown", "$/progress", "telemetry/event"] {
        client.notify(method, json!({ "token": 1 }));
        assert_next_is_answered(&mut client);
    }
}

#[test]
fn bad_parameters_are_invalid_params_with_a_sentence() {
    let mut client = drafting();
    let position = position(0, 0);
    let places = [
        json!(5),
        json!("hover"),
        json!([]),
        json!({}),
        json!({ "textDocument": { "uri": URI } }),
        json!({ "textDocument": { "uri": 5 }, "position": position }),
        json!({ "textDocument": { "uri": "no uri at all" }, "position": position }),
        json!({ "textDocument": { "uri": URI }, "position": { "line": -1, "character": 0 } }),
        json!({ "textDocument": { "uri": URI }, "position": { "line": 4_294_967_296_i64, "character": 0 } }),
        json!({ "textDocument": { "uri": URI }, "position": { "line": 0.5, "character": 0 } }),
    ];
    for params in places {
        let id = client.post("textDocument/hover", params.clone());
        let answer = client.answer(id);
        assert_refused(&answer, INVALID_PARAMS);
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(
            message.starts_with("the parameters of textDocument/hover are not those of the protocol: "),
            "{message}"
        );
        assert_next_is_answered(&mut client);
    }
    client.send(&json!({ "jsonrpc": "2.0", "id": 1_000, "method": "textDocument/hover" }));
    assert_refused(&client.answer(1_000), INVALID_PARAMS);
}

#[test]
fn a_notification_with_bad_parameters_is_ignored() {
    let mut client = drafting();
    for method in
        ["textDocument/didOpen", "textDocument/didClose", "textDocument/didSave", "$/cancelRequest", "$/setTrace"]
    {
        client.notify(method, json!({ "textDocument": 5 }));
        client.notify(method, json!(null));
        assert_next_is_answered(&mut client);
    }
}

#[test]
fn a_change_that_cannot_be_read_silences_its_document_until_it_is_sent_whole() {
    let mut client = drafting();
    for wrong in
        [json!({ "version": 2 }), json!({ "version": 1e10, "uri": URI }), json!({ "version": "2", "uri": URI })]
    {
        client.notify("textDocument/didChange", json!({ "textDocument": wrong, "contentChanges": [{ "text": "" }] }));
    }
    let id = client.post("textDocument/hover", at_figure());
    assert_eq!(client.answer(id)["result"], Value::Null, "the text here may not be the client's");
    client.change(URI, 3, json!([{ "text": DRAFT.replace("| 4.00 | 4.00 |", "| 4.00 | 5.00 |") }]));
    assert_eq!(client.diagnostics(URI)["diagnostics"][0]["code"], "row-sum");
    assert_is_hover(&{
        let id = client.post("textDocument/hover", at_figure());
        client.answer(id)
    });
}

#[test]
fn what_is_no_json_is_a_parse_error() {
    let mut client = drafting();
    let whole = json!({ "jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": at_figure() }).to_string();
    let bodies: [&[u8]; 8] = [
        b"",
        b"   ",
        b"nonsense",
        b"{'jsonrpc': '2.0'}",
        b"{\"jsonrpc\":\"2.0\",\"id\":1,}",
        b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\xfe\"}",
        &whole.as_bytes()[..whole.len() - 1],
        b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}{}",
    ];
    for body in bodies {
        client.send_body(body);
        assert_refused(&client.answer_to(&Value::Null), PARSE_ERROR);
        assert_next_is_answered(&mut client);
    }
}

#[test]
fn json_that_is_no_message_is_an_invalid_request() {
    let mut client = drafting();
    let hover = json!({ "jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": at_figure() });
    for body in [
        json!(5),
        json!("hover"),
        json!(null),
        json!(true),
        json!([]),
        json!([hover]),
        json!(["2.0", "textDocument/hover", 1, {}]),
        json!({}),
        json!({ "jsonrpc": "2.0" }),
        json!({ "jsonrpc": "2.0", "params": {} }),
    ] {
        client.send(&body);
        assert_refused(&client.answer_to(&Value::Null), INVALID_REQUEST);
        assert_next_is_answered(&mut client);
    }
    for body in [json!({ "jsonrpc": "2.0", "id": "甲" }), json!({ "jsonrpc": "2.0", "id": "甲", "method": 5 })] {
        client.send(&body);
        assert_refused(&client.answer_to(&json!("甲")), INVALID_REQUEST);
    }
    client.send_body(br#"{"jsonrpc":"2.0","id":1,"id":2,"method":"textDocument/hover"}"#);
    assert_refused(&client.answer_to(&Value::Null), INVALID_REQUEST);
    assert_next_is_answered(&mut client);
}

#[test]
fn another_version_of_json_rpc_is_an_invalid_request() {
    let mut client = drafting();
    for version in [json!("1.0"), json!("2"), json!(2.0), json!(null), json!("")] {
        client.send(&json!({ "jsonrpc": version, "id": 1_000, "method": "textDocument/hover", "params": at_figure() }));
        assert_refused(&client.answer(1_000), INVALID_REQUEST);
    }
    client.send(&json!({ "id": 1_001, "method": "textDocument/hover", "params": at_figure() }));
    assert_refused(&client.answer(1_001), INVALID_REQUEST);
    assert_next_is_answered(&mut client);
}

#[test]
fn strings_and_integers_are_ids_and_nothing_else_is() {
    let mut client = drafting();
    let hover =
        |id: &Value| json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": at_figure() });
    for id in [
        json!("七"),
        json!(""),
        json!("1"),
        json!(0),
        json!(-1),
        json!(i64::MAX),
        json!(i64::MIN),
        json!("x".repeat(100_000)),
    ] {
        client.send(&hover(&id));
        assert_is_hover(&client.answer_to(&id));
    }
    for id in [json!(null), json!(1.5), json!(1e30), json!(u64::MAX), json!(true), json!({}), json!([1])] {
        client.send(&hover(&id));
        assert_refused(&client.answer_to(&Value::Null), INVALID_REQUEST);
        assert_next_is_answered(&mut client);
    }
}

#[test]
fn an_id_that_is_in_use_is_an_invalid_request() {
    let mut client = drafting();
    let params = json!({ "textDocument": { "uri": URI } });
    let request =
        json!({ "jsonrpc": "2.0", "id": 1_000, "method": "textDocument/documentSymbol", "params": params }).to_string();
    let framed = format!("Content-Length: {}\r\n\r\n{request}", request.len());
    client.write(format!("{framed}{framed}").as_bytes());
    let answers = [client.answer(1_000), client.answer(1_000)];
    let (refused, answered): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.get("error").is_some());
    assert_eq!((refused.len(), answered.len()), (1, 1), "{answers:?}");
    assert_refused(refused[0], INVALID_REQUEST);
    assert_next_is_answered(&mut client);
}

#[test]
fn answers_to_what_was_never_asked_are_ignored() {
    let mut client = drafting();
    for answer in [
        json!({ "jsonrpc": "2.0", "id": 999, "result": null }),
        json!({ "jsonrpc": "2.0", "id": "七", "error": { "code": 1, "message": "", "more": [] } }),
        json!({ "jsonrpc": "2.0", "id": null, "error": { "code": -32700, "message": "Parse error" } }),
        json!({ "id": 999, "result": {}, "error": null }),
        json!({ "jsonrpc": "2.0", "result": {} }),
    ] {
        client.send(&answer);
        // What the library logs of it is no answer.
        let id = client.post("textDocument/hover", at_figure());
        assert_is_hover(&client.answer(id));
        assert!(client.waiting_answer(999).is_none());
    }
}

#[test]
fn a_notification_that_is_sent_as_a_request_is_refused_and_not_carried_out() {
    let mut client = drafting();
    let id = client.post("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    assert_refused(&client.answer(id), INVALID_REQUEST);
    client.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/hover", "params": at_figure() }));
    client.send(&json!({ "jsonrpc": "2.0", "method": "shutdown" }));
    assert_next_is_answered(&mut client);
}

#[test]
fn nesting_in_json_costs_no_stack() {
    let mut client = drafting();
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":[", "]}]")] {
        let deep = format!("{}5{}", open.repeat(100_000), close.repeat(100_000));
        client.send_body(
            format!(r#"{{"jsonrpc":"2.0","id":1000,"method":"textDocument/hover","params":{deep}}}"#).as_bytes(),
        );
        assert_refused(&client.answer(1_000), INVALID_PARAMS);
        client.send_body(format!(r#"{{"jsonrpc":"2.0","method":"$/unknown","params":{deep}}}"#).as_bytes());
        client.send_body(format!(r#"{{"jsonrpc":"2.0","id":{deep},"method":"textDocument/hover"}}"#).as_bytes());
        assert_refused(&client.answer_to(&Value::Null), INVALID_REQUEST);
        client.send_body(
            format!(
                r#"{{"jsonrpc":"2.0","id":1001,"method":"textDocument/hover","unknown":{deep},"params":{}}}"#,
                at_figure()
            )
            .as_bytes(),
        );
        assert_is_hover(&client.answer(1_001));
        client.send_body(open.repeat(100_000).as_bytes());
        assert_refused(&client.answer_to(&Value::Null), PARSE_ERROR);
        let id = client.post("textDocument/hover", at_figure());
        assert_is_hover(&client.answer(id));
    }
}

/// An editor whose strings are UTF-16 may send half of a character.
#[test]
fn half_a_character_counts_one_unit_and_loses_no_change() {
    let (mut client, _) = Client::initialized(&["utf-16"]);
    let open = json!({ "uri": URI, "languageId": "markdown", "version": 1, "text": DRAFT.replace("修缮", "修HALF缮") });
    let open = json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": open } });
    client.send_body(open.to_string().replace("HALF", "\\ud83d").as_bytes());
    assert_eq!(client.diagnostics(URI)["diagnostics"], json!([]));
    // Behind `| 修?缮 | 4.00 | `.
    let range = json!({ "start": position(5, 15), "end": position(5, 16) });
    client.change(URI, 2, json!([{ "range": range, "text": "5" }]));
    assert_eq!(client.diagnostics(URI)["diagnostics"][0]["code"], "row-sum");
    let edited = DRAFT.replace("修缮 | 4.00 | 4", "修\u{fffd}缮 | 4.00 | 5");
    assert_same_as_fresh(&mut client, URI, &edited);
}
