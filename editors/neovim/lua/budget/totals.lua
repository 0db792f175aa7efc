--- `:BudgetTotals`: a float with what every table of the document adds up to.
local M = {}

local server = require('budget.server')
local words = require('budget.words')

local levels = vim.log.levels
local namespace = vim.api.nvim_create_namespace('budget.totals')

---@param layout budget.Layout
---@return integer buffer
local function buffer_of(layout)
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, true, layout.lines)
  require('budget.colours').link()
  for _, mark in ipairs(layout.marks) do
    local to_its_end = { end_row = mark.line + 1, hl_group = mark.group, hl_eol = true }
    vim.api.nvim_buf_set_extmark(buffer, namespace, mark.line, 0, to_its_end)
  end
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].bufhidden = 'wipe'
  return buffer
end

--- A float in the middle of the screen, no larger than what is in it.
---@param buffer integer
---@param lines string[]
---@return integer window
local function float(buffer, lines)
  local width = vim.iter(lines):map(vim.fn.strdisplaywidth):fold(1, math.max)
  width = math.min(width, math.max(1, vim.o.columns - 4))
  local height = math.min(#lines, math.max(1, vim.o.lines - 6))
  local window = vim.api.nvim_open_win(buffer, true, {
    relative = 'editor',
    row = math.floor((vim.o.lines - height) / 2) - 1,
    col = math.floor((vim.o.columns - width) / 2),
    width = width,
    height = height,
    style = 'minimal',
    border = 'rounded',
    title = ' ' .. words.of('totals') .. ' ',
  })
  vim.wo[window].wrap = false
  vim.wo[window].cursorline = true
  return window
end

--- Maps the keys of the float, which closes when it is left: what it shows is true only until the text is changed.
---@param window integer
---@param buffer integer
---@param jump fun(line: integer)
local function listen(window, buffer, jump)
  local function close()
    if vim.api.nvim_win_is_valid(window) then
      vim.api.nvim_win_close(window, true)
    end
  end
  for _, key in ipairs({ 'q', '<Esc>' }) do
    vim.keymap.set('n', key, close, { buffer = buffer, nowait = true })
  end
  vim.keymap.set('n', '<CR>', function()
    local line = vim.api.nvim_win_get_cursor(window)[1]
    close()
    jump(line)
  end, { buffer = buffer, nowait = true })
  vim.api.nvim_create_autocmd('WinLeave', { buffer = buffer, once = true, callback = vim.schedule_wrap(close) })
end

--- Shows the totals of the current buffer.
function M.open()
  local document = vim.api.nvim_get_current_buf()
  local client = server.client(document)
  if not client then
    return words.say(levels.WARN, 'no_client')
  end
  if not server.has_overview(client) then
    return words.say(levels.WARN, 'no_overview')
  end
  local params = server.overview_params(document, 'units')
  local overview, reason = server.ask(client, 'budget/overview', params, document)
  if reason then
    return words.say(levels.ERROR, 'no_answer', reason)
  end
  if not overview or #overview.tables == 0 then
    return words.say(levels.INFO, 'no_tables')
  end
  local layout = require('budget.totals.layout').of(overview)
  local buffer = buffer_of(layout)
  listen(float(buffer, layout.lines), buffer, function(line)
    local range = layout.places[line]
    if range then
      local location = { uri = params.textDocument.uri, range = range }
      vim.lsp.util.show_document(location, client.offset_encoding, { reuse_win = true, focus = true })
    end
  end)
end

return M
