//! `budget-lsp schema`.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use anyhow::Context;

use crate::settings::schema::schema;

/// Writes the JSON schema of `.budget-lsp.toml` to standard output.
pub(super) fn write() -> anyhow::Result<ExitCode> {
    match writeln!(io::stdout().lock(), "{:#}", schema()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("stdout"),
        _ => Ok(ExitCode::SUCCESS),
    }
}
