//! A workspace of 2,000 documents, 100 MB, through the real program: `cargo bench --bench workspace`.
//!
//! How long it takes until something is found and until all is, what the server takes up, and what a keystroke in an
//! open document costs while it runs and afterwards. What counts is the ratio of the two.

use std::time::{Duration, Instant};

use budget_grammar::text::{Encoding, Text};
use budget_tests::{
    client::Client,
    drafts::{Layout, draft, places},
    folder::Folder,
};
use serde_json::{Value, json};

const DOCUMENTS: usize = 2_000;
const SIZE: usize = 50_000;
const URI: &str = "file:///drafts/open.md";

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = Folder::default();
    let text = draft(SIZE, Layout::Departments);
    let place = places(&text).figure;
    let digit = text.get(place.clone()).expect("a digit").to_owned();
    let mut wrong = text.clone();
    wrong.replace_range(place.clone(), if digit == "7" { "3" } else { "7" });
    (0..DOCUMENTS).for_each(|number| folder.write(&format!("{}/{number:04}.md", number / 100), &wrong));
    println!("{DOCUMENTS} documents of {} KB", text.len() / 1_000);

    let positions = Text::from(text.as_str());
    let at = |offset| {
        let position = positions.position(offset, Encoding::Utf8);
        json!({ "line": position.line, "character": position.character })
    };
    let mut draft = Draft { range: json!({ "start": at(place.start), "end": at(place.end) }), digit, version: 1 };
    let mut client = Client::start();
    let start = started(&mut client, &folder);
    client.open(URI, 1, &text);
    let empty = client.memory();
    let asked = json!({ "previousResultIds": [], "partialResultToken": "部分" });
    let id = client.post("workspace/diagnostic", asked);
    let (mut first, mut during, mut told) = (None, Vec::new(), 0);
    while client.waiting_answer(id).is_none() {
        during.push(draft.keystroke(&mut client));
        while let Some(progress) = client.waiting_message("$/progress") {
            let items = progress["params"]["value"]["items"].as_array().into_iter().flatten();
            let closed = items.filter(|item| item["uri"] != URI).count();
            if closed > 0 {
                first.get_or_insert_with(|| start.elapsed());
            }
            told += closed;
        }
    }
    let all = start.elapsed();
    let idle: Vec<Duration> = (0..300).map(|_| draft.keystroke(&mut client)).collect();
    let (during, idle) = (median(during), median(idle));
    println!("first result {:.2?}, all {all:.2?}, {told} documents with findings", first.unwrap_or_default());
    println!("resident: {} MB before, {} MB afterwards, {} MB at most", empty.0, client.memory().0, client.memory().1);
    let ratio = during.1.as_secs_f64() / idle.1.as_secs_f64();
    println!("keystroke while it runs {:.2?} ({} of them), afterwards {:.2?}: {ratio:.2}", during.1, during.0, idle.1);
    let search = Instant::now();
    client.request("workspace/symbol", json!({ "query": "pxjf" }));
    println!("search in all names {:.2?}", search.elapsed());
}

fn started(client: &mut Client, folder: &Folder) -> Instant {
    let capabilities = json!({
        "general": { "positionEncodings": ["utf-8"] }, "textDocument": { "diagnostic": {} },
    });
    let folders = json!([{ "uri": folder.uri(""), "name": "预算" }]);
    let params = json!({ "processId": null, "workspaceFolders": folders, "capabilities": capabilities });
    client.request("initialize", params);
    client.notify("initialized", json!({}));
    Instant::now()
}

/// The open document, whose figure toggles between right and wrong.
struct Draft {
    range: Value,
    digit: String,
    version: i32,
}

impl Draft {
    /// From a change to its findings.
    fn keystroke(&mut self, client: &mut Client) -> Duration {
        self.version += 1;
        let other = if self.digit == "7" { "3" } else { "7" };
        let typed = if self.version % 2 == 0 { other } else { &self.digit };
        let start = Instant::now();
        client.change(URI, self.version, json!([{ "range": self.range, "text": typed }]));
        client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } }));
        start.elapsed()
    }
}

fn median(mut times: Vec<Duration>) -> (usize, Duration) {
    times.sort_unstable();
    (times.len(), times.get(times.len() / 2).copied().unwrap_or_default())
}
