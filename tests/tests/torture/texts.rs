//! Documents that nobody writes, each through every request: none may be slow without end, and none may cost the stack
//! of a thread.

use budget_tests::{
    client::Client,
    positions::{position, replace},
};
use serde_json::{Value, json};

use crate::{DRAFT, assert_same_as_fresh};

const URI: &str = "file:///drafts/monster.md";

/// All that can be asked about a document at one place.
fn requests(line: u32, character: u32) -> Vec<(&'static str, Value)> {
    let document = json!({ "uri": URI });
    let place = position(line, character);
    let at = json!({ "textDocument": document, "position": place, "context": { "includeDeclaration": true, "triggerKind": 1 } });
    let whole = json!({ "textDocument": document });
    let range = json!({ "start": place, "end": position(line.saturating_add(50), 0) });
    let options = json!({ "tabSize": 4, "insertSpaces": true });
    let ranged =
        json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] }, "options": options });
    let mut all: Vec<_> = [
        "hover",
        "completion",
        "definition",
        "references",
        "documentHighlight",
        "linkedEditingRange",
        "prepareRename",
        "prepareCallHierarchy",
    ]
    .map(|name| (name, at.clone()))
    .into();
    all.extend(
        ["documentSymbol", "foldingRange", "codeLens", "semanticTokens/full", "diagnostic"]
            .map(|name| (name, whole.clone())),
    );
    all.extend(
        ["codeAction", "inlayHint", "semanticTokens/range", "rangeFormatting"].map(|name| (name, ranged.clone())),
    );
    let positions = json!([place, position(0, 0), position(u32::MAX, u32::MAX)]);
    all.push(("selectionRange", json!({ "textDocument": document, "positions": positions })));
    all.push(("formatting", json!({ "textDocument": document, "options": options })));
    all.push((
        "onTypeFormatting",
        json!({ "textDocument": document, "position": place, "ch": "|", "options": options }),
    ));
    all.push(("rename", json!({ "textDocument": document, "position": place, "newName": "新名" })));
    all
}

/// Opens a text, asks everything at a place in it, types there, and asks again.
fn assert_endured(what: &str, text: &str, line: u32, character: u32) {
    let (mut client, _) = Client::initialized(&["utf-16"]);
    client.open(URI, 1, text);
    client.diagnostics(URI);
    for version in 2..4 {
        for (method, params) in requests(line, character) {
            let id = client.post(&format!("textDocument/{method}"), params);
            let answer = client.answer(id);
            // What cannot be done is refused with a reason (-32803), and nothing breaks off (-32603).
            assert!(
                answer["error"].is_null() || answer["error"]["code"] == -32803,
                "{what}: {method}: {:.300}",
                answer.to_string()
            );
        }
        client.request("budget/overview", json!({ "textDocument": { "uri": URI }, "detail": "projects" }));
        client.request("workspace/symbol", json!({ "query": "教育" }));
        client.change(URI, version, json!([replace((line, character), (line, character), "1")]));
    }
    client.change(URI, 4, json!([replace((line, character), (line, character + 2), "")]));
    assert_same_as_fresh(&mut client, URI, text);
    client.request("shutdown", Value::Null);
}

fn with_cell(cell: &str) -> String {
    DRAFT.replacen("目标", cell, 1)
}

#[test]
fn nothing_and_next_to_nothing() {
    for text in ["", "\u{feff}", "\n", "\r", "\r\n", "|", "\0", "|\n-"] {
        let (mut client, _) = Client::initialized(&["utf-16"]);
        client.open(URI, 1, text);
        assert_eq!(client.diagnostics(URI)["diagnostics"], json!([]), "{text:?}");
        for (method, params) in requests(0, 0) {
            let id = client.post(&format!("textDocument/{method}"), params);
            let answer = client.answer(id);
            assert!(answer["error"].is_null() || answer["error"]["code"] == -32803, "{text:?}: {method}: {answer}");
        }
        client.change(URI, 2, json!([replace((0, 0), (9, 9), DRAFT)]));
        assert_same_as_fresh(&mut client, URI, DRAFT);
        client.change(URI, 3, json!([replace((0, 0), (99, 0), text)]));
        assert_same_as_fresh(&mut client, URI, text);
    }
}

#[test]
fn nul_and_other_characters_that_are_not_seen() {
    for character in
        ["\0", "\u{feff}", "\u{200b}", "\u{2028}", "\u{85}", "\u{b}", "\u{c}", "\u{7f}", "\u{202e}", "\u{10ffff}"]
    {
        let text = DRAFT.replace("修缮", &format!("修{character}缮")).replace("| 6.00", &format!("| {character}6.00"));
        assert_endured(&format!("{character:?}"), &text, 5, 3);
    }
}

#[test]
fn a_line_of_5_mb() {
    assert_endured("prose", &format!("{DRAFT}\n{}", "预算绩效目标".repeat(280_000)), 8, 100);
    assert_endured("a cell", &with_cell(&"目标".repeat(830_000)), 5, 20);
}

#[test]
fn a_line_of_5_mb_of_indicators() {
    assert_endured("indicators", &with_cell(&"1、11-产出指标；51-数量指标；次数；≥20次；".repeat(60_000)), 5, 20);
}

#[test]
fn nesting_of_every_kind() {
    for (what, nested) in [
        ("quotes", ">".repeat(50_000)),
        ("quotes with blanks", "> ".repeat(50_000)),
        ("lists", "- ".repeat(50_000)),
        ("numbers", "1. ".repeat(50_000)),
        ("quotes and lists", "> - ".repeat(25_000)),
        ("brackets", format!("{}{}", "[".repeat(50_000), "]".repeat(50_000))),
        ("links", format!("{}{}", "[a](".repeat(20_000), ")".repeat(20_000))),
        ("stress", "*a_ ".repeat(30_000)),
        ("code", "`".repeat(50_000)),
        ("comments", "<!--".repeat(50_000)),
        ("tags", "<div>".repeat(20_000)),
        ("fences", "```\n".repeat(20_000)),
        ("brackets of Chinese", "（".repeat(50_000)),
    ] {
        assert_endured(what, &format!("{DRAFT}\n{nested}\n"), 5, 8);
        assert_endured(what, &format!("{nested}\n\n{DRAFT}"), 0, 3);
        assert_endured(what, &with_cell(&nested.replace('\n', "")), 5, 22);
    }
}

#[test]
fn lists_that_nest_line_by_line() {
    let nested: String = (0..2_000).map(|depth| format!("{}- 项\n", "  ".repeat(depth))).collect();
    assert_endured("lists", &format!("{DRAFT}\n{nested}"), 1_000, 8);
    let headings: String = (0..20_000).map(|depth| format!("{} 题\n", "#".repeat(depth % 6 + 1))).collect();
    assert_endured("headings", &format!("{headings}\n{DRAFT}"), 10_000, 2);
}

#[test]
fn a_figure_of_400_digits() {
    for figure in [
        "9".repeat(400),
        format!("{}.{}", "9".repeat(200), "9".repeat(200)),
        format!("-{}", "0".repeat(400)),
        "1,".repeat(200),
    ] {
        assert_endured("figure", &DRAFT.replacen("4.00", &figure, 1), 5, 8);
    }
}

#[test]
fn a_table_of_10_000_columns() {
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(10_000));
    let text = format!(
        "单位：万元\n\n{}{}{}{}",
        row("财政拨款").replacen("财政拨款", "项目名称", 1).replacen("财政拨款", "总计", 1),
        row("-"),
        row("1.00"),
        row("1")
    );
    assert_endured("columns", &text, 4, 3);
}

#[test]
fn a_million_empty_lines() {
    assert_endured("below", &format!("{DRAFT}{}", "\n".repeat(1_000_000)), 500_000, 0);
    assert_endured("above", &format!("{}{DRAFT}", "\r\n".repeat(1_000_000)), 1_000_005, 8);
}
