-- Neovim 0.10 has neither `vim.lsp.config` nor `vim.lsp.enable`: here they are taken away before the plugin is called.

local H = Harness

vim.lsp.enable = nil
vim.lsp.config = nil
local already_open = H.open_draft()
require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' }, locale = 'en' })

H.run(function()
  H.check('a draft that was open before is looked at', function()
    H.wait('diagnostics', function()
      return #vim.diagnostic.get(already_open) > 0
    end)
  end)

  H.check('a draft that is opened afterwards is looked at, by the same server', function()
    vim.cmd.edit(vim.fn.fnameescape(vim.env.BUDGET_DRAFTS .. '/另一份 草稿.md'))
    H.wait('the second buffer', function()
      return #vim.lsp.get_clients({ name = 'budget', bufnr = 0 }) == 1
    end)
    H.equal(#vim.lsp.get_clients({ name = 'budget' }), 1)
  end)

  H.check('the messages are in the language that was set', function()
    local totals = vim.tbl_filter(function(diagnostic)
      return diagnostic.code == 'row-sum'
    end, vim.diagnostic.get(already_open))
    H.contains(totals[1].message, 'difference')
  end)

  H.check('a buffer that is no file is left alone', function()
    local scratch = vim.api.nvim_create_buf(false, true)
    vim.bo[scratch].filetype = 'markdown'
    H.equal(#vim.lsp.get_clients({ name = 'budget', bufnr = scratch }), 0)
  end)
end)
