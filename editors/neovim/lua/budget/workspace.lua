--- `:BudgetWorkspace`: the findings of all budgets of the folder, of those that are not open too, in the quickfix list.
local M = {}

local server = require('budget.server')
local words = require('budget.words')

local levels = vim.log.levels

-- The letters of the quickfix list, by the severities of LSP 3.17.
local TYPES = { 'E', 'W', 'I', 'N' }

--- What was found in all documents, as the server places it.
---@param report table A `WorkspaceDiagnosticReport` (LSP 3.17).
---@return table[] locations Each with its diagnostic.
local function found(report)
  local locations = {}
  for _, document in ipairs(report.items) do
    for _, diagnostic in ipairs(document.items or {}) do
      table.insert(locations, { uri = document.uri, range = diagnostic.range, diagnostic = diagnostic })
    end
  end
  return locations
end

--- A place of the list, with what is wrong there.
---@param place table
---@return table
local function explained(place)
  local diagnostic = place.user_data.diagnostic
  place.type = TYPES[diagnostic.severity]
  place.text = ('%s [%s]'):format(diagnostic.message, diagnostic.code)
  place.user_data = nil
  return place
end

local function is_before(one, other)
  if one.filename ~= other.filename then
    return one.filename < other.filename
  end
  if one.lnum ~= other.lnum then
    return one.lnum < other.lnum
  end
  return one.col < other.col
end

--- Shows the list. A drafter who went on writing meanwhile stays where they are.
---@param places table[]
---@param asked integer The window that it was asked for in.
local function show(places, asked)
  vim.fn.setqflist({}, ' ', { title = words.of('workspace'), items = places })
  local window = vim.api.nvim_get_current_win()
  local has_waited = window == asked and vim.api.nvim_get_mode().mode == 'n'
  vim.cmd('botright copen')
  if not has_waited then
    vim.api.nvim_set_current_win(window)
  end
end

---@param client vim.lsp.Client
---@param report table
---@param asked integer
local function list(client, report, asked)
  local places = vim.lsp.util.locations_to_items(found(report), client.offset_encoding)
  if #places == 0 then
    return words.say(levels.INFO, 'workspace_clean')
  end
  places = vim.tbl_map(explained, places)
  table.sort(places, is_before)
  show(places, asked)
  words.say(levels.INFO, 'workspace_findings', #report.items, #places)
end

--- The client of the buffer, or else the only one that there is.
---@return vim.lsp.Client?
local function responsible()
  local all = vim.lsp.get_clients({ name = 'budget' })
  return server.client(vim.api.nvim_get_current_buf()) or (#all == 1 and all[1] or nil)
end

--- Says how far the server is, for as long as it is waited for.
---@param client vim.lsp.Client
---@return fun() stop
local function follow(client)
  local autocmd = vim.api.nvim_create_autocmd('LspProgress', {
    callback = function(event)
      local value = event.data.params.value
      if event.data.client_id == client.id and value.kind == 'report' and value.message then
        vim.api.nvim_echo({ { words.of('progress', value.message) } }, false, {})
        vim.cmd.redraw()
      end
    end,
  })
  return function()
    vim.api.nvim_del_autocmd(autocmd)
  end
end

--- Asks for the findings of the folder, and lists them when they are there.
function M.list()
  local client = responsible()
  if not client then
    return words.say(levels.WARN, 'no_client')
  end
  if not vim.tbl_get(client.server_capabilities, 'diagnosticProvider', 'workspaceDiagnostics') then
    return words.say(levels.WARN, 'no_workspace')
  end
  if client.root_dir then
    words.say(levels.INFO, 'checking', vim.fn.fnamemodify(client.root_dir, ':~'))
  else
    words.say(levels.WARN, 'no_folder')
  end
  -- Neovim sends the last keys of a buffer with the next question about it, or after a while.
  require('budget.findings').ask_all(client)
  local asked, buffer, stop = vim.api.nvim_get_current_win(), vim.api.nvim_get_current_buf(), follow(client)
  server.ask_later(client, 'workspace/diagnostic', { previousResultIds = {} }, buffer, function(report, reason)
    stop()
    if report then
      list(client, report, asked)
    else
      words.say(levels.ERROR, 'no_answer', reason)
    end
  end)
end

return M
