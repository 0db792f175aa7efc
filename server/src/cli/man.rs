//! `budget-lsp man`: one page for all commands, made from the command line itself and from what that does not say.

mod sections;

use std::io;

use anyhow::Context;
use clap_mangen::{
    Man,
    roff::{Inline, Roff, bold, roman},
};

use super::arguments::command;
use crate::finding::Language;
use sections::SECTIONS;

/// The manual page in roff.
pub(super) fn page(language: Language) -> anyhow::Result<Vec<u8>> {
    let mut command = command(language);
    command.build();
    let mut page = Vec::new();
    write(command, language, &mut page).context("man")?;
    Ok(page)
}

fn write(mut command: clap::Command, language: Language, page: &mut Vec<u8>) -> io::Result<()> {
    let words = match language {
        Language::Chinese => &CHINESE,
        Language::English => &ENGLISH,
    };
    let mut head = Roff::new();
    let source = format!("budget-lsp {}", env!("CARGO_PKG_VERSION"));
    // No date: the same source makes the same page. An empty argument has to be quoted here.
    head.control("TH", ["budget-lsp", "1", "\"\"", &source, words.manual]);
    if language == Language::Chinese {
        // Where lines of Chinese may be broken. Without it groff breaks them at spaces only.
        head.control("if \\n(.g .mso zh.tmac", []);
    }
    // Neither stretched nor hyphenated, so that options can be searched for and copied.
    head.control("ad", ["l"]).control("nh", []);
    head.control("SH", [words.name]);
    head.text([roman(format!("budget-lsp - {}", command.get_about().map(ToString::to_string).unwrap_or_default()))]);
    head.control("SH", [words.synopsis]);
    synopsis(&mut command, &mut head);
    head.to_writer(page)?;
    commands(&command, words, page)?;
    let mut tail = Roff::new();
    for section in SECTIONS {
        section.write(language, &mut tail);
    }
    page.extend(tail.to_roff().bytes());
    Ok(())
}

/// How each command is called, a line each.
fn synopsis(command: &mut clap::Command, roff: &mut Roff) {
    roff.text(usage(command, "budget-lsp"));
    for subcommand in command.get_subcommands_mut() {
        let name = format!("budget-lsp {}", subcommand.get_name());
        roff.control("br", []).text(usage(subcommand, &name));
    }
}

fn usage(command: &mut clap::Command, name: &str) -> [Inline; 2] {
    let usage = command.render_usage().to_string();
    let arguments = usage.split_once(name).map_or("", |(_, arguments)| arguments);
    [bold(name), roman(arguments)]
}

/// The description and options of the program, then of each command.
fn commands(command: &clap::Command, words: &Words, page: &mut Vec<u8>) -> io::Result<()> {
    let man = Man::new(command.clone());
    heading("SH", words.description, page);
    body(|section| man.render_description_section(section), page)?;
    heading("SH", words.options, page);
    body(|section| man.render_options_section(section), page)?;
    heading("SH", words.commands, page);
    for subcommand in command.get_subcommands() {
        let name = format!("budget-lsp {}", subcommand.get_name());
        // That there is --help is said once, for the program.
        let man = Man::new(subcommand.clone().mut_arg("help", |help| help.hide(true)));
        heading("SS", &name, page);
        body(|section| man.render_description_section(section), page)?;
        body(|section| man.render_options_section(section), page)?;
    }
    Ok(())
}

fn heading(level: &str, text: &str, page: &mut Vec<u8>) {
    page.extend(Roff::new().control(level, [text]).to_roff().bytes());
}

/// What clap_mangen writes of a section, without its headings, which are English, and the preamble, which is needed
/// once.
fn body(render: impl FnOnce(&mut dyn io::Write) -> io::Result<()>, page: &mut Vec<u8>) -> io::Result<()> {
    let mut section = Vec::new();
    render(&mut section)?;
    let is_ours = |line: &&[u8]| ![&b".SH "[..], b".ie ", b".el "].iter().any(|start| line.starts_with(start));
    page.extend(section.split_inclusive(|byte| *byte == b'\n').filter(is_ours).flatten());
    Ok(())
}

/// The headings of the page, and the name of the manual that it belongs to.
struct Words {
    manual: &'static str,
    name: &'static str,
    synopsis: &'static str,
    description: &'static str,
    options: &'static str,
    commands: &'static str,
}

const CHINESE: Words = Words {
    manual: "预算文档检查",
    name: "名称",
    synopsis: "概要",
    description: "描述",
    options: "选项",
    commands: "命令",
};

const ENGLISH: Words = Words {
    manual: "Budget documents",
    name: "NAME",
    synopsis: "SYNOPSIS",
    description: "DESCRIPTION",
    options: "OPTIONS",
    commands: "COMMANDS",
};

#[cfg(test)]
mod tests {
    use super::*;

    /// The page as it reads: roff's escapes of hyphens and of fonts undone.
    fn read(language: Language) -> String {
        let page = String::from_utf8(page(language).unwrap()).unwrap();
        page.replace("\\-", "-").replace("\\fB", "").replace("\\fI", "").replace("\\fR", "")
    }

    #[test]
    fn the_page_names_every_command_and_option_with_its_help() {
        for language in [Language::Chinese, Language::English] {
            let page = read(language);
            let mut command = command(language);
            command.build();
            for command in std::iter::once(&command).chain(command.get_subcommands()) {
                let name = command.get_bin_name().unwrap_or("budget-lsp");
                assert!(page.contains(name), "{name}\n{page}");
                for argument in command.get_arguments().filter(|argument| argument.get_id() != "help") {
                    let long = argument.get_long().map(|long| format!("--{long}"));
                    let values = argument.get_value_names().map(|names| names.join(" "));
                    for part in [long, values.filter(|_| argument.get_action().takes_values())].into_iter().flatten() {
                        assert!(page.contains(&part), "{name}: {part}\n{page}");
                    }
                    assert!(page.contains(&argument.get_help().unwrap().to_string()), "{name}: {argument}\n{page}");
                }
                assert_eq!(
                    command.get_subcommands().filter(|_| name != "budget-lsp").count(),
                    0,
                    "a level that is not shown"
                );
            }
        }
    }

    #[test]
    fn the_page_has_the_sections_of_a_manual_page_in_its_language() {
        let sections = |language| -> Vec<String> {
            read(language).lines().filter_map(|line| Some(line.strip_prefix(".SH ")?.replace('"', ""))).collect()
        };
        let chinese = ["名称", "概要", "描述", "选项", "命令", "退出状态", "文件", "环境变量", "示例", "参见"];
        let english = [
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "OPTIONS",
            "COMMANDS",
            "EXIT STATUS",
            "FILES",
            "ENVIRONMENT",
            "EXAMPLES",
            "SEE ALSO",
        ];
        assert_eq!(sections(Language::Chinese), chinese);
        assert_eq!(sections(Language::English), english);
    }
}
