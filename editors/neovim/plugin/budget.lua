if vim.g.loaded_budget or vim.fn.has('nvim-0.10') == 0 then
  return
end
vim.g.loaded_budget = true

-- What a buffer is, is decided when it is read, and again when it is written.
local group = vim.api.nvim_create_augroup('budget.filetype', {})
local function look(event)
  if vim.bo[event.buf].filetype == 'markdown' then
    require('budget.filetype').look(event.buf)
  end
end
vim.api.nvim_create_autocmd('FileType', { group = group, pattern = 'markdown', nested = true, callback = look })
vim.api.nvim_create_autocmd('BufWritePost', { group = group, nested = true, callback = look })

vim.api.nvim_create_user_command('BudgetTotals', function()
  require('budget.totals').open()
end, { bar = true, desc = '预算合计' })

vim.api.nvim_create_user_command('BudgetWorkspace', function()
  require('budget').workspace()
end, { bar = true, desc = '检查整个文件夹的预算文档' })

vim.api.nvim_create_user_command('BudgetCsv', function()
  require('budget.csv').copy()
end, { bar = true, desc = '把光标所在的表复制为 CSV' })

vim.api.nvim_create_user_command('BudgetFix', function(command)
  require('budget.fix').run(command.args, command.bang)
end, {
  bang = true,
  bar = true,
  nargs = '?',
  desc = '修正预算文档',
  complete = function(start)
    return require('budget.fix').complete(start)
  end,
})

-- Later than the user's own configuration, so that a `setup` there is heard before a server is started.
local function enable()
  require('budget').enable()
end

if vim.v.vim_did_enter == 1 then
  vim.schedule(enable)
else
  vim.api.nvim_create_autocmd('VimEnter', { once = true, callback = enable })
end
