//! `budget-lsp man`: one page for all commands, made from the command line itself and from what that does not say.

use std::io;

use anyhow::Context;
use clap_mangen::{
    Man,
    roff::{Inline, Roff, bold, roman},
};

use super::arguments::command;
use crate::finding::Language;

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

/// What clap_mangen writes of a section, without its headings, which are English, and the preamble, which is needed once.
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

/// A section that is a list of terms, in both languages.
struct Section {
    chinese: &'static str,
    english: &'static str,
    terms: &'static [Term],
}

struct Term {
    term: &'static str,
    chinese: &'static str,
    english: &'static str,
}

impl Section {
    fn write(&self, language: Language, roff: &mut Roff) {
        let of = |chinese, english| match language {
            Language::Chinese => chinese,
            Language::English => english,
        };
        roff.control("SH", [of(self.chinese, self.english)]);
        for Term { term, chinese, english } in self.terms {
            roff.control("TP", []).text([bold(*term)]).text([roman(of(chinese, english))]);
        }
    }
}

const SECTIONS: &[Section] = &[
    Section {
        chinese: "退出状态",
        english: "EXIT STATUS",
        terms: &[
            Term {
                term: "0",
                chinese: "没有错误；作为语言服务器运行时，编辑器先请求关闭，然后退出。",
                english: "No errors; as a language server: the editor asked for shutdown before it left.",
            },
            Term {
                term: "1",
                chinese: "check 发现了错误；作为语言服务器运行时，编辑器没有请求关闭就断开了。",
                english: "check found errors; as a language server: the editor left without asking for shutdown.",
            },
            Term {
                term: "2",
                chinese: "有文件未能读取，或参数、设置有误。能读的文档仍全部检查。",
                english: "Something could not be read, or arguments or settings are wrong. All that could be read was checked.",
            },
        ],
    },
    Section {
        chinese: "文件",
        english: "FILES",
        terms: &[
            Term {
                term: ".budget-lsp.toml",
                chinese: "设置。在文档所在文件夹及其上级中，离文档最近的一个生效。",
                english: "Settings. Of those in the folder of a document and above it, the nearest one counts.",
            },
            Term {
                term: "~/.cache/budget-lsp",
                chinese: "各条规则的说明，由语言服务器写入，供编辑器打开；macOS 上为 ~/Library/Caches/budget-lsp。可随时删除。",
                english: "Pages of rules, written by the language server for editors to open; ~/Library/Caches/budget-lsp on macOS. \
                          They may be deleted at any time.",
            },
        ],
    },
    Section {
        chinese: "环境变量",
        english: "ENVIRONMENT",
        terms: &[
            Term {
                term: "LC_ALL, LC_MESSAGES, LANG",
                chinese: "依次看，第一个不为空的决定信息的语言：以 en 开头为英文，其余为中文；都未设时为中文。",
                english: "The first of them that is not empty decides on the language of messages: English where it begins with en, \
                          else Chinese. Chinese, too, where none is set.",
            },
            Term {
                term: "NO_COLOR",
                chinese: "不为空时，check 不着色；--color 优先。",
                english: "Where it is not empty, check does not colour its output; --color counts over it.",
            },
            Term {
                term: "TERM",
                chinese: "为 dumb 时，check 不着色；--color 优先。",
                english: "Where it is dumb, check does not colour its output; --color counts over it.",
            },
            Term {
                term: "BUDGET_LOG",
                chinese: "语言服务器向标准错误输出的日志级别：error、warn（默认）、info、debug、trace。",
                english: "How much the language server says on standard error: error, warn (the default), info, debug or trace.",
            },
        ],
    },
    Section {
        chinese: "示例",
        english: "EXAMPLES",
        terms: &[
            Term {
                term: "budget-lsp check 预算.md", chinese: "检查一份文档。", english: "Checks one document."
            },
            Term {
                term: "budget-lsp check --language en .",
                chinese: "检查当前文件夹里的全部文档，信息用英文。",
                english: "Checks all documents in the current folder, with messages in English.",
            },
        ],
    },
    Section {
        chinese: "参见",
        english: "SEE ALSO",
        terms: &[
            Term {
                term: "budget-lsp explain --all",
                chinese: "全部规则的说明：报告什么，为什么，怎么改。",
                english: "The pages of all rules: what each finds, why, and what to do.",
            },
            Term {
                term: "docs/settings.md",
                chinese: "全部设置的说明，在发布包和源代码中。",
                english: "All settings, in the release archive and in the source.",
            },
        ],
    },
];

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
