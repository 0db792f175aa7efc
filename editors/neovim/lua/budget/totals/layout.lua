--- The tables of a `budget/overview` as lines of text, aligned by the cells that characters take on the screen.
local M = {}

local words = require('budget.words')

local GAP = '  '
local GROUPS = { rounding = 'BudgetRounding', unbalanced = 'BudgetUnbalanced' }

---@class budget.Layout
---@field lines string[]
---@field marks { line: integer, group: string }[] Whole lines, counted from 0, and their highlight groups.
---@field places table<integer, table> The range in the text that a line, counted from 1, is about.

--- Whether an exact amount is zero, however many decimals it is written with.
local function is_zero(amount)
  return not amount:find('[1-9]')
end

--- What a total differs by: in the main column, or else in the first that does not add up.
---@param row table
---@param of table The table.
---@return string
local function difference(row, of)
  local main = row.amounts[of.main + 1].difference
  if main and not is_zero(main) then
    return main
  end
  for index, amount in ipairs(row.amounts) do
    if amount.difference and not is_zero(amount.difference) then
      return words.of('in_column', amount.difference, of.columns[index].title)
    end
  end
  return main or ''
end

--- The texts of a row, one for each column.
---@param row table
---@param of table
---@return string[]
local function texts(row, of)
  local cells = { row.name ~= '' and row.name or words.of('total') }
  for _, amount in ipairs(row.amounts) do
    table.insert(cells, amount.printed or amount.value or '')
  end
  return vim.list_extend(cells, { row.share or '', difference(row, of), row.sourcesDifference or '' })
end

---@param of table
---@return string[]
local function header(of)
  local cells = { words.of('name') }
  for _, column in ipairs(of.columns) do
    table.insert(cells, column.title)
  end
  return vim.list_extend(cells, { words.of('share'), words.of('difference'), words.of('sources_difference') })
end

--- The cells of all rows as lines: names to the left, what is counted to the right.
---@param rows string[][]
---@return string[]
local function aligned(rows)
  local widths = {}
  for _, row in ipairs(rows) do
    for column, text in ipairs(row) do
      widths[column] = math.max(widths[column] or 0, vim.fn.strdisplaywidth(text))
    end
  end
  return vim.tbl_map(function(row)
    local cells = {}
    for column, text in ipairs(row) do
      local padding = (' '):rep(widths[column] - vim.fn.strdisplaywidth(text))
      table.insert(cells, column == 1 and text .. padding or padding .. text)
    end
    return (table.concat(cells, GAP):gsub('%s+$', ''))
  end, rows)
end

--- What stands above a table.
---@param of table
---@return string
local function title(of)
  local parts = { of.title ~= '' and of.title or nil }
  if of.unit then
    table.insert(parts, words.of('unit', of.unit))
  end
  table.insert(parts, words.of('counts', of.units, of.projects, of.indicators))
  return table.concat(parts, GAP)
end

--- Adds one table below what stands there.
---@param layout budget.Layout
---@param of table
local function add(layout, of)
  local rows = vim.list_extend({ of.whole }, of.parts)
  local lines = aligned(vim.list_extend({ header(of) }, vim.tbl_map(function(row)
    return texts(row, of)
  end, rows)))
  if #layout.lines > 0 then
    table.insert(layout.lines, '')
  end
  local start = #layout.lines
  vim.list_extend(layout.lines, { title(of) })
  vim.list_extend(layout.lines, lines)
  table.insert(layout.marks, { line = start, group = 'BudgetTitle' })
  table.insert(layout.marks, { line = start + 1, group = 'BudgetHeader' })
  layout.places[start + 1] = of.range
  layout.places[start + 2] = of.range
  for index, row in ipairs(rows) do
    local line = start + 1 + index
    layout.places[line + 1] = row.selection or row.range or of.range
    if GROUPS[row.state] then
      table.insert(layout.marks, { line = line, group = GROUPS[row.state] })
    end
  end
end

--- Lays out all tables.
---@param overview table
---@return budget.Layout
function M.of(overview)
  local layout = { lines = {}, marks = {}, places = {} }
  for _, of in ipairs(overview.tables) do
    add(layout, of)
  end
  return layout
end

return M
