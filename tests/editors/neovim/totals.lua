-- `:BudgetTotals`: what the float shows, and where its rows lead.

local H = Harness

local messages = H.hear()
vim.o.columns = 160
require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })

local function press(keys)
  vim.api.nvim_feedkeys(vim.keycode(keys), 'xt', false)
end

--- The float's lines and their highlight groups, by line.
local function shown()
  local groups = {}
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, -1, 0, -1, { details = true })) do
    groups[mark[2] + 1] = mark[4].hl_group
  end
  return vim.api.nvim_buf_get_lines(0, 0, -1, true), groups
end

local function is_float()
  return vim.api.nvim_win_get_config(0).relative ~= ''
end

local function line_of(lines, start)
  for number, line in ipairs(lines) do
    if vim.startswith(line, start) then
      return number
    end
  end
  error('no line begins with ' .. start)
end

H.run(function()
  H.check('without a server it says so', function()
    vim.cmd.BudgetTotals()
    H.contains(messages[1], ':checkhealth budget')
    assert(not is_float())
  end)

  local buffer = H.open_checked()

  H.check('every table stands there with its units, figures as they are printed', function()
    vim.cmd.BudgetTotals()
    assert(is_float())
    local lines = shown()
    H.equal({ unpack(lines, 1, 9) }, {
      '一、项目支出绩效目标表（区本级资金）  单位：万元  单位 5 个，项目 19 个，指标 80 条',
      '单位或项目                            总计  财政拨款  其他资金     占比  合计差额  来源差额',
      '合计                              1,633.10  1,605.30     27.80  100.00%      0.00      0.00',
      '云浔市青禾区卫生健康局              933.28    920.78     12.50   57.15%    -63.00      0.00',
      '云浔市青禾区疾病预防控制中心        123.76    123.76              7.58%      0.01      0.00',
      '云浔市青禾区妇幼保健院              130.26    124.26      6.00    7.98%    -27.30      0.00',
      '云浔市青禾区中医医院                 76.80     76.80              4.70%      0.00      0.00',
      '云浔市青禾区社区卫生服务管理中心    369.00    359.70      9.30   22.60%    -18.00      0.00',
      '',
    })
    H.contains(lines[10], '二、转移支付项目绩效目标表')
  end)

  H.check('what does not add up is red, what rounding explains is a warning, and the rest is neither', function()
    local lines, groups = shown()
    H.equal({ groups[1], groups[2], groups[3] }, { 'BudgetTitle', 'BudgetHeader', nil })
    H.equal(groups[line_of(lines, '云浔市青禾区妇幼保健院')], 'BudgetUnbalanced')
    H.equal(groups[line_of(lines, '云浔市青禾区疾病预防控制中心')], 'BudgetRounding')
    H.equal(groups[line_of(lines, '云浔市青禾区中医医院')], nil)
    H.equal(vim.api.nvim_get_hl(0, { name = 'BudgetUnbalanced' }).link, 'DiagnosticError')
  end)

  H.check('the columns end in the same cell of the screen', function()
    local lines = shown()
    local ends = vim.tbl_map(function(line)
      return vim.fn.strdisplaywidth(line:match('^.-%d%.%d%d'))
    end, { unpack(lines, 3, 8) })
    H.equal(vim.fn.uniq(vim.fn.sort(ends)), { ends[1] })
  end)

  H.check('it cannot be written in, and q and <Esc> close it', function()
    H.equal(vim.bo.modifiable, false)
    for _, key in ipairs({ 'q', '<Esc>' }) do
      if not is_float() then
        vim.cmd.BudgetTotals()
      end
      local window, float = vim.api.nvim_get_current_win(), vim.api.nvim_get_current_buf()
      press(key)
      H.equal({ is_float(), vim.api.nvim_win_is_valid(window), vim.api.nvim_buf_is_valid(float) }, { false, false, false })
      H.equal(vim.api.nvim_get_current_buf(), buffer)
    end
  end)

  H.check('<CR> on a row goes to its name in the text', function()
    vim.cmd.BudgetTotals()
    vim.api.nvim_win_set_cursor(0, { line_of(shown(), '云浔市青禾区妇幼保健院'), 0 })
    press('<CR>')
    assert(not is_float())
    local cursor = vim.api.nvim_win_get_cursor(0)
    H.equal(vim.api.nvim_get_current_line():sub(cursor[2] + 1, cursor[2] + #'云浔市青禾区妇幼保健院'), '云浔市青禾区妇幼保健院')
    press('<C-o>')
    H.equal(vim.api.nvim_win_get_cursor(0)[1], 1)
  end)

  H.check('<CR> on the total of a table that prints none goes to the table', function()
    vim.cmd.BudgetTotals()
    local lines = shown()
    vim.api.nvim_win_set_cursor(0, { line_of(lines, '二、') + 2, 0 })
    press('<CR>')
    H.contains(vim.api.nvim_buf_get_lines(buffer, vim.fn.line('.') - 2, vim.fn.line('.') - 1, true)[1], '项目名称')
    assert(vim.fn.line('.') > 60, vim.fn.line('.'))
  end)

  H.check('it shows the text as it is typed, not as it was written', function()
    vim.api.nvim_buf_set_lines(buffer, 13, 14, true, { '| 云浔市青禾区卫生健康局 | 996.28 | 983.78 | 12.50 | | |' })
    vim.cmd.BudgetTotals()
    local lines = shown()
    H.contains(lines[line_of(lines, '云浔市青禾区卫生健康局')], '996.28')
    press('q')
  end)

  H.check('leaving the float closes it', function()
    vim.cmd.BudgetTotals()
    local float = vim.api.nvim_get_current_win()
    vim.cmd.wincmd('w')
    H.wait('the end of the float', function()
      return not vim.api.nvim_win_is_valid(float)
    end)
  end)

  H.check('a document with no table of projects has none', function()
    H.write('空.budget.md', { '# 说明' })
    H.wait('the server', function()
      return vim.lsp.get_clients({ name = 'budget', bufnr = 0 })[1]
    end)
    vim.cmd.BudgetTotals()
    H.contains(messages[#messages], '没有项目支出绩效目标表')
    assert(not is_float())
  end)

  H.check('in a source that does not add up, the difference names its column', function()
    local amount = { printed = '1.00', value = '1.00', computed = '1.00', difference = '0.00' }
    local other = { printed = '1.00', value = '1.00', computed = '3.50', difference = '-2.50' }
    local row = { kind = 'total', name = '', amounts = { amount, other }, state = 'unbalanced', parts = {} }
    local columns = { { title = '总计', role = 'total' }, { title = '😀其他', role = 'source' } }
    local range = { start = { line = 3, character = 0 }, ['end'] = { line = 9, character = 0 } }
    local counts = { units = 0, projects = 0, indicators = 0 }
    local of = vim.tbl_extend('error', counts, { title = '', range = range, columns = columns, main = 0, whole = row, parts = {} })
    local layout = require('budget.totals.layout').of({ tables = { of } })
    H.equal(layout.lines[3], '合计        1.00    1.00        -2.50（😀其他）')
    H.equal(layout.places[3], range)
  end)
end)
