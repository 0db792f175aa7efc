-- Tables are put in line on saving, as the help advises.

local H = Harness

require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })

local CROOKED = {
  '# 甲县 2025 年预算',
  '',
  '说明：|堤防巡查|按次结算。',
  '',
  '单位：万元',
  '',
  '|项目名称|总计|财政拨款|绩效目标|',
  '|---|---|---|---|',
  '|合计|1,030.00|1,030.00||',
  '|堤防巡查|10.00|10.00|查清隐患。|',
  '| 渠道清淤二期工程   |1,020.00|1,020.00|   清淤十处。|',
  '',
  '```text',
  '|甲|乙|',
  '```',
}

local STRAIGHT = {
  '# 甲县 2025 年预算',
  '',
  '说明：|堤防巡查|按次结算。',
  '',
  '单位：万元',
  '',
  '| 项目名称         |     总计 | 财政拨款 | 绩效目标   |',
  '| ---------------- | -------- | -------- | ---------- |',
  '| 合计             | 1,030.00 | 1,030.00 |            |',
  '| 堤防巡查         |    10.00 |    10.00 | 查清隐患。 |',
  '| 渠道清淤二期工程 | 1,020.00 | 1,020.00 | 清淤十处。 |',
  '',
  '```text',
  '|甲|乙|',
  '```',
}

local function on_disk()
  return vim.fn.readfile(vim.api.nvim_buf_get_name(0))
end

H.run(function()
  assert(load(H.advice('lsp.buf.format')))()
  local buffer = H.attached(H.write('歪.md', CROOKED))

  H.check('a crooked table is in line once it is saved, and nothing else is another', function()
    vim.cmd('silent write')
    H.equal(on_disk(), STRAIGHT)
    H.equal(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), STRAIGHT)
    H.equal(vim.bo.modified, false)
  end)

  H.check('twice is once', function()
    local tick = vim.b.changedtick
    vim.cmd('silent write')
    H.equal({ on_disk(), vim.b.changedtick }, { STRAIGHT, tick })
  end)

  H.check('undo brings back what was typed', function()
    vim.cmd('silent undo')
    H.equal(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), CROOKED)
  end)

  H.check('Markdown that is no budget is saved as it is', function()
    local readme = { '# 说明', '', '|键|含义|', '|---|---|', '|language|语言|' }
    H.write('README.md', readme)
    vim.cmd('silent write!')
    H.equal(on_disk(), readme)
  end)
end)
