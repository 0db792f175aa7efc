-- `:checkhealth budget`, in the two languages.

local H = Harness

require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })

local function report()
  vim.cmd('silent checkhealth budget')
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
  vim.cmd('bwipeout!')
  return text
end

H.run(function()
  H.check('before any budget is open, no server runs', function()
    H.contains(report(), '没有显示任何 Markdown 文档')
    H.contains(report(), '服务器没有运行')
  end)

  H.open_checked()
  local encoding = H.client().offset_encoding

  H.check('it names the server, its version, its encoding and what it can do', function()
    local version = vim.trim(vim.fn.system({ vim.env.BUDGET_SERVER, '--version' }))
    local text = report()
    for _, piece in ipairs({ vim.env.BUDGET_SERVER, version, '文档 1 份，位置编码 ' .. encoding, '合计（:BudgetTotals、状态栏）：可用' }) do
      H.contains(text, piece)
    end
    assert(not text:find('ERROR', 1, true), text)
  end)

  H.check('it says of the document what it is taken for, and that there are no settings', function()
    local text = report()
    for _, piece in ipairs({ '绩效目标 征求意见稿.md', '看起来是预算文档', '已连接服务器', '没有设置文件' }) do
      H.contains(text, piece)
    end
  end)

  H.check('it names the settings file that is in force', function()
    local path = vim.env.BUDGET_DRAFTS .. '/.budget-lsp.toml'
    vim.fn.writefile({ 'language = "zh"' }, path)
    H.contains(report(), '设置文件：' .. path)
    vim.fn.delete(path)
  end)

  H.check('it says why a README is left alone, and what to do', function()
    vim.cmd.split()
    H.write('README.md', { '# 说明' })
    require('budget').options().locale = 'en'
    local text = report()
    for _, piece in ipairs({ 'README.md', 'does not look like a budget', '*.budget.md', 'filetype markdown;', 'markdown.budget' }) do
      H.contains(text, piece)
    end
  end)
end)
