//! Starts budget-lsp for Markdown in Zed.

use zed_extension_api::{register_extension, Command, Extension, LanguageServerId, Result, Worktree};

struct Budget;

impl Extension for Budget {
    fn new() -> Self {
        Self
    }

    /// Zed asks only where its settings name no program for this server.
    fn language_server_command(&mut self, _server: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let not_found = "budget-lsp was not found; install it with `cargo install --path server`";
        let command = worktree.which("budget-lsp").ok_or(not_found)?;
        Ok(Command { command, args: vec!["--stdio".to_owned()], env: worktree.shell_env() })
    }
}

register_extension!(Budget);
