//! A drafter who types without a pause, for as long as a test may take. `cargo bench -p budget-tests --bench drafter`
//! types for an hour.

use budget_tests::{
    drafter::{Drafter, Pace},
    drafts::{Layout, draft},
};

#[test]
fn the_findings_of_a_long_session_are_those_of_the_text_read_afresh() {
    let texts = vec![draft(1, Layout::Departments), draft(20_000, Layout::OneTable)];
    let mut drafter = Drafter::new(texts, Pace::Compared(11), 1);
    while drafter.done().keys < 5_000 {
        drafter.session();
    }
    drafter.begin_again();
    let done = drafter.done();
    assert!(done.compared > 400 && done.findings > 1_000 && done.fixes > 3 && done.formats > 0, "{done:?}");
}
