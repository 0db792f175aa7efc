//! What a document says is text to the editor: no link, picture, markup or command comes of it, wherever it is shown
//! again.

use std::collections::BTreeSet;

use budget_tests::{client::Client, folder::Folder};
use comrak::{Arena, Options, nodes::NodeValue, parse_document};
use serde_json::{Value, json};

/// Words that would be something else than words in Markdown, HTML or an editor.
const HOSTILE: &[&str] = &[
    "[x](command:workbench.action.terminal.new)",
    "[x][x] [x]: command:a",
    "![](http://example.invalid/a.png)",
    "<img src=x onerror=alert(1)>",
    "<command:a>",
    "http://example.invalid",
    "HTTPS://example.invalid/a_(b)",
    "www.example.invalid",
    "WWW.example.invalid",
    "a@example.invalid",
    "<a@example.invalid>",
    "```sh",
    "~~~ ~~甲~~",
    "`甲` ``乙``",
    "</details><!--",
    "甲<br>乙<br/># 丙",
    "&lt;b&gt; &#91;x&#93;(command:a)",
    "\\[x](command:a) \\\\[x](command:a)",
    "**甲** __乙__ *丙*",
    "$(terminal) $x$ :smile:",
    "- [ ] 1. # > +",
    "甲\u{202e}乙",
];

/// A draft that says a word wherever words are shown again: title, department, 单位, header, unit, projects, goals,
/// indicators, and the reason of a suppression.
fn draft(word: &str) -> String {
    let indicators = format!(
        "1、1-产出指标；11-数量指标；次数{word}；实施周期指标值：≥2{word}；年度指标值：≥20{word}。\
         2、1-{word}；12-{word}；{word}；实施周期指标值：{word}；年度指标值：100%。{word}"
    );
    format!(
        "# 表{word}\n\n部门名称：青禾区教育局{word}\n\n单位：万元\n\n\
         | 项目名称（资金使用单位） | 总计 | 财政拨款 | 源{word}款 | 绩效目标 | 绩效指标 |\n|---|---|---|---|---|---|\n\
         | 合计{word} | 31.00 | 27.00 | 4.00 | | |\n\
         | {word}教育局 | 19.00 | 15.00 | 4.00 | | |\n\
         | {word} | 8.00 | 8.00 | | {word} | {indicators} |\n\
         | 项目{word} | 11.00 | 6.00 | 4.00 | 目标{word} | 1、1-产出指标；11-数量指标；{word} |\n\
         | {word}文化局 | 4.00 | 3.00 | | | |\n\
         | {word} <!-- budget-ignore amount-syntax: {word} --> | 4.00{word} | 4.00 | | {word} | {indicators} |\n\
         | {word} <!-- budget-ignore nothing-{word}: {word} --> | {word} | 4.00 | | {word} | 1、 |\n\
         | {word}演出 | | | | | |\n\n\
         ## {word}\n\n单位：{word}\n\n| 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n| {word} | 1.00 | 1.00 | {word} |\n"
    )
}

/// Settings that say it too.
fn settings(word: &str) -> String {
    let (class, source) = (json!(format!("甲{word}")), json!(format!("源{word}款")));
    let (wrong, english) = (json!(format!("off{word}")), json!(word));
    format!(
        "language = {wrong}\n[hints]\ntotal = true\nshare = true\n[lens]\ndifference = true\n[headers]\nsource = [{source}]\n\
         [severity]\n{wrong} = \"off\"\n[[codes.class]]\nname = {class}\nenglish = {english}\ncodes = [7]\n\
         level2 = [{{ ordinal = 1, name = {class}, spellings = [{english}] }}]\n"
    )
}

/// How many of a list are asked for more.
const SEVERAL: usize = 6;

struct Session {
    client: Client,
    folder: Folder,
    uri: String,
    text: String,
    /// What the client may be told to run.
    commands: BTreeSet<String>,
    /// All that was answered.
    answers: Vec<(String, Value)>,
}

impl Session {
    fn opened(word: &str) -> Self {
        let text = draft(word);
        let folder = Folder::with("draft.md", &text);
        folder.write(".budget-lsp.toml", &settings(word));
        let mut client = Client::start();
        let root = folder.uri("");
        let markdown = json!(["markdown", "plaintext"]);
        let completion = json!({
            "documentationFormat": markdown, "snippetSupport": true, "insertReplaceSupport": true, "labelDetailsSupport": true,
            "resolveSupport": { "properties": ["documentation", "detail"] },
        });
        let action = json!({
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "refactor", "source"] } },
            "isPreferredSupport": true, "disabledSupport": true, "dataSupport": true, "resolveSupport": { "properties": ["edit"] },
        });
        let capabilities = json!({ "textDocument": {
            "hover": { "contentFormat": markdown }, "completion": { "completionItem": completion }, "codeAction": action,
            "publishDiagnostics": { "relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "callHierarchy": {}, "codeLens": {}, "inlayHint": { "resolveSupport": { "properties": ["tooltip"] } },
        } });
        let result = client.request(
            "initialize",
            json!({
                "processId": null, "rootUri": root, "workspaceFolders": [{ "uri": root, "name": "drafts" }],
                "capabilities": capabilities,
            }),
        );
        client.notify("initialized", json!({}));
        let commands = result["capabilities"]["executeCommandProvider"]["commands"].as_array().unwrap();
        let commands = commands.iter().map(|command| command.as_str().unwrap().to_owned()).collect();
        let uri = folder.uri("draft.md");
        client.open(&uri, 1, &text);
        let published = client.diagnostics(&uri);
        let mut session = Self { client, folder, uri, text, commands, answers: Vec::new() };
        session.answers.push(("textDocument/publishDiagnostics".to_owned(), published));
        session
    }

    fn ask(&mut self, method: &str, more: Value) -> Value {
        let mut params = json!({ "textDocument": { "uri": self.uri } });
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.ask_exactly(method, params)
    }

    fn ask_exactly(&mut self, method: &str, params: Value) -> Value {
        let answer = self.client.request(method, params);
        self.answers.push((method.to_owned(), answer.clone()));
        answer
    }

    /// Asks again for each of what was answered.
    fn resolve(&mut self, method: &str, answered: &Value, lacks: &str) {
        let several = answered.get("items").unwrap_or(answered).as_array().cloned().unwrap_or_default();
        let lacking = several.into_iter().filter(|one| one.get(lacks).is_none() && one.get("disabled").is_none());
        for one in lacking.take(SEVERAL) {
            self.ask_exactly(method, one);
        }
    }

    fn ask_everything(&mut self) {
        let text = self.text.clone();
        for (line, row) in text.lines().enumerate() {
            let width = row.encode_utf16().count();
            let at = |character: usize| json!({ "line": line, "character": character });
            for character in (0..=width).step_by(5) {
                self.ask("textDocument/hover", json!({ "position": at(character) }));
            }
            for character in (0..=width).step_by(19) {
                let offered = self.ask("textDocument/completion", json!({ "position": at(character) }));
                if character % 2 == 0 {
                    self.resolve("completionItem/resolve", &offered, "documentation");
                }
            }
            let figures = self.ask("textDocument/prepareCallHierarchy", json!({ "position": at(width / 2) }));
            for figure in figures.as_array().cloned().unwrap_or_default() {
                self.ask_exactly("callHierarchy/incomingCalls", json!({ "item": figure }));
                self.ask_exactly("callHierarchy/outgoingCalls", json!({ "item": figure }));
            }
            let range = json!({ "start": at(0), "end": at(width) });
            let context = json!({ "diagnostics": [], "triggerKind": 1 });
            let actions = self.ask("textDocument/codeAction", json!({ "range": range, "context": context }));
            self.resolve("codeAction/resolve", &actions, "edit");
        }
        let lenses = self.ask("textDocument/codeLens", json!({}));
        self.resolve("codeLens/resolve", &lenses, "command");
        let whole =
            json!({ "start": { "line": 0, "character": 0 }, "end": { "line": text.lines().count(), "character": 0 } });
        self.ask("textDocument/inlayHint", json!({ "range": whole }));
        self.ask("textDocument/documentSymbol", json!({}));
        self.ask("budget/overview", json!({ "detail": "projects" }));
        self.ask_exactly("workspace/symbol", json!({ "query": "项目" }));
        let settings = self.client.diagnostics(&self.folder.uri(".budget-lsp.toml"));
        self.answers.push(("the settings' complaints".to_owned(), settings));
    }
}

/// Everything that an answer contains, with the keys on the way to it.
fn walk<'v>(value: &'v Value, key: &str, see: &mut impl FnMut(&str, &'v Value)) {
    see(key, value);
    match value {
        Value::Array(values) => values.iter().for_each(|value| walk(value, key, see)),
        Value::Object(members) => members.iter().for_each(|(key, value)| walk(value, key, see)),
        _ => {}
    }
}

/// The text that a piece of Markdown shows; panics where it has anything but paragraphs, tables and what is bold.
fn shown(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    options.render.r#unsafe = true;
    let arena = Arena::new();
    let mut text = String::new();
    for node in parse_document(&arena, markdown, &options).descendants() {
        match &node.data.borrow().value {
            NodeValue::Text(piece) => text += piece,
            NodeValue::Document | NodeValue::Paragraph | NodeValue::Strong | NodeValue::SoftBreak => {}
            NodeValue::Table(_) | NodeValue::TableRow(_) | NodeValue::TableCell => {}
            other => panic!("{other:?} in {markdown}"),
        }
    }
    text
}

/// The characters of a word that are not blank, and no word joiners.
fn solid(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && *character != '\u{2060}').collect()
}

#[test]
fn what_a_document_says_is_nothing_but_text() {
    std::thread::scope(|scope| {
        for words in HOSTILE.chunks(HOSTILE.len().div_ceil(4)) {
            scope.spawn(|| words.iter().for_each(|word| assert_is_text(word)));
        }
    });
}

fn assert_is_text(word: &str) {
    let mut session = Session::opened(word);
    session.ask_everything();
    let (mut pieces, mut repeated) = (0, BTreeSet::new());
    for (method, answer) in &session.answers {
        walk(answer, "", &mut |key, value| {
            if value["kind"] == "markdown" {
                let text = shown(value["value"].as_str().unwrap());
                pieces += 1;
                // A word can be read again in part where it is no whole cell: its end is enough.
                let end: String = solid(word).chars().rev().take(3).collect::<Vec<_>>().into_iter().rev().collect();
                if solid(&text).contains(&end) {
                    repeated.insert(method.clone());
                }
            }
            match (key, value.as_str()) {
                ("href", Some(href)) => assert!(href.starts_with("file:///"), "{method}: {href}"),
                ("command", Some(command)) => assert!(session.commands.contains(command), "{method}: {command}"),
                ("title" | "message", Some(sentence)) => {
                    assert!(!sentence.contains(['\n', '\r']) || !sentence.contains(word), "{method}: {sentence:?}");
                }
                _ => {}
            }
        });
    }
    assert!(pieces > 40, "{word}: only {pieces} pieces of Markdown");
    assert!(repeated.contains("textDocument/hover"), "{word} is not repeated: {repeated:?}");
}
