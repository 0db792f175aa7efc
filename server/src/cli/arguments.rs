//! What can be asked for on the command line, and the help in two languages.

mod chinese;

use std::{num::NonZeroUsize, path::PathBuf};

use clap::{
    Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use clap_complete::Shell;

use crate::finding::Language;

/// Check budget documents written in Markdown, or serve an editor.
///
/// Without arguments it is a language server that speaks LSP on standard input and output.
#[derive(Debug, Parser)]
#[command(name = "budget-lsp", version, disable_help_subcommand = true)]
pub(super) struct Arguments {
    /// Serve an editor on standard input and output, as without arguments
    #[arg(long)]
    pub(super) stdio: bool,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check documents and show what was found
    ///
    /// Settings are those of the nearest .budget-lsp.toml in the folder of the document or above it.
    /// Exit code: 0 no errors, 1 errors found, 2 something could not be read, or settings are wrong.
    Check(Request),
    /// Put right what is only a matter of form, and write the documents
    ///
    /// Does what source.fixAll.budget does in an editor: notation, punctuation, numbering, missing cells, and requests
    /// to ignore that hide nothing. No figure and no word is another afterwards; what is suggested for them is left to
    /// the drafter, in an editor.
    ///
    /// Settings are those of the nearest .budget-lsp.toml in the folder of the document or above it.
    ///
    /// A file is replaced as a whole or not at all, and left alone where its settings are wrong. - writes the text to
    /// standard output; messages are on standard error.
    ///
    /// Exit code: 0 all documents are done, 1 with --check: something would change, 2 something could not be read or
    /// written, or settings are wrong.
    Fix(Rewrite),
    /// Put the columns of tables in line, and write the documents
    ///
    /// Does what formatting does in an editor: only blanks and the dashes of delimiter rows change.
    ///
    /// Settings are those of the nearest .budget-lsp.toml in the folder of the document or above it.
    ///
    /// A file is replaced as a whole or not at all, and left alone where its settings are wrong. - writes the text to
    /// standard output; messages are on standard error.
    ///
    /// Exit code: 0 all documents are done, 1 with --check: something would change, 2 something could not be read or
    /// written, or settings are wrong.
    Fmt(Rewrite),
    /// Show the page of a rule: what it finds, why, and what to do
    Explain(Topic),
    /// Print the JSON schema of .budget-lsp.toml, for editors that complete settings
    Schema,
    /// Print the script that completes commands and options in a shell
    Completions(Script),
    /// Print the manual page in roff, as the program man reads it
    Man(Page),
}

/// Which completion script.
#[derive(Args, Debug)]
pub(super) struct Script {
    /// The shell that is to complete
    #[arg(value_enum, value_name = "bash|zsh|fish|powershell|elvish", hide_possible_values = true)]
    pub(super) shell: Shell,
}

/// Which manual page.
#[derive(Args, Debug)]
pub(super) struct Page {
    /// The language of the page [default: that of LC_ALL, LC_MESSAGES or LANG, else zh]
    #[arg(long, value_parser = languages(), value_name = "zh|en", hide_possible_values = true)]
    pub(super) language: Option<Language>,
}

/// What to explain.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(super) struct Topic {
    /// The id that stands in brackets behind the severity, such as column-sum
    #[arg(value_name = "RULE")]
    pub(super) rule: Option<String>,
    /// All pages, as one Markdown document with an index
    #[arg(long)]
    pub(super) all: bool,
}

/// What to check, and how to show it.
#[derive(Args, Debug)]
pub(super) struct Request {
    #[command(flatten)]
    pub(super) documents: Documents,
    /// Whether to colour the output [default: auto, on a terminal where NO_COLOR is not set]
    #[arg(long, value_enum, default_value_t = Colour::Auto, hide_default_value = true, value_name = "auto|always|never", hide_possible_values = true)]
    pub(super) color: Colour,
}

/// What to write anew, and whether to write it.
#[derive(Args, Debug)]
pub(super) struct Rewrite {
    #[command(flatten)]
    pub(super) documents: Documents,
    /// Write nothing, and end with 1 where something would change
    #[arg(long)]
    pub(super) check: bool,
    /// Write nothing, and show what would change as a unified diff
    #[arg(long)]
    pub(super) diff: bool,
}

/// Which documents, and how they are gone through.
#[derive(Args, Debug)]
pub(super) struct Documents {
    /// Documents, folders (their *.md and *.markdown, as .gitignore has it), or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The language of messages [default: that of the settings, else of LC_ALL, LC_MESSAGES or LANG, else zh]
    #[arg(long, value_parser = languages(), value_name = "zh|en", hide_possible_values = true)]
    pub(super) language: Option<Language>,
    /// How many documents are worked on at once [default: as many as the machine has cores]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
}

/// When the output is coloured; automatically on a terminal, unless NO_COLOR is set (no-color.org).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    Auto,
    Always,
    Never,
}

fn languages() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(["zh", "en"]).map(|name| Language::of_locale(&name))
}

impl Arguments {
    /// Reads the process's arguments. Where they are wrong, or ask for help, says so in that language and ends the
    /// process.
    pub(super) fn read(language: Language) -> Self {
        let matches = command(language).get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }
}

/// The command with its help in that language.
pub(super) fn command(language: Language) -> clap::Command {
    match language {
        Language::English => Arguments::command(),
        Language::Chinese => chinese::in_chinese(Arguments::command()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_of_both_languages_is_well_formed() {
        for language in [Language::Chinese, Language::English] {
            command(language).debug_assert();
        }
    }

    #[test]
    fn the_chinese_help_leaves_nothing_in_english() {
        let mut command = command(Language::Chinese);
        let mut helps = vec![command.render_long_help().to_string()];
        helps.extend(command.get_subcommands_mut().map(|command| command.render_long_help().to_string()));
        assert!(helps.len() > 5);
        for help in helps {
            for english in [
                "Usage",
                "Options",
                "Commands",
                "Arguments",
                "Print",
                "default:",
                "possible",
                "Whether",
                "Serve",
                "The ",
                "the ",
            ] {
                assert!(!help.contains(english), "{english}\n{help}");
            }
        }
    }
}
