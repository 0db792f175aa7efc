-- Findings that are others though no text in a window changed: of budgets that none shows, and by other settings.

local H = Harness

local messages = H.hear()
require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })

--- A budget with one row.
local function with(row)
  return { '单位：万元', '', '| 项目名称 | 总计 | 财政拨款 | 绩效目标 |', '|---|---|---|---|', row }
end

local RIGHT, WRONG = '| 堤防巡查 | 10.00 | 10.00 | 查清隐患。 |', '| 堤防巡查 | 15.00 | 10.00 | 查清隐患。 |'

--- Waits until the findings of a buffer are these.
local function wait_for(buffer, findings)
  H.wait(vim.inspect(findings), function()
    return vim.deep_equal(H.findings(buffer), findings)
  end)
end

H.run(function()
  local shown = H.attached(H.write('显示.md', with(WRONG)))
  wait_for(shown, { '005 row-sum [15.00]' })
  local hidden

  H.check('a budget that is loaded out of sight has its findings', function()
    local path = vim.env.BUDGET_DRAFTS .. '/隐藏.md'
    vim.fn.writefile(with(WRONG), path)
    hidden = vim.fn.bufadd(path)
    vim.fn.bufload(hidden)
    wait_for(hidden, { '005 row-sum [15.00]' })
  end)

  H.check('one that is changed out of sight has those of its text', function()
    vim.api.nvim_buf_set_lines(hidden, 4, 5, true, { RIGHT })
    wait_for(hidden, {})
    vim.api.nvim_buf_set_lines(hidden, 4, 5, true, { WRONG })
    wait_for(hidden, { '005 row-sum [15.00]' })
  end)

  H.check('where there is no folder the findings of open budgets are listed, and it says so', function()
    vim.fn.writefile(with(WRONG), vim.env.BUDGET_DRAFTS .. '/没有打开.md')
    vim.cmd.BudgetWorkspace()
    H.wait('the list', function()
      return #vim.fn.getqflist() > 0
    end)
    H.equal(vim.fn.uniq(vim.tbl_map(function(place)
      return place.bufnr
    end, vim.fn.getqflist())), { shown, hidden })
    H.contains(messages[1], '只检查打开的文档')
    vim.cmd.cclose()
  end)

  H.check('settings that are written hold in all budgets at once', function()
    H.open_draft('.budget-lsp.toml')
    vim.api.nvim_buf_set_lines(0, 0, -1, true, { '[severity]', 'row-sum = "off"' })
    vim.cmd('silent write')
    wait_for(shown, {})
    wait_for(hidden, {})
  end)
end)
