//! The server over stdio: order, versions, encodings, lifecycle.

use budget_tests::{
    client::Client,
    corpus,
    positions::{cut, position, replace, units},
    shared,
};
use serde_json::{Value, json};

const URI: &str = "file:///drafts/%e9%a2%84%E7%AE%97.md";

const DRAFT: &str = "单位：万元\r\n\r\n\
    | 项目名称 | 总计 | 财政拨款 | 绩效目标 |\r\n|---|---|---|---|\r\n\
    | 合计 | 10.00 | 10.00 | |\r\n\
    | 𠮷村教育局😀局 | 10.00 | 10.00 | |\r\n\
    | 修缮 | 4.00 | 4.00 | 目标 |\r\n\
    | 培训😀 | 6.00 | 6.00 | 目标 |\r\n";

fn summary(published: &Value, text: &str, encoding: &str) -> Vec<(u64, String, String)> {
    let one = |diagnostic: &Value| {
        let range = &diagnostic["range"];
        let line = range["start"]["line"].as_u64().unwrap() + 1;
        (line, diagnostic["code"].as_str().unwrap().to_owned(), cut(text, range, encoding))
    };
    published["diagnostics"].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn a_keystroke_makes_a_finding_and_the_next_one_takes_it_away() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let (mut client, result) = Client::initialized(&[encoding]);
        assert_eq!(result["capabilities"]["positionEncoding"], encoding);
        client.open(URI, 1, DRAFT);
        assert_eq!(client.diagnostics(URI)["diagnostics"], json!([]));

        let before = units("| 培训😀 | ", encoding);
        client.change(URI, 2, json!([replace((7, before), (7, before + 1), "9")]));
        let published = client.diagnostics(URI);
        assert_eq!(published["version"], 2);
        let edited = DRAFT.replace("😀 | 6.00 |", "😀 | 9.00 |");
        let expected = [(8, "row-sum", "9.00")];
        let expected = expected.map(|(line, code, text)| (line, code.to_owned(), text.to_owned()));
        assert_eq!(summary(&published, &edited, encoding), expected, "{encoding}");
        let related = &published["diagnostics"][0]["relatedInformation"][0];
        assert_eq!(related["location"]["uri"], URI, "the client's own spelling");
        assert_eq!(cut(&edited, &related["location"]["range"], encoding), "10.00");

        client.change(URI, 3, json!([replace((7, before), (7, before + 1), "6")]));
        let published = client.diagnostics(URI);
        assert_eq!((&published["version"], &published["diagnostics"]), (&json!(3), &json!([])));
    }
}

#[test]
fn encodings_are_negotiated() {
    for (offered, chosen) in [
        (&["utf-16", "utf-8", "utf-32"][..], "utf-8"),
        (&["utf-32", "utf-16"], "utf-16"),
        (&["utf-32"], "utf-32"),
        (&[], "utf-16"),
    ] {
        let (_client, result) = Client::initialized(offered);
        assert_eq!(result["capabilities"]["positionEncoding"], chosen, "{offered:?}");
    }
    let mut client = Client::start();
    let result = client.request("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-16", "a client that says nothing");
}

#[test]
fn a_client_that_counts_bytes_and_offers_nothing_can_say_so_in_its_options() {
    for (general, option, chosen) in [
        (json!({}), json!("utf-8"), "utf-8"),
        (json!({}), json!("utf-7"), "utf-16"),
        (json!({ "positionEncodings": ["utf-16"] }), json!("utf-8"), "utf-16"),
    ] {
        let mut client = Client::start();
        let capabilities = json!({ "general": general });
        let options = json!({ "positionEncoding": option });
        let params = json!({
            "processId": null, "rootUri": null, "capabilities": capabilities, "initializationOptions": options,
        });
        let result = client.request("initialize", params);
        assert_eq!(result["capabilities"]["positionEncoding"], chosen);
    }
}

/// What is typed over `6.00` in the last row, digit by digit: each version is a change of the one before it.
fn typed(client: &mut Client, version: i32) {
    let at = units("| 培训😀 | ", "utf-8");
    let (start, end, text) = match version {
        2 => (at, at + 4, "1"),
        3 => (at + 1, at + 1, "6"),
        4 => (at + 2, at + 2, ".0"),
        _ => (at + 4, at + 4, "5"),
    };
    client.change(URI, version, json!([replace((7, start), (7, end), text)]));
}

#[test]
fn changes_that_arrive_late_are_put_in_their_place() {
    let edited = DRAFT.replace("😀 | 6.00 |", "😀 | 16.05 |");
    for order in [[2, 3, 4, 5], [5, 4, 3, 2], [2, 5, 3, 4], [4, 2, 5, 3]] {
        let (mut client, _) = Client::initialized(&["utf-8"]);
        client.open(URI, 1, DRAFT);
        order.into_iter().for_each(|version| typed(&mut client, version));
        let last = client.all_diagnostics().pop().unwrap();
        assert_eq!(last["version"], 5, "{order:?}");
        assert_eq!(summary(&last, &edited, "utf-8"), [(8, "row-sum".to_owned(), "16.05".to_owned())], "{order:?}");
    }
}

#[test]
fn changes_from_before_the_whole_text_was_sent_are_ignored() {
    let (mut client, _) = Client::initialized(&["utf-8"]);
    client.open(URI, 1, DRAFT);
    client.change(URI, 6, json!([{ "text": DRAFT.replace("😀 | 6.00 |", "😀 | 9.00 |") }]));
    typed(&mut client, 2);
    let last = client.all_diagnostics().pop().unwrap();
    assert_eq!((&last["version"], last["diagnostics"][0]["code"].as_str()), (&json!(6), Some("row-sum")));
    let overview = client.request("budget/overview", json!({ "textDocument": { "uri": URI }, "detail": "projects" }));
    assert_eq!(overview["tables"][0]["parts"][0]["parts"][1]["amounts"][0]["printed"], "9.00");
}

#[test]
fn a_document_that_lost_a_change_is_silent_until_it_is_sent_whole() {
    let (mut client, _) = Client::initialized(&["utf-8"]);
    client.open(URI, 1, DRAFT);
    client.diagnostics(URI);
    // More than anybody types: what was before is not kept, and the change that arrives behind it has no place any
    // more.
    let pasted = "说明\n".repeat(20_000);
    client.change(URI, 3, json!([replace((0, 0), (0, 0), &pasted)]));
    typed(&mut client, 2);
    client.change(URI, 4, json!([replace((20_004, 13), (20_004, 14), "9")]));
    assert_eq!(client.all_diagnostics(), Vec::<Value>::new(), "findings of a text that may not be the drafter's");
    client.change(URI, 5, json!([{ "text": DRAFT.replace("😀 | 6.00 |", "😀 | 9.00 |") }]));
    assert_eq!(client.diagnostics(URI)["version"], 5);
}

#[test]
fn nothing_is_sent_when_nothing_changed() {
    let (mut client, _) = Client::initialized(&["utf-16"]);
    client.open(URI, 1, DRAFT);
    client.diagnostics(URI);
    client.change(URI, 2, json!([replace((0, 0), (0, 0), "各")]));
    client.change(URI, 3, json!([replace((6, 3), (6, 3), "修")]));
    assert_eq!(client.all_diagnostics(), Vec::<Value>::new());
}

#[test]
fn findings_move_with_the_text_above_them() {
    let (mut client, _) = Client::initialized(&["utf-16"]);
    let draft = DRAFT.replacen("6.00", "7.00", 1);
    client.open(URI, 1, &draft);
    let before = client.diagnostics(URI);
    client.change(URI, 2, json!([replace((0, 0), (0, 0), "\n\n")]));
    let after = client.diagnostics(URI);
    let lines = |published: &Value| -> Vec<u64> {
        let diagnostics = published["diagnostics"].as_array().unwrap();
        diagnostics.iter().map(|diagnostic| diagnostic["range"]["start"]["line"].as_u64().unwrap()).collect()
    };
    assert_eq!(lines(&after), lines(&before).iter().map(|line| line + 2).collect::<Vec<_>>());
    assert!(!lines(&after).is_empty());
}

#[test]
fn the_same_document_under_two_spellings() {
    let (mut client, _) = Client::initialized(&["utf-16"]);
    client.open(URI, 1, DRAFT);
    client.diagnostics(URI);
    let other = "file:///drafts/%E9%A2%84%e7%ae%97.md";
    client.change(other, 2, json!([replace((7, 9), (7, 10), "9")]));
    assert!(!client.diagnostics(URI)["diagnostics"].as_array().unwrap().is_empty());
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": other } }));
    assert_eq!(client.diagnostics(URI)["diagnostics"], json!([]), "a closed document keeps no findings");
}

/// Edits of one figure and of the rows around it, by a generator of its own: the same in every run.
fn edits(lines: &[u32]) -> Vec<Value> {
    let mut random: u64 = 0x2545_f491_4f6c_dd1d;
    let mut next = |below: u32| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        u32::try_from(random % u64::from(below)).unwrap()
    };
    let texts = ["1", "", "9", "，", "2", "0.00", "", "费", "；", "", "😀", "."];
    (0..2000)
        .map(|_| {
            let line = lines[usize::try_from(next(u32::try_from(lines.len()).unwrap())).unwrap()];
            let (character, length) = (2 + next(40), next(3));
            let text = texts[usize::try_from(next(12)).unwrap()];
            replace((line, character), (line, character + length), text)
        })
        .collect()
}

/// 2,000 edits back to back, with hovers between them: each is answered for its own place on the wire, no older version
/// is published after a newer one, and in the end the findings are those of the text opened afresh.
#[test]
fn a_burst_of_edits_ends_in_the_findings_of_a_fresh_open() {
    let mut text = corpus("qinghe-health-2025.md");
    let is_row = |line: &str| line.starts_with('|') && !line.contains("项目名称") && !line.contains("--");
    let lines: Vec<u32> = (0..).zip(text.lines()).filter(|(_, line)| is_row(line)).map(|(number, _)| number).collect();
    let (mut client, _) = Client::initialized(&["utf-32"]);
    client.open(URI, 0, &text);
    let marker = "file:///drafts/marker.md";
    client.open(marker, 0, DRAFT);
    let mut hovers = Vec::new();
    let mut figure = String::from("4.00");
    for (version, edit) in (1..).zip(edits(&lines)) {
        client.change(URI, version, json!([edit]));
        text = applied(&text, &edit);
        if version % 100 == 0 {
            let end = 7 + u32::try_from(figure.len()).unwrap();
            figure = format!("{version}.00");
            client.change(marker, version, json!([replace((6, 7), (6, end), &figure)]));
            let at = json!({ "textDocument": { "uri": marker }, "position": position(6, 8) });
            hovers.push((client.post("textDocument/hover", at), version));
        }
    }
    assert_eq!(hovers.len(), 20);
    for (id, version) in hovers {
        let answer = client.answer(id);
        let contents = answer["result"]["contents"]["value"].as_str().unwrap();
        assert!(contents.contains(&format!("{version}.00 万元")), "hover {version}: {contents}");
    }
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI } }));
    let mut published = client.all_diagnostics();
    published.retain(|published| published["uri"] == URI);
    let versions: Vec<i64> = published.iter().map(|published| published["version"].as_i64().unwrap()).collect();
    assert!(versions.is_sorted(), "{versions:?}");

    let fresh = "file:///drafts/fresh.md";
    client.open(fresh, 1, &text);
    let fresh = client.diagnostics(fresh).to_string().replace("file:///drafts/fresh.md", URI);
    let fresh: Value = serde_json::from_str(&fresh).unwrap();
    assert!(!fresh["diagnostics"].as_array().unwrap().is_empty(), "edits that leave nothing to find prove nothing");
    assert_eq!(published.last().unwrap()["diagnostics"], fresh["diagnostics"]);
}

/// What an edit makes of a text, for a client that counts characters.
fn applied(text: &str, edit: &Value) -> String {
    let offset = |position: &Value| {
        let (line, character) = (position["line"].as_u64().unwrap(), position["character"].as_u64().unwrap());
        let mut start = 0;
        for _ in 0..line {
            match text[start..].find('\n') {
                Some(end) => start += end + 1,
                None => return text.len(),
            }
        }
        let line = text[start..].split('\n').next().unwrap();
        line.char_indices().nth(usize::try_from(character).unwrap()).map_or(start + line.len(), |(at, _)| start + at)
    };
    let range = &edit["range"];
    let mut text = text.to_owned();
    text.replace_range(offset(&range["start"])..offset(&range["end"]), edit["text"].as_str().unwrap());
    text
}

#[test]
fn the_lifecycle_ends_with_the_right_exit_codes() {
    let (mut client, _) = Client::initialized(&["utf-8"]);
    client.request("shutdown", Value::Null);
    let refused =
        client.post("textDocument/hover", json!({ "textDocument": { "uri": URI }, "position": position(0, 0) }));
    assert_eq!(client.answer(refused)["error"]["code"], -32600, "a request after shutdown");
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_status().code(), Some(0), "although the client keeps its end open");

    let (mut client, _) = Client::initialized(&["utf-8"]);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_status().code(), Some(1), "exit without shutdown");

    let mut client = Client::start();
    let early =
        client.post("textDocument/hover", json!({ "textDocument": { "uri": URI }, "position": position(0, 0) }));
    assert_eq!(client.answer(early)["error"]["code"], -32002, "a request before initialize");
    client.close_input();
    assert_eq!(client.exit_status().code(), Some(1), "the client went away");
}

#[test]
fn bad_positions_and_unknown_documents_do_no_harm() {
    let (mut client, _) = Client::initialized(&["utf-16"]);
    client.change("file:///never-opened.md", 1, json!([{ "text": "x" }]));
    let log = client.logged();
    assert!(log.contains("WARN") && log.contains("never-opened.md"), "{log}");
    client.open(URI, 1, DRAFT);
    client.diagnostics(URI);
    let inside_a_pair = units("| 培训", "utf-16") + 1;
    client.change(
        URI,
        2,
        json!([
            replace((99, 0), (99, 5), "\n尾\n"),
            replace((7, 12), (7, 9), ""),
            replace((7, inside_a_pair), (7, inside_a_pair), ""),
            replace((0, 999), (0, 9999), ""),
        ]),
    );
    let at = json!({ "textDocument": { "uri": URI }, "position": position(5, 3) });
    let hover = client.request("textDocument/hover", at);
    let contents = hover["contents"]["value"].as_str().unwrap();
    assert!(contents.contains("2 个项目"), "{contents}");
    let nowhere = json!({ "textDocument": { "uri": "file:///never-opened.md" }, "position": position(0, 0) });
    assert_eq!(client.request("textDocument/hover", nowhere), Value::Null);
}

#[test]
fn messages_are_in_the_clients_language() {
    let mut client = Client::start();
    client.request("initialize", json!({ "processId": null, "rootUri": null, "locale": "en-GB", "capabilities": {} }));
    client.notify("initialized", json!({}));
    client.open(URI, 1, &DRAFT.replacen("6.00", "7.00", 1));
    let message = client.diagnostics(URI)["diagnostics"][0]["message"].as_str().unwrap().to_owned();
    assert_eq!(
        message,
        "总计 7.00, its sources add up to 6.00, difference 1.00; with 6.00 everything connected adds up"
    );
}

#[test]
fn the_real_sample() {
    let Some(text) = shared("corpus/liwan-hrss-2024.md") else { return };
    let (mut client, _) = Client::initialized(&["utf-16"]);
    client.open(URI, 1, &text);
    let published = client.diagnostics(URI);
    let is_hint = |code: &str| ["indicator-style", "indicator-target"].contains(&code);
    let found = summary(&published, &text, "utf-16").into_iter().map(|(line, code, _)| (line, code));
    let found: Vec<(u64, String)> = found.filter(|(_, code)| !is_hint(code)).collect();
    let expected = [
        (12, "rounding-difference"),
        (13, "indicator-missing-class"),
        (47, "indicator-value"),
        (62, "duplicate-project"),
        (80, "indicator-code"),
    ];
    assert_eq!(found, expected.map(|(line, code)| (line, code.to_owned())));
    let at = json!({ "textDocument": { "uri": URI }, "position": position(11, 4) });
    let hover = client.request("textDocument/hover", at);
    let contents = hover["contents"]["value"].as_str().unwrap();
    for fact in ["50,666.34", "50,666.35", "−0.01", "24 个项目"] {
        assert!(contents.contains(fact), "{fact}: {contents}");
    }
}
