--- Whether a Markdown document looks like a budget: the same rule as in `editors/vscode/src/recognise.ts`.
---
--- The answer decides whether the server gets to see it. The server is silent about tables that it does not know, so a
--- document too many costs nearly nothing; but a README is read in every folder, and shall not start a server.
local M = {}

--- How much of a document is looked at, in bytes. The tables of a budget begin well before.
M.LIMIT = 3 * 64 * 1024

-- How many lines that say something may stand between the title or the unit of a table and the table.
local LINES_ABOVE = 6

-- So many figures make a table one of amounts, rather than one that happens to hold a number.
local FIGURES = 2

-- Header texts of the project performance table: those of grammar/src/kinds.toml.
M.NAMES = { '项目名称', '项目(单位)名称', '单位(项目)名称', '单位/项目名称', '单位名称/项目名称', '单位、项目名称', '二级项目名称', '专项名称', '项目', '单位名称' }
M.TOTALS = { '总计', '合计', '预算金额', '金额', '小计', '总额', '预算数', '资金总额', '预算总额', '项目金额', '总金额', '申请数', '申请金额' }
M.SOURCES = { '拨款', '资金', '专户', '收入', '结转', '结余', '基金', '公益金', '债券', '国债', '经营', '收费', '自筹', '补助', '配套', '贷款', '预算', '其他' }
M.GOALS = { '绩效目标', '年度绩效目标', '总体目标', '年度总体目标', '总体绩效目标', '项目绩效目标', '年度目标', '绩效总目标', '项目绩效总目标', '年度总目标', '当年绩效目标', '实施期绩效目标', '预期目标', '预期绩效目标' }
M.INDICATORS = { '绩效指标', '年度绩效指标', '项目绩效指标' }

-- What the other tables of a department's budget, or a budget in English, say in their header or close above it; the names of this
-- project alone are none of it.
local WORDS = vim.regex([[\v\c预算|决算|绩效|财政拨款|单位[:：]\s*[十百千万亿]*元|<budgets?>(-)@!]])

-- A line that names a year and its budget or final accounts and nothing behind, as a title does: the text of a department's budget is
-- often drafted before its tables.
local TITLE = vim.regex([[\v[0-9〇○零一二三四五六七八九]{4}\s*年[^。]*[预决]算[^，。；：、]{0,8}$]])

-- How long such a line is at most, in bytes.
local TITLE_LENGTH = 3 * 64

local FIGURE = vim.regex([[\v^[-−△▲]?\(?[-−△▲]?\d[0-9,]*(\.\d+)?\)?([万亿]?元)?$]])

-- The tag that opens a table of HTML, at the start of a line or behind others.
local TABLE = vim.regex([[\v\c^ {0,3}\<(.*\<)?table(\s|\>)]])

local BRACKETS = { ['['] = '(', ['{'] = '(', ['〔'] = '(', ['【'] = '(', ['〈'] = '(', ['《'] = '(' }
for _, closing in ipairs({ ']', '}', '〕', '】', '〉', '》' }) do
  BRACKETS[closing] = ')'
end

-- One character of UTF-8.
local CHARACTER = '[%z\1-\127\194-\244][\128-\191]*'

--- As names are compared: one width, no blanks, one kind of brackets.
---@param text string
---@return string
local function folded(text)
  local narrow = text:gsub('\239\188([\129-\191])', function(last)
    return string.char(last:byte() - 0x60)
  end)
  narrow = narrow:gsub('\239\189([\128-\158])', function(last)
    return string.char(last:byte() - 0x20)
  end)
  local bare = narrow:gsub('[%s*]', ''):gsub('\194\160', ''):gsub('　', ''):gsub('\226\128[\139-\143]', '')
  return (bare:gsub(CHARACTER, BRACKETS))
end

--- The cells of a row as GFM parts them: `\|` is no border, and the outer borders may be left out.
---@param line string
---@return string[]
local function row_of(line)
  local inner = vim.trim(line):gsub('\\|', '\1'):gsub('^|', ''):gsub('|$', '')
  return vim.split(inner, '|', { plain = true })
end

---@param line string
---@param header string
---@return boolean
local function is_delimiter_row(line, header)
  if not line:find('|', 1, true) or line:find('[^%s|:-]') then
    return false
  end
  local cells = row_of(line)
  local is_one = vim.iter(cells):all(function(cell)
    return vim.trim(cell):find('^:?%-+:?$')
  end)
  return is_one and #row_of(header) == #cells
end

---@param lists string[][]
---@return fun(text: string): boolean
local function is_one_of(lists)
  local all = vim.iter(lists):flatten():totable()
  return function(text)
    return vim.list_contains(all, text) or vim.list_contains(all, (text:gsub('%([^()]*%)$', '')))
  end
end

local is_name = is_one_of({ M.NAMES })
local is_other = is_one_of({ M.TOTALS, M.GOALS, M.INDICATORS })

local function is_source(text)
  local bare = text:gsub('%([^()]*%)$', '')
  return not text:find('名称', 1, true)
    and vim.iter(M.SOURCES):any(function(word)
      return bare:find(word, 1, true)
    end)
end

--- Whether a header row is that of a table of projects, or the upper of its two rows.
---@param header string
---@return boolean
local function is_known_header(header)
  local texts = vim.tbl_map(folded, row_of(header))
  return vim.iter(texts):any(is_name)
    and vim.iter(texts):any(function(text)
      return is_other(text) or is_source(text)
    end)
end

local function is_figure(cell)
  return FIGURE:match_str(folded(cell)) ~= nil
end

--- Whether a line closes the fence (CommonMark 0.31, § 4.5): the same sign, at least as often, and nothing behind it.
local function closes(line, fence)
  local closing = line:match('^ ? ? ?(`+)%s*$') or line:match('^ ? ? ?(~+)%s*$')
  return closing and closing:sub(1, 1) == fence:sub(1, 1) and #closing >= #fence
end

--- The lines that a reader of the rendered document sees as text: no fenced code, no comments.
---@param lines fun(): string?
---@return fun(): string?
local function visible(lines)
  local fence, is_in_comment, is_in_table, left = nil, false, false, M.LIMIT
  local function take(line)
    if fence then
      fence = not closes(line, fence) and fence or nil
    elseif is_in_comment or line:find('^ ? ? ?<!%-%-') then
      is_in_comment = not line:find('-->', 1, true)
    else
      fence = line:match('^ ? ? ?(```+)[^`]*$') or line:match('^ ? ? ?(~~~+)')
      -- A code block by indentation is none of a table's lines either; the lines of one of HTML may be indented.
      is_in_table = line:find('%S') and (is_in_table or TABLE:match_str(line)) and not line:lower():find('</table', 1, true)
      return not fence and (is_in_table or (not line:find('^    ') and not line:find('^\t')))
    end
  end
  return function()
    for whole in lines do
      if left <= 0 then
        return nil
      end
      local line = whole:sub(1, left):gsub('^\239\187\191', '')
      left = left - #whole - 1
      if take(line) then
        return line
      end
    end
  end
end

--- What the cells say that begin in a line of HTML.
---@param line string
---@return string[]
local function tagged_cells(line)
  local cells = {}
  for text in line:gmatch('<[tT][dDhH][^<>]*>([^<]*)') do
    table.insert(cells, vim.trim(text))
  end
  return cells
end

--- Takes one line after the other; whether a table that a converter wrote as HTML was seen that is one of a budget, with the words in it
--- or close above.
---@param above string[]
---@return fun(line: string): boolean
local function tagged_tables(above)
  local is_open, is_after_words, figures = false, false, 0
  local function says_so(text)
    return WORDS:match_str(text) ~= nil
  end
  return function(line)
    if not is_open and TABLE:match_str(line) then
      is_open, is_after_words, figures = true, vim.iter(above):any(says_so), 0
    end
    if not is_open then
      return false
    end
    for _, cell in ipairs(tagged_cells(line)) do
      is_after_words = is_after_words or says_so(cell)
      figures = figures + ((is_after_words and is_figure(cell)) and 1 or 0)
    end
    is_open = line:find('%S') ~= nil and not line:lower():find('</table', 1, true)
    return figures >= FIGURES
  end
end

--- Takes one line after the other; whether a title was seen and, below it, sums of money.
---@return fun(line: string): boolean
local function titled_texts()
  local is_below_title, sums = false, 0
  return function(line)
    if is_below_title then
      for _, unit in ipairs({ '元', '万元', '亿元' }) do
        sums = sums + select(2, line:gsub('%d%s?' .. unit, ''))
      end
    else
      is_below_title = #line <= TITLE_LENGTH and TITLE:match_str(line) ~= nil
    end
    return sums >= FIGURES
  end
end

--- Looks at the lines of a document from the top, no further than needed.
---@param lines fun(): string?
---@return boolean
function M.looks_like_budget(lines)
  local above, is_after_words, figures = {}, false, 0
  local is_tagged_budget, is_text_of_budget = tagged_tables(above), titled_texts()
  for line in visible(lines) do
    local header = above[#above]
    if header and is_delimiter_row(line, header) then
      if is_known_header(header) then
        return true
      end
      is_after_words = vim.iter(above):any(function(text)
        return WORDS:match_str(text) ~= nil
      end)
      figures = 0
    elseif not line:find('|', 1, true) then
      is_after_words = false
    elseif is_after_words then
      figures = figures + #vim.tbl_filter(is_figure, row_of(line))
      if figures >= FIGURES then
        return true
      end
    end
    if is_tagged_budget(line) or is_text_of_budget(line) then
      return true
    end
    if line:find('%S') then
      table.insert(above, line)
      if #above > LINES_ABOVE then
        table.remove(above, 1)
      end
    end
  end
  return false
end

return M
