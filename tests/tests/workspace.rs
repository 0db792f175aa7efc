//! The workspace over stdio: documents that are not open, their findings and names, and what is asked about all
//! documents.

use budget_tests::{
    client::Client,
    folder::Folder,
    positions::{cut, position, units},
};
use serde_json::{Value, json};

/// A unit whose project adds up to something else.
const WRONG: &str = "单位：万元\r\n\r\n| 项目名称 | 总计 | 财政拨款 | 绩效目标 |\r\n|---|---|---|---|\r\n\
    | 青禾区😀水务局 | 36.00 | 36.00 | |\r\n| 堤防巡查 | 30.00 | 30.00 | 每月巡查两次 |\r\n";

fn right() -> String {
    WRONG.replace("36.00", "30.00")
}

/// What a client says that asks for findings.
fn pulling() -> Value {
    json!({
        "textDocument": { "diagnostic": {}, "publishDiagnostics": {} },
        "workspace": { "workspaceFolders": true, "diagnostics": { "refreshSupport": true } },
    })
}

fn started(folder: &Folder, capabilities: &Value) -> Client {
    let mut client = Client::start();
    let folders = json!([{ "uri": folder.uri(""), "name": "预算" }]);
    let params = json!({ "processId": null, "workspaceFolders": folders, "capabilities": capabilities });
    client.request("initialize", params);
    client.notify("initialized", json!({}));
    client
}

fn pulled(client: &mut Client, uri: &str, previous: Option<&str>) -> Value {
    let mut params = json!({ "textDocument": { "uri": uri } });
    if let Some(previous) = previous {
        params["previousResultId"] = previous.into();
    }
    client.request("textDocument/diagnostic", params)
}

/// The workspace's findings for a client that takes no partial results.
fn all(client: &mut Client, previous: &[(&str, &str)]) -> Vec<Value> {
    let previous: Vec<_> = previous.iter().map(|(uri, value)| json!({ "uri": uri, "value": value })).collect();
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": previous }));
    report["items"].as_array().unwrap().clone()
}

fn codes(report: &Value) -> Vec<&str> {
    let items = report["items"].as_array().unwrap();
    items.iter().map(|item| item["code"].as_str().unwrap()).collect()
}

fn changed(client: &mut Client, uri: &str) {
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
}

#[test]
fn a_document_that_is_asked_for_says_what_is_new_and_else_that_nothing_is() {
    let mut client = started(&Folder::default(), &pulling());
    let uri = "file:///drafts/budget.md";
    client.open(uri, 1, WRONG);
    let first = pulled(&mut client, uri, None);
    assert_eq!((first["kind"].as_str(), codes(&first)), (Some("full"), vec!["column-sum"]));
    let id = first["resultId"].as_str().unwrap();
    assert_eq!(pulled(&mut client, uri, Some(id)), json!({ "kind": "unchanged", "resultId": id }));

    client.change(uri, 2, json!([{ "text": right() }]));
    let second = pulled(&mut client, uri, Some(id));
    assert_eq!((second["kind"].as_str(), codes(&second)), (Some("full"), vec![]));
    assert_ne!(second["resultId"], first["resultId"]);

    client.change(uri, 3, json!([{ "text": WRONG }]));
    assert_eq!(pulled(&mut client, uri, Some(id))["kind"], "full", "an id stands for one state only");
    assert_eq!(client.all_diagnostics(), [Value::Null; 0], "nothing is sent to a client that asks");
}

#[test]
fn ranges_of_documents_that_are_not_open_are_in_the_units_of_the_client() {
    let folder = Folder::with("预算.md", &WRONG.replace("堤防巡查", "堤防巡查；堤防巡查"));
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut capabilities = pulling();
        capabilities["general"] = json!({ "positionEncodings": [encoding] });
        let mut client = started(&folder, &capabilities);
        let reports = all(&mut client, &[]);
        let range = &reports[0]["items"][0]["range"];
        assert_eq!(cut(WRONG, range, encoding), "36.00");
        let found = client.request("workspace/symbol", json!({ "query": "水务" }));
        assert_eq!(cut(WRONG, &found[0]["location"]["range"], encoding), "青禾区😀水务局");
    }
}

#[test]
fn documents_that_are_not_open_are_checked_and_ignored_ones_are_not() {
    let folder = Folder::with("2025/水务局.md", WRONG);
    folder.write("2025/旧稿.md", WRONG);
    folder.write("正确.md", &right());
    folder.write(".gitignore", "旧稿.md\n");
    let mut client = started(&folder, &pulling());
    let uri = folder.uri("2025/水务局.md");
    let reports = all(&mut client, &[]);
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert_eq!((reports[0]["uri"].as_str(), codes(&reports[0])), (Some(&*uri), vec!["column-sum"]));
    assert_eq!(reports[0]["version"], Value::Null);
    let id = reports[0]["resultId"].as_str().unwrap();
    assert_eq!(pulled(&mut client, &uri, Some(id)), json!({ "kind": "unchanged", "resultId": id }));

    let unchanged = json!([{ "kind": "unchanged", "uri": uri, "version": null, "resultId": id }]);
    assert_eq!(json!(all(&mut client, &[(&uri, id)])), unchanged);

    folder.write("2025/水务局.md", &right());
    changed(&mut client, &uri);
    let reports = all(&mut client, &[(&uri, id)]);
    assert_eq!((reports.len(), codes(&reports[0])), (1, vec![]));

    folder.write("2025/旧稿.md", &WRONG.replace("30.00", "31.00"));
    changed(&mut client, &folder.uri("2025/旧稿.md"));
    assert_eq!(all(&mut client, &[]), [Value::Null; 0]);
}

#[test]
fn an_open_document_counts_as_it_is_in_the_editor_and_then_as_it_is_on_the_disk() {
    let folder = Folder::with("水务局.md", WRONG);
    let uri = folder.uri("水务局.md");
    let mut client = started(&folder, &pulling());
    let id = all(&mut client, &[])[0]["resultId"].as_str().unwrap().to_owned();
    client.open(&uri, 7, &right());
    let reports = all(&mut client, &[(&uri, &id)]);
    assert_eq!((reports.len(), codes(&reports[0]), &reports[0]["version"]), (1, vec![], &json!(7)));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    let reports = all(&mut client, &[]);
    assert_eq!((reports.len(), codes(&reports[0])), (1, vec!["column-sum"]));
}

#[test]
fn partial_results_come_as_they_are_found_and_the_next_request_waits_for_news() {
    let folder = Folder::default();
    (0..300).for_each(|number| folder.write(&format!("{number:03}.md"), WRONG));
    let mut client = started(&folder, &pulling());
    let ask = |client: &mut Client, previous: Value| {
        client.post("workspace/diagnostic", json!({ "previousResultIds": previous, "partialResultToken": "部分" }))
    };
    let id = ask(&mut client, json!([]));
    let mut known = Vec::new();
    while known.len() < 300 {
        let progress = client.said("$/progress")["params"].clone();
        assert_eq!(progress["token"], "部分");
        let items = progress["value"]["items"].as_array().unwrap();
        assert!(!items.is_empty() && items.len() <= 100, "{}", items.len());
        known.extend(items.iter().map(|item| json!({ "uri": item["uri"], "value": item["resultId"] })));
    }
    assert_eq!(client.answer(id)["result"], json!({ "items": [] }));

    let waiting = ask(&mut client, json!(&known));
    folder.write("007.md", &right());
    changed(&mut client, &folder.uri("007.md"));
    let items = client.said("$/progress")["params"]["value"]["items"].clone();
    assert_eq!((items.as_array().unwrap().len(), &items[0]["uri"]), (1, &json!(folder.uri("007.md"))));
    assert_eq!(client.answer(waiting)["result"], json!({ "items": [] }));

    // With nothing new it waits, however slow the machine is.
    known.retain(|known| known["uri"] != items[0]["uri"]);
    known.push(json!({ "uri": items[0]["uri"], "value": items[0]["resultId"] }));
    let cancelled = ask(&mut client, json!(known));
    client.notify("$/cancelRequest", json!({ "id": cancelled }));
    assert_eq!(client.answer(cancelled)["error"]["code"], -32800);
}

#[test]
fn an_answer_comes_after_all_that_was_sent_before_it() {
    let folder = Folder::with("水务局.md", WRONG);
    let mut client = started(&folder, &pulling());
    all(&mut client, &[]);
    for round in 0..20 {
        let id = client.post("workspace/diagnostic", json!({ "previousResultIds": [], "partialResultToken": round }));
        let mut parts = 0;
        loop {
            let message = client.said_next();
            parts += usize::from(message["method"] == "$/progress" && message["params"]["token"] == round);
            if message["id"] == id {
                break;
            }
        }
        assert_eq!(parts, 1, "in round {round}");
    }
}

#[test]
fn a_client_that_does_not_ask_is_sent_what_is_found_in_closed_documents_and_the_same_is_taken_back() {
    let folder = Folder::with("水务局.md", WRONG);
    let uri = folder.uri("水务局.md");
    let mut client = started(&folder, &json!({}));
    let found = |published: Value| published["diagnostics"].as_array().unwrap().len();
    assert_eq!(found(client.diagnostics(&uri)), 1);
    client.open(&uri, 1, &right());
    assert_eq!(found(client.diagnostics(&uri)), 0);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(found(client.diagnostics(&uri)), 1);
    folder.delete("水务局.md");
    changed(&mut client, &uri);
    assert_eq!(found(client.diagnostics(&uri)), 0);
}

#[test]
fn without_watching_the_disk_is_looked_at_when_a_document_is_saved() {
    let folder = Folder::with("水务局.md", WRONG);
    folder.write("另.md", &right());
    let mut client = started(&folder, &pulling());
    let (uri, other) = (folder.uri("水务局.md"), folder.uri("另.md"));
    assert_eq!(all(&mut client, &[]).len(), 1);
    client.open(&other, 1, &right());
    folder.write("水务局.md", &format!("{}\n", right()));
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": other } }));
    let reports = all(&mut client, &[(&uri, "of another run")]);
    assert_eq!((reports.len(), codes(&reports[0])), (1, vec![]));
}

#[test]
fn folders_come_and_go() {
    let (one, two) = (Folder::with("一.md", WRONG), Folder::with("二.md", WRONG));
    let mut client = started(&one, &pulling());
    let uris = |client: &mut Client| {
        let reports = all(client, &[]);
        reports.iter().map(|report| report["uri"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(uris(&mut client), [one.uri("一.md")]);
    let folder = |folder: &Folder| json!([{ "uri": folder.uri(""), "name": "预算" }]);
    let event = json!({ "added": folder(&two), "removed": folder(&one) });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    assert_eq!(uris(&mut client), [two.uri("二.md")]);
}

#[test]
fn findings_go_along_with_a_file_and_a_folder_that_are_renamed() {
    let folder = Folder::with("旧/一.md", WRONG);
    let mut client = started(&folder, &pulling());
    let uris = |client: &mut Client| {
        let reports = all(client, &[]);
        reports.iter().map(|report| report["uri"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(uris(&mut client), [folder.uri("旧/一.md")]);
    for (old, new, file) in [("旧/一.md", "旧/二.md", "旧/二.md"), ("旧", "新", "新/二.md")] {
        std::fs::rename(folder.path(old), folder.path(new)).unwrap();
        let files = json!([{ "oldUri": folder.uri(old), "newUri": folder.uri(new) }]);
        client.notify("workspace/didRenameFiles", json!({ "files": files }));
        assert_eq!(uris(&mut client), [folder.uri(file)]);
    }
    std::fs::remove_dir_all(folder.path("新")).unwrap();
    client.notify("workspace/didDeleteFiles", json!({ "files": [{ "uri": folder.uri("新") }] }));
    assert_eq!(uris(&mut client), [""; 0]);
}

#[test]
fn settings_above_closed_documents_count_and_may_leave_them_alone() {
    let folder = Folder::with("一/预算.md", WRONG);
    folder.write("二/预算.md", WRONG);
    folder.write("一/.budget-lsp.toml", "[severity]\ncolumn-sum = \"hint\"\n");
    folder.write("二/.budget-lsp.toml", "[workspace]\nclosed-documents = false\n");
    let mut client = started(&folder, &pulling());
    let reports = all(&mut client, &[]);
    assert_eq!((reports.len(), &reports[0]["items"][0]["severity"]), (1, &json!(4)));
    folder.write("二/.budget-lsp.toml", "");
    changed(&mut client, &folder.uri("二/.budget-lsp.toml"));
    assert_eq!(all(&mut client, &[]).len(), 2);
    let settings = json!({ "budget": { "workspace": { "closed-documents": false } } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    assert_eq!(all(&mut client, &[]), [Value::Null; 0]);
}

#[test]
fn a_change_of_the_settings_has_the_client_ask_again() {
    let folder = Folder::with("预算.md", WRONG);
    let uri = folder.uri("预算.md");
    let mut client = started(&folder, &pulling());
    client.open(&uri, 1, WRONG);
    let id = pulled(&mut client, &uri, None)["resultId"].as_str().unwrap().to_owned();
    let settings = json!({ "budget": { "severity": { "column-sum": "off" } } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    let refresh = client.said("workspace/diagnostic/refresh");
    client.reply(&refresh, Value::Null);
    assert_eq!(codes(&pulled(&mut client, &uri, Some(&id))), Vec::<&str>::new());
}

#[test]
fn work_that_takes_a_while_shows_its_progress() {
    let folder = Folder::default();
    let rows = "| 堤防巡查 | 30.00 | 30.00 | 每月巡查两次 |\n".repeat(2_000);
    (0..20).for_each(|number| folder.write(&format!("{number}.md"), &format!("{WRONG}{rows}")));
    let mut capabilities = pulling();
    capabilities["window"] = json!({ "workDoneProgress": true });
    let mut client = started(&folder, &capabilities);
    let create = client.said("window/workDoneProgress/create");
    client.reply(&create, Value::Null);
    let token = create["params"]["token"].clone();
    let mut kinds = Vec::new();
    while kinds.last().is_none_or(|kind| kind != "end") {
        let progress = client.said("$/progress")["params"].clone();
        assert_eq!(progress["token"], token);
        kinds.push(progress["value"]["kind"].as_str().unwrap().to_owned());
    }
    assert_eq!(kinds.first().map(String::as_str), Some("begin"));
}

#[test]
fn projects_and_units_are_found_in_all_documents() {
    let folder = Folder::with("2025.md", WRONG);
    let open = "file:///drafts/2026.md";
    let mut client = started(&folder, &pulling());
    client.open(open, 1, &WRONG.replace("堤防巡查", "堤防加固"));
    all(&mut client, &[]);
    let mut found = |query: &str| {
        let symbols = client.request("workspace/symbol", json!({ "query": query }));
        let symbols = symbols.as_array().unwrap().iter();
        symbols
            .map(|symbol| {
                let uri = symbol["location"]["uri"].as_str().unwrap();
                let place = if uri == open { "open" } else { "closed" };
                format!("{place} {} {}", symbol["name"].as_str().unwrap(), symbol["containerName"].as_str().unwrap())
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(found("堤防"), ["open 堤防加固 青禾区😀水务局", "closed 堤防巡查 青禾区😀水务局"]);
    assert_eq!(found("dfxc"), ["closed 堤防巡查 青禾区😀水务局"]);
    assert_eq!(found("水务局"), ["open 青禾区😀水务局 2026.md", "closed 青禾区😀水务局 2025.md"]);
    assert_eq!(found("没有"), [""; 0]);
}

/// The place of the first `text` of a document.
fn at(document: &str, text: &str) -> Value {
    let before = &document[..document.find(text).unwrap()];
    let line = before.rsplit('\n').next().unwrap();
    position(u32::try_from(before.matches('\n').count()).unwrap(), units(line, "utf-16"))
}

#[test]
fn references_are_in_all_documents() {
    let folder = Folder::with("2025.md", WRONG);
    let open = "file:///drafts/2026.md";
    let mut client = started(&folder, &pulling());
    client.open(open, 1, WRONG);
    all(&mut client, &[]);
    let context = json!({ "includeDeclaration": true });
    let params = json!({ "textDocument": { "uri": open }, "position": at(WRONG, "堤防巡查"), "context": context });
    let places = client.request("textDocument/references", params);
    let uris: Vec<_> = places.as_array().unwrap().iter().map(|place| place["uri"].as_str().unwrap()).collect();
    assert_eq!(uris, [open, &folder.uri("2025.md")]);
    for place in places.as_array().unwrap() {
        assert_eq!(cut(WRONG, &place["range"], "utf-16"), "堤防巡查");
    }
}

#[test]
fn a_project_is_renamed_in_all_documents_of_its_unit_as_the_files_are_now() {
    let folder = Folder::with("2025.md", WRONG);
    folder.write("别的单位.md", &WRONG.replace("水务局", "农业局"));
    let open = folder.uri("2026.md");
    for annotates in [true, false] {
        let mut capabilities = pulling();
        capabilities["workspace"]["workspaceEdit"] = json!({ "documentChanges": true });
        if annotates {
            capabilities["workspace"]["workspaceEdit"]["changeAnnotationSupport"] = json!({});
        }
        folder.write("2025.md", WRONG);
        let mut client = started(&folder, &capabilities);
        client.open(&open, 3, WRONG);
        all(&mut client, &[]);
        folder.write("2025.md", &format!("> 报送稿\n\n{WRONG}"));
        let params = json!({ "textDocument": { "uri": open }, "position": at(WRONG, "堤防巡查"), "newName": "巡堤" });
        let edit = client.request("textDocument/rename", params);
        let changes = edit["documentChanges"].as_array().unwrap();
        assert_eq!(changes.len(), 2, "{edit}");
        assert_eq!(changes[0]["textDocument"], json!({ "uri": open, "version": 3 }));
        assert_eq!(changes[1]["textDocument"], json!({ "uri": folder.uri("2025.md"), "version": null }));
        let edits = [&changes[0]["edits"][0], &changes[1]["edits"][0]];
        assert_eq!(edits[0]["range"]["start"], position(5, 2));
        assert_eq!(edits[1]["range"]["start"], position(7, 2), "where it stands in the file now");
        assert_eq!(edits[0].get("annotationId"), None);
        match annotates {
            true => {
                let annotation = edits[1]["annotationId"].as_str().unwrap();
                assert_eq!(edit["changeAnnotations"][annotation]["needsConfirmation"], true);
            }
            false => assert_eq!((edits[1].get("annotationId"), edit.get("changeAnnotations")), (None, None)),
        }
    }
}
