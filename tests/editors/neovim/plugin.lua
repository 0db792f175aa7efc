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

  H.check('settings that are written in Neovim hold at once', function()
    local draft = vim.api.nvim_get_current_buf()
    local function is_said(text)
      return vim.iter(vim.diagnostic.get(draft)):any(function(diagnostic)
        return diagnostic.message:find(text, 1, true)
      end)
    end
    H.wait('findings in English', function()
      return is_said('difference')
    end)
    H.open_draft('另一个部门/.budget-lsp.toml')
    vim.api.nvim_buf_set_lines(0, 0, -1, true, { 'language = "zh"' })
    vim.cmd('silent write')
    H.wait('findings in Chinese', function()
      return is_said('资金来源相加')
    end)
  end)

  H.check('the help has a tag for all that there is and no other, in both languages', function()
    local copy = vim.fn.tempname()
    vim.fn.mkdir(copy .. '/doc', 'p')
    for _, name in ipairs({ 'doc/budget.txt', 'doc/budget.cnx' }) do
      assert(vim.uv.fs_copyfile(vim.api.nvim_get_runtime_file(name, false)[1], copy .. '/' .. name))
    end
    vim.opt.runtimepath:prepend(copy)
    vim.cmd.helptags(copy .. '/doc')
    local wanted = { 'budget', 'budget.txt', ':BudgetTotals', ':BudgetWorkspace', ':BudgetCsv', ':BudgetFix', ':BudgetFix!' }
    vim.list_extend(wanted, { 'budget.setup()', 'budget.workspace()', 'budget.statusline()' })
    vim.list_extend(wanted, { 'budget-cmd', 'budget-filetypes', 'budget-locale' })
    local sections = { 'install', 'lazy', 'setup', 'filetype', 'use', 'completion', 'format', 'lens', 'colours', 'trouble' }
    for _, section in ipairs(sections) do
      table.insert(wanted, 'budget-' .. section)
    end
    for _, name in ipairs(require('budget.fix').REFACTORINGS) do
      table.insert(wanted, ':BudgetFix-' .. name)
    end
    table.sort(wanted)
    for file, language in pairs({ tags = 'en', ['tags-cn'] = 'cn' }) do
      local tags = vim.iter(vim.fn.readfile(copy .. '/doc/' .. file)):map(function(line)
        return line:match('^[^!]%S*')
      end):totable()
      table.sort(tags)
      H.equal(tags, wanted, file)
      for _, tag in ipairs(wanted) do
        vim.cmd.help(tag .. '@' .. language)
        local name = language == 'cn' and 'budget.cnx' or 'budget.txt'
        H.equal(vim.fs.basename(vim.api.nvim_buf_get_name(0)), name, tag)
      end
    end
  end)

  H.check('the help names every option, and every token that the server has', function()
    local tokens = H.client().server_capabilities.semanticTokensProvider.legend.tokenTypes
    for _, name in ipairs({ 'doc/budget.txt', 'doc/budget.cnx' }) do
      local text = table.concat(vim.fn.readfile(vim.api.nvim_get_runtime_file(name, false)[1]), '\n')
      for option in pairs(require('budget').defaults) do
        H.contains(text, '*budget-' .. option .. '*')
      end
      for _, token in ipairs(tokens) do
        H.contains(text, ('@lsp.type.%s.markdown.budget'):format(token))
      end
    end
  end)
end)
