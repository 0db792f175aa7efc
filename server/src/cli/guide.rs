//! What somebody reads who starts the server at a terminal.

use crate::finding::Language;

/// What this program is, and how an editor is connected to it.
pub fn guide(language: Language) -> &'static str {
    match language {
        Language::Chinese => CHINESE,
        Language::English => ENGLISH,
    }
}

const CHINESE: &str = "\
budget-lsp 是预算文档（Markdown）的语言服务器和检查工具。

在终端里检查文档或文件夹：

    budget-lsp check 预算.md

在编辑器里使用时，由编辑器启动 budget-lsp，经标准输入输出通信，不需要手工运行。

VS Code：安装源码中 editors/vscode 的扩展，步骤见其中的 README.md。

Neovim（0.11 以上），写入 init.lua：

    vim.lsp.config('budget', { cmd = { 'budget-lsp', '--stdio' }, filetypes = { 'markdown' } })
    vim.lsp.enable('budget')

Helix，写入 languages.toml：

    [language-server.budget-lsp]
    command = \"budget-lsp\"

    [[language]]
    name = \"markdown\"
    language-servers = [\"budget-lsp\"]

全部选项见 budget-lsp --help。
";

const ENGLISH: &str = "\
budget-lsp is a language server and checker for budget documents in Markdown.

To check documents or folders at the terminal:

    budget-lsp check BUDGET.md

In an editor, the editor starts budget-lsp and talks to it on standard input and output; there is nothing to run by hand.

VS Code: install the extension in editors/vscode of the source; its README.md has the steps.

Neovim (0.11 or later), in init.lua:

    vim.lsp.config('budget', { cmd = { 'budget-lsp', '--stdio' }, filetypes = { 'markdown' } })
    vim.lsp.enable('budget')

Helix, in languages.toml:

    [language-server.budget-lsp]
    command = \"budget-lsp\"

    [[language]]
    name = \"markdown\"
    language-servers = [\"budget-lsp\"]

All options: budget-lsp --help.
";
