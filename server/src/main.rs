//! The one binary.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    budget_lsp::cli::main(budget_lsp::lsp::serve)
}
