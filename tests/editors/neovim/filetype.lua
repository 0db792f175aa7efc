-- The filetype `markdown.budget`: when a buffer gets it, and what stays of Markdown.

local H = Harness

local TABLE = { '| 项目名称 | 总计 | 绩效目标 |', '|---|---|---|', '| 一 | 2.00 | |' }
local seen = {}

-- What a user has for Markdown: an autocommand, one in Vim's language, a treesitter highlighter, and a plugin file.
vim.cmd('autocmd FileType markdown setlocal shiftwidth=7 spell')
vim.api.nvim_create_autocmd('FileType', {
  pattern = 'markdown',
  callback = function(event)
    table.insert(seen, event.match)
    if vim.g.wants_treesitter then
      vim.treesitter.start(event.buf)
    end
  end,
})
vim.api.nvim_create_autocmd('FileType', {
  pattern = 'markdown.budget',
  callback = function(event)
    table.insert(seen, event.match)
    vim.bo.textwidth = 123
  end,
})
local after = vim.fn.stdpath('config') .. '/after/ftplugin'
vim.fn.mkdir(after, 'p')
vim.fn.writefile({ 'setlocal linebreak', "let b:undo_ftplugin .= '|setl linebreak<'" }, after .. '/markdown.vim')
vim.fn.writefile({ 'vim.b.is_of_budgets = true' }, after .. '/budget.lua')
vim.o.shiftwidth = 3
vim.o.textwidth = 55
require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })

H.run(function()
  H.check('a budget gets the compound filetype, after what is done for Markdown', function()
    H.open_draft()
    H.equal(vim.bo.filetype, 'markdown.budget')
    H.equal(seen, { 'markdown', 'markdown.budget' })
  end)

  H.check("Markdown's own plugin and syntax work", function()
    H.equal(vim.bo.comments, 'fb:*,fb:-,fb:+,n:>')
    H.equal(vim.b.current_syntax, 'markdown')
    vim.api.nvim_win_set_cursor(0, { 3, 0 })
    H.equal(vim.fn.synIDattr(vim.fn.synID(3, 3, 1), 'name'), 'markdownH1')
  end)

  H.check('what the user set for Markdown stays, and what is set for budgets comes on top', function()
    H.equal({ vim.bo.shiftwidth, vim.wo.spell, vim.wo.linebreak }, { 7, true, true })
    H.equal({ vim.bo.textwidth, vim.b.is_of_budgets }, { 123, true })
  end)

  H.check('another filetype undoes all of it, and reading again brings it back', function()
    vim.bo.filetype = 'text'
    H.equal({ vim.bo.comments == 'fb:*,fb:-,fb:+,n:>', vim.wo.linebreak, vim.bo.shiftwidth }, { false, false, 3 })
    vim.cmd.edit()
    H.equal({ vim.bo.filetype, vim.bo.shiftwidth, vim.wo.linebreak }, { 'markdown.budget', 7, true })
    local messages = vim.fn.execute('messages')
    assert(not messages:find('E%d+:'), messages)
  end)

  H.check('treesitter highlights it as Markdown, and nothing else does', function()
    vim.g.wants_treesitter = true
    local buffer = H.write('树.md', TABLE)
    vim.g.wants_treesitter = nil
    H.equal(vim.bo.filetype, 'markdown.budget')
    H.equal({ vim.treesitter.highlighter.active[buffer] ~= nil, vim.bo.syntax }, { true, '' })
    H.equal(vim.treesitter.get_parser(buffer):lang(), 'markdown')
    vim.treesitter.stop(buffer)
    vim.treesitter.start(buffer)
    H.equal(vim.treesitter.get_parser(buffer):lang(), 'markdown')
  end)

  H.check('a name that ends in .budget.md is enough', function()
    H.open_draft('空白.budget.md')
    H.equal(vim.bo.filetype, 'markdown.budget')
  end)

  H.check('a new document becomes a budget when it is written', function()
    local buffer = H.open_draft('新建.md')
    vim.api.nvim_buf_set_lines(buffer, 0, -1, true, TABLE)
    H.equal(vim.bo.filetype, 'markdown')
    vim.cmd('silent write')
    H.equal(vim.bo.filetype, 'markdown.budget')
    H.wait('the server', function()
      return vim.lsp.get_clients({ name = 'budget', bufnr = buffer })[1]
    end)
  end)

  H.check('a README stays what it is, when it is written too', function()
    H.write('README.md', { '# 部门预算', '', '```text', TABLE[1], TABLE[2], TABLE[3], '```' })
    vim.cmd('silent write')
    H.equal(vim.bo.filetype, 'markdown')
  end)

  H.check('a table far down in a long buffer is found', function()
    local lines = vim.list_extend(vim.fn['repeat']({ '正文。' }, 345), { '', unpack(TABLE) })
    H.write('很长.md', lines)
    H.equal(vim.bo.filetype, 'markdown.budget')
  end)

  if vim.lsp.config then
    H.check('other servers see budgets where they name the filetype', function()
      for name, filetypes in pairs({ one = { 'markdown', 'markdown.budget' }, other = { 'markdown' } }) do
        vim.lsp.config(name, { cmd = { vim.env.BUDGET_SERVER, '--stdio' }, filetypes = filetypes })
      end
      vim.lsp.enable({ 'one', 'other' })
      H.write('两个服务器.md', TABLE)
      H.wait('the servers', function()
        local names = vim.tbl_map(function(client)
          return client.name
        end, vim.lsp.get_clients({ bufnr = 0 }))
        table.sort(names)
        return vim.deep_equal(names, { 'budget', 'one' })
      end)
    end)
  end

  H.check('other files are not looked at', function()
    H.write('表.txt', TABLE)
    H.equal(vim.bo.filetype, 'text')
  end)
end)
