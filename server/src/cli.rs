//! The command line: `budget-lsp check`, `fix` and `fmt`, and the language server when an editor starts it.

mod arguments;
mod check;
mod completions;
mod cut;
mod documents;
mod draw;
mod explain;
mod guide;
mod harmless;
mod in_order;
mod man;
mod rewrite;
mod schema;
mod settings;
mod tasks;
mod write;

use std::{
    env,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use anyhow::Context;

pub use guide::guide;

use crate::finding::Language;
use arguments::{Arguments, Command};
use rewrite::{Change, rewrite};

/// Runs the program with the process's arguments and environment; `serve` is the language server.
///
/// Exits with 0 where all went well, 1 where a check found errors or something to change, 2 where something could not
/// be read or written or was not understood, settings included.
pub fn main(serve: fn() -> ExitCode) -> ExitCode {
    let arguments = Arguments::read(of_environment());
    let done = match arguments.command {
        Some(Command::Check(request)) => check::check(&request, of_environment()),
        Some(Command::Fix(request)) => rewrite(&request, Change::Fix, of_environment()),
        Some(Command::Fmt(request)) => rewrite(&request, Change::Format, of_environment()),
        Some(Command::Explain(topic)) => {
            explain::explain(&topic, of_environment()).and_then(|text| show(text.as_bytes()))
        }
        Some(Command::Schema) => show(schema::text().as_bytes()),
        Some(Command::Completions(script)) => show(&completions::script(script.shell, of_environment())),
        Some(Command::Man(page)) => {
            man::page(page.language.unwrap_or_else(of_environment)).and_then(|page| show(&page))
        }
        // A server that waits for messages at a terminal would seem to hang.
        None if !arguments.stdio && io::stdin().is_terminal() => show(guide(of_environment()).as_bytes()),
        None => return serve(),
    };
    done.unwrap_or_else(|error| {
        complain(&error);
        ExitCode::from(UNREADABLE)
    })
}

/// The exit code where something could not be read, or written.
const UNREADABLE: u8 = 2;

/// Says on standard error what went wrong, on one line; where nobody reads that either, the exit code has to do.
///
/// What is quoted may be somebody else's: a name of a file, a pattern in a `.gitignore`.
fn complain(error: &anyhow::Error) {
    let _ = writeln!(io::stderr(), "budget-lsp: {}", harmless::harmless(&format!("{error:#}")));
}

/// Writes to standard output; whoever stops reading it has seen enough.
fn show(text: &[u8]) -> anyhow::Result<ExitCode> {
    match io::stdout().lock().write_all(text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("stdout"),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Whether standard output took what was shown; whoever stops reading it has seen enough.
fn read_on(shown: io::Result<()>, language: Language) -> anyhow::Result<()> {
    match shown {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context(language.choose(|| "未能输出结果".to_owned(), || "could not write".to_owned()))
        }
        _ => Ok(()),
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The language of the environment: what POSIX says about messages (Base Definitions, 8.2), Chinese unless that is
/// English.
fn of_environment() -> Language {
    language_of(["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| env::var(name).unwrap_or_default()))
}

fn language_of(locales: [String; 3]) -> Language {
    let locale = locales.iter().find(|locale| !locale.is_empty());
    locale.map_or_else(Language::default, |locale| Language::of_locale(locale))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(all: &str, messages: &str, lang: &str) -> Language {
        language_of([all, messages, lang].map(str::to_owned))
    }

    #[test]
    fn the_first_variable_that_is_set_decides() {
        assert_eq!(language("", "", ""), Language::Chinese);
        assert_eq!(language("", "", "zh_CN.UTF-8"), Language::Chinese);
        assert_eq!(language("", "", "C.UTF-8"), Language::Chinese);
        assert_eq!(language("", "", "en_GB.UTF-8"), Language::English);
        assert_eq!(language("", "zh_CN.UTF-8", "en_US.UTF-8"), Language::Chinese);
        assert_eq!(language("en_US.UTF-8", "zh_CN.UTF-8", "zh_CN.UTF-8"), Language::English);
    }
}
