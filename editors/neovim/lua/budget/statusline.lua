--- What the status line says of a buffer. Asked for at every redraw, it only looks up what is known already; the server is asked
--- when findings come and when the text has changed, and only in sessions whose status line shows it.
local M = {}

local server = require('budget.server')
local words = require('budget.words')

-- Milliseconds of rest after which a change is looked at.
local REST = 200

---@class budget.Known
---@field findings string
---@field tables table[]

---@type table<integer, budget.Known>
local known = {}
local is_waiting = {}
local is_on = false

---@param buffer integer
---@return string
local function findings(buffer)
  local counts = { errors = 0, warnings = 0, others = 0 }
  local names = { 'errors', 'warnings', 'others', 'others' }
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    if diagnostic.source == 'budget' then
      local name = names[diagnostic.severity]
      counts[name] = counts[name] + 1
    end
  end
  local said = {}
  for _, name in ipairs({ 'errors', 'warnings', 'others' }) do
    if counts[name] > 0 then
      table.insert(said, words.of(name, counts[name]))
    end
  end
  return #said > 0 and table.concat(said, ' ') or words.of('clean')
end

---@param buffer integer
local function refresh(buffer)
  local client = vim.api.nvim_buf_is_loaded(buffer) and server.client(buffer)
  if not client then
    known[buffer] = nil
    return
  end
  known[buffer] = { findings = findings(buffer), tables = known[buffer] and known[buffer].tables or {} }
  vim.cmd.redrawstatus({ bang = true })
  if not server.has_overview(client) then
    return
  end
  server.ask_later(client, 'budget/overview', server.overview_params(buffer, 'totals'), buffer, function(overview)
    if known[buffer] and overview then
      known[buffer].tables = overview.tables
      vim.cmd.redrawstatus({ bang = true })
    end
  end)
end

--- Refreshes once the buffer has been at rest for a while.
---@param buffer integer
local function refresh_later(buffer)
  local waiting = is_waiting[buffer]
  if waiting and not waiting:is_closing() then
    waiting:close()
  end
  is_waiting[buffer] = vim.defer_fn(function()
    is_waiting[buffer] = nil
    refresh(buffer)
  end, REST)
end

local function start()
  is_on = true
  local group = vim.api.nvim_create_augroup('budget.statusline', {})
  local function on(events, callback)
    vim.api.nvim_create_autocmd(events, {
      group = group,
      callback = function(event)
        callback(event.buf)
      end,
    })
  end
  on({ 'DiagnosticChanged', 'LspAttach', 'LspDetach' }, refresh_later)
  on({ 'TextChanged', 'TextChangedI', 'TextChangedP' }, function(buffer)
    if known[buffer] then
      refresh_later(buffer)
    end
  end)
  vim.iter(vim.api.nvim_list_bufs()):each(refresh)
end

--- The table that a line is in, or else the first that has a total.
---@param tables table[]
---@param line integer From 0.
---@return table?
local function at(tables, line)
  local function holds(of)
    return of.range.start.line <= line and line <= of.range['end'].line
  end
  return vim.iter(tables):find(holds) or tables[1]
end

---@param of table?
---@return string?
local function total(of)
  local amount = of and of.whole.amounts[of.main + 1]
  local figure = amount and (amount.printed or amount.value)
  return figure and words.of('whole', figure, of.unit and ' ' .. of.unit or '')
end

--- The text for the window whose status line is drawn, or the current one.
---@return string
function M.text()
  if not is_on then
    start()
  end
  local window = vim.g.statusline_winid or 0
  local here = known[vim.api.nvim_win_get_buf(window)]
  if not here then
    return ''
  end
  local line = vim.api.nvim_win_get_cursor(window)[1] - 1
  return table.concat({ here.findings, total(at(here.tables, line)) }, ' · ')
end

return M
