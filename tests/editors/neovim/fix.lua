-- `:BudgetFix`, with the text as it is before and after.

local H = Harness

local messages = H.hear()
require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })

local HEAD = { '单位：万元', '', '| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 | 绩效指标 |', '|---|---|---|---|---|---|' }
local count = 0

--- Opens a draft with a table of the given rows, and waits until the server has looked at it.
local function open(rows)
  count = count + 1
  return H.attached(H.write(('表%d.md'):format(count), vim.list_extend(vim.deepcopy(HEAD), rows)))
end

--- Runs the command with the cursor in a line.
local function fix(line, arguments)
  vim.api.nvim_win_set_cursor(0, { line, 0 })
  vim.cmd('BudgetFix' .. (arguments or ''))
end

local function line(number)
  return vim.api.nvim_buf_get_lines(0, number - 1, number, true)[1]
end

local function last()
  return messages[#messages]
end

H.run(function()
  H.check('without a server it says so', function()
    vim.cmd.BudgetFix()
    H.contains(last(), ':checkhealth budget')
  end)

  H.check('the preferred fix is carried out unasked', function()
    open({
      '| 合计 | 30.00 | 30.00 | | | |',
      '| 甲县水务局 | 30.00 | 30.00 | | | |',
      '| 堤防巡查 | 10.00 | 10.00 | | 目标 | |',
      '| 渠道清淤 | 25.00 | 20.00 | | 目标 | |',
    })
    fix(8)
    H.equal(line(8), '| 渠道清淤 | 20.00 | 20.00 | | 目标 | |')
    H.contains(last(), '已完成：')
    vim.cmd('silent undo')
    H.equal(line(8), '| 渠道清淤 | 25.00 | 20.00 | | 目标 | |')
  end)

  H.check('where none is preferred the drafter is asked, and what is chosen is done', function()
    open({ '| 堤防巡查 | 12,34.00 | 12,34.00 | | 目标 | |', '| 堤防巡查 | 10.00 | 10.00 | | 目标 | |' })
    local asked
    ---@diagnostic disable-next-line: duplicate-set-field
    vim.ui.select = function(actions, options, choose)
      asked = { titles = vim.tbl_map(options.format_item, actions), prompt = options.prompt }
      choose(actions[#actions])
    end
    fix(6)
    assert(asked and #asked.titles > 0, vim.inspect({ asked, last() }))
    H.contains(asked.prompt, '怎样修正')
    local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
    H.contains(text, 'budget-ignore')
  end)

  H.check('what is not chosen is not done', function()
    open({ '| 堤防巡查 | 10.00 | 10.00 | | 目标 | |', '| 堤防巡查 | 10.00 | 10.00 | | 目标 | |' })
    local was_asked = false
    ---@diagnostic disable-next-line: duplicate-set-field
    vim.ui.select = function(_, _, choose)
      was_asked = true
      choose(nil)
    end
    local before = vim.api.nvim_buf_get_lines(0, 0, -1, true)
    fix(6)
    H.equal({ was_asked, vim.api.nvim_buf_get_lines(0, 0, -1, true) }, { true, before })
  end)

  H.check('a line with nothing to fix is left alone', function()
    fix(1)
    H.contains(last(), '没有可以修正的问题')
  end)

  H.check('with a bang, all that is only a matter of form is fixed, before the next command runs', function()
    open({ '| 堤防巡查 | １０.00 | 10.00 | | 目标 | |', '| 渠道清淤 | 20.00 | 2０.00 | | 目标 | |' })
    vim.cmd('BudgetFix! | silent write')
    H.equal({ line(5), line(6) }, {
      '| 堤防巡查 | 10.00 | 10.00 | | 目标 | |',
      '| 渠道清淤 | 20.00 | 20.00 | | 目标 | |',
    })
    H.equal(vim.fn.readfile(vim.api.nvim_buf_get_name(0))[5], line(5))
    vim.cmd('BudgetFix!')
    H.contains(last(), '没有需要修正的格式问题')
  end)

  H.check('it can be done on saving, as the help has it', function()
    local help = table.concat(vim.fn.readfile(vim.api.nvim_get_runtime_file('doc/budget.txt', false)[1]), '\n')
    local command = assert(help:match('(autocmd BufWritePre.-)\n<'))
    vim.api.nvim_exec2(command, {})
    open({ '| 堤防巡查 | １０.00 | 10.00 | | 目标 | |' })
    vim.cmd('silent write')
    H.equal(vim.fn.readfile(vim.api.nvim_buf_get_name(0))[5], '| 堤防巡查 | 10.00 | 10.00 | | 目标 | |')
    vim.cmd('autocmd! BufWritePre *.md')
  end)

  H.check('recompute makes the totals the sums of their parts', function()
    open({ '| 合计 | 1.00 | 1.00 | | | |', '| 堤防巡查 | 10.00 | 10.00 | | 目标 | |', '| 渠道清淤 | 20.00 | 20.00 | | 目标 | |' })
    fix(6, ' recompute')
    H.equal(line(5), '| 合计 | 30.00 | 30.00 | | | |')
    fix(6, ' recompute')
    H.contains(last(), '重新计算合计')
    H.equal(line(5), '| 合计 | 30.00 | 30.00 | | | |')
  end)

  H.check('convert prints the table in the other unit', function()
    fix(6, ' convert')
    H.equal({ line(1), line(5) }, { '单位：元', '| 合计 | 300,000.00 | 300,000.00 | | | |' })
  end)

  H.check('a refusal comes with its reason, and changes nothing', function()
    open({ '| 堤防巡查 | 待定 | 10.00 | | 目标 | |' })
    local before = vim.api.nvim_buf_get_lines(0, 0, -1, true)
    fix(5, ' convert')
    H.contains(last(), '不能换算单位：')
    H.contains(last(), '不是金额')
    H.equal(vim.api.nvim_buf_get_lines(0, 0, -1, true), before)
  end)

  H.check("Neovim's own menu says the reason too", function()
    local titles
    ---@diagnostic disable-next-line: duplicate-set-field
    vim.ui.select = function(actions, options)
      titles = vim.tbl_map(options.format_item, actions)
    end
    vim.api.nvim_win_set_cursor(0, { 5, 0 })
    vim.lsp.buf.code_action({ context = { only = { 'refactor.rewrite.convert', 'refactor.rewrite.addProject' }, diagnostics = {} } })
    H.wait('the menu', function()
      return titles
    end)
    local text = table.concat(titles, '\n')
    H.contains(text, '（不能：')
    H.equal(#vim.split(text, '（不能：', { plain = true }), 2)
  end)

  H.check('merge and split join and part the pages of a table', function()
    open({ '| 堤防巡查 | 10.00 | 10.00 | | 目标 | |', '| 渠道清淤 | 20.00 | 20.00 | | 目标 | |' })
    local whole = vim.api.nvim_buf_get_lines(0, 0, -1, true)
    fix(6, ' split')
    H.equal(#vim.tbl_filter(function(text)
      return text == HEAD[3]
    end, vim.api.nvim_buf_get_lines(0, 0, -1, true)), 2)
    fix(5, ' merge')
    H.equal(vim.api.nvim_buf_get_lines(0, 0, -1, true), whole)
  end)

  H.check('addProject, addIndicator and renumber write rows and indicators', function()
    local indicators = '2、1-产出指标；11-数量指标；巡查次数；实施周期指标值:8次；年度指标值:8次。'
    open({ '| 堤防巡查 | 10.00 | 10.00 | | 目标 | ' .. indicators .. ' |' })
    fix(5, ' renumber')
    H.contains(line(5), '1、1-产出指标')
    fix(5, ' addIndicator')
    H.contains(line(5), '2、')
    fix(5, ' addProject')
    H.equal(#vim.split(line(6), '|', { plain = true }), 8)
  end)

  H.check('where a refactoring makes no sense it says so', function()
    fix(1, ' split')
    H.contains(last(), '在此分页')
  end)

  H.check('the refactorings are completed, and others are not known', function()
    H.equal(vim.fn.getcompletion('BudgetFix add', 'cmdline'), { 'addProject', 'addIndicator' })
    H.equal(#vim.fn.getcompletion('BudgetFix ', 'cmdline'), 7)
    vim.cmd('BudgetFix 全部')
    H.contains(last(), '没有“全部”；可用：recompute')
    vim.cmd('BudgetFix! recompute')
    H.contains(last(), '没有“! recompute”')
  end)
end)
