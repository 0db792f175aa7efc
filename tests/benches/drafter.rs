//! A drafter types for an hour, twenty keys a second, into drafts of 50 KB, 1 MB and 10 MB:
//! `cargo bench --bench drafter`, or `-- --minutes 5`.
//!
//! Once a second the findings are held against those of the text read afresh. What counts are memory and the time of an
//! answer at the start and at the end.

use std::time::{Duration, Instant};

use budget_tests::{
    drafter::{Drafter, Latency, Pace},
    drafts::{Layout, SIZES, draft},
};

const KEYS_A_SECOND: u32 = 20;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let minutes = arguments.iter().skip_while(|argument| *argument != "--minutes").nth(1);
    let minutes: u64 = minutes.map_or(60, |minutes| minutes.parse().expect("a number of minutes"));
    let texts = SIZES.iter().map(|&size| draft(size, Layout::Departments)).collect();
    let seed = std::process::id();
    let mut drafter = Drafter::new(texts, Pace::Keys(KEYS_A_SECOND), u64::from(seed));
    println!(
        "seed {seed}\n\n| minute | keys | compared | findings | resident MB | 50 KB | 1 MB | 10 MB |\n|---:|---:|---:|---:|---:|---:|---:|---:|"
    );
    let start = Instant::now();
    show(&mut drafter, start);
    let mut next = Duration::from_secs(600);
    while start.elapsed() < Duration::from_secs(60 * minutes) {
        drafter.session();
        if start.elapsed() >= next {
            next += Duration::from_secs(600);
            show(&mut drafter, start);
        }
    }
    show(&mut drafter, start);
    drafter.begin_again();
    println!("\nall documents closed and opened as they were:\n");
    show(&mut drafter, start);
    println!("\n{:?}", drafter.done());
}

fn show(drafter: &mut Drafter, start: Instant) {
    let latency: Vec<String> = drafter.latency().iter().map(shown).collect();
    let (done, memory) = (drafter.done(), drafter.memory());
    let minute = start.elapsed().as_secs() / 60;
    println!(
        "| {minute} | {} | {} | {} | {memory} | {} |",
        done.keys,
        done.compared,
        done.findings,
        latency.join(" | ")
    );
}

fn shown(latency: &Latency) -> String {
    format!("{:.2?} / {:.2?}", latency.median, latency.p95)
}
