-- The server is not installed.

local H = Harness

local messages = H.hear()
require('budget').setup({ cmd = { 'budget-lsp-that-is-not-there' } })

H.run(function()
  local buffer = H.open_draft()
  H.write('另一份 草稿.md', vim.api.nvim_buf_get_lines(buffer, 0, -1, true))

  H.check('what to do is said once, not for every buffer', function()
    H.equal(vim.bo.filetype, 'markdown.budget')
    H.equal(#messages, 1, vim.inspect(messages))
    H.contains(messages[1], 'budget-lsp-that-is-not-there')
    H.contains(messages[1], 'cargo install --path server')
  end)

  H.check(':checkhealth says what to do', function()
    vim.cmd('silent checkhealth budget')
    local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
    H.contains(report, 'ERROR')
    H.contains(report, 'cargo install --path server')
  end)
end)
