//! What the manual page says that the command line does not.

use clap_mangen::roff::{Roff, bold, roman};

use crate::finding::Language;

/// A section that is a list of terms, in both languages.
pub(super) struct Section {
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
    /// Writes it in that language.
    pub(super) fn write(&self, language: Language, roff: &mut Roff) {
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

/// The sections below the commands.
pub(super) const SECTIONS: &[Section] = &[
    Section {
        chinese: "退出状态",
        english: "EXIT STATUS",
        terms: &[
            Term {
                term: "0",
                chinese: "没有错误，或文档都已处理；作为语言服务器运行时，编辑器先请求关闭，然后退出。",
                english: "No errors, or all documents are done; as a language server: the editor asked for shutdown before it left.",
            },
            Term {
                term: "1",
                chinese: "check 发现了错误；用 --check 时，fix 或 fmt 有文档要改；作为语言服务器运行时，编辑器没有请求关闭就断开了。",
                english: "check found errors; with --check, fix or fmt would change a document; as a language server: the editor left without asking \
                          for shutdown.",
            },
            Term {
                term: "2",
                chinese: "有文件未能读取或写入，或参数、设置有误。其余文档仍全部处理；未能写入的文件保持原样。",
                english: "Something could not be read or written, or arguments or settings are wrong. All other documents were done; a file \
                          that could not be written is as it was.",
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
            Term {
                term: "budget-lsp fix --diff 预算.md",
                chinese: "显示一份文档的格式问题会怎样修改，不写入。",
                english: "Shows what would be done about the form of a document, and writes nothing.",
            },
            Term {
                term: "budget-lsp fmt - < 预算.md",
                chinese: "对齐标准输入中的表格，输出到标准输出。",
                english: "Puts the tables of standard input in line, on standard output.",
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
