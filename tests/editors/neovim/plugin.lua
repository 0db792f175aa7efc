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
    local lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
    H.write('另一份 草稿.md', lines)
    H.wait('the second buffer', function()
      return #vim.lsp.get_clients({ name = 'budget', bufnr = 0 }) == 1
    end)
    H.equal(#vim.lsp.get_clients({ name = 'budget' }), 1)
  end)

  H.check('Markdown that is no budget is left alone', function()
    H.write('README.md', { '# 说明', '', '| 键 | 含义 |', '|---|---|', '| language | 语言 |' })
    H.equal(vim.bo.filetype, 'markdown')
    H.equal(vim.lsp.get_clients({ name = 'budget', bufnr = 0 }), {})
  end)

  H.check('the settings file makes its folder the root', function()
    local folder = vim.env.BUDGET_DRAFTS .. '/另一个部门'
    vim.fn.mkdir(folder .. '/.git', 'p')
    vim.fn.mkdir(folder .. '/2025/.git', 'p')
    vim.fn.writefile({ 'language = "en"' }, folder .. '/.budget-lsp.toml')
    H.write('另一个部门/2025/预算.md', vim.api.nvim_buf_get_lines(buffer, 0, -1, true))
    local client = H.wait('its server', function()
      return vim.lsp.get_clients({ name = 'budget', bufnr = 0 })[1]
    end)
    H.equal(client.root_dir, folder)
  end)

  H.check('the help has a tag for all that there is, and no other', function()
    local copy = vim.fn.tempname()
    vim.fn.mkdir(copy .. '/doc', 'p')
    local source = vim.api.nvim_get_runtime_file('doc/budget.txt', false)[1]
    assert(vim.uv.fs_copyfile(source, copy .. '/doc/budget.txt'))
    vim.opt.runtimepath:prepend(copy)
    vim.cmd.helptags(copy .. '/doc')
    local tags = vim.iter(vim.fn.readfile(copy .. '/doc/tags')):map(function(line)
      return line:match('^[^!]%S*')
    end):totable()
    local wanted = { 'budget', 'budget.txt', ':BudgetTotals', ':BudgetFix', ':BudgetFix!' }
    vim.list_extend(wanted, vim.tbl_map(function(name)
      return 'budget-' .. name
    end, { 'setup', 'cmd', 'filetypes', 'locale', 'filetype', 'use', 'colours', 'trouble', 'install', 'lazy' }))
    vim.list_extend(wanted, vim.tbl_map(function(name)
      return ':BudgetFix-' .. name
    end, require('budget.fix').REFACTORINGS))
    for name, member in pairs(require('budget')) do
      local is_documented = type(member) == 'function' and vim.list_contains({ 'setup', 'statusline', 'enable' }, name)
      table.insert(wanted, is_documented and ('budget.%s()'):format(name) or nil)
    end
    table.sort(wanted)
    table.sort(tags)
    H.equal(tags, wanted)
    for _, tag in ipairs(wanted) do
      vim.cmd.help(tag)
      H.equal(vim.fs.basename(vim.api.nvim_buf_get_name(0)), 'budget.txt', tag)
    end
  end)
end)
