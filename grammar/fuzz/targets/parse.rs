//! `cargo fuzz`: see [`budget_grammar_fuzz::parse`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| budget_grammar_fuzz::parse(bytes));
