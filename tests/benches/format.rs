//! What formatting costs: a whole document that was never formatted, one that is, and a pipe that is typed.
//! `cargo bench --bench format`.

use budget_lsp::{
    analysis::{Analysis, Options},
    features::format::{formatted, formatted_row},
    fix::applied,
};
use budget_tests::drafts::{Layout, SIZES, draft};
use divan::{Bencher, counter::BytesCount};

fn main() {
    divan::main();
}

/// A draft whose rows are as tight as they can be, so that every gap changes.
fn tight(size: usize, layout: Layout) -> String {
    draft(size, layout).replace(" | ", "|")
}

fn whole(bencher: Bencher, text: &str) {
    let analysis = Analysis::new(text, Options::default());
    bencher.counter(BytesCount::of_str(text)).bench_local(|| formatted(&analysis, 0..usize::MAX));
}

#[divan::bench(args = SIZES)]
fn never_formatted(bencher: Bencher, size: usize) {
    whole(bencher, &tight(size, Layout::Departments));
}

#[divan::bench(args = SIZES)]
fn never_formatted_one_table(bencher: Bencher, size: usize) {
    whole(bencher, &tight(size, Layout::OneTable));
}

#[divan::bench(args = SIZES)]
fn formatted_before(bencher: Bencher, size: usize) {
    let text = draft(size, Layout::Departments);
    let text = applied(&text, &formatted(&Analysis::new(&text, Options::default()), 0..usize::MAX));
    whole(bencher, &text);
}

#[divan::bench(args = SIZES)]
fn typed_pipe(bencher: Bencher, size: usize) {
    let text = tight(size, Layout::OneTable);
    let analysis = Analysis::new(&text, Options::default());
    let line = analysis.document().text().line_at(text.len() / 2);
    bencher.bench_local(|| formatted_row(&analysis, line));
}
