--- `:BudgetCsv`: the table at the cursor, with all its pages, for a spreadsheet.
local M = {}

local server = require('budget.server')
local words = require('budget.words')

local COMMAND = 'budget-lsp.tableAsCsv'

local levels = vim.log.levels

--- The clipboard, where Neovim can reach one; else the register that `p` puts.
local function register()
  return vim.fn.has('clipboard') == 1 and '+' or '"'
end

--- Copies the table at the cursor.
function M.copy()
  local buffer = vim.api.nvim_get_current_buf()
  local client = server.client(buffer)
  if not client then
    return words.say(levels.WARN, 'no_client')
  end
  local commands = vim.tbl_get(client.server_capabilities, 'executeCommandProvider', 'commands') or {}
  if not vim.list_contains(commands, COMMAND) then
    return words.say(levels.WARN, 'no_csv')
  end
  local place = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local params = { command = COMMAND, arguments = { { uri = place.textDocument.uri, position = place.position } } }
  local result, reason = server.ask(client, 'workspace/executeCommand', params, buffer)
  if not result then
    return words.say(levels.WARN, 'refused', words.of('copy_table'), reason)
  end
  -- A buffer that it is put into shows no line ends of RFC 4180.
  vim.fn.setreg(register(), (result.csv:gsub('\r\n', '\n')))
  words.say(levels.INFO, 'copied', register())
end

return M
