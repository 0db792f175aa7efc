-- Which Markdown looks like a budget: the corpus, the project's own pages, and documents made for the purpose. The same are
-- told apart for VS Code (editors/vscode/test/recognise.test.ts).

local H = Harness
local recognise = require('budget.recognise')

local function looks(lines)
  local next_line = vim.iter(lines)
  return recognise.looks_like_budget(function()
    return next_line:next()
  end)
end

local function is_budget(...)
  return looks(vim.split(table.concat(vim.iter({ ... }):flatten(2):totable(), '\n'), '\n'))
end

local function files(folder)
  return vim.fs.find(function(name)
    return vim.endswith(name, '.md')
  end, { path = folder, type = 'file', limit = math.huge })
end

local function file_looks(path)
  return looks(vim.fn.readfile(path))
end

local function pages()
  local root = vim.env.BUDGET_ROOT
  local all = vim.fn.glob(root .. '/*.md', true, true)
  for _, folder in ipairs({ 'docs', 'editors/neovim', 'server', 'grammar', 'tests' }) do
    vim.list_extend(all, files(root .. '/' .. folder))
  end
  return vim.tbl_filter(function(path)
    return not path:find('tests/corpus/.') or vim.fs.basename(path) == 'README.md'
  end, all)
end

H.run(function()
  H.check('every budget of the corpus is one, and of the real documents where they are', function()
    local folders = { vim.env.BUDGET_ROOT .. '/tests/corpus', vim.env.BUDGET_ROOT .. '/../shared/corpus' }
    local all = vim.tbl_filter(function(path)
      return vim.fs.basename(path) ~= 'README.md'
    end, vim.iter(folders):map(files):flatten():totable())
    assert(#all >= 7, vim.inspect(all))
    H.equal(vim.tbl_filter(function(path)
      return not file_looks(path)
    end, all), {})
  end)

  H.check('no page about the project is one', function()
    local all = pages()
    for _, page in ipairs({ 'README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'docs/settings.md' }) do
      assert(vim.list_contains(all, vim.env.BUDGET_ROOT .. '/' .. page), page)
    end
    H.equal(vim.tbl_filter(file_looks, all), {})
  end)

  H.check('the header texts are those of the grammar', function()
    local source = table.concat(vim.fn.readfile(vim.env.BUDGET_ROOT .. '/grammar/src/kinds.toml'), '\n')
    local roles = { NAMES = 'name', TOTALS = 'total', SOURCES = 'source', GOALS = 'goal', INDICATORS = 'indicators' }
    for name, role in pairs(roles) do
      local list = source:match('role = "' .. role .. '"\n%l+ = %[(.-)%]')
      H.equal(recognise[name], vim.iter(list:gmatch('"(.-)"')):totable(), name)
    end
  end)

  H.check('a table of projects is known by its header, however it is written', function()
    for _, header in ipairs({
      '| 项目名称（资金使用单位） | 总计 |\n|---|---|',
      '绩效指标 | 项 目 名 称\n:-- | --:',
      '| **项目名称** | 其中：财政拨款 |\n|-|-|',
      '| 项目名称 | 预算金额（万元） | |\n|---|---|---|',
      '|项目【单位】名称|　合计　|\n|---|---|',
    }) do
      assert(is_budget(header), header)
    end
  end)

  H.check('a header alone is none: it takes a delimiter row of as many cells right below', function()
    assert(not is_budget('| 项目名称 | 总计 |'))
    assert(not is_budget('| 项目名称 | 总计 |', '|---|'))
    assert(not is_budget('| 项目名称 | 总计 |', '| 一 | 2.00 |', '|---|---|'))
    assert(not is_budget('| 项目名称\\|总计 |', '|---|---|'))
  end)

  H.check('other tables take the words of a budget above them and figures in them', function()
    local table_of = { '| 收入 | | 支出 | |', '|---|---|---|---|', '| 项目甲 | 10.00 | 项目乙 | １，203.50 |' }
    assert(is_budget('# 2025年收支预算总表', '', table_of))
    assert(is_budget('单位：万元', '', table_of))
    assert(is_budget('## Budget breakdown', '', table_of))
    assert(not is_budget('# 收支', '', table_of))
    assert(not is_budget('单位：万元', '', '| 键 | 含义 |', '|---|---|', '| budget.language | 语言 |'))
  end)

  H.check('a table of HTML takes the same, and the words may stand in it', function()
    local function rows(...)
      return vim.tbl_map(function(figure)
        return '<tr><td>文化活动</td><td align="right">' .. figure .. '</td></tr>'
      end, { ... })
    end
    local function table_of(head)
      return { '<table>', '    <tr><th colspan="2">' .. head .. '</th></tr>', rows('10.00', '1,203.50'), '</table>' }
    end
    local indented = vim.tbl_map(function(row)
      return '    ' .. row
    end, rows('10.00', '20.00'))
    assert(is_budget('# 2025年收支预算总表', '', table_of('收支')))
    assert(is_budget(table_of('一般公共预算支出表')))
    assert(is_budget('<div>' .. table.concat(vim.iter(table_of('财政拨款')):flatten():totable()) .. '</div>'))
    assert(not is_budget('# 收支', '', table_of('收支')))
    assert(not is_budget('# 预算', '', '<table>', rows('10.00'), '</table>'))
    assert(not is_budget('# 预算', '', '<table>', '', '<p>10.00</p>', rows('10.00', '20.00')))
    assert(not is_budget('```html', '# 预算', table_of('预算'), '```'))
    assert(not is_budget('# 预算', '', '    <table>', indented))
  end)

  H.check('text alone takes a title with a year above it and sums of money in it', function()
    local text = '2025年支出预算100.00万元，其中：基本支出60.00 万元。'
    assert(is_budget('# 青禾区民政局2025年部门预算', '', text))
    assert(is_budget('青禾区民政局二〇二四年度部门决算公开说明', '', text))
    assert(not is_budget('# 青禾区民政局部门预算', '', text))
    assert(not is_budget('# 2025年部门预算', '', '2025年支出预算100.00万元。'))
    assert(not is_budget('2025年的部门预算，已经编好。', '', text))
    assert(not is_budget(text, '# 2025年部门预算'))
    assert(not is_budget('```text', '# 2025年部门预算', '```', text))
  end)

  H.check('words far above a table do not count', function()
    local between = vim.tbl_map(function(line)
      return ('第 %d 段。'):format(line)
    end, vim.fn.range(8))
    assert(not is_budget('# 预算', between, '| 版本 | 年份 |', '|---|---|', '| 1.91 | 2024 |'))
  end)

  H.check('fenced, indented and commented text does not count', function()
    local lines = { '| 项目名称 | 总计 | 绩效目标 |', '|---|---|---|', '| 一 | 2.00 | |' }
    local indented = vim.tbl_map(function(line)
      return '    ' .. line
    end, lines)
    assert(not is_budget('```text', lines, '```'))
    assert(not is_budget('~~~~', lines, '~~~', lines, '~~~~'))
    assert(not is_budget('```', '``` text', lines))
    assert(not is_budget(indented))
    assert(not is_budget('<!--', lines, '-->'))
    assert(is_budget('```text', '…', '```', lines))
    assert(is_budget('<!-- page 1 -->', lines))
    assert(is_budget('``` not a fence ```', lines))
    assert(is_budget('\239\187\191' .. lines[1], lines[2]))
  end)

  H.check('no more is read than the limit', function()
    local line, read = '一行正文，没有表格。', 0
    assert(not recognise.looks_like_budget(function()
      read = read + 1
      return line
    end))
    assert(read * #line < recognise.LIMIT + 2 * #line, read)
    assert(not is_budget(('字'):rep(recognise.LIMIT / 3), '| 项目名称 | 总计 |', '|---|---|'))
  end)
end)
