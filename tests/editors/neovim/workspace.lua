-- `:BudgetWorkspace`: the findings of a folder in which one budget is open and others are not.

local H = Harness

vim.o.showmode = false
local messages = H.hear()
-- Not the encoding that Neovim counts in: the text of files that are not open has to be read.
local capabilities = vim.lsp.protocol.make_client_capabilities()
capabilities.general.positionEncodings = { 'utf-16' }
H.configure({ capabilities = capabilities })
require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })

local drafts = vim.env.BUDGET_DRAFTS
local HEAD = { '单位：万元', '', '| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |', '|---|---|---|---|---|' }

--- Writes a budget with the given rows into the folder.
local function put(name, rows)
  vim.fn.mkdir(vim.fs.dirname(drafts .. '/' .. name), 'p')
  vim.fn.writefile(vim.list_extend(vim.deepcopy(HEAD), rows), drafts .. '/' .. name)
end

local function last()
  return messages[#messages]
end

--- Waits for the list, and answers its places as they lead into the files.
local function listed()
  vim.fn.setqflist({}, 'f')
  vim.cmd.BudgetWorkspace()
  H.wait('the list', function()
    return #vim.fn.getqflist() > 0
  end)
  return vim.tbl_map(function(place)
    local name = vim.api.nvim_buf_get_name(place.bufnr)
    local text = vim.fn.readfile(name)[place.lnum]:sub(place.col):match('^[^ ]+')
    local rule = place.text:match('%[([%l-]+)%]$')
    return ('%s:%d %s %s [%s]'):format(name:sub(#drafts + 2), place.lnum, place.type, rule, text)
  end, vim.fn.getqflist())
end

vim.fn.delete(drafts .. '/绩效目标 征求意见稿.md')
vim.fn.mkdir(drafts .. '/.git')
vim.fn.writefile({ '旧稿/' }, drafts .. '/.gitignore')
put('乙/预算.md', {
  '| 文艺巡演😀 | 35.00 | 30.00 | | 送演出四十场。 |',
  '| 𠮷公益培训 | １０.00 | 10.00 | | 开课六十期。 |',
})
put('旧稿/预算.md', { '| 公益培训 | 25.00 | 20.00 | | 开课六十期。 |' })
put('甲.md', { '| 堤防巡查 | 10.00 | 10.00 | | 查清隐患。 |', '| 渠道清淤 | 25.00 | 20.00 | | 清淤十处。 |' })

H.run(function()
  H.check('without a server it says so', function()
    vim.cmd.BudgetWorkspace()
    H.contains(last(), ':checkhealth budget')
  end)

  local buffer = H.attached(H.open_draft('甲.md'))

  H.check('the findings of all budgets are listed by file and line, those of files that are not open too', function()
    H.equal(listed(), {
      '乙/预算.md:5 E row-sum [35.00]',
      '乙/预算.md:6 N amount-style [１０.00]',
      '甲.md:6 E row-sum [25.00]',
    })
    H.contains(vim.fn.getqflist()[1].text, '差 5.00')
    H.equal(vim.fn.getqflist({ title = 1 }).title, '预算文档的问题')
  end)

  H.check('it says that it is at work, and how much was found', function()
    H.contains(messages[#messages - 1], '正在检查')
    H.contains(last(), '2 份预算文档里有问题，共 3 处')
  end)

  H.check('it says how far the server is', function()
    local echoed = {}
    local echo = vim.api.nvim_echo
    vim.api.nvim_echo = function(chunks)
      table.insert(echoed, chunks[1][1])
    end
    local function report(message)
      local params = { token = 'test', value = { kind = 'report', message = message } }
      vim.api.nvim_exec_autocmds('LspProgress', { data = { client_id = H.client().id, params = params } })
    end
    vim.fn.setqflist({}, 'f')
    vim.cmd.BudgetWorkspace()
    report('3/40')
    H.wait('the list', function()
      return #vim.fn.getqflist() > 0
    end)
    report('40/40')
    vim.api.nvim_echo = echo
    H.equal(echoed, { '正在检查文件夹里的预算文档：3/40' })
  end)

  H.check('the list is open, and choosing a finding of a closed file opens it there', function()
    H.equal(vim.bo.buftype, 'quickfix')
    vim.cmd('cfirst')
    H.equal(vim.fn.expand('%:p'), drafts .. '/乙/预算.md')
    local line, column = unpack(vim.api.nvim_win_get_cursor(0))
    H.equal({ line, vim.api.nvim_get_current_line():sub(column + 1, column + 5) }, { 5, '35.00' })
    H.wait('its findings', function()
      return #vim.diagnostic.get(0) == 2
    end)
  end)

  H.check('what was typed and not saved counts', function()
    vim.api.nvim_buf_set_lines(buffer, 5, 6, true, { '| 渠道清淤 | 20.00 | 20.00 | | 清淤十处。 |' })
    H.equal(listed(), { '乙/预算.md:5 E row-sum [35.00]', '乙/预算.md:6 N amount-style [１０.00]' })
    vim.cmd.cclose()
  end)

  H.check('a drafter who goes on writing stays where they are', function()
    vim.cmd.buffer(buffer)
    vim.fn.setqflist({}, 'f')
    H.press(':BudgetWorkspace<CR>A', 'the list', function()
      return #vim.fn.getqflist() > 0
    end)
    H.equal({ vim.fn.mode(), vim.api.nvim_get_current_buf() }, { 'i', buffer })
    assert(vim.fn.getqflist({ winid = 1 }).winid ~= 0, 'the list is not open')
    H.press('<Esc>', 'normal mode', function()
      return vim.fn.mode() == 'n'
    end)
    vim.cmd.cclose()
  end)

  H.check('where nothing is found it says so, and the list of before stays', function()
    vim.fn.setqflist({ { text = '以前的' } }, 'r')
    vim.cmd.edit(vim.fn.fnameescape(drafts .. '/乙/预算.md'))
    vim.api.nvim_buf_set_lines(0, 4, 6, true, { '| 文艺巡演😀 | 30.00 | 30.00 | | 送演出四十场。 |' })
    vim.cmd.BudgetWorkspace()
    H.wait('the sentence', function()
      return last():find('文件夹里的预算文档都没有问题', 1, true)
    end)
    H.equal({ vim.fn.getqflist()[1].text, vim.fn.getqflist({ winid = 1 }).winid }, { '以前的', 0 })
  end)

  H.check('a project of a unit is renamed in the budget that is not open too, and :wall writes it', function()
    local rows = { '| 𠮷县水务局 | 10.00 | 10.00 | | |', '| 堤防😀巡查 | 10.00 | 10.00 | | 查清隐患。 |', '', '堤防😀巡查按次结算。' }
    put('丙/上年.md', rows)
    put('丙/本年.md', rows)
    vim.cmd.edit(vim.fn.fnameescape(drafts .. '/丙/本年.md'))
    H.attached(vim.api.nvim_get_current_buf())
    vim.cmd('silent write')
    -- Saving has the server look at the folder; it answers this when it has.
    H.ask('workspace/diagnostic', { previousResultIds = {} }, 0)
    vim.api.nvim_win_set_cursor(0, { 6, 2 })
    vim.lsp.buf.rename('河堤巡查')
    local renamed = '| 河堤巡查 | 10.00 | 10.00 | | 查清隐患。 |'
    H.wait('the name', function()
      return vim.api.nvim_get_current_line() == renamed
    end)
    vim.cmd('silent wall')
    for _, name in ipairs({ '上年', '本年' }) do
      local on_disk = vim.fn.readfile(('%s/丙/%s.md'):format(drafts, name))
      H.equal(vim.list_slice(on_disk, #HEAD + 1), { rows[1], renamed, '', rows[4] })
    end
  end)
end)
