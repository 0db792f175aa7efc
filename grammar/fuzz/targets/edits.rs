//! `cargo fuzz`: see [`budget_grammar_fuzz::edits`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| budget_grammar_fuzz::edits(bytes));
