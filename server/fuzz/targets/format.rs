//! `cargo fuzz`: see [`budget_lsp_fuzz::format`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| budget_lsp_fuzz::format(bytes));
