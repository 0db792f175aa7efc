//! What an editor gets to show, drawn for people. A snapshot that differs fails; `CONTRIBUTING.md` says how a new one
//! is accepted.

use std::fmt::{Display, Write};

use budget_tests::{
    client::Client,
    drawing::{Drawing, table},
    positions::{bytes, edited, offset, position_at, range_at},
};
use serde_json::{Value, json};

const URI: &str = "file:///drafts/budget.md";
/// What most editors count in.
const ENCODING: &str = "utf-16";
/// Where the cursor is.
const CURSOR: char = '▮';

const DRAFT: &str = "\
# 青禾区教育系统 2025 年预算

## 项目支出绩效目标表

单位：万元

| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|---|
| 合计 | 70.00 | 62.00 | 8.00 | | |
| 青禾区教育局 | 40.00 | 36.00 | 4.00 | | |
| 教师轮训😀 | 16.00 | 16.00 | — | 全员轮训。 | 1、1-产出指标；11-数量指标；轮训人次；实施周期指标值：≥200人次；年度指标值：≥200人次。 |
| 校舍修缮 | 24.00 | 20.00 | 4.00 | 修缮校舍。 | 1、1-产出指标；12-质量指标；合格率；实施周期指标值：100%；年度指标值：不低于95%。2、3-满意度指标；31-服务对象满意度；师生满意度；实施周期指标值：90%以上；年度指标值：90%以上。 |

<!-- 第 2 页 -->

| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|---|
| 青禾区文化馆 | 30.00 | 26.00 | 4.00 | | |
| 公益课程 | 20.00 | 20.00 | | 开设六十期。 | |
| 乐器购置 | 9.00 | 5.00 | 4.00 | 添置乐器。 | |

## 说明

本稿未经审核。
";

/// Holds a drawing to the one in `snapshots/`.
fn compare(name: &str, drawing: &dyn Display) {
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, drawing) });
}

fn started(text: &str) -> (Client, Value) {
    let mut client = Client::start();
    let capabilities = json!({
        "general": { "positionEncodings": [ENCODING] },
        "textDocument": {
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "inlayHint": {},
            "semanticTokens": { "requests": {}, "tokenTypes": [], "tokenModifiers": [], "formats": [] },
            "completion": { "completionItem": {
                "snippetSupport": true, "resolveSupport": { "properties": ["documentation"] },
            } },
        },
    });
    let params = json!({
        "processId": null, "rootUri": null, "capabilities": capabilities,
        "initializationOptions": { "hints": { "total": true, "share": true } },
    });
    let offered = client.request("initialize", params)["capabilities"].clone();
    client.notify("initialized", json!({}));
    client.open(URI, 1, text);
    (client, offered)
}

/// The parameters of a request about the draft.
fn about(more: Value) -> Value {
    let mut params = json!({ "textDocument": { "uri": URI } });
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    params
}

fn whole(text: &str) -> Value {
    range_at(text, 0..text.len(), ENCODING)
}

/// A text with the cursor in it: without it, and where it is.
fn at_cursor(text: &str) -> (String, usize) {
    let cursor = text.find(CURSOR).unwrap();
    (text.replace(CURSOR, ""), cursor)
}

fn list(answer: &Value) -> &[Value] {
    answer.as_array().unwrap()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// LSP's kinds are numbers: `CompletionItemKind` and `SymbolKind` of 3.17.
fn named(kind: &Value, names: &[(u64, &'static str)]) -> &'static str {
    names.iter().find(|(number, _)| json!(number) == *kind).map_or("?", |(_, name)| name)
}

const SYMBOLS: &[(u64, &str)] = &[(3, "namespace"), (5, "class"), (6, "method"), (16, "number"), (22, "enumMember")];

const COMPLETIONS: &[(u64, &str)] = &[
    (2, "method"),
    (7, "class"),
    (10, "property"),
    (12, "value"),
    (14, "keyword"),
    (15, "snippet"),
    (20, "enumMember"),
];

#[test]
fn outline() {
    fn grow(symbols: &Value, level: usize, rows: &mut Vec<Vec<String>>, drawing: &mut Drawing<'_>) {
        for symbol in symbols.as_array().into_iter().flatten() {
            let kind = named(&symbol["kind"], SYMBOLS);
            let [first, last] = ["start", "end"].map(|edge| symbol["range"][edge]["line"].as_u64().unwrap() + 1);
            let lines = if first == last { format!("line {first}") } else { format!("lines {first}–{last}") };
            let name = format!("{:1$}{2}", "", 2 * level, text(symbol, "name"));
            rows.push(vec![name, text(symbol, "detail").to_owned(), kind.to_owned(), lines]);
            drawing.range(kind, bytes(DRAFT, &symbol["range"], ENCODING));
            drawing.mark(&format!("{kind} name"), bytes(DRAFT, &symbol["selectionRange"], ENCODING));
            grow(&symbol["children"], level + 1, rows, drawing);
        }
    }
    let (mut client, _) = started(DRAFT);
    let symbols = client.request("textDocument/documentSymbol", about(json!({})));
    let (mut rows, mut drawing) = (Vec::new(), Drawing::new(DRAFT));
    grow(&symbols, 0, &mut rows, &mut drawing);
    compare("outline", &format!("{}\n{drawing}", table(&rows)));
}

#[test]
fn folding() {
    let (mut client, _) = started(DRAFT);
    let mut drawing = Drawing::new(DRAFT);
    for fold in list(&client.request("textDocument/foldingRange", about(json!({})))) {
        let [first, last] = ["startLine", "endLine"].map(|edge| usize::try_from(fold[edge].as_u64().unwrap()).unwrap());
        drawing.bracket(first..=last);
    }
    compare("folding", &drawing);
}

#[test]
fn tokens() {
    let (mut client, offered) = started(DRAFT);
    let types = list(&offered["semanticTokensProvider"]["legend"]["tokenTypes"]).to_vec();
    let answer = client.request("textDocument/semanticTokens/full", about(json!({})));
    let numbers: Vec<u64> = list(&answer["data"]).iter().map(|number| number.as_u64().unwrap()).collect();
    let mut drawing = Drawing::new(DRAFT);
    let (mut line, mut column) = (0, 0);
    for token in numbers.chunks(5) {
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        line += token[0];
        let place = |character: u64| offset(DRAFT, &json!({ "line": line, "character": character }), ENCODING);
        let kind = types[usize::try_from(token[3]).unwrap()].as_str().unwrap();
        drawing.mark(kind, place(column)..place(column + token[2]));
    }
    compare("tokens", &drawing);
}

#[test]
fn hints() {
    let (mut client, _) = started(DRAFT);
    let hints = client.request("textDocument/inlayHint", about(json!({ "range": whole(DRAFT) })));
    let mut shown = DRAFT.to_owned();
    for hint in list(&hints).iter().rev() {
        let blank = if hint["paddingLeft"] == true { " " } else { "" };
        shown.insert_str(offset(DRAFT, &hint["position"], ENCODING), &format!("{blank}«{}»", text(hint, "label")));
    }
    compare("hints", &Drawing::new(&shown));
}

/// What is offered at the cursor of some rows, below those of the draft's first page.
fn offered_in(rows: &str) -> String {
    let above = DRAFT.split("\n\n<!--").next().unwrap().to_owned() + "\n";
    let (rows, cursor) = at_cursor(rows);
    let text_of_draft = format!("{above}{rows}\n");
    let (mut client, _) = started(&text_of_draft);
    let place = position_at(&text_of_draft, above.len() + cursor, ENCODING);
    let answer = client.request("textDocument/completion", about(json!({ "position": place })));
    assert!(answer["items"].is_array(), "nothing is offered in {rows}");
    let items = list(&answer["items"]);
    let replaced = bytes(&text_of_draft, &items[0]["textEdit"]["range"], ENCODING);
    let mut drawing = Drawing::new(&rows);
    drawing.mark("cursor", cursor..cursor);
    drawing.mark("replaced", replaced.start - above.len()..replaced.end - above.len());
    let rows = items.iter().map(|item| {
        assert_eq!(item["textEdit"]["range"], items[0]["textEdit"]["range"], "all replace the same");
        let kind = named(&item["kind"], COMPLETIONS);
        let inserted = text(&item["textEdit"], "newText");
        [text(item, "label"), kind, text(item, "detail"), inserted].map(str::to_owned).to_vec()
    });
    let title = ["label", "kind", "detail", "inserted"].map(str::to_owned).to_vec();
    let rows: Vec<_> = [title].into_iter().chain(rows).collect();
    let first = client.request("completionItem/resolve", items[0].clone());
    let said = text(&first, "documentation").lines().map(|line| format!("    {line}\n"));
    let said = said.fold(String::new(), |said, line| said + &line);
    let said = if said.is_empty() { said } else { format!("\nsaid of the first:\n{said}") };
    format!("{drawing}\n{}{said}", table(&rows))
}

#[test]
fn completion() {
    let front = "| 食堂改造 | 5.00 | 5.00 | | 改造食堂。 |";
    let rows = [
        ("a name", "| 青禾区文化馆 | 5.00 | 5.00 | | | |\n| 校▮ | | | | | |".to_owned()),
        ("an indicator from nothing", format!("{front} ▮ |")),
        ("a first class, by its initials", format!("{front} 1、cc▮ |")),
        ("a second class", format!("{front} 1、1-产出指标；▮ |")),
        (
            "a class that stands there",
            format!("{front} 1、1-产出指标；1▮1-数量指标；改造食堂；实施周期指标值：≥1个；年度指标值：≥1个。 |"),
        ),
        ("the name of an indicator", format!("{front} 1、1-产出指标；11-数量指标；▮ |")),
        ("a keyword", format!("{front} 1、1-产出指标；11-数量指标；轮训人次；▮ |")),
        ("a target value", format!("{front} 1、1-产出指标；11-数量指标；轮训人次；实施周期指标值：▮ |")),
        ("the end", format!("{front} 1、1-产出指标；11-数量指标；轮训人次；实施周期指标值：≥30人次；▮ |")),
    ];
    let mut shown = String::new();
    for (title, row) in rows {
        writeln!(shown, "=== {title}\n\n{}", offered_in(&row)).unwrap();
    }
    compare("completion", &shown);
}

/// A text with what is edited in it, and after it.
fn formatted(mut before: Drawing<'_>, text: &str, edits: &Value) -> String {
    for edit in list(edits) {
        let range = bytes(text, &edit["range"], ENCODING);
        let label = match (range.is_empty(), edit["newText"] == "") {
            (true, _) => "insert",
            (false, true) => "delete",
            (false, false) => "replace",
        };
        before.mark(label, range);
    }
    let after = edited(text, edits, ENCODING);
    format!("before\n{before}\nafter\n{}", Drawing::new(&after))
}

const UNTIDY: &str = "\
单位：万元

|项目名称|总计|财政拨款|绩效目标|
|-|-:|-|-|
| 青禾区教育局 | 1,010.00|1010.00| |
|教师轮训😀|10.00 |   10.00 |全员轮训。|
| 校舍修缮 | 1,000.00 | 1,000.00 | 修缮\\|加固校舍。 |
";

fn options() -> Value {
    json!({ "tabSize": 4, "insertSpaces": true })
}

#[test]
fn formatting() {
    let (mut client, _) = started(UNTIDY);
    let edits = client.request("textDocument/formatting", about(json!({ "options": options() })));
    compare("formatting", &formatted(Drawing::new(UNTIDY), UNTIDY, &edits));
}

#[test]
fn formatting_of_a_range() {
    let start = UNTIDY.find("教师").unwrap();
    let asked = start..start + "教师轮训".len();
    let (mut client, _) = started(UNTIDY);
    let params = about(json!({ "range": range_at(UNTIDY, asked.clone(), ENCODING), "options": options() }));
    let edits = client.request("textDocument/rangeFormatting", params);
    let mut before = Drawing::new(UNTIDY);
    before.mark("asked for", asked);
    compare("formatting_of_a_range", &formatted(before, UNTIDY, &edits));
}

#[test]
fn formatting_while_typing() {
    let mut shown = String::new();
    for (title, row, typed) in [("a pipe", "| 校车|5.00|▮\n", "|"), ("a new line", "▮\n", "\n")] {
        let (text, cursor) = at_cursor(&format!("{UNTIDY}{row}"));
        let (mut client, _) = started(&text);
        let place = position_at(&text, cursor, ENCODING);
        let params = about(json!({ "position": place, "ch": typed, "options": options() }));
        let edits = client.request("textDocument/onTypeFormatting", params);
        let mut before = Drawing::new(&text);
        before.mark("cursor", cursor..cursor);
        writeln!(shown, "=== {title}\n\n{}", formatted(before, &text, &edits)).unwrap();
    }
    compare("formatting_while_typing", &shown);
}
