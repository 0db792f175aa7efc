//! What is asked, with places of the draft in place of numbers. A new method is a line here, or a few.

use serde_json::{Value, json};

use crate::session::Session;

/// A method, and the parameters of each request that is made of it.
type Requests = (&'static str, fn(&mut Session<'_>) -> Vec<Value>);

pub const REQUESTS: &[Requests] = &[
    ("textDocument/hover", |s| ["grand", "single", "wrong", "cell", "measure", "name"].map(|place| s.at(place)).into()),
    ("textDocument/completion", |s| ["half", "cell", "class", "target", "measure"].map(|place| s.at(place)).into()),
    ("completionItem/resolve", |s| {
        let answer = s.client.request("textDocument/completion", s.at("class"));
        answer["items"].as_array().unwrap().clone()
    }),
    ("textDocument/codeAction", |s| {
        let spans = [("cell", "/cell"), ("wrong", "pipe"), ("twin", "/untidy")];
        spans.map(|(start, end)| actions_of(s, start, end, BY_HAND)).into()
    }),
    ("codeAction/resolve", |s| {
        let asked = ["cell", "twin"].map(|place| {
            let params = actions_of(s, place, place, MOVING);
            s.client.request("textDocument/codeAction", params)
        });
        let offered = asked.iter().flat_map(|actions| actions.as_array().unwrap());
        offered.filter(|action| action.get("edit").is_none()).cloned().collect()
    }),
    ("textDocument/definition", |s| ["grand", "unit", "single", "name", "twin"].map(|place| s.at(place)).into()),
    ("textDocument/references", |s| {
        ["unit", "name"]
            .map(|place| s.with(json!({ "position": s.position(place), "context": { "includeDeclaration": true } })))
            .into()
    }),
    ("textDocument/documentHighlight", |s| ["unit", "wrong", "name"].map(|place| s.at(place)).into()),
    ("textDocument/linkedEditingRange", |s| vec![s.at("single")]),
    ("textDocument/prepareRename", |s| vec![s.at("name"), s.at("twin")]),
    ("textDocument/rename", |s| vec![s.with(json!({ "position": s.position("name"), "newName": "😀研修|𠮷" }))]),
    ("textDocument/prepareCallHierarchy", |s| vec![s.at("grand"), s.at("wrong")]),
    ("callHierarchy/incomingCalls", |s| figures(s, &["grand", "unit", "wrong"])),
    ("callHierarchy/outgoingCalls", |s| figures(s, &["unit", "wrong"])),
    ("textDocument/documentSymbol", |s| vec![s.document()]),
    ("textDocument/foldingRange", |s| vec![s.document()]),
    ("textDocument/selectionRange", |s| {
        let positions = ["name", "single", "cell", "class", "measure", "pipe"].map(|place| s.position(place));
        vec![s.with(json!({ "positions": positions }))]
    }),
    ("textDocument/inlayHint", |s| vec![s.with(json!({ "range": s.range("grand", "newline") }))]),
    ("textDocument/codeLens", |s| vec![s.document()]),
    ("codeLens/resolve", |s| {
        let lenses = s.client.request("textDocument/codeLens", s.document());
        lenses.as_array().unwrap().clone()
    }),
    // The commands that edit answer through the client, and have a test of their own.
    ("workspace/executeCommand", |s| {
        let place = json!({ "uri": s.document()["textDocument"]["uri"], "position": s.position("wrong") });
        vec![json!({ "command": "budget-lsp.tableAsCsv", "arguments": [place] })]
    }),
    ("textDocument/semanticTokens/full", |s| vec![s.document()]),
    ("textDocument/semanticTokens/range", |s| vec![s.with(json!({ "range": s.range("single", "wrong") }))]),
    ("textDocument/formatting", |s| vec![s.with(json!({ "options": options() }))]),
    ("textDocument/rangeFormatting", |s| {
        vec![s.with(json!({ "range": s.range("untidy", "/untidy"), "options": options() }))]
    }),
    ("textDocument/onTypeFormatting", |s| {
        [("pipe", "|"), ("newline", "\n")]
            .map(|(place, typed)| s.with(json!({ "position": s.position(place), "ch": typed, "options": options() })))
            .into()
    }),
    ("textDocument/diagnostic", |s| vec![s.document()]),
    ("workspace/diagnostic", |_| vec![json!({ "previousResultIds": [] })]),
    ("workspace/symbol", |_| ["培训", "jyj"].map(|query| json!({ "query": query })).into()),
    ("budget/overview", |s| ["totals", "units", "projects"].map(|detail| s.with(json!({ "detail": detail }))).into()),
    // The last one, since the draft is another afterwards.
    ("textDocument/semanticTokens/full/delta", |s| {
        let full = s.client.request("textDocument/semanticTokens/full", s.document());
        s.tokens = full["data"].as_array().unwrap().clone();
        s.type_in("newline", "| 😀𠮷新增 | 2.00 | 2.00 | | 目标 | |\r\n");
        vec![s.with(json!({ "previousResultId": full["resultId"] }))]
    }),
];

/// Methods that answer nothing, and what of them is compared instead.
pub const NOTIFICATIONS: &[(&str, &str)] = &[
    ("textDocument/didOpen", "every session begins with it; what is published then is compared"),
    ("textDocument/didChange", "a draft full of slips is mended with it, and then asked for everything"),
    ("textDocument/didSave", "it has no positions"),
    ("textDocument/didClose", "it has no positions"),
    ("workspace/didChangeWorkspaceFolders", "it has no positions"),
    ("workspace/didRenameFiles", "it has no positions"),
    ("workspace/didDeleteFiles", "it has no positions"),
    ("$/setTrace", "it has no positions"),
];

fn options() -> Value {
    json!({ "tabSize": 4, "insertSpaces": true })
}

/// LSP 3.17, `CodeActionTriggerKind`: the drafter opened the menu, or only the cursor moved.
const BY_HAND: u8 = 1;
const MOVING: u8 = 2;

fn actions_of(s: &Session<'_>, start: &str, end: &str, trigger: u8) -> Value {
    s.with(json!({ "range": s.range(start, end), "context": { "diagnostics": [], "triggerKind": trigger } }))
}

/// The items of the hierarchy at some places.
fn figures(s: &mut Session<'_>, places: &[&str]) -> Vec<Value> {
    let item = |place: &&str| {
        let items = s.client.request("textDocument/prepareCallHierarchy", s.at(place));
        json!({ "item": items[0] })
    };
    places.iter().map(item).collect()
}
