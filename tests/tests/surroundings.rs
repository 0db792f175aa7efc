//! Faults around the server: the disk, the editor that started it, and documents without end.

use std::{
    fs,
    process::{Child, Command, Stdio},
};

use budget_tests::{
    client::Client,
    folder::Folder,
    positions::{position, replace},
};
use serde_json::{Value, json};

/// A unit whose project adds up to something else.
const WRONG: &str = "单位：万元\n\n| 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n\
    | 青禾区水务局 | 36.00 | 36.00 | |\n| 堤防巡查 | 30.00 | 30.00 | 每月巡查两次 |\n";

const SETTINGS: &str = ".budget-lsp.toml";

fn started(folder: &Folder, process: &Value) -> Client {
    let mut client = Client::start();
    let folders = json!([{ "uri": folder.uri(""), "name": "预算" }]);
    let workspace = json!({ "workspaceFolders": true, "didChangeWatchedFiles": { "dynamicRegistration": true } });
    let capabilities = json!({ "textDocument": { "diagnostic": {} }, "workspace": workspace });
    let params = json!({ "processId": process, "workspaceFolders": folders, "capabilities": capabilities });
    client.request("initialize", params);
    client.notify("initialized", json!({}));
    client
}

/// The files of the workspace in which something is found, by their names.
fn found(client: &mut Client) -> Vec<String> {
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let items = report["items"].as_array().unwrap().iter();
    let name = |uri: &str| uri.rsplit('/').next().unwrap().to_owned();
    let mut names: Vec<String> = items.map(|item| name(item["uri"].as_str().unwrap())).collect();
    names.sort();
    names
}

fn severities(client: &mut Client, uri: &str) -> Vec<u64> {
    let report = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    report["items"].as_array().unwrap().iter().map(|item| item["severity"].as_u64().unwrap()).collect()
}

fn changed(client: &mut Client, uri: &str) {
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
}

#[test]
fn a_settings_file_that_is_half_written_leaves_what_was_in_force_until_it_is_whole_or_gone() {
    let whole = "[severity]\ncolumn-sum = \"hint\"\n";
    let folder = Folder::with(SETTINGS, whole);
    let (uri, settings) = (folder.uri("预算.md"), folder.uri(SETTINGS));
    let mut client = started(&folder, &Value::Null);
    client.open(&uri, 1, WRONG);
    assert_eq!(severities(&mut client, &uri), [4]);
    for half in (1..whole.len() - 1).filter(|at| whole[..*at].parse::<toml::Table>().is_err()) {
        folder.write(SETTINGS, &whole[..half]);
        changed(&mut client, &settings);
        let said = client.diagnostics(&settings);
        assert!(said["diagnostics"][0]["message"].as_str().is_some_and(|said| !said.is_empty()), "{said}");
        assert_eq!(severities(&mut client, &uri), [4], "{:?}", &whole[..half]);
        folder.write(SETTINGS, whole);
        changed(&mut client, &settings);
        assert_eq!(client.diagnostics(&settings)["diagnostics"], json!([]));
        assert_eq!(severities(&mut client, &uri), [4]);
    }
    fs::write(folder.path(SETTINGS), b"[severity]\ncolumn-sum = \"\xff\"\n").unwrap();
    changed(&mut client, &settings);
    assert_ne!(client.diagnostics(&settings)["diagnostics"], json!([]), "not in UTF-8");
    assert_eq!(severities(&mut client, &uri), [4]);
    folder.delete(SETTINGS);
    changed(&mut client, &settings);
    assert_eq!(client.diagnostics(&settings)["diagnostics"], json!([]));
    assert_eq!(severities(&mut client, &uri), [1], "without a file the defaults hold");
}

#[test]
fn a_settings_file_that_is_a_folder_is_none() {
    let folder = Folder::with("预算.md", WRONG);
    fs::create_dir(folder.path(SETTINGS)).unwrap();
    let mut client = started(&folder, &Value::Null);
    assert_eq!(found(&mut client), ["%E9%A2%84%E7%AE%97.md"]);
}

#[test]
fn a_folder_that_vanishes_takes_its_findings_along() {
    let folder = Folder::default();
    (0..500).for_each(|number| folder.write(&format!("a/{number:03}.md"), WRONG));
    let mut client = started(&folder, &Value::Null);
    // While it is looked at.
    fs::remove_dir_all(folder.path("a")).unwrap();
    changed(&mut client, &folder.uri("a"));
    assert_eq!(found(&mut client), [""; 0]);
    folder.write("a/again.md", WRONG);
    changed(&mut client, &folder.uri("a/again.md"));
    assert_eq!(found(&mut client), ["again.md"]);
    // All of it, afterwards.
    let root = folder.path("");
    fs::remove_dir_all(&root).unwrap();
    changed(&mut client, &folder.uri(""));
    assert_eq!(found(&mut client), [""; 0]);
    fs::create_dir(&root).unwrap();
}

#[test]
fn files_that_come_and_go_while_they_are_looked_at_do_no_harm() {
    let folder = Folder::with("stays.md", WRONG);
    let mut client = started(&folder, &Value::Null);
    for round in 0..200 {
        let name = format!("{}.md", round % 7);
        if round % 2 == 0 {
            folder.write(&name, WRONG)
        } else {
            drop(fs::remove_file(folder.path(&format!("{}.md", (round - 1) % 7))))
        }
        changed(&mut client, &folder.uri(&name));
        if round % 10 == 0 {
            changed(&mut client, &folder.uri("stays"));
        }
    }
    (0..7).for_each(|number| drop(fs::remove_file(folder.path(&format!("{number}.md")))));
    changed(&mut client, &folder.uri(""));
    assert_eq!(found(&mut client), ["stays.md"]);
}

#[test]
fn a_file_that_is_not_utf_8_is_left_alone_and_the_others_are_checked() {
    let folder = Folder::with("utf-8.md", WRONG);
    // 预算, as GBK has it.
    fs::write(folder.path("gbk.md"), [b"| \xd4\xa4\xcb\xe3 |\n", WRONG.as_bytes()].concat()).unwrap();
    let utf_16: Vec<u8> = WRONG.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path("utf-16.md"), [b"\xff\xfe", &utf_16[..]].concat()).unwrap();
    let mut client = started(&folder, &Value::Null);
    assert_eq!(found(&mut client), ["utf-8.md"]);
    folder.write("gbk.md", WRONG);
    changed(&mut client, &folder.uri("gbk.md"));
    assert_eq!(found(&mut client), ["gbk.md", "utf-8.md"], "once it is UTF-8");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_left_alone_and_a_pipe_keeps_nobody_waiting() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::with("a/whole.md", WRONG);
    fs::create_dir(folder.path("folder.md")).unwrap();
    folder.write("folder.md/inside.md", WRONG);
    assert!(Command::new("mkfifo").arg(folder.path("pipe.md")).status().unwrap().success());
    assert!(Command::new("mkfifo").arg(folder.path("a/.budget-lsp.toml")).status().unwrap().success());
    symlink("/dev/zero", folder.path("device.md")).unwrap();
    symlink(folder.path("nowhere.md"), folder.path("dangling.md")).unwrap();
    symlink(folder.path("two.md"), folder.path("one.md")).unwrap();
    symlink(folder.path("one.md"), folder.path("two.md")).unwrap();
    symlink(folder.path(""), folder.path("a/loop")).unwrap();
    symlink(folder.path("a/whole.md"), folder.path("linked.md")).unwrap();
    // Root, who runs the tests in containers, may read these all the same.
    folder.write("closed.md", "无权读取\n");
    fs::set_permissions(folder.path("closed.md"), fs::Permissions::from_mode(0o000)).unwrap();
    folder.write("b/unseen.md", "无权读取\n");
    fs::set_permissions(folder.path("b"), fs::Permissions::from_mode(0o000)).unwrap();

    let mut client = started(&folder, &Value::Null);
    assert_eq!(found(&mut client), ["inside.md", "linked.md", "whole.md"]);
    for name in ["pipe.md", "device.md", "one.md", "a/loop", "folder.md"] {
        changed(&mut client, &folder.uri(name));
    }
    assert_eq!(found(&mut client), ["inside.md", "linked.md", "whole.md"]);
    let uri = folder.uri("pipe.md");
    client.open(&uri, 1, WRONG);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(found(&mut client), ["inside.md", "linked.md", "whole.md"]);
    fs::set_permissions(folder.path("b"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[cfg(unix)]
#[test]
fn folders_below_folders_without_end_are_walked_as_far_as_they_have_a_path() {
    let folder = Folder::with("first.md", WRONG);
    folder.write(&format!("{}deep.md", "d/".repeat(200)), WRONG);
    // Longer than any path may be, so that it is made step by step.
    let steps = format!("for i in $(seq 30); do mkdir {0} && cd -P {0} || exit 1; done", "e".repeat(200));
    assert!(Command::new("sh").args(["-c", &steps]).current_dir(folder.path("")).status().unwrap().success());
    let mut client = started(&folder, &Value::Null);
    assert_eq!(found(&mut client), ["deep.md", "first.md"]);
}

/// A process that does nothing, ended when it is dropped.
struct Editor(Child);

impl Editor {
    fn start() -> Self {
        Self(Command::new("sleep").arg("600").stdin(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[cfg(unix)]
#[test]
fn the_server_ends_with_the_process_that_started_it_although_the_pipe_stays_open() {
    for is_taken_note_of in [true, false] {
        let mut editor = Editor::start();
        let mut client = started(&Folder::default(), &editor.0.id().into());
        assert_eq!(found(&mut client), [""; 0], "while it is there the server serves");
        editor.0.kill().unwrap();
        if is_taken_note_of {
            editor.0.wait().unwrap();
        }
        assert_eq!(client.exit_status().code(), Some(1));
        assert!(client.logged().contains("the process that started the server is gone"));
    }
}

#[cfg(unix)]
#[test]
fn a_process_that_is_gone_when_the_server_starts_ends_it_with_a_reason() {
    let mut gone = Editor::start();
    let process = gone.0.id();
    gone.0.kill().unwrap();
    gone.0.wait().unwrap();
    let mut client = Client::start();
    client.post("initialize", json!({ "processId": process, "capabilities": {} }));
    assert_eq!(client.exit_status().code(), Some(1));
    assert!(client.logged().contains("the process that started the server is gone"));
}

#[test]
fn while_the_process_that_started_it_is_there_the_server_stays_and_ends_as_it_is_told() {
    for process in [json!(std::process::id()), Value::Null] {
        let folder = Folder::with("a.md", WRONG);
        let mut client = started(&folder, &process);
        assert_eq!(found(&mut client), ["a.md"]);
        client.request("shutdown", Value::Null);
        client.notify("exit", Value::Null);
        assert_eq!(client.exit_status().code(), Some(0));
    }
}

/// Opens, edits and closes documents, each under a name of its own and with a finding that is told and taken back.
fn open_and_close(client: &mut Client, numbers: std::ops::Range<u32>) {
    for number in numbers {
        let uri = format!("file:///drafts/{number}.md");
        client.open(&uri, 1, &WRONG.replace("堤防巡查", &format!("堤防巡查{number}")));
        client.change(&uri, 2, json!([replace((5, 0), (5, 0), "")]));
        client.request("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": position(5, 8) }));
        client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        if number % 50 == 0 {
            while client.waiting_message("textDocument/publishDiagnostics").is_some() {}
        }
    }
    // The last is closed and nothing is left to do.
    client.request("workspace/symbol", json!({ "query": "堤防" }));
}

/// The resident memory after each part of `count` documents.
fn memory_over(parts: u32, count: u32) -> Vec<u64> {
    let (mut client, _) = Client::initialized(&["utf-16"]);
    (0..parts)
        .map(|part| {
            open_and_close(&mut client, part * count..(part + 1) * count);
            client.memory().0
        })
        .collect()
}

#[test]
fn documents_that_were_closed_leave_no_memory_behind() {
    let memory = memory_over(2, 1_000);
    assert!(memory[1] <= memory[0] + 3, "{memory:?} MB");
}

/// The figure of `docs/reliability.md`.
#[test]
#[ignore = "a figure: cargo test -p budget-tests --test surroundings 10_000 -- --ignored --nocapture"]
fn of_10_000_documents_that_were_closed_none_leaves_memory_behind() {
    let memory = memory_over(10, 1_000);
    println!("resident memory after each 1,000 documents, in MB: {memory:?}");
    assert!(memory[9] <= memory[0] + 3, "{memory:?} MB");
}
