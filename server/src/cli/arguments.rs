//! What can be asked for on the command line, and the help in two languages.

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
    /// Documents, folders (their *.md and *.markdown, as .gitignore has it), or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The language of messages [default: that of the settings, else of LC_ALL, LC_MESSAGES or LANG, else zh]
    #[arg(long, value_parser = languages(), value_name = "zh|en", hide_possible_values = true)]
    pub(super) language: Option<Language>,
    /// Whether to colour the output [default: auto, on a terminal where NO_COLOR is not set]
    #[arg(long, value_enum, default_value_t = Colour::Auto, hide_default_value = true, value_name = "auto|always|never", hide_possible_values = true)]
    pub(super) color: Colour,
    /// How many documents are checked at once [default: as many as the machine has cores]
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
    /// Reads the process's arguments. Where they are wrong, or ask for help, says so in that language and ends the process.
    pub(super) fn read(language: Language) -> Self {
        let matches = command(language).get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }
}

/// The command with its help in that language.
pub(super) fn command(language: Language) -> clap::Command {
    match language {
        Language::English => Arguments::command(),
        Language::Chinese => in_chinese(Arguments::command()),
    }
}

/// The help texts of the derived command, which are English, in Chinese.
fn in_chinese(command: clap::Command) -> clap::Command {
    let about = "检查用 Markdown 写的部门预算文档，或为编辑器提供服务。";
    let long = format!("{about}\n\n不带参数时是语言服务器，经标准输入输出与编辑器通信（LSP）。");
    headed(command, "[选项] [命令]")
        .about(about)
        .long_about(long)
        .subcommand_help_heading("命令")
        .mut_arg("stdio", |arg| arg.help("经标准输入输出为编辑器服务，与不带参数相同").help_heading("选项"))
        .mut_subcommand("check", check_in_chinese)
        .mut_subcommand("explain", explain_in_chinese)
        .mut_subcommand("schema", |schema| {
            headed(schema, "").about("输出 .budget-lsp.toml 的 JSON Schema，供编辑器补全设置")
        })
        .mut_subcommand("completions", completions_in_chinese)
        .mut_subcommand("man", man_in_chinese)
}

fn completions_in_chinese(completions: clap::Command) -> clap::Command {
    headed(completions, "<bash|zsh|fish|powershell|elvish>")
        .about("输出补全脚本，供 shell 补全命令和选项")
        .mut_arg("shell", |arg| arg.help("用哪种 shell").help_heading("参数"))
}

fn man_in_chinese(man: clap::Command) -> clap::Command {
    headed(man, "[选项]").about("输出手册页（roff 格式），供 man 命令显示").mut_arg("language", |arg| {
        arg.help("手册页所用的语言 [默认依 LC_ALL、LC_MESSAGES、LANG，都未设时为 zh]").help_heading("选项")
    })
}

fn explain_in_chinese(explain: clap::Command) -> clap::Command {
    let about = "显示一条规则的说明：报告什么，为什么，怎么改";
    headed(explain, "<规则>|--all")
        .about(about)
        .mut_arg("rule", |arg| {
            arg.help("级别之后方括号里的规则名，如 column-sum").value_name("规则").help_heading("参数")
        })
        .mut_arg("all", |arg| arg.help("全部规则，连同索引合为一份 Markdown 文档").help_heading("选项"))
}

fn check_in_chinese(check: clap::Command) -> clap::Command {
    let about = "检查文档，显示发现的问题";
    headed(check, "[选项] <路径>…")
        .about(about)
        .long_about(format!("{about}\n\n设置取自文档所在文件夹及其上级中最近的 .budget-lsp.toml。\n退出码：0 没有错误，1 有错误，2 有文件未能读取，或设置有误。"))
        .mut_arg("paths", |arg| {
            arg.help("文档、文件夹（其中的 *.md 和 *.markdown，遵从 .gitignore），或表示标准输入的 -")
                .value_name("路径")
                .help_heading("参数")
        })
        .mut_arg("language", |arg| {
            arg.help("信息所用的语言 [默认依设置文件，其次依 LC_ALL、LC_MESSAGES、LANG，都未设时为 zh]").help_heading("选项")
        })
        .mut_arg("color", |arg| {
            arg.help("是否着色 [默认为 auto：输出到终端且未设 NO_COLOR 时着色]").help_heading("选项")
        })
        .mut_arg("threads", |arg| arg.help("同时检查几份文档 [默认为处理器的核数]").help_heading("选项"))
}

/// A command whose help has Chinese headings, with the two options that clap adds by itself.
fn headed(command: clap::Command, usage: &'static str) -> clap::Command {
    let usage = match command.get_name() {
        "budget-lsp" => format!("budget-lsp {usage}"),
        name => format!("budget-lsp {name} {usage}"),
    };
    let help = clap::Arg::new("help").short('h').long("help").help("显示帮助").help_heading("选项");
    let command = command
        .override_usage(usage)
        .help_template("{about-with-newline}\n用法：{usage}\n\n{all-args}")
        .disable_help_flag(true)
        .arg(help.action(clap::ArgAction::Help));
    if command.get_version().is_none() {
        return command;
    }
    let version = clap::Arg::new("version").short('V').long("version").help("显示版本").help_heading("选项");
    command.disable_version_flag(true).arg(version.action(clap::ArgAction::Version))
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
