-- What a user may set: all Markdown, and the language of the messages.

local H = Harness

require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' }, filetypes = { 'markdown' }, locale = 'en' })

local function is_seen(buffer)
  return #vim.lsp.get_clients({ name = 'budget', bufnr = buffer }) == 1
end

H.run(function()
  H.check('with `markdown` among the filetypes, all Markdown is looked at', function()
    H.write('README.md', { '# 说明' })
    H.wait('the server', function()
      return is_seen(0)
    end)
    H.equal(vim.bo.filetype, 'markdown')
  end)

  local buffer = H.open_checked()

  H.check('budgets are not told from other Markdown then', function()
    H.equal(vim.bo[buffer].filetype, 'markdown')
    H.equal(#vim.lsp.get_clients({ name = 'budget' }), 1)
  end)

  H.check('a buffer that was made a budget by hand is one', function()
    H.write('手工.md', { '# 说明' })
    vim.bo.filetype = 'markdown.budget'
    H.wait('the server', function()
      return is_seen(0)
    end)
  end)

  H.check('the messages are in the language that was set', function()
    local totals = vim.tbl_filter(function(diagnostic)
      return diagnostic.code == 'row-sum'
    end, vim.diagnostic.get(buffer))
    H.contains(totals[1].message, 'difference')
  end)

  H.check('the plugin speaks it too', function()
    vim.api.nvim_win_set_buf(0, buffer)
    local messages = H.hear()
    vim.api.nvim_win_set_cursor(0, { 1, 0 })
    vim.cmd.BudgetFix()
    H.equal(messages, { 'budget: There is nothing to fix in this line' })
  end)

  H.check('without one, it is that of Neovim; what is not English is Chinese', function()
    local words = require('budget.words')
    local tag = words.language_tag
    H.equal({ tag('zh_CN.UTF-8'), tag('en_GB'), tag('sr_RS@latin') }, { 'zh-CN', 'en-GB', 'sr-RS' })
    H.equal({ tag('C'), tag('C.UTF-8'), tag('POSIX'), tag('') }, {})
    for locale, language in pairs({ ['zh-CN'] = 'zh', ['en-GB'] = 'en', ['EN'] = 'en', ['fr'] = 'zh' }) do
      require('budget').options().locale = locale
      H.equal(words.language(), language, locale)
    end
  end)

  H.check('every message stands in both languages, with the same places to fill in', function()
    local words = require('budget.words')
    local function places(text)
      return table.concat(vim.iter(text:gmatch('%%[sd]')):totable())
    end
    H.equal(vim.tbl_map(places, words.ALL.en), vim.tbl_map(places, words.ALL.zh))
  end)

  H.check('a buffer that is no file is left alone', function()
    local scratch = vim.api.nvim_create_buf(false, true)
    vim.bo[scratch].filetype = 'markdown'
    H.equal(vim.lsp.get_clients({ name = 'budget', bufnr = scratch }), {})
  end)
end)
