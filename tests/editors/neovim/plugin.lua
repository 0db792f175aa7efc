-- The plugin as it stands after installing: no `setup`, the server on PATH.

local H = Harness

vim.env.PATH = vim.fs.dirname(vim.env.BUDGET_SERVER) .. ':' .. vim.env.PATH

H.run(function()
  local buffer = H.open_draft()

  H.check('without setup, the server on PATH is started', function()
    H.wait('diagnostics', function()
      return #vim.diagnostic.get(buffer) > 0
    end)
  end)

  H.check('another draft goes to the same server', function()
    vim.cmd.edit(vim.fn.fnameescape(vim.env.BUDGET_DRAFTS .. '/另一份 草稿.md'))
    H.wait('the second buffer', function()
      return #vim.lsp.get_clients({ name = 'budget', bufnr = 0 }) == 1
    end)
    H.equal(#vim.lsp.get_clients({ name = 'budget' }), 1)
  end)

  H.check(':checkhealth finds the server and the buffers', function()
    vim.cmd('silent checkhealth budget')
    local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
    H.contains(report, vim.env.BUDGET_SERVER)
    H.contains(report, '2 buffers')
    assert(not report:find('ERROR', 1, true), report)
  end)

  H.check('the language of Neovim is the language of the messages', function()
    local tag = require('budget').language_tag
    H.equal({ tag('zh_CN.UTF-8'), tag('en_GB'), tag('sr_RS@latin') }, { 'zh-CN', 'en-GB', 'sr-RS' })
    H.equal({ tag('C'), tag('C.UTF-8'), tag('POSIX'), tag('') }, {})
  end)

  H.check('the help is found by its tags', function()
    local copy = vim.fn.tempname()
    vim.fn.mkdir(copy .. '/doc', 'p')
    local source = vim.api.nvim_get_runtime_file('doc/budget.txt', false)[1]
    assert(vim.uv.fs_copyfile(source, copy .. '/doc/budget.txt'))
    vim.opt.runtimepath:prepend(copy)
    vim.cmd.helptags(copy .. '/doc')
    for _, tag in ipairs({ 'budget', 'budget-setup', 'budget-cmd', 'budget-filetypes', 'budget-locale', 'budget-use' }) do
      vim.cmd.help(tag)
      H.equal(vim.fs.basename(vim.api.nvim_buf_get_name(0)), 'budget.txt', tag)
    end
  end)
end)
