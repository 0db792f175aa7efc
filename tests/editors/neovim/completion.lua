-- An indicator is written from its first sign to its last, with what is offered.

local H = Harness

require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })
vim.o.completeopt = 'menuone,noselect'
vim.o.showmode = false
vim.opt.shortmess:append('c')

-- One indicator alone is none too few.
vim.fn.writefile({ '[severity]', 'indicator-missing-class = "off"' }, vim.env.BUDGET_DRAFTS .. '/.budget-lsp.toml')

local has_snippets = vim.fn.has('nvim-0.11') == 1
local FRONT = '| 渠道清淤 | 20.00 | 20.00 | 清淤十处。 | '
local ROWS = {
  '单位：万元',
  '',
  '| 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |',
  '|---|---|---|---|---|',
  '| 堤防𠮷巡查 | 10.00 | 10.00 | 查清隐患。 | 1、1-产出指标；11-数量指标；巡查😀 次数；实施周期指标值：≥20人次；年度指标值：≥20人次。 |',
  FRONT .. ' |',
}
local ROW = #ROWS

--- What was written into the cell.
local function written()
  return vim.api.nvim_get_current_line():sub(#FRONT + 1):match('^(.-) *|$')
end

--- What is listed, in order.
local function offered()
  return vim.tbl_map(function(item)
    return item.abbr
  end, vim.fn.complete_info({ 'items' }).items)
end

--- Opens a draft, with the cursor in its last cell, in insert mode.
local function begin(name)
  H.attached(H.write(name, ROWS))
  vim.api.nvim_win_set_cursor(0, { ROW, #FRONT })
  H.press('i', 'insert mode', function()
    return vim.fn.mode() == 'i'
  end)
end

--- Presses `keys`, waits until `label` is offered, and takes it.
local function take(keys, label)
  local before, index = written(), nil
  H.press(keys, label .. ' is offered', function()
    for at, one in ipairs(vim.fn.pumvisible() == 1 and offered() or {}) do
      index = one == label and at or index
    end
    return index
  end)
  H.press(('<C-n>'):rep(index) .. '<C-y>', label .. ' is taken', function()
    local is_there = written():find(vim.split(label, '……')[1], 1, true)
    return vim.fn.pumvisible() == 0 and is_there and written() ~= before
  end)
end

--- Types, and takes what is offered when it is asked for.
local function type_and_take(typed, label)
  local before = written()
  H.press(typed, typed, function()
    return written() == before .. typed
  end)
  take('<C-x><C-o>', label)
end

local function leave()
  H.press('<Esc>', 'normal mode', function()
    return vim.fn.mode() == 'n'
  end)
end

--- Leaves insert mode, and waits until nothing is found in the draft.
local function has_no_findings()
  leave()
  -- A finding that is made on purpose is there before the draft is sound again.
  local buffer = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(buffer, 4, 5, true, { (ROWS[5]:gsub('10.00', '11.00', 1)) })
  H.wait('the finding', function()
    return vim.deep_equal(H.findings(buffer), { '005 row-sum [11.00]' })
  end)
  vim.api.nvim_buf_set_lines(buffer, 4, 5, true, { ROWS[5] })
  H.wait('no findings', function()
    return #vim.diagnostic.get(buffer) == 0
  end)
end

local WHOLE = '1、1-产出指标；11-数量指标；清淤处数；实施周期指标值：≥30人次；年度指标值：≥30人次。'

H.run(function()
  H.check('piece by piece, from the number to the last 。', function()
    begin('逐段.md')
    type_and_take('1、', '1-产出指标')
    H.equal(written(), '1、1-产出指标')
    type_and_take('；11', '11-数量指标')
    H.equal(written(), '1、1-产出指标；11-数量指标')
    H.press('；清淤处数', 'the name', function()
      return written():find('清淤处数', 1, true)
    end)
    type_and_take('；', '实施周期指标值：')
    type_and_take('≥30', '≥30人次')
    type_and_take('；年', '年度指标值：≥30人次。')
    H.equal(written(), WHOLE)
    has_no_findings()
  end)

  H.check('what was written before is offered as a name, with all that is in it', function()
    begin('名称.md')
    H.press('1、1-产出指标；11-数量指标', 'the classes', function()
      return written():find('11-数量指标', 1, true)
    end)
    type_and_take('；', '巡查😀 次数')
    H.equal(written(), '1、1-产出指标；11-数量指标；巡查😀 次数')
    leave()
  end)

  H.check('a whole indicator takes the place of its number', function()
    begin('整条.md')
    type_and_take('1、', '1、1-产出指标；11-数量指标；……')
    if not has_snippets then
      return H.equal(written(), '1、1-产出指标；11-数量指标；指标名称；实施周期指标值：；年度指标值：。')
    end
    H.press('', 'the stops', function()
      return vim.snippet.active({ direction = 1 })
    end)
    H.equal(vim.fn.mode(), 's')
    H.press('清淤处数', 'the name', function()
      return written():find('清淤处数', 1, true)
    end)
    for _, stop in ipairs({ '；', '。' }) do
      local after = written():gsub('指标值：' .. stop, '指标值：≥30人次' .. stop, 1)
      H.press('<Tab>≥30人次', 'the value', function()
        return written() == after
      end)
    end
    H.equal(written(), WHOLE)
    has_no_findings()
  end)

  H.check('what stands between the starts of two items is put before the later one, in every encoding', function()
    local align = require('budget.completion').align
    for encoding, columns in pairs({ ['utf-8'] = { 9, 14 }, ['utf-16'] = { 7, 10 }, ['utf-32'] = { 6, 9 } }) do
      local items = vim.tbl_map(function(column)
        local range = { start = { line = 0, character = column }, ['end'] = { line = 0, character = columns[2] } }
        return { label = '', filterText = '2', insertTextFormat = 2, textEdit = { newText = '$1', range = range } }
      end, columns)
      align(items, '| 😀 | 1、$', encoding)
      H.equal({ items[1].textEdit.newText, items[2].textEdit.newText }, { '$1', '1、\\$$1' }, encoding)
      H.equal({ items[1].filterText, items[2].filterText }, { '2', '1、$2' }, encoding)
      H.equal(items[2].textEdit.range, items[1].textEdit.range, encoding)
    end
  end)

  if has_snippets then
    H.check('with the autocommand of the help it is offered unasked, and found by initials', function()
      assert(load(H.advice('autotrigger')))()
      begin('不问.md')
      take('1、', '1-产出指标')
      take('；', '13-时效指标')
      take(('<BS>'):rep(8) .. '；slz', '11-数量指标')
      H.equal(written(), '1、1-产出指标；11-数量指标')
      leave()
    end)
  end
end)
