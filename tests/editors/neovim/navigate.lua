-- From a total to its parts and back, how a number is made up, and a project under another name.

local H = Harness

local messages = H.hear()
require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })

local ROWS = {
  '单位：万元',
  '',
  '| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 | 绩效指标 |',
  '|---|---|---|---|---|---|',
  '| 合计 | 45.00 | 35.00 | 10.00 | | |',
  '| 𠮷县水务局 | 30.00 | 20.00 | 10.00 | | |',
  '| 堤防巡查😀 | 10.00 | 10.00 | | 目标 | |',
  '| 渠道清淤 | 20.00 | 10.00 | 10.00 | 目标 | |',
  '| 甲县教育局 | 15.00 | 15.00 | | | |',
  '| 堤防 巡查😀 | 15.00 | 15.00 | | 目标 | |',
  '',
  '堤防巡查😀 | 由水务局负责，堤防巡查😀按次结算。',
}

local function line(number)
  return vim.api.nvim_buf_get_lines(0, number - 1, number, true)[1]
end

--- Puts the cursor on a text of a line.
local function go(number, text)
  local column = assert(line(number):find(text, 1, true))
  vim.api.nvim_win_set_cursor(0, { number, column - 1 })
end

--- What the cursor is on: its line, and the text from there to the end of the cell.
local function here()
  local place = vim.api.nvim_win_get_cursor(0)
  return { place[1], line(place[1]):sub(place[2] + 1):match('^[^|]-%f[ |]') }
end

--- The texts of a list that a command of Neovim fills, as it shows them.
local function listed(command)
  local texts
  vim.fn.setqflist({}, 'r')
  command()
  H.wait('the list', function()
    texts = vim.tbl_map(function(one)
      return ('%d %s'):format(one.lnum, one.text)
    end, vim.fn.getqflist())
    return #texts > 0
  end)
  vim.cmd.cclose()
  return texts
end

H.run(function()
  local buffer = H.attached(H.write('跳转.md', ROWS))

  H.check('from a part to its total', function()
    go(8, '20.00')
    vim.lsp.buf.definition()
    H.wait('the jump', function()
      return here()[1] == 6
    end)
    H.equal(here(), { 6, '30.00' })
  end)

  H.check('from a total to its parts', function()
    local parts = listed(vim.lsp.buf.definition)
    H.equal(parts, { '7 ' .. ROWS[7], '8 ' .. ROWS[8] })
  end)

  H.check('how a number is made up, and what it goes into', function()
    go(5, '45.00')
    H.equal(listed(vim.lsp.buf.incoming_calls), { '6 𠮷县水务局 · 总计 30.00', '9 甲县教育局 · 总计 15.00' })
    go(8, '10.00 | 目')
    -- Neovim gives each total the line of the figure that goes into it.
    H.equal(listed(vim.lsp.buf.outgoing_calls), { '8 𠮷县水务局 · 其他资金 10.00', '8 渠道清淤 · 总计 20.00' })
  end)

  H.check('a total is highlighted with its parts', function()
    go(6, '30.00')
    vim.lsp.buf.document_highlight()
    local marks
    H.wait('the marks', function()
      local spaces = vim.api.nvim_get_namespaces()
      marks = {}
      for name, space in pairs(spaces) do
        if name:find('references') or name:find('lsp') then
          for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(buffer, space, 0, -1, { details = true })) do
            if (mark[4].hl_group or ''):find('^LspReference') then
              table.insert(marks, ('%d %s'):format(mark[2] + 1, mark[4].hl_group))
            end
          end
        end
      end
      return #marks > 0
    end)
    table.sort(marks)
    H.equal(marks, { '6 LspReferenceWrite', '7 LspReferenceRead', '8 LspReferenceRead' })
  end)

  H.check('a project is renamed in all its rows, and in no prose', function()
    go(10, '巡查')
    vim.lsp.buf.rename('河堤|巡查')
    H.wait('the name', function()
      return line(7):find('河堤', 1, true)
    end)
    H.equal({ line(7), line(10) }, {
      [[| 河堤\|巡查 | 10.00 | 10.00 | | 目标 | |]],
      [[| 河堤\|巡查 | 15.00 | 15.00 | | 目标 | |]],
    })
    local others = vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
    others[7], others[10] = ROWS[7], ROWS[10]
    H.equal(others, ROWS)
  end)

  H.check('undo takes the old name back everywhere at once', function()
    vim.cmd('silent undo')
    H.equal(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), ROWS)
  end)

  H.check('what is no name is refused in a sentence', function()
    go(8, '20.00')
    vim.lsp.buf.rename('河堤巡查')
    H.wait('the reason', function()
      return (messages[#messages] or ''):find('请把光标放在项目或单位的名称上', 1, true)
    end)
    H.equal(line(8), ROWS[8])
  end)
end)
