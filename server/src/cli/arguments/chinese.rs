//! The help in Chinese.

/// The help texts of the derived command, which are English, in Chinese.
pub(super) fn in_chinese(command: clap::Command) -> clap::Command {
    let about = "检查用 Markdown 写的部门预算文档，或为编辑器提供服务。";
    let long = format!("{about}\n\n不带参数时是语言服务器，经标准输入输出与编辑器通信（LSP）。");
    headed(command, "[选项] [命令]")
        .about(about)
        .long_about(long)
        .subcommand_help_heading("命令")
        .mut_arg("stdio", |arg| arg.help("经标准输入输出为编辑器服务，与不带参数相同").help_heading("选项"))
        .mut_subcommand("check", check_in_chinese)
        .mut_subcommand("fix", fix_in_chinese)
        .mut_subcommand("fmt", fmt_in_chinese)
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
    documents_in_chinese(headed(check, "[选项] <路径>…"))
        .about(about)
        .long_about(format!("{about}\n\n{SETTINGS}\n退出码：0 没有错误，1 有错误，2 有文件未能读取，或设置有误。"))
        .mut_arg("color", |arg| {
            arg.help("是否着色 [默认为 auto：输出到终端且未设 NO_COLOR 时着色]").help_heading("选项")
        })
}

const SETTINGS: &str = "设置取自文档所在文件夹及其上级中最近的 .budget-lsp.toml。";

fn fix_in_chinese(fix: clap::Command) -> clap::Command {
    let about = "改正仅涉及格式的问题，写回文档";
    let does = "与编辑器中的 source.fixAll.budget 相同：统一写法、标点、编号，补上缺少的单元格，删去不起作用的 budget-ignore 注释。金额和文字不会改动；对金额和文字的修改只是建议，由编制人员在编辑器中决定。";
    rewrite_in_chinese(headed(fix, "[选项] <路径>…"), about, does)
}

fn fmt_in_chinese(fmt: clap::Command) -> clap::Command {
    let about = "对齐表格各列，写回文档";
    let does = "与编辑器中的格式化相同：只改动空格和分隔行中的短横。";
    rewrite_in_chinese(headed(fmt, "[选项] <路径>…"), about, does)
}

fn rewrite_in_chinese(rewrite: clap::Command, about: &'static str, does: &str) -> clap::Command {
    let writes = "文件要么整个替换，要么保持原样；设置有误的文档不作处理。路径为 - 时，改后的文本输出到标准输出；其余信息都在标准错误。";
    let codes = "退出码：0 文档都已处理，1 用 --check 时有文档要改，2 有文件未能读取或写入，或设置有误。";
    documents_in_chinese(rewrite)
        .about(about)
        .long_about(format!("{about}\n\n{does}\n{SETTINGS}\n{writes}\n{codes}"))
        .mut_arg("check", |arg| arg.help("不写入；有文档要改时，退出码为 1").help_heading("选项"))
        .mut_arg("diff", |arg| arg.help("不写入；以 unified diff 显示会怎样修改").help_heading("选项"))
}

fn documents_in_chinese(command: clap::Command) -> clap::Command {
    command
        .mut_arg("paths", |arg| {
            arg.help("文档、文件夹（其中的 *.md 和 *.markdown，遵从 .gitignore），或表示标准输入的 -")
                .value_name("路径")
                .help_heading("参数")
        })
        .mut_arg("language", |arg| {
            arg.help("信息所用的语言 [默认依设置文件，其次依 LC_ALL、LC_MESSAGES、LANG，都未设时为 zh]")
                .help_heading("选项")
        })
        .mut_arg("threads", |arg| arg.help("同时处理几份文档 [默认为处理器的核数]").help_heading("选项"))
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
