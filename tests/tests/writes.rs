//! The program writes nothing that it was not asked to: not beside the documents, not at home, not among temporary
//! files.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use budget_lsp::rules::CATALOGUE;
use budget_tests::{
    client::{Client, binary},
    folder::Folder,
};
use serde_json::{Value, json};

const DRAFT: &str = "部门名称：青禾区教育局\n\n单位：万元\n\n\
    | 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n\
    | 青禾区教育局 | 9.00 | 9.00 | |\n\
    | 教师培训 | 3.00 | 2.00 | 培训教师。 |\n\
    | 校舍修缮 | 4.0O | 4.00 | 修缮校舍。 |\n";

/// Folders of one's own for everything that a program could write to unasked.
struct World(Folder);

impl World {
    fn new() -> Self {
        let folder = Folder::with("work/draft.md", DRAFT);
        folder.write("work/.budget-lsp.toml", "language = \"zh\"\n");
        for name in ["home", "caches", "temporary", "started"] {
            fs::create_dir(folder.path(name)).unwrap();
        }
        Self(folder)
    }

    fn program(&self) -> Command {
        let mut command = Command::new(binary());
        command.current_dir(self.0.path("started"));
        for variable in ["HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA"] {
            command.env(variable, self.0.path("home"));
        }
        for variable in ["XDG_CACHE_HOME", "LOCALAPPDATA"] {
            command.env(variable, self.0.path("caches"));
        }
        for variable in ["TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR"] {
            command.env(variable, self.0.path("temporary"));
        }
        command
    }

    /// All files, and all folders that are empty.
    fn files(&self) -> BTreeSet<PathBuf> {
        let mut found = BTreeSet::new();
        list(&self.0.path(""), &mut found);
        found
    }
}

fn list(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    let inside: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|one| one.unwrap().path()).collect();
    if inside.is_empty() {
        found.insert(folder.to_owned());
    }
    for path in inside {
        if path.is_dir() {
            list(&path, found);
        } else {
            found.insert(path);
        }
    }
}

/// The page of the first finding that has one.
fn page(published: &Value) -> PathBuf {
    let findings = published["diagnostics"].as_array().unwrap();
    let href = findings.iter().find_map(|finding| finding["codeDescription"]["href"].as_str()).unwrap();
    PathBuf::from(href.strip_prefix("file://").unwrap())
}

fn whole_session(world: &World) -> PathBuf {
    let mut client = Client::start_as(world.program());
    let root = world.0.uri("work");
    let capabilities = json!({ "textDocument": {
        "hover": {}, "publishDiagnostics": { "codeDescriptionSupport": true },
        "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "refactor"] } } },
    } });
    let folders = json!([{ "uri": root, "name": "work" }]);
    let params =
        json!({ "processId": null, "rootUri": root, "workspaceFolders": folders, "capabilities": capabilities });
    client.request("initialize", params);
    client.notify("initialized", json!({}));
    let uri = world.0.uri("work/draft.md");
    client.open(&uri, 1, DRAFT);
    let page = page(&client.diagnostics(&uri));
    let document = json!({ "uri": uri });
    let position = json!({ "line": 7, "character": 12 });
    let hover = client.request("textDocument/hover", json!({ "textDocument": document, "position": position }));
    assert!(hover["contents"].is_object(), "{hover}");
    let range = json!({ "start": { "line": 6, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let params =
        json!({ "textDocument": document, "range": range, "context": { "diagnostics": [], "triggerKind": 1 } });
    let actions = client.request("textDocument/codeAction", params);
    assert!(!actions.as_array().unwrap().is_empty(), "{actions}");
    client.notify("textDocument/didSave", json!({ "textDocument": document }));
    client.notify("textDocument/didClose", json!({ "textDocument": document }));
    client.request("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert!(client.exit_status().success());
    page
}

#[test]
fn a_check_writes_no_file() {
    let world = World::new();
    let before = world.files();
    for arguments in [["check", "../work"], ["explain", "--all"], ["completions", "bash"]] {
        let ended = world.program().args(arguments).output().unwrap();
        assert!(!ended.stdout.is_empty(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
    assert_eq!(world.files(), before);
    assert_eq!(fs::read_to_string(world.0.path("work/draft.md")).unwrap(), DRAFT);
}

#[cfg(target_os = "linux")]
#[test]
fn a_session_writes_the_pages_of_the_rules_and_nothing_else() {
    let world = World::new();
    let before = world.files();
    let page = whole_session(&world);
    let pages: BTreeSet<PathBuf> = world.files().difference(&before).cloned().collect();
    assert!(pages.contains(&page), "{} is not among {pages:?}", page.display());
    let folder = world.0.path("caches/budget-lsp").join(env!("CARGO_PKG_VERSION")).join("rules");
    for path in pages {
        let rule = CATALOGUE.iter().find(|rule| folder.join(rule.id).with_extension("md") == path);
        let rule = rule.unwrap_or_else(|| panic!("{} is no page of a rule", path.display()));
        assert_eq!(fs::read_to_string(&path).unwrap(), rule.page);
    }
    let gone: Vec<PathBuf> = before.difference(&world.files()).cloned().collect();
    assert_eq!(gone, [world.0.path("caches")], "all that is gone is that the folder of caches was empty");
    assert_eq!(fs::read_to_string(world.0.path("work/draft.md")).unwrap(), DRAFT);
}
