//! From a keystroke to the published findings, through the real program: `cargo bench --bench stdio`.
//!
//! The figure toggles between right and wrong, so that every keystroke publishes. What counts is the ratio between the
//! sizes in one run.

use std::time::{Duration, Instant};

use budget_grammar::text::{Encoding, Text};
use budget_tests::{
    client::Client,
    drafts::{Layout, SIZES, draft, places},
};
use serde_json::json;

const ROUNDS: usize = 300;
const URI: &str = "file:///drafts/large.md";

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    for layout in [Layout::Departments, Layout::OneTable] {
        println!("{layout:?}\n{:>12} {:>12} {:>12} {:>12}", "bytes", "open", "median", "p95");
        let medians: Vec<Duration> = SIZES.iter().map(|&size| measure(size, layout)).collect();
        if let [small, .., large] = medians.as_slice() {
            println!("median at the largest / at the smallest: {:.2}\n", large.as_secs_f64() / small.as_secs_f64());
        }
    }
}

fn measure(size: usize, layout: Layout) -> Duration {
    let draft = draft(size, layout);
    let place = places(&draft).figure;
    let digit = draft.get(place.clone()).expect("a digit").to_owned();
    let wrong = if digit == "7" { "3" } else { "7" };
    let text = Text::from(draft.as_str());
    let at = |offset| {
        let position = text.position(offset, Encoding::Utf8);
        json!({ "line": position.line, "character": position.character })
    };
    let range = json!({ "start": at(place.start), "end": at(place.end) });
    let (mut client, _) = Client::initialized(&["utf-8"]);
    let start = Instant::now();
    client.open(URI, 0, &draft);
    client.diagnostics(URI);
    let open = start.elapsed();
    let mut times: Vec<Duration> = (1..=ROUNDS)
        .map(|round| {
            let typed = if round % 2 == 0 { digit.as_str() } else { wrong };
            let start = Instant::now();
            client.change(URI, i32::try_from(round).expect("few"), json!([{ "range": range, "text": typed }]));
            client.diagnostics(URI);
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let nth = |part: usize| times.get(ROUNDS * part / 100).copied().unwrap_or_default();
    println!("{:>12} {:>12.2?} {:>12.2?} {:>12.2?}", draft.len(), open, nth(50), nth(95));
    nth(50)
}
