//! Settings over stdio: where they come from, what counts over what, and when they are read again.

use std::fs;

use budget_tests::{client::Client, folder::Folder};
use serde_json::{Value, json};

/// A unit whose total is not what its project adds up to.
const DRAFT: &str = "单位：万元\n\n| 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n\
    | 青禾区水务局 | 36.00 | 36.00 | |\n| 堤防巡查 | 30.00 | 30.00 | 每月巡查两次 |\n";

const SETTINGS: &str = ".budget-lsp.toml";

/// A folder with settings in it, and a document two folders below.
struct Drafts(Folder);

impl Drafts {
    fn new(settings: &str) -> Self {
        let folder = Folder::with(SETTINGS, settings);
        fs::create_dir_all(folder.path("2025/部门 一")).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, text: &str) {
        self.0.write(name, text);
    }

    fn uri(&self, name: &str) -> String {
        self.0.uri(name)
    }

    fn document(&self) -> String {
        self.uri("2025/部门 一/预算.md")
    }
}

fn started(params: &Value) -> Client {
    let mut client = Client::start();
    let mut all = json!({ "processId": null, "rootUri": null, "capabilities": {} });
    all.as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
    client.request("initialize", all);
    client.notify("initialized", json!({}));
    client
}

fn codes(published: &Value) -> Vec<&str> {
    let diagnostics = published["diagnostics"].as_array().unwrap();
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap()).collect()
}

fn messages(published: &Value) -> Vec<&str> {
    let diagnostics = published["diagnostics"].as_array().unwrap();
    diagnostics.iter().map(|diagnostic| diagnostic["message"].as_str().unwrap()).collect()
}

fn saw_a_change(client: &mut Client, uri: &str) {
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
}

#[test]
fn the_file_above_the_document_counts_and_is_read_again_when_it_changes() {
    let drafts = Drafts::new("[severity]\ncolumn-sum = \"off\"\n");
    let (document, settings) = (drafts.document(), drafts.uri(SETTINGS));
    let mut client = started(&json!({}));
    client.open(&document, 1, DRAFT);
    assert_eq!(codes(&client.diagnostics(&document)), Vec::<&str>::new());

    drafts.write(SETTINGS, "[severity]\ncolumn-sum = \"hint\"\n");
    saw_a_change(&mut client, &settings);
    let published = client.diagnostics(&document);
    assert_eq!((codes(&published), &published["diagnostics"][0]["severity"]), (vec!["column-sum"], &json!(4)));

    drafts.write("2025/.budget-lsp.toml", "language = \"en\"");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": document } }));
    let published = client.diagnostics(&document);
    assert!(messages(&published)[0].starts_with("unit total 36.00"), "the nearer file counts alone: {published}");
    assert_eq!(published["diagnostics"][0]["severity"], 1);

    drafts.0.delete("2025/.budget-lsp.toml");
    saw_a_change(&mut client, &settings);
    assert_eq!(
        client.diagnostics(&document)["diagnostics"][0]["severity"],
        4,
        "where it is gone, the one above it counts"
    );
}

#[test]
fn a_half_written_file_is_named_and_leaves_the_settings_in_force() {
    let drafts = Drafts::new("[severity]\ncolumn-sum = \"off\"\n");
    let (document, settings) = (drafts.document(), drafts.uri(SETTINGS));
    let mut client = started(&json!({}));
    client.open(&document, 1, DRAFT);
    client.diagnostics(&document);
    for broken in ["[severity]\ncolumn-sum = \n", "[[codes.class]]\nname = \"成果指标\"\ncodes = [1]\n"] {
        drafts.write(SETTINGS, broken);
        saw_a_change(&mut client, &settings);
        let published = client.diagnostics(&settings);
        assert_eq!((codes(&published), &published["diagnostics"][0]["severity"]), (vec!["settings"], &json!(1)));
        assert_eq!(published["diagnostics"][0]["range"]["start"]["line"], 1);
        assert_eq!(client.all_diagnostics(), Vec::<Value>::new(), "the settings before stay in force");
        client.change(&document, 2, json!([{ "text": DRAFT }]));
        assert_eq!(client.all_diagnostics(), Vec::<Value>::new(), "they do after an edit too");
    }
    drafts.write(SETTINGS, "[severity]\ncolum-sum = \"off\"\n");
    saw_a_change(&mut client, &settings);
    let published = client.diagnostics(&settings);
    assert_eq!(messages(&published), ["没有规则 “colum-sum”，是否指 “column-sum”？"]);
    assert_eq!(published["diagnostics"][0]["severity"], 2);
    assert_eq!(codes(&client.diagnostics(&document)), ["column-sum"]);

    drafts.write(SETTINGS, "");
    saw_a_change(&mut client, &settings);
    assert_eq!(codes(&client.diagnostics(&settings)), Vec::<&str>::new(), "nothing is left of what was mended");
}

#[test]
fn what_is_wrong_is_said_when_a_document_is_opened_and_taken_back_when_the_last_one_is_closed() {
    let drafts = Drafts::new("rouding = \"exact\"\n");
    let (one, other) = (drafts.document(), drafts.uri("other.md"));
    let settings = drafts.uri(SETTINGS);
    let mut client = started(&json!({ "locale": "en-GB" }));
    client.open(&one, 1, DRAFT);
    assert_eq!(messages(&client.diagnostics(&settings)), ["there is no setting “rouding”; did you mean “rounding”?"]);
    client.diagnostics(&one);
    client.open(&other, 1, DRAFT);
    client.diagnostics(&other);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": one } }));
    assert_eq!(codes(&client.diagnostics(&one)), Vec::<&str>::new());
    assert_eq!(client.all_diagnostics(), Vec::<Value>::new(), "a document is left that the file is for");
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": other } }));
    assert_eq!(codes(&client.diagnostics(&settings)), Vec::<&str>::new());
}

#[test]
fn the_configuration_of_the_client_counts_over_the_file() {
    let drafts = Drafts::new("language = \"en\"\n[severity]\ncolumn-sum = \"off\"\n");
    let document = drafts.document();
    let mut client = started(&json!({ "initializationOptions": { "severity": { "column-sum": "warning" } } }));
    client.open(&document, 1, DRAFT);
    let published = client.diagnostics(&document);
    assert_eq!(published["diagnostics"][0]["severity"], 2);
    assert!(
        messages(&published)[0].starts_with("unit total"),
        "what the client does not say, the file does: {published}"
    );

    let pushed = json!({ "settings": { "budget": { "language": "zh", "severity": { "column-sum": "hint" } } } });
    client.notify("workspace/didChangeConfiguration", pushed);
    let published = client.diagnostics(&document);
    assert_eq!(published["diagnostics"][0]["severity"], 4);
    assert!(messages(&published)[0].starts_with("单位合计"), "{published}");

    let wrong = json!({ "settings": { "budget": { "severity": { "colum-sum": "hint" } } } });
    client.notify("workspace/didChangeConfiguration", wrong);
    let shown = client.said("window/showMessage");
    let text = shown["params"]["message"].as_str().unwrap();
    assert!(text.contains("是否指 “column-sum”"), "{text}");
}

#[test]
fn a_client_that_answers_is_asked() {
    let drafts = Drafts::new("");
    let document = drafts.document();
    let workspace = json!({
        "configuration": true,
        "didChangeConfiguration": { "dynamicRegistration": true },
        "didChangeWatchedFiles": { "dynamicRegistration": true },
    });
    let mut client = started(&json!({ "capabilities": { "workspace": workspace } }));
    let registered = client.said("client/registerCapability");
    let registrations = registered["params"]["registrations"].as_array().unwrap();
    assert_eq!(registrations[0]["registerOptions"]["watchers"][0]["globPattern"], "**/.budget-lsp.toml");
    assert_eq!(registrations[1]["registerOptions"]["section"], "budget");
    client.reply(&registered, json!(null));
    let asked = client.said("workspace/configuration");
    assert_eq!(asked["params"]["items"], json!([{ "section": "budget" }]));

    client.open(&document, 1, DRAFT);
    assert_eq!(
        client.diagnostics(&document)["diagnostics"][0]["severity"],
        1,
        "a document does not wait for an answer"
    );
    client.reply(&asked, json!([{ "severity": { "column-sum": "information" }, "server": { "path": "budget-lsp" } }]));
    assert_eq!(client.diagnostics(&document)["diagnostics"][0]["severity"], 3);

    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    let early = client.said("workspace/configuration");
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    let late = client.said("workspace/configuration");
    client.reply(&late, json!([{ "severity": { "column-sum": "off" } }]));
    assert_eq!(codes(&client.diagnostics(&document)), Vec::<&str>::new());
    client.reply(&early, json!([{ "severity": { "column-sum": "error" } }]));
    assert_eq!(client.all_diagnostics(), Vec::<Value>::new(), "an answer to an older question counts no more");
}

#[test]
fn headers_and_classes_of_the_settings_are_known_while_typing() {
    let drafts = Drafts::new(
        "severity.indicator-missing-class = \"off\"\n[headers]\nname = [\"科目\"]\n\n[[codes.class]]\nname = \"产出指标\"\ncodes = [5]\n",
    );
    let document = drafts.document();
    let mut client = started(&json!({ "capabilities": { "general": { "positionEncodings": ["utf-32"] } } }));
    let rows = "| 青禾区水务局 | 30.00 | 30.00 | |\n\
        | 堤防巡查 | 30.00 | 30.00 | 1、5-产出指标；51-数量指标；巡查次数；实施周期指标值:≥20次；年度指标值:≥20次。 |\n";
    let draft = format!("单位：万元\n\n| 科目 | 总计 | 财政拨款 | 绩效指标 |\n|---|---|---|---|\n{rows}");
    client.open(&document, 1, &draft);
    assert_eq!(codes(&client.diagnostics(&document)), Vec::<&str>::new());
    let range = json!({ "start": { "line": 4, "character": 11 }, "end": { "line": 4, "character": 12 } });
    client.change(&document, 2, json!([{ "range": range, "text": "8" }]));
    assert!(
        codes(&client.diagnostics(&document)).contains(&"column-sum"),
        "the column of names is known after an edit"
    );

    drafts.write(SETTINGS, "[headers]\nname = [\"科目\"]\n");
    saw_a_change(&mut client, &drafts.uri(SETTINGS));
    assert!(codes(&client.diagnostics(&document)).contains(&"indicator-code"), "5 is no code without the settings");
}

#[test]
fn a_document_that_is_no_file_has_no_file_above_it() {
    let drafts = Drafts::new("severity.column-sum = \"off\"");
    let mut client = started(&json!({}));
    let uri = drafts.document().replace("file:", "untitled:");
    client.open(&uri, 1, DRAFT);
    assert_eq!(codes(&client.diagnostics(&uri)), ["column-sum"]);
}

#[test]
fn a_mistake_that_was_read_for_a_closed_document_is_told_when_another_is_opened() {
    let folder = Folder::with("closed.md", DRAFT);
    folder.write(".budget-lsp.toml", "language = \"fr\"\n");
    let mut client = Client::start();
    let root = folder.uri("");
    let folders = json!([{ "uri": root, "name": "预算" }]);
    let params = json!({ "processId": null, "workspaceFolders": folders, "capabilities": {} });
    client.request("initialize", params);
    client.notify("initialized", json!({}));
    client.diagnostics(&folder.uri("closed.md"));
    client.open(&folder.uri("open.md"), 1, DRAFT);
    let told = client.diagnostics(&folder.uri(".budget-lsp.toml"));
    assert_eq!(told["diagnostics"].as_array().map(Vec::len), Some(1), "{told}");
}
