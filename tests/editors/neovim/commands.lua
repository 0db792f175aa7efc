-- What the server carries out for the drafter: the parts of a unit by its code lens, and a table for a spreadsheet.

local H = Harness

local messages = H.hear()
vim.o.report = 99
-- As on a machine without a clipboard, whatever this one has.
vim.g.loaded_clipboard_provider = 1
require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })

local ROWS = {
  '# 甲县 2025 年预算😀',
  '',
  '单位：万元',
  '',
  '| 项目名称 | 总计 | 财政拨款 | 绩效目标 |',
  '|---|---|---|---|',
  '| 合计 | 1,045.00 | 1,045.00 | |',
  '| 𠮷县水务局 | 1,030.00 | 1,030.00 | |',
  '| 堤防巡查😀 | 10.00 | 10.00 | 查清“隐患”，按次结算。 |',
  '',
  '<!-- page 2 -->',
  '',
  '| 项目名称 | 总计 | 财政拨款 | 绩效目标 |',
  '|---|---|---|---|',
  '| 😀渠道清淤 | 1,020.00 | 1,020.00 | 清淤十处。 |',
  '| 甲县教育局 | 15.00 | 15.00 | |',
  '| 公益培训 | 15.00 | 15.00 | 开课六十期。 |',
}

local CSV = table.concat({
  '项目名称,总计,财政拨款,绩效目标',
  '合计,"1,045.00","1,045.00",',
  '𠮷县水务局,"1,030.00","1,030.00",',
  '堤防巡查😀,10.00,10.00,查清“隐患”，按次结算。',
  '😀渠道清淤,"1,020.00","1,020.00",清淤十处。',
  '甲县教育局,15.00,15.00,',
  '公益培训,15.00,15.00,开课六十期。',
  '',
}, '\n')

local function last()
  return messages[#messages]
end

--- What stands at the ends of lines, by line.
local function lenses()
  local shown = {}
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, -1, 0, -1, { details = true })) do
    for _, chunk in ipairs(mark[4].virt_text or {}) do
      if chunk[2] == 'LspCodeLens' then
        table.insert(shown, ('%d %s'):format(mark[2] + 1, chunk[1]))
      end
    end
  end
  return shown
end

local LENSES = { '8 2 个项目，合计 1,030.00 万元', '16 1 个项目，合计 15.00 万元' }

local function wait_for_lenses()
  H.wait('the lenses', function()
    return vim.deep_equal(lenses(), LENSES)
  end)
end

H.run(function()
  H.check('without a server :BudgetCsv says so', function()
    vim.cmd.BudgetCsv()
    H.contains(last(), ':checkhealth budget')
  end)

  assert(load(H.advice('lsp.codelens.refresh')))()
  local buffer = H.attached(H.write('单位.md', ROWS))

  H.check('with the autocommand of the help, what the projects of a unit add up to stands in its line', wait_for_lenses)

  H.check('running it lists the projects, and leaves what stands there', function()
    vim.api.nvim_win_set_cursor(0, { 8, 0 })
    vim.lsp.codelens.run()
    H.wait('the list', function()
      return vim.bo.buftype == 'quickfix'
    end)
    local places = vim.fn.getloclist(0)
    H.equal(vim.fn.getloclist(0, { title = 1 }).title, '2 个项目，合计 1,030.00 万元')
    vim.cmd.lclose()
    H.equal(vim.api.nvim_get_current_buf(), buffer)
    local names = vim.tbl_map(function(place)
      return ('%d %s'):format(place.lnum, ROWS[place.lnum]:sub(place.col):match('^%S+'))
    end, places)
    H.equal(names, { '9 堤防巡查😀', '15 😀渠道清淤' })
    wait_for_lenses()
  end)

  H.check('where there are no projects it says so', function()
    local lens = { title = '', command = 'budget.peekParts', arguments = { vim.uri_from_bufnr(buffer), {}, {} } }
    vim.lsp.commands[lens.command](lens, { client_id = H.client().id, bufnr = buffer })
    H.contains(last(), '这个单位下没有项目')
    H.equal(vim.bo.buftype, '')
  end)

  H.check(':BudgetCsv copies the table with all its pages, for p where there is no clipboard', function()
    H.equal(vim.fn.has('clipboard'), 0)
    vim.api.nvim_win_set_cursor(0, { 9, 0 })
    vim.cmd.BudgetCsv()
    H.equal(vim.fn.getreg('"'), CSV)
    H.contains(last(), '已把这张表复制为 CSV，在寄存器 " 里')
    vim.cmd('normal! Gp')
    H.equal(vim.api.nvim_buf_get_lines(buffer, #ROWS, #ROWS + 1, true), { '项目名称,总计,财政拨款,绩效目标' })
    vim.cmd('silent undo')
  end)

  H.check('outside of a table it says where to put the cursor, and leaves the register', function()
    vim.fn.setreg('"', '以前的')
    vim.api.nvim_win_set_cursor(0, { 1, 0 })
    vim.cmd.BudgetCsv()
    H.contains(last(), '不能复制这张表：请把光标放在预算表的一行上')
    H.equal(vim.fn.getreg('"'), '以前的')
  end)

  H.check('where there is a clipboard it is there', function()
    local clipboard
    local function copy(lines)
      clipboard = table.concat(lines, '\n')
    end
    local function paste()
      return vim.split(clipboard, '\n')
    end
    vim.g.clipboard = { name = 'test', copy = { ['+'] = copy, ['*'] = copy }, paste = { ['+'] = paste, ['*'] = paste } }
    vim.g.loaded_clipboard_provider = nil
    vim.cmd.runtime('autoload/provider/clipboard.vim')
    H.equal(vim.fn.has('clipboard'), 1)
    vim.api.nvim_win_set_cursor(0, { 9, 0 })
    vim.cmd.BudgetCsv()
    H.equal(clipboard, CSV)
    H.contains(last(), '在寄存器 + 里')
  end)
end)
