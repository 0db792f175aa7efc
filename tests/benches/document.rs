//! What opening and one keystroke cost inside the engine, at three sizes: `cargo bench --bench document`.

use std::ops::Range;

use budget_grammar::document::Document;
use budget_lsp::analysis::{Analysis, Options};
use budget_tests::{
    classified::departments,
    drafts::{Layout, Places, SIZES, crowded, draft, places},
};
use divan::{Bencher, counter::BytesCount};

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES)]
fn open_document(bencher: Bencher, size: usize) {
    let draft = draft(size, Layout::Departments);
    bencher.counter(BytesCount::of_str(&draft)).bench(|| Document::new(&draft));
}

#[divan::bench(args = SIZES)]
fn open_and_check(bencher: Bencher, size: usize) {
    let draft = draft(size, Layout::Departments);
    bencher.counter(BytesCount::of_str(&draft)).bench(|| Analysis::new(&draft, Options::default()));
}

/// Types a character over another one and back, each time with a snapshot taken and dropped, as the server does.
fn keystroke(bencher: Bencher, draft: &str, place: fn(&Places) -> Range<usize>, typed: &str) {
    keystroke_at(bencher, draft, place(&places(draft)), typed);
}

fn keystroke_at(bencher: Bencher, draft: &str, place: Range<usize>, typed: &str) {
    let old = draft.get(place.clone()).expect("a character").to_owned();
    let mut analysis = Analysis::new(draft, Options::default());
    let mut is_typed = false;
    bencher.bench_local(|| {
        let snapshot = analysis.clone();
        let (length, text) = if is_typed { (typed.len(), old.as_str()) } else { (old.len(), typed) };
        is_typed = !is_typed;
        analysis.edit(place.start..place.start + length, text);
        divan::black_box(snapshot.document().text().len())
    });
}

#[divan::bench(args = SIZES)]
fn keystroke_in_figure(bencher: Bencher, size: usize) {
    keystroke(bencher, &draft(size, Layout::Departments), |places| places.figure.clone(), "7");
}

#[divan::bench(args = SIZES)]
fn keystroke_in_prose(bencher: Bencher, size: usize) {
    keystroke(bencher, &draft(size, Layout::Departments), |places| places.prose.clone(), "增");
}

#[divan::bench(args = SIZES)]
fn keystroke_in_indicator(bencher: Bencher, size: usize) {
    keystroke(bencher, &draft(size, Layout::Departments), |places| places.indicator.clone(), "增");
}

#[divan::bench(args = SIZES)]
fn keystroke_in_figure_of_one_table(bencher: Bencher, size: usize) {
    keystroke(bencher, &draft(size, Layout::OneTable), |places| places.figure.clone(), "7");
}

#[divan::bench(args = SIZES)]
fn keystroke_in_figure_where_nothing_adds_up(bencher: Bencher, size: usize) {
    keystroke(bencher, &crowded(size), |places| places.figure.clone(), "7");
}

/// In a table by classification all of it is looked at again.
#[divan::bench(args = SIZES)]
fn keystroke_in_figure_by_classification(bencher: Bencher, size: usize) {
    let (draft, digit) = departments(size);
    let typed = if draft.get(digit..=digit) == Some("7") { "3" } else { "7" };
    keystroke_at(bencher, &draft, digit..digit + 1, typed);
}

#[divan::bench(args = SIZES)]
fn open_and_check_by_classification(bencher: Bencher, size: usize) {
    let (draft, _) = departments(size);
    bencher.counter(BytesCount::of_str(&draft)).bench(|| Analysis::new(&draft, Options::default()));
}

/// Whole departments one behind the other, and the first match of a text behind the middle.
fn whole(size: usize, found: &str) -> (String, usize) {
    let text = budget_tests::departments::many(size, 1);
    let middle = (text.len() / 2..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let at = text[middle..].find(found).map_or(0, |at| middle + at + found.len());
    (text, at)
}

/// The first digit at or behind a place, and another one for it.
fn digit(text: &str, from: usize) -> (Range<usize>, &'static str) {
    let at = text.bytes().enumerate().skip(from).find(|(_, byte)| byte.is_ascii_digit()).map_or(0, |(at, _)| at);
    (at..at + 1, if text.get(at..=at) == Some("7") { "3" } else { "7" })
}

/// A figure of 一般公共预算支出功能分类预算表 in a document of whole departments.
#[divan::bench(args = SIZES)]
fn keystroke_in_figure_of_department(bencher: Bencher, size: usize) {
    let (text, title) = whole(size, "一般公共预算支出功能分类预算表\n");
    // The amounts of the first row with a name.
    let row = text[title..].find("支出 | ").map_or(title, |at| title + at + "支出 | ".len());
    let (place, typed) = digit(&text, row);
    keystroke_at(bencher, &text, place, typed);
}

/// An amount of the prose.
#[divan::bench(args = SIZES)]
fn keystroke_in_prose_of_department(bencher: Bencher, size: usize) {
    let (text, amount) = whole(size, "（项）”");
    let (place, typed) = digit(&text, amount);
    keystroke_at(bencher, &text, place, typed);
}

/// The year in the title of a table.
#[divan::bench(args = SIZES)]
fn keystroke_in_title_of_department(bencher: Bencher, size: usize) {
    let (text, title) = whole(size, "一般公共预算支出功能分类预算表\n");
    let line = text[..title - 1].rfind('\n').map_or(0, |at| at + 1);
    let (place, typed) = digit(&text, line + 3);
    keystroke_at(bencher, &text, place, typed);
}

#[divan::bench(args = SIZES)]
fn open_and_check_departments(bencher: Bencher, size: usize) {
    let text = budget_tests::departments::many(size, 1);
    bencher.counter(BytesCount::of_str(&text)).bench(|| Analysis::new(&text, Options::default()));
}
