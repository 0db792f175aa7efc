//! The servers that are measured.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use budget_tests::client::binary;
use serde_json::Value;

use super::documents::{self, Document};

/// How findings come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The server publishes them.
    Push,
    /// The client asks for them.
    Pull,
}

/// How it is known that findings are those of a keystroke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The place that was typed at is among them, or no longer.
    Line,
    /// Their version; for a server that looks at nothing.
    Version,
}

/// One server.
pub struct Server {
    /// What it is called in the tables.
    pub name: &'static str,
    /// What is started.
    pub command: Vec<PathBuf>,
    /// Its version, or why it cannot be measured.
    pub version: Result<String, String>,
    pub way: Way,
    pub proof: Proof,
    /// Makes the document of a size that it is measured with.
    pub document: fn(usize) -> Document,
}

/// The rules that a draft of several departments breaks; with them off, one keystroke toggles one finding.
pub const RUMDL_RULES: &str = "disable = [\"MD024\", \"MD025\"]";

/// All servers, ours first and last the one that does nothing.
pub fn all(cache: &Path) -> Vec<Server> {
    let python = |name: &str| cache.join("python/bin").join(name);
    let node =
        |script: &str| vec![PathBuf::from("node"), cache.join("node/node_modules").join(script), "--stdio".into()];
    let with = |program: PathBuf, arguments: &[&str]| -> Vec<PathBuf> {
        std::iter::once(program).chain(arguments.iter().map(PathBuf::from)).collect()
    };
    let rumdl = || with(python("rumdl"), &["server", "--config", RUMDL_RULES]);
    let ruff = || with(python("ruff"), &["server"]);
    let rustledger = || vec![cache.join("bin/rledger-lsp")];
    let ours = || vec![binary().to_owned()];
    let null = vec![PathBuf::from(env!("CARGO_BIN_EXE_null-server"))];
    let yaml = node("yaml-language-server/bin/yaml-language-server");
    let json = node("vscode-langservers-extracted/bin/vscode-json-language-server");
    let server = |name, command: Vec<PathBuf>, way, document| {
        let version = version(&command, cache);
        Server { name, command, version, way, proof: Proof::Line, document }
    };
    vec![
        server("budget-lsp", ours(), Way::Push, documents::budget),
        server("budget-lsp, pull", ours(), Way::Pull, documents::budget),
        server("rumdl server", rumdl(), Way::Push, documents::markdown),
        server("rumdl server, pull", rumdl(), Way::Pull, documents::markdown),
        server("ruff server", ruff(), Way::Push, documents::python),
        server("ruff server, pull", ruff(), Way::Pull, documents::python),
        server("tombi lsp", with(python("tombi"), &["lsp"]), Way::Push, documents::toml),
        server("rustledger-lsp, sums", rustledger(), Way::Push, documents::ledger),
        server("rustledger-lsp, syntax", rustledger(), Way::Push, documents::ledger_syntax),
        server("vscode-json, pull (Node)", json, Way::Pull, documents::json),
        server("yaml-language-server (Node)", yaml, Way::Push, documents::yaml),
        Server {
            name: "null server",
            version: Ok("tower-lsp-server 0.23.0".to_owned()),
            command: null,
            way: Way::Push,
            proof: Proof::Version,
            document: documents::budget,
        },
    ]
}

/// What a program says of its version; for one in Node, what its package does.
fn version(command: &[PathBuf], cache: &Path) -> Result<String, String> {
    let last = |said: &str| said.split_whitespace().find(|word| word.contains('.')).map(str::to_owned);
    match command {
        [node, script, ..] if node == Path::new("node") => {
            let package = script.ancestors().nth(2).map(|folder| folder.join("package.json")).unwrap_or_default();
            let text = std::fs::read_to_string(&package).map_err(|error| format!("{}: {error}", package.display()))?;
            let package: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            Ok(package["version"].as_str().unwrap_or("?").to_owned())
        }
        [program, ..] => {
            let said = Command::new(program).arg("--version").current_dir(cache.parent().unwrap_or(cache)).output();
            let said = said.map_err(|error| format!("{}: {error}", program.display()))?;
            let said = String::from_utf8_lossy(&said.stdout).into_owned();
            last(&said).ok_or_else(|| format!("{} says no version", program.display()))
        }
        [] => Err("no command".to_owned()),
    }
}
