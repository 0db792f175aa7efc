-- The outline: a table, its total, its units, their projects, and the indicators of those.

local H = Harness

require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })

local INDICATORS = '1、1-产出指标；11-数量指标；😀巡查次数；实施周期指标值:8次；年度指标值:8次。'
  .. '2、1-产出指标；12-质量指标；𠮷隐患整改率；实施周期指标值:100%；年度指标值:100%。'

local ROWS = {
  '# 甲县 2025 年预算',
  '',
  '## 一、项目支出绩效目标表😀',
  '',
  '单位：万元',
  '',
  '| 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |',
  '|---|---|---|---|---|',
  '| 合计 | 30.00 | 30.00 | | |',
  '| 𠮷县水务局 | 30.00 | 30.00 | | |',
  '| 堤防巡查😀 | 10.00 | 10.00 | 查清😀隐患。 | ' .. INDICATORS .. ' |',
  '| 渠道清淤 | 20.00 | 20.00 | 清淤十处。 | |',
}

--- The text of the document that a place of the list leads to, as long as the name that is listed there.
local function reached(place)
  local name = place.text:match('%] (.+)$')
  local line = vim.api.nvim_buf_get_lines(place.bufnr, place.lnum - 1, place.lnum, true)[1]
  return ('%d %s'):format(place.lnum, line:sub(place.col, place.col + #name - 1))
end

H.run(function()
  H.attached(H.write('大纲.md', ROWS))

  local places

  H.check('from the table over its total, unit and project to the indicators, in this order', function()
    vim.lsp.buf.document_symbol({ loclist = true })
    H.wait('the location list', function()
      places = vim.fn.getloclist(0)
      return #places > 0
    end)
    H.equal(
      vim.tbl_map(function(place)
        return place.text
      end, places),
      {
        '[Namespace] 一、项目支出绩效目标表😀',
        '[Number] 合计',
        '[Class] 𠮷县水务局',
        '[Method] 堤防巡查😀',
        '[EnumMember] 😀巡查次数',
        '[EnumMember] 𠮷隐患整改率',
        '[Method] 渠道清淤',
      }
    )
  end)

  H.check('every one of them stands at its name, behind characters of two UTF-16 units too', function()
    local table_of = table.remove(places, 1)
    H.equal(table_of.lnum, 7)
    H.equal(vim.tbl_map(reached, places), {
      '9 合计',
      '10 𠮷县水务局',
      '11 堤防巡查😀',
      '11 😀巡查次数',
      '11 𠮷隐患整改率',
      '12 渠道清淤',
    })
  end)

  H.check('choosing an indicator goes to its name', function()
    vim.cmd('lfirst | 6ll')
    local line, column = unpack(vim.api.nvim_win_get_cursor(0))
    H.equal(line, 11)
    H.equal(vim.api.nvim_get_current_line():sub(column + 1, column + #'𠮷隐患整改率'), '𠮷隐患整改率')
  end)
end)
