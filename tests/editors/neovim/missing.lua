-- The server is not installed.

local H = Harness

local messages = {}
vim.notify = function(text)
  table.insert(messages, text)
end
require('budget').setup({ cmd = { 'budget-lsp-that-is-not-there' } })

H.run(function()
  H.open_draft()
  vim.cmd.edit(vim.fn.fnameescape(vim.env.BUDGET_DRAFTS .. '/另一份 草稿.md'))

  H.check('what to do is said once, not for every buffer', function()
    H.wait('a message', function()
      return #messages > 0
    end)
    vim.wait(200)
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
