//! The one binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    budget_lsp::cli::main(serve)
}

/// Serves an editor on standard input and output until it says goodbye.
fn serve() -> ExitCode {
    eprintln!("budget-lsp: this build has no language server");
    ExitCode::FAILURE
}
