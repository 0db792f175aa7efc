//! A drafter who types for a long time: into drafts of several sizes, character by character, with saves, hovers, fixes
//! and second thoughts. The findings that the editor has are held against those of the text read afresh, again and
//! again.

mod draft;
mod habits;

use std::{
    fmt::Debug,
    ops::Range,
    time::{Duration, Instant},
};

use budget_grammar::text::Encoding;
use serde_json::{Value, json};

use crate::{client::Client, generator::Dice};
use draft::{Draft, Piece};

/// How long findings may take to arrive before the drafter says that they are wrong. Not a measure of speed.
const PATIENCE: Duration = Duration::from_secs(60);
/// With more findings than these the drafter gives up and takes up the file as it was.
const TOO_MANY: usize = 200;
/// How often a document is asked about when the time of an answer is measured.
const PROBES: usize = 200;

/// When a key is struck, and how often findings are compared.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// So many keys a second, findings compared once a second.
    Keys(u32),
    /// As fast as they can be written, findings compared after so many.
    Compared(usize),
}

/// What was done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Done {
    /// Changes that were sent: a key, or a piece that was cut or pasted.
    pub keys: usize,
    /// Saves.
    pub saves: usize,
    /// Hovers and completions that were answered.
    pub questions: usize,
    /// Fixes that were applied.
    pub fixes: usize,
    /// Times that a table was formatted.
    pub formats: usize,
    /// Times that a document was closed and opened as it had been.
    pub reopened: usize,
    /// Times that findings were compared.
    pub compared: usize,
    /// The findings in all those comparisons.
    pub findings: usize,
}

/// How long an answer took, from the key to the answer that knows of it.
#[derive(Clone, Copy, Debug)]
pub struct Latency {
    /// Half of them took at most this.
    pub median: Duration,
    /// All but one in twenty took at most this.
    pub p95: Duration,
}

/// A drafter with an editor, a server, and some documents that are open.
pub struct Drafter {
    client: Client,
    drafts: Vec<Draft>,
    /// The document that is typed in.
    at: usize,
    dice: Dice,
    pace: Pace,
    next_key: Instant,
    next_comparison: Instant,
    keys_compared: usize,
    done: Done,
}

impl Drafter {
    /// Starts a server and opens the texts.
    pub fn new(texts: Vec<String>, pace: Pace, seed: u64) -> Self {
        let client = client();
        let drafts = texts.into_iter().enumerate().map(|(number, text)| Draft::new(number, text)).collect();
        let now = Instant::now();
        let (next_key, next_comparison) = (now, now + Duration::from_secs(1));
        let dice = Dice::new(seed);
        let mut drafter = Self {
            client,
            drafts,
            at: 0,
            dice,
            pace,
            next_key,
            next_comparison,
            keys_compared: 0,
            done: Done::default(),
        };
        (0..drafter.drafts.len()).for_each(|draft| drafter.open(draft));
        drafter
    }

    /// What was done so far.
    pub fn done(&self) -> Done {
        self.done
    }

    /// The server's resident memory now, in MB.
    pub fn memory(&self) -> u64 {
        self.client.memory().0
    }

    /// Types for a while in one document: some changes, of which most are taken back in the end.
    pub fn session(&mut self) {
        self.at = self.dice.below(self.drafts.len());
        for _ in 0..self.dice.between(8, 20) {
            self.act();
        }
        self.compare();
        if self.dice.percent(90) {
            while let Some(pieces) = self.draft().undo.pop() {
                self.strike_all(pieces);
                self.draft().undo.pop();
            }
            self.compare();
        }
        self.draft().undo.clear();
        if self.draft().published().len() > TOO_MANY {
            self.reopen(self.at);
        }
    }

    /// Closes and opens all documents as they were in the beginning.
    pub fn begin_again(&mut self) {
        (0..self.drafts.len()).for_each(|draft| self.reopen(draft));
    }

    /// How long it takes from a key to the answer of a hover that knows of it, in each document.
    pub fn latency(&mut self) -> Vec<Latency> {
        (0..self.drafts.len()).map(|draft| self.latency_in(draft)).collect()
    }

    fn latency_in(&mut self, draft: usize) -> Latency {
        self.at = draft;
        let text = &self.drafts[draft].text;
        let place = text.line_start(text.line_at(text.len() / 2));
        let mut times: Vec<Duration> = (0..PROBES)
            .map(|probe| {
                let (range, new) = if probe % 2 == 0 { (place..place, " ") } else { (place..place + 1, "") };
                let start = Instant::now();
                self.send(vec![(range, new.to_owned())]);
                self.ask("textDocument/hover", place, json!({}));
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        let nth = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
        Latency { median: nth(50), p95: nth(95) }
    }

    fn draft(&mut self) -> &mut Draft {
        &mut self.drafts[self.at]
    }

    fn open(&mut self, draft: usize) {
        let Draft { uri, text, version, .. } = &self.drafts[draft];
        self.client.open(uri, *version, &text.to_string());
    }

    fn reopen(&mut self, draft: usize) {
        let uri = self.drafts[draft].uri.clone();
        self.client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        self.drafts[draft].begin_again();
        self.open(draft);
        self.done.reopened += 1;
    }

    /// Strikes a key at the drafter's pace: `new` in the place of some bytes.
    fn strike(&mut self, range: Range<usize>, new: &str) {
        self.strike_all(vec![(range, new.to_owned())]);
    }

    /// The same for what one key does in several places, one after the other.
    fn strike_all(&mut self, pieces: Vec<Piece>) {
        if let Pace::Keys(per_second) = self.pace {
            std::thread::sleep(self.next_key.saturating_duration_since(Instant::now()));
            self.next_key = self.next_key.max(Instant::now()) + Duration::from_secs(1) / per_second;
        }
        self.send(pieces);
        self.done.keys += 1;
        let is_due = match self.pace {
            Pace::Keys(_) => self.next_comparison <= Instant::now(),
            Pace::Compared(every) => self.done.keys >= self.keys_compared + every,
        };
        if is_due {
            self.compare();
        }
    }

    fn send(&mut self, pieces: Vec<Piece>) {
        let draft = &mut self.drafts[self.at];
        let changes = draft.replace(pieces);
        self.client.change(&draft.uri, draft.version, changes);
    }

    /// Asks something about a place, and waits for the answer.
    fn ask(&mut self, method: &str, place: usize, with: Value) -> Value {
        let draft = &self.drafts[self.at];
        let position = draft.position(place);
        let mut params = json!({ "textDocument": { "uri": draft.uri }, "position": position });
        if let (Some(params), Value::Object(with)) = (params.as_object_mut(), with) {
            params.extend(with);
        }
        self.client.request(method, params)
    }

    /// Saves, and holds what the server found against what is found in the same text read afresh, both what it says
    /// when it is asked and what it sends.
    ///
    /// # Panics
    ///
    /// Where they differ.
    fn compare(&mut self) {
        let uri = self.draft().uri.clone();
        let document = json!({ "textDocument": { "uri": uri } });
        self.client.notify("textDocument/didSave", document.clone());
        self.done.saves += 1;
        let fresh = self.draft().fresh();
        let answer = self.client.request("textDocument/diagnostic", document);
        self.assert_same("asked", &fresh, &draft::told(&answer["items"]));
        let start = Instant::now();
        loop {
            self.receive();
            if self.draft().published() == fresh.as_slice() {
                break;
            }
            if start.elapsed() > PATIENCE {
                let published = self.draft().published().to_vec();
                self.assert_same("sent", &fresh, &published);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        self.done.compared += 1;
        self.done.findings += fresh.len();
        self.keys_compared = self.done.keys;
        self.next_comparison = Instant::now() + Duration::from_secs(1);
    }

    /// Takes what was published meanwhile.
    fn receive(&mut self) {
        while let Some(message) = self.client.waiting_message("textDocument/publishDiagnostics") {
            let params = &message["params"];
            if let Some(draft) = self.drafts.iter_mut().find(|draft| params["uri"] == draft.uri) {
                draft.publish(&params["diagnostics"]);
            }
        }
    }

    fn assert_same<T: PartialEq + Debug>(&mut self, how: &str, fresh: &[T], told: &[T]) {
        if fresh == told {
            return;
        }
        let missing: Vec<&T> = fresh.iter().filter(|finding| !told.contains(finding)).collect();
        let surplus: Vec<&T> = told.iter().filter(|finding| !fresh.contains(finding)).collect();
        let trail = self.draft().trail();
        panic!("{how}, after {:?}\nmissing {missing:?}\ntoo many {surplus:?}\nthe last changes {trail:?}", self.done);
    }
}

/// A server, and an editor as most are: it is sent findings, and shows quick fixes.
fn client() -> Client {
    let capabilities = json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true, "versionSupport": true },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
        },
    });
    let mut client = Client::start();
    client.request("initialize", json!({ "processId": null, "rootUri": null, "capabilities": capabilities }));
    client.notify("initialized", json!({}));
    client
}

/// The encoding that positions are counted in.
const ENCODING: Encoding = Encoding::Utf16;
