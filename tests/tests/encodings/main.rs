//! Every method over stdio with a draft of Chinese, emoji, characters beyond the first 65,536 and CRLF: whether a
//! client counts bytes, units of UTF-16 or characters, the ranges cut the same text, and the edits make the same text.

mod cuts;
mod requests;
mod session;

use std::{collections::BTreeSet, fs, path::Path};

use cuts::{cut, difference, has_cuts, says_something};
use requests::{NOTIFICATIONS, REQUESTS};
use serde_json::Value;
use session::{Drafts, Session};

const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

/// What is asked about documents that are not open as well.
const ABOUT_ALL: [&str; 4] =
    ["textDocument/references", "textDocument/rename", "workspace/diagnostic", "workspace/symbol"];

/// A request with its answer, as it came and cut.
struct Answer {
    method: &'static str,
    request: String,
    raw: Value,
    cut: Value,
}

impl Answer {
    fn new(session: &Session<'_>, method: &'static str, number: usize, raw: Value) -> Self {
        let request = format!("{method}, request {}", number + 1);
        // The last one is what failed, where a range cannot be cut.
        println!("{request} in {}", session.encoding);
        let cut = cut(session, method, &raw);
        Self { method, request, raw, cut }
    }
}

/// The answers to everything that is asked.
fn answers(mut session: Session<'_>) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (method, requests) in REQUESTS {
        for (number, params) in requests(&mut session).into_iter().enumerate() {
            let raw = session.client.request(method, params);
            answers.push(Answer::new(&session, method, number, raw));
        }
    }
    answers
}

/// What is published first for the draft.
fn published(mut session: Session<'_>) -> Answer {
    let raw = session.client.diagnostics(&session.uri)["diagnostics"].clone();
    Answer::new(&session, "textDocument/publishDiagnostics", 0, raw)
}

/// Holds the answers in all encodings to say something, and the same; gives the methods of which that proves nothing,
/// since no range has anything in front of it that the encodings count differently.
fn compare(answers: &[[Answer; 3]]) -> BTreeSet<&'static str> {
    let (mut with_ranges, mut proved) = (BTreeSet::new(), BTreeSet::new());
    for [bytes, units, characters] in answers {
        let request = &bytes.request;
        assert!(says_something(&bytes.raw), "{request} is answered by {}", bytes.raw);
        assert_eq!(difference(&bytes.cut, &units.cut), "", "{request}: < utf-8, > utf-16");
        assert_eq!(difference(&units.cut, &characters.cut), "", "{request}: < utf-16, > utf-32");
        with_ranges.extend(has_cuts(&bytes.cut).then_some(bytes.method));
        let differ = bytes.raw != units.raw && units.raw != characters.raw && bytes.raw != characters.raw;
        proved.extend(differ.then_some(bytes.method));
    }
    with_ranges.difference(&proved).copied().collect()
}

/// The answers in all encodings, request by request.
fn side_by_side(answers: [Vec<Answer>; 3]) -> Vec<[Answer; 3]> {
    let [bytes, units, characters] = answers;
    assert_eq!((bytes.len(), units.len()), (units.len(), characters.len()), "more is offered in one than in another");
    let pairs = bytes.into_iter().zip(units);
    pairs.zip(characters).map(|((bytes, units), characters)| [bytes, units, characters]).collect()
}

#[test]
fn ranges_cut_the_same_text_in_every_encoding() {
    let drafts = Drafts::new();
    let answers = side_by_side(ENCODINGS.map(|encoding| answers(Session::opened(&drafts, encoding))));
    assert_eq!(compare(&answers), BTreeSet::new(), "the ranges count the same in all encodings");
    let speak_of_neighbour = answers.iter().filter(|[answer, ..]| answer.cut.to_string().contains("neighbour.md"));
    let methods: BTreeSet<&str> = speak_of_neighbour.map(|[answer, ..]| answer.method).collect();
    assert!(methods.is_superset(&BTreeSet::from(ABOUT_ALL)), "of the document that is not open: {methods:?}");
}

#[test]
fn a_draft_that_was_mended_in_any_encoding_is_the_one_that_was_meant() {
    let drafts = Drafts::new();
    for encoding in ENCODINGS {
        let (meant, mended) = (Session::opened(&drafts, encoding), Session::mended(&drafts, encoding));
        for (meant, mended) in answers(meant).into_iter().zip(answers(mended)) {
            assert_eq!(difference(&meant.cut, &mended.cut), "", "{}: mended in {encoding}", meant.request);
        }
    }
}

#[test]
fn findings_cut_the_same_text_in_every_encoding() {
    let drafts = Drafts::new();
    let findings = ENCODINGS.map(|encoding| published(Session::sent_findings(&drafts, encoding)));
    let rules: BTreeSet<&str> =
        findings[0].raw.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert!(rules.len() > 5, "findings of many kinds: {rules:?}");
    assert!(findings[0].raw.as_array().unwrap().iter().any(|one| one["relatedInformation"].is_array()));
    assert_eq!(compare(&[findings]), BTreeSet::new());
}

/// `docs/protocol.md` lists what the server can do; `capabilities.rs` holds it to the program.
#[test]
fn every_method_is_asked_for() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/protocol.md")).unwrap();
    let (_, table) = page.split_once("<!-- methods -->").unwrap();
    let (table, _) = table.split_once("<!-- end of methods -->").unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let listed: BTreeSet<&str> = rows.map(|(method, _)| method).collect();
    let asked = REQUESTS.iter().map(|(method, _)| *method);
    let asked: Vec<&str> = asked.chain(NOTIFICATIONS.iter().map(|(method, _)| *method)).collect();
    assert_eq!(asked.iter().copied().collect::<BTreeSet<_>>(), listed, "left: asked here; right: listed there");
    assert_eq!(asked.len(), listed.len(), "one of them twice");
    let drafts = Drafts::new();
    let mut session = Session::opened(&drafts, "utf-16");
    for (method, requests) in REQUESTS {
        assert_ne!(requests(&mut session), Vec::<Value>::new(), "{method}: no request is made");
    }
}
