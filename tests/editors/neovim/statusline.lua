-- `require('budget').statusline()` as it is drawn.

local H = Harness

vim.o.columns = 120
vim.o.laststatus = 2
vim.o.statusline = "%{v:lua.require'budget'.statusline()}"
require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })

local asked = {}

--- The status line of a window, as it stands on the screen.
local function drawn(window)
  return vim.api.nvim_eval_statusline(vim.o.statusline, { winid = window or 0 }).str
end

local function wait_for(text)
  H.wait('“' .. text .. '”', function()
    return drawn() == text
  end)
end

H.run(function()
  H.check('it is empty before there is a budget, and in other buffers', function()
    H.equal(drawn(), '')
    H.write('README.md', { '# 说明' })
    H.equal(drawn(), '')
  end)

  local buffer = H.open_checked()
  local request = H.client().rpc.request
  H.client().rpc.request = function(method, ...)
    table.insert(asked, method)
    return request(method, ...)
  end

  H.check('it counts the findings, and shows the total of the table', function()
    wait_for('错误 12 警告 8 提示 5 · 合计 1,633.10 万元')
  end)

  H.check('a redraw asks the server for nothing', function()
    vim.wait(500)
    asked = {}
    for _ = 1, 50 do
      drawn()
      vim.cmd('redrawstatus!')
    end
    H.equal(asked, {})
  end)

  H.check('a total that is typed is shown, though no finding changes', function()
    local row = '| 合计 | 1,633.10 | 1,605.30 | 27.80 | | |'
    vim.api.nvim_win_set_cursor(0, { 13, 0 })
    vim.cmd('normal! S' .. row:gsub('1,633.10', '2,633.10'):gsub('1,605.30', '2,605.30'))
    H.wait('the total', function()
      return drawn():find('合计 2,633.10 万元', 1, true)
    end)
    vim.cmd('silent undo')
    wait_for('错误 12 警告 8 提示 5 · 合计 1,633.10 万元')
  end)

  H.check('one change is one question, however many redraws and findings it makes', function()
    vim.wait(500)
    asked = {}
    vim.api.nvim_buf_set_lines(buffer, 12, 13, true, { '| 合计 | 3,633.10 | 3,605.30 | 27.80 | | |' })
    vim.cmd('doautocmd <nomodeline> TextChanged')
    H.wait('the total', function()
      return drawn():find('合计 3,633.10 万元', 1, true)
    end)
    local overviews = #vim.tbl_filter(function(method)
      return method == 'budget/overview'
    end, asked)
    assert(overviews >= 1 and overviews <= 2, vim.inspect(asked))
    vim.cmd('silent undo')
    wait_for('错误 12 警告 8 提示 5 · 合计 1,633.10 万元')
  end)

  H.check('in the table that has no total there is none to show', function()
    vim.api.nvim_win_set_cursor(0, { 72, 0 })
    H.equal(drawn(), '错误 12 警告 8 提示 5')
  end)

  H.check('every window has its own', function()
    local draft = vim.api.nvim_get_current_win()
    vim.cmd.split()
    H.open_draft('README.md')
    H.equal({ drawn(), drawn(draft) }, { '', '错误 12 警告 8 提示 5' })
    vim.cmd.close()
  end)

  H.check('a document without findings says so', function()
    H.write('无误.budget.md', { '# 说明' })
    wait_for('无问题')
  end)

  H.check('it stands where the help says that it can be put', function()
    local help = vim.fn.readfile(vim.api.nvim_get_runtime_file('doc/budget.txt', false)[1])
    local setting = vim.iter(help):find(function(line)
      return line:find('set statusline=', 1, true)
    end)
    vim.cmd(setting)
    H.equal(drawn():match('(无误.budget.md).*(无问题)$'), '无误.budget.md')
    vim.o.statusline = "%{v:lua.require'budget'.statusline()}"
  end)

  H.check('it is empty once the server is gone', function()
    vim.lsp.stop_client(vim.lsp.get_clients({ name = 'budget' }))
    wait_for('')
  end)
end)
