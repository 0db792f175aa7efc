hook -group budget global BufSetOption filetype=markdown %{
    set-option buffer lsp_servers %{
        [budget-lsp]
        args = ["--stdio"]
        root_globs = [".budget-lsp.toml", ".git"]
    }
}

hook -group budget global WinSetOption filetype=markdown lsp-enable-window
