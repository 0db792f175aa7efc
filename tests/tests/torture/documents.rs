//! Opening, changing and closing documents out of order, and positions that are none: LSP 3.17, "Text Document
//! Synchronization".

use budget_tests::{
    client::Client,
    positions::{position, replace, units},
};
use serde_json::{Value, json};

use crate::{
    DRAFT, INVALID_PARAMS, URI, assert_is_hover, assert_next_is_answered, assert_refused, assert_same_as_fresh,
    at_figure, drafting,
};

/// The draft with a row whose sources do not add up.
fn wrong() -> String {
    DRAFT.replace("| 4.00 | 4.00 |", "| 4.00 | 5.00 |")
}

fn close(client: &mut Client, uri: &str) {
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
}

fn codes(published: &Value) -> Vec<&str> {
    let diagnostics = published["diagnostics"].as_array().unwrap();
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap()).collect()
}

#[test]
fn a_document_that_is_opened_twice_is_the_one_that_was_sent_last() {
    let mut client = drafting();
    client.open(URI, 1, &wrong());
    assert_eq!(codes(&client.diagnostics(URI)), ["row-sum"]);
    client.open(URI, 1, DRAFT);
    assert_eq!(codes(&client.diagnostics(URI)), [""; 0]);
    close(&mut client, URI);
    let id = client.post("textDocument/hover", at_figure());
    assert_eq!(client.answer(id)["result"], Value::Null, "closing once is enough");
}

#[test]
fn what_is_said_about_a_document_that_is_not_open_is_ignored() {
    let mut client = drafting();
    let other = "file:///drafts/never-opened.md";
    close(&mut client, other);
    close(&mut client, other);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": other } }));
    assert_next_is_answered(&mut client);
    client.change(other, 2, json!([{ "text": wrong() }]));
    let id = client.post("textDocument/hover", at_figure());
    assert_is_hover(&client.answer(id));
    close(&mut client, URI);
    close(&mut client, URI);
    client.open(URI, 1, &wrong());
    assert_eq!(codes(&client.diagnostics(URI)), ["row-sum"]);
    assert!(client.waiting_message("textDocument/publishDiagnostics").is_none(), "nothing about the other");
}

#[test]
fn versions_may_be_equal_and_jump_to_the_ends_of_the_integers() {
    let (mut client, _) = Client::initialized(&["utf-16"]);
    client.open(URI, i32::MIN, DRAFT);
    client.diagnostics(URI);
    let mut text = DRAFT.to_owned();
    for (version, digit) in [(i32::MIN, "1"), (-1, "2"), (-1, "3"), (7, "4"), (i32::MAX, "5"), (i32::MAX, "6")] {
        client.change(URI, version, json!([replace((5, 14), (5, 14), digit)]));
        text = text.replacen("| 4.00 | ", &format!("| 4.00 | {digit}"), 1);
        text = text.replacen(&format!("| 4.00 | {digit}{digit}"), &format!("| 4.00 | {digit}"), 1);
        let published = client.diagnostics(URI);
        assert_eq!((&published["version"], codes(&published)), (&json!(version), vec!["row-sum"]));
        assert_same_as_fresh(&mut client, URI, &text);
    }
}

#[test]
fn a_document_whose_versions_go_backwards_is_silent_until_it_is_opened_again() {
    let (mut client, _) = Client::initialized(&["utf-16"]);
    client.open(URI, 100, DRAFT);
    client.diagnostics(URI);
    for version in [50, 1, i32::MIN] {
        client.change(URI, version, json!([replace((5, 14), (5, 14), "1")]));
    }
    let id = client.post("textDocument/hover", at_figure());
    let hover = client.answer(id);
    assert!(hover["result"].is_null() || hover["result"]["contents"].is_object(), "{hover}");
    client.open(URI, 1, &wrong());
    assert_eq!(codes(&client.diagnostics(URI)), ["row-sum"]);
    client.change(URI, 2, json!([{ "text": DRAFT }]));
    assert_eq!(codes(&client.diagnostics(URI)), [""; 0]);
    assert_next_is_answered(&mut client);
}

/// LSP 3.17, `Position`: behind the end of a line is its end.
#[test]
fn an_edit_at_a_position_that_is_none_is_at_the_nearest_one_that_is() {
    let end = u32::try_from(DRAFT.matches('\n').count()).unwrap();
    let before_pair = units("| 青禾区教育局", "utf-16");
    let last = u32::MAX;
    let cases = [
        // Behind the end of a line, and over it.
        (replace((0, last), (0, last), "！"), DRAFT.replacen("万元", "万元！", 1)),
        (replace((0, 3), (0, last), "元"), DRAFT.replacen("万元", "元", 1)),
        // Behind the end of the document, and over it.
        (replace((last, last), (last, last), "尾\n"), format!("{DRAFT}尾\n")),
        (replace((end + 1, 0), (end + 9, 3), "尾"), format!("{DRAFT}尾")),
        (replace((0, 0), (last, last), ""), String::new()),
        // A start behind its end.
        (replace((5, 14), (5, 13), ""), DRAFT.replacen("4.00 | 4.00", "4.00 |4.00", 1)),
        (replace((1, 0), (0, 3), "元\r\n"), DRAFT.replacen("万元", "元", 1)),
        // Nothing at all, and a whole pair of surrogates.
        (replace((0, 0), (0, 0), ""), DRAFT.to_owned()),
        (replace((4, before_pair), (4, before_pair + 2), ""), DRAFT.replacen("局😀", "局", 1)),
    ];
    let (mut client, _) = Client::initialized(&["utf-16"]);
    for (edit, expected) in cases {
        client.open(URI, 1, DRAFT);
        client.change(URI, 2, json!([edit]));
        assert_same_as_fresh(&mut client, URI, &expected);
    }
}

#[test]
fn a_position_inside_a_pair_of_surrogates_cuts_no_character() {
    let inside = units("| 培训", "utf-16") + 1;
    let mut client = drafting();
    for (start, stop, text) in [(inside, inside, "，"), (inside, inside + 1, ""), (inside - 1, inside, "")] {
        client.open(URI, 1, DRAFT);
        client.change(URI, 2, json!([replace((6, start), (6, stop), text)]));
        let id = client.post("textDocument/hover", at_figure());
        assert_is_hover(&client.answer(id));
        let name = client
            .request("textDocument/hover", json!({ "textDocument": { "uri": URI }, "position": position(6, inside) }));
        assert!(!name.to_string().contains('\u{fffd}'), "{name}");
    }
}

#[test]
fn positions_that_are_none_are_answered_to_requests_too() {
    let mut client = drafting();
    let last = u32::MAX;
    for place in [position(0, last), position(last, 0), position(last, last), position(4, 9), position(7, 0)] {
        let at = json!({ "textDocument": { "uri": URI }, "position": place, "context": { "includeDeclaration": true, "triggerKind": 1 } });
        let methods = ["hover", "completion", "definition", "references", "documentHighlight", "linkedEditingRange"];
        for method in methods {
            let id = client.post(&format!("textDocument/{method}"), at.clone());
            let answer = client.answer(id);
            assert!(answer.get("result").is_some(), "{method} at {place}: {answer}");
        }
        let range = json!({ "start": place, "end": position(0, 0) });
        let options = json!({ "tabSize": 4, "insertSpaces": true });
        let ranged = json!({ "textDocument": { "uri": URI }, "range": range, "context": { "diagnostics": [] }, "options": options });
        for method in ["codeAction", "inlayHint", "semanticTokens/range", "rangeFormatting"] {
            let id = client.post(&format!("textDocument/{method}"), ranged.clone());
            let answer = client.answer(id);
            assert!(answer.get("result").is_some(), "{method} at {place}: {answer}");
        }
    }
    assert_next_is_answered(&mut client);
}

#[test]
fn line_ends_of_all_kinds_are_line_ends() {
    let (mut client, _) = Client::initialized(&["utf-16"]);
    let lone = DRAFT.replace("\r\n", "\r");
    client.open(URI, 1, &lone.replace("| 4.00 | 4.00 |", "| 4.00 | 5.00 |"));
    let published = client.diagnostics(URI);
    assert_eq!(
        (codes(&published), &published["diagnostics"][0]["range"]["start"]["line"]),
        (vec!["row-sum"], &json!(5))
    );
    // The first line ends in CRLF, which is split, joined and split again.
    let first = units("单位：万元", "utf-16");
    let steps = [
        // Between the two there is no place: it is that before both.
        (replace((0, first), (0, first + 1), ""), DRAFT.to_owned()),
        (replace((0, first), (1, 0), "\r"), DRAFT.replacen("\r\n", "\r", 1)),
        (replace((1, 0), (1, 0), "\n"), DRAFT.to_owned()),
        (replace((0, first), (1, 0), "\n"), DRAFT.replacen("\r\n", "\n", 1)),
        (replace((0, first), (0, first), "\r"), DRAFT.to_owned()),
    ];
    client.open(URI, 1, DRAFT);
    for (version, (edit, expected)) in (2..).zip(steps) {
        client.change(URI, version, json!([edit]));
        assert_same_as_fresh(&mut client, URI, &expected);
    }
}

#[test]
fn documents_that_are_no_files_are_checked_and_nonsense_is_refused() {
    let mut client = drafting();
    let nested = format!("file:///{}.md", "a/".repeat(5_000));
    for uri in [
        "untitled:Untitled-1",
        "untitled:/a/",
        "vscode-notebook-cell:/a#b",
        "file:///%00%FF%C3.md",
        "file://host/share/a.md",
        &nested,
    ] {
        client.open(uri, 1, &wrong());
        let at = json!({ "textDocument": { "uri": uri }, "position": position(5, 8) });
        let id = client.post("textDocument/hover", at);
        let answer = client.answer(id);
        if answer.get("error").is_none() {
            assert_is_hover(&answer);
            assert_eq!(codes(&client.diagnostics(uri)), ["row-sum"], "{uri:.100}");
        }
        close(&mut client, uri);
    }
    for uri in ["", "%", "no uri", "file:///%zz", "\0", "://", "file:///a b"] {
        client.open(uri, 1, &wrong());
        let id =
            client.post("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": position(5, 8) }));
        let answer = client.answer(id);
        if answer.get("result").is_none() {
            assert_refused(&answer, INVALID_PARAMS);
        }
        close(&mut client, uri);
        let id = client.post("textDocument/hover", at_figure());
        assert_is_hover(&client.answer(id));
    }
}
