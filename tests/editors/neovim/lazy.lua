-- What lazy.nvim does with `{ dir = '…/editors/neovim', ft = 'markdown' }`: nothing of the plugin is there until the first Markdown
-- buffer; then its folder joins 'runtimepath', its plugin/ and ftdetect/ are sourced, and the event is fired once more.

local H = Harness

local folder = vim.env.BUDGET_ROOT .. '/editors/neovim'
local was_loaded_early

local function load(event)
  was_loaded_early = package.loaded.budget ~= nil or vim.fn.exists(':BudgetFix') ~= 0
  local runtimepath = vim.opt.runtimepath:get()
  table.insert(runtimepath, #runtimepath, folder)
  vim.opt.runtimepath = runtimepath
  for _, kind in ipairs({ 'plugin', 'ftdetect' }) do
    for _, path in ipairs(vim.fn.glob(folder .. '/' .. kind .. '/**/*.{vim,lua}', true, true)) do
      vim.cmd.source(path)
    end
  end
  require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })
  vim.api.nvim_exec_autocmds('FileType', { buffer = event.buf, modeline = false })
end
vim.api.nvim_create_autocmd('FileType', { pattern = 'markdown', once = true, callback = load })

H.run(function()
  local buffer = H.open_checked()

  H.check('the plugin comes with the first Markdown buffer, and not before', function()
    H.equal(was_loaded_early, false)
  end)

  H.check('that buffer is a budget, is looked at once, and has what Markdown has', function()
    H.equal(vim.bo.filetype, 'markdown.budget')
    H.equal(vim.bo.comments, 'fb:*,fb:-,fb:+,n:>')
    H.equal(#vim.lsp.get_clients({ bufnr = buffer }), 1)
  end)

  H.check('so is the next, and a README is not', function()
    H.write('第二份.md', vim.api.nvim_buf_get_lines(buffer, 0, -1, true))
    H.wait('the server', function()
      return #vim.lsp.get_clients({ name = 'budget', bufnr = 0 }) == 1
    end)
    H.equal(#vim.lsp.get_clients(), 1)
    H.write('README.md', { '# 说明' })
    H.equal({ vim.bo.filetype, vim.lsp.get_clients({ bufnr = 0 }) }, { 'markdown', {} })
  end)

  H.check('the commands and the health check are there', function()
    vim.api.nvim_win_set_buf(0, buffer)
    vim.cmd.BudgetTotals()
    assert(vim.api.nvim_win_get_config(0).relative ~= '')
    vim.cmd.close()
    vim.cmd('silent checkhealth budget')
    local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
    assert(not report:find('ERROR', 1, true), report)
  end)
end)
