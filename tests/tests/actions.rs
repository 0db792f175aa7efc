//! Code actions over stdio: quick fixes, refactorings, all safe fixes, and the pages that findings name.

use budget_grammar::text::{Encoding, Position, Text};
use budget_tests::client::Client;
use serde_json::{Value, json};

const URI: &str = "file:///drafts/%E9%A2%84%E7%AE%97.md";

/// The unit's sum is wrong, and there is nothing to ignore in the last row.
const DRAFT: &str = "单位：万元\r\n\r\n\
    | 项目名称 | 总计 | 财政拨款 | 绩效目标 |\r\n|---|---|---|---|\r\n\
    | 𠮷村教育局 | 16.00 | 16.00 | |\r\n\
    | 修缮 | 4.00 | 4.00 | 𠮷村小学屋面。 |\r\n\
    | 𠮷村培训<!-- budget-ignore amount-syntax: 已核对 --> | 6.00 | 6.00 | 全员培训。 |\r\n";

/// All that a client can do.
fn able() -> Value {
    json!({
        "workspace": { "workspaceEdit": { "documentChanges": true } },
        "textDocument": {
            "publishDiagnostics": { "codeDescriptionSupport": true, "tagSupport": { "valueSet": [1, 2] } },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "refactor", "source"] } },
                "isPreferredSupport": true,
                "disabledSupport": true,
                "dataSupport": true,
                "resolveSupport": { "properties": ["edit"] },
            },
        },
    })
}

/// The same without what stands at some places.
fn unable(pointers: &[&str]) -> Value {
    let mut client = able();
    for pointer in pointers {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        client.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
    }
    client
}

fn opened(capabilities: Value, draft: &str) -> (Client, Value, Value) {
    let mut client = Client::start();
    let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
    let result = client.request("initialize", params);
    client.notify("initialized", json!({}));
    client.open(URI, 7, draft);
    let published = client.diagnostics(URI);
    (client, result, published)
}

fn asked(client: &mut Client, line: u32, context: Value) -> Vec<Value> {
    let place = json!({ "line": line, "character": 0 });
    let end = json!({ "line": line, "character": 999 });
    let params = json!({ "textDocument": { "uri": URI }, "range": { "start": place, "end": end }, "context": context });
    let answer = client.request("textDocument/codeAction", params);
    answer.as_array().cloned().unwrap_or_default()
}

fn only(kinds: &[&str]) -> Value {
    json!({ "diagnostics": [], "only": kinds })
}

fn kinds(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["kind"].as_str().unwrap()).collect()
}

fn of_kind<'a>(actions: &'a [Value], kind: &str) -> &'a Value {
    actions.iter().find(|action| action["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {actions:#?}"))
}

/// The text after the edits of a client that counts in `encoding`.
fn edited(text: &str, edits: &Value, encoding: Encoding) -> String {
    let rope = Text::from(text);
    let offset = |position: &Value| {
        let number = |name: &str| u32::try_from(position[name].as_u64().unwrap()).unwrap();
        rope.offset(Position { line: number("line"), character: number("character") }, encoding)
    };
    let mut after = text.to_owned();
    for edit in edits.as_array().unwrap().iter().rev() {
        let range = offset(&edit["range"]["start"])..offset(&edit["range"]["end"]);
        after.replace_range(range, edit["newText"].as_str().unwrap());
    }
    after
}

fn versioned(action: &Value) -> &Value {
    assert_eq!(action["edit"].get("changes"), None);
    &action["edit"]["documentChanges"][0]
}

#[test]
fn a_quick_fix_mends_the_text_in_every_encoding() {
    for (name, encoding) in [("utf-8", Encoding::Utf8), ("utf-16", Encoding::Utf16)] {
        let mut capabilities = able();
        capabilities["general"] = json!({ "positionEncodings": [name] });
        let (mut client, _, published) = opened(capabilities, DRAFT);
        let sent = published["diagnostics"].as_array().unwrap();
        let sent = sent.iter().find(|sent| sent["code"] == "unused-suppression").unwrap();
        let actions = asked(&mut client, 6, json!({ "diagnostics": [sent], "only": ["quickfix"] }));
        let action = &actions[0];
        assert_eq!((&action["kind"], &action["isPreferred"]), (&json!("quickfix"), &json!(true)), "{actions:#?}");
        assert_eq!(action["diagnostics"], json!([sent]), "the client's own");
        let change = versioned(action);
        assert_eq!(change["textDocument"], json!({ "uri": URI, "version": 7 }));
        let after = DRAFT.replace("<!-- budget-ignore amount-syntax: 已核对 -->", "");
        assert_eq!(edited(DRAFT, &change["edits"], encoding), after, "{name}");
    }
}

#[test]
fn only_what_is_asked_for_is_answered() {
    let (mut client, result, _) = opened(able(), DRAFT);
    let announced = &result["capabilities"]["codeActionProvider"];
    assert_eq!(announced["resolveProvider"], true);
    let expected = json!(["quickfix", "refactor.rewrite", "source.fixAll", "source.fixAll.budget"]);
    assert_eq!(announced["codeActionKinds"], expected);

    let all = asked(&mut client, 6, json!({ "diagnostics": [] }));
    let all = kinds(&all);
    let first_of = |prefix: &str| all.iter().position(|kind| kind.starts_with(prefix)).unwrap();
    assert!(first_of("quickfix") < first_of("refactor") && first_of("refactor") < first_of("source"), "{all:?}");
    let rows = asked(&mut client, 6, only(&["refactor"]));
    let rewriting =
        ["addProject", "recompute", "convert", "split"].map(|name| format!("refactor.rewrite.{name}")).to_vec();
    assert_eq!(kinds(&rows), rewriting);
    assert_eq!(kinds(&asked(&mut client, 6, only(&["refactor.rewrite.split"]))), ["refactor.rewrite.split"]);
    assert_eq!(asked(&mut client, 6, only(&["refactor.extract"])), Vec::<Value>::new());
    assert_eq!(asked(&mut client, 6, only(&["quick"])), Vec::<Value>::new(), "a prefix of the word is no kind");
    for kind in ["source", "source.fixAll", "source.fixAll.budget"] {
        assert_eq!(kinds(&asked(&mut client, 0, only(&[kind]))), ["source.fixAll.budget"], "{kind}");
    }
    assert_eq!(asked(&mut client, 0, json!({ "diagnostics": [] })), Vec::<Value>::new(), "nothing stands there");
}

#[test]
fn all_safe_fixes_leave_every_figure_alone() {
    let (mut client, ..) = opened(able(), DRAFT);
    let actions = asked(&mut client, 0, only(&["source.fixAll"]));
    assert_eq!(actions[0].get("edit"), None, "it is made when it is chosen");
    let resolved = client.request("codeAction/resolve", actions[0].clone());
    let after = edited(DRAFT, &versioned(&resolved)["edits"], Encoding::Utf16);
    assert_eq!(after, DRAFT.replace("<!-- budget-ignore amount-syntax: 已核对 -->", ""));
    client.change(URI, 8, json!([{ "text": after }]));
    assert_eq!(asked(&mut client, 0, only(&["source.fixAll"])), Vec::<Value>::new(), "nothing is left to fix");
}

#[test]
fn a_refactoring_is_worked_out_when_it_is_chosen() {
    let (mut client, ..) = opened(able(), DRAFT);
    let actions = asked(&mut client, 5, json!({ "diagnostics": [] }));
    let recompute = of_kind(&actions, "refactor.rewrite.recompute");
    assert_eq!((recompute.get("edit"), recompute["title"].as_str()), (None, Some("重新计算本表所有合计")));
    let resolved = client.request("codeAction/resolve", recompute.clone());
    let after = edited(DRAFT, &versioned(&resolved)["edits"], Encoding::Utf16);
    assert_eq!(after, DRAFT.replace("16.00 | 16.00", "10.00 | 10.00"));
}

#[test]
fn an_action_for_a_text_that_is_gone_is_refused() {
    let (mut client, ..) = opened(able(), DRAFT);
    let actions = asked(&mut client, 5, json!({ "diagnostics": [] }));
    let recompute = of_kind(&actions, "refactor.rewrite.recompute").clone();
    client.change(URI, 8, json!([{ "text": DRAFT.replace("4.00", "5.00") }]));
    let id = client.post("codeAction/resolve", recompute.clone());
    assert_eq!(client.answer(id)["error"]["code"], -32801);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    let id = client.post("codeAction/resolve", recompute);
    assert_eq!(client.answer(id)["error"]["code"], -32801, "closed");
}

#[test]
fn what_cannot_be_converted_says_why() {
    let draft = DRAFT.replace("单位：万元", "单位：元").replace("16.00 |", "0.00001 |");
    let reason = "第 5 行“0.00001”换算后位数过多，会丢失数字";
    let (mut client, ..) = opened(able(), &draft);
    let by_hand = asked(&mut client, 5, json!({ "diagnostics": [], "triggerKind": 1 }));
    assert_eq!(of_kind(&by_hand, "refactor.rewrite.convert")["disabled"]["reason"], reason);
    // While the cursor moves, nobody looks at every row; then it is found out in the end.
    let moving = asked(&mut client, 5, json!({ "diagnostics": [], "triggerKind": 2 }));
    let id = client.post("codeAction/resolve", of_kind(&moving, "refactor.rewrite.convert").clone());
    let error = &client.answer(id)["error"];
    assert_eq!((&error["code"], &error["message"]), (&json!(-32803), &json!(reason)));

    let (mut client, ..) = opened(unable(&["/textDocument/codeAction/disabledSupport"]), &draft);
    let shown = asked(&mut client, 5, only(&["refactor"]));
    assert!(!kinds(&shown).contains(&"refactor.rewrite.convert"), "a client that cannot show the reason");
}

#[test]
fn older_clients_get_what_they_can_read() {
    let old = unable(&["/workspace/workspaceEdit/documentChanges", "/textDocument/codeAction/resolveSupport"]);
    let (mut client, ..) = opened(old, DRAFT);
    let actions = asked(&mut client, 5, json!({ "diagnostics": [] }));
    let recompute = of_kind(&actions, "refactor.rewrite.recompute");
    assert_eq!((recompute.get("data"), recompute["edit"].get("documentChanges")), (None, None));
    let after = edited(DRAFT, &recompute["edit"]["changes"][URI], Encoding::Utf16);
    assert_eq!(after, DRAFT.replace("16.00 | 16.00", "10.00 | 10.00"));

    let older = unable(&["/textDocument/codeAction/codeActionLiteralSupport"]);
    let (mut client, result, _) = opened(older, DRAFT);
    assert_eq!(result["capabilities"].get("codeActionProvider"), None);
    assert_eq!(asked(&mut client, 5, json!({ "diagnostics": [] })), Vec::<Value>::new());
}

#[test]
fn a_finding_names_the_page_of_its_rule() {
    let caches = tempfile::tempdir().unwrap();
    let published = |capabilities: Value| {
        let mut client = Client::start_with_caches(caches.path());
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        client.request("initialize", params);
        client.notify("initialized", json!({}));
        client.open(URI, 1, DRAFT);
        client.diagnostics(URI)["diagnostics"].as_array().unwrap().clone()
    };
    let silent = unable(&["/textDocument/publishDiagnostics"]);
    for diagnostic in published(silent) {
        assert_eq!((diagnostic.get("codeDescription"), diagnostic.get("tags")), (None, None));
    }
    assert_eq!(caches.path().read_dir().unwrap().count(), 0, "nothing is written for a client that does not ask");

    let sent = published(able());
    let unused = sent.iter().find(|sent| sent["code"] == "unused-suppression").unwrap();
    assert_eq!(unused["tags"], json!([1]));
    let href = unused["codeDescription"]["href"].as_str().unwrap();
    assert!(href.starts_with("file:///") && href.ends_with("/rules/unused-suppression.md"), "{href}");
    let pages: Vec<_> = walk(caches.path());
    let page = pages.iter().find(|path| path.ends_with("unused-suppression.md")).unwrap();
    let rule = budget_lsp::rules::rule("unused-suppression").unwrap();
    assert_eq!(std::fs::read_to_string(page).unwrap(), rule.page);
    assert!(pages.iter().all(|path| path.extension().is_some_and(|extension| extension == "md")), "{pages:?}");

    std::fs::write(page, "an older page").unwrap();
    published(able());
    assert_eq!(std::fs::read_to_string(page).unwrap(), rule.page, "one that is another is written again");
}

#[test]
fn a_page_that_cannot_be_written_is_not_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("no-folder");
    std::fs::write(&file, "").unwrap();
    let mut client = Client::start_with_caches(&file);
    client.request("initialize", json!({ "processId": null, "rootUri": null, "capabilities": able() }));
    client.notify("initialized", json!({}));
    client.open(URI, 1, DRAFT);
    for diagnostic in client.diagnostics(URI)["diagnostics"].as_array().unwrap() {
        assert_eq!(diagnostic.get("codeDescription"), None);
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn what_was_typed_is_offered_first_and_forgotten_with_the_document() {
    let draft = DRAFT.replace("16.00", "10.00");
    let (mut client, ..) = opened(able(), &draft);
    let range = json!({ "start": { "line": 5, "character": 7 }, "end": { "line": 5, "character": 8 } });
    client.change(URI, 8, json!([{ "range": range, "text": "9" }]));
    let actions = asked(&mut client, 5, only(&["quickfix"]));
    let titles: Vec<&str> = actions.iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert!(titles[0].starts_with("更新上级合计：𠮷村教育局 15.00"), "{titles:?}");
    assert_eq!((&actions[0]["isPreferred"], titles[1]), (&json!(true), "恢复原值 4.00"));
    let typed = draft.replacen("4.00", "9.00", 1);
    let after = edited(&typed, &versioned(&actions[0])["edits"], Encoding::Utf16);
    assert_eq!(after, draft.replace("10.00 | 10.00", "15.00 | 15.00").replace("4.00 | 4.00", "9.00 | 9.00"));

    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    client.open(URI, 1, &typed);
    let actions = asked(&mut client, 5, only(&["quickfix"]));
    let titles: Vec<&str> = actions.iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert!(titles.iter().all(|title| !title.contains("恢复原值")), "{titles:?}");
}
