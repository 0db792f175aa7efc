--- The code lens of a unit: its parts in the location list.
local M = {}

local words = require('budget.words')

M.COMMAND = 'budget.peekParts'

--- Says in what is sent to the server that a lens may ask for this. Neovim 0.10 shows lenses, and says nothing of it.
---@param capabilities table
function M.announce(capabilities)
  capabilities.textDocument.codeLens = capabilities.textDocument.codeLens or { dynamicRegistration = false }
  capabilities.experimental = vim.tbl_extend('force', capabilities.experimental or {}, { budgetCommands = { M.COMMAND } })
end

--- Carries out what a lens asks for.
---@param command table Its arguments are the document's URI, the position of the lens, and the locations of the parts.
---@param context table
function M.show(command, context)
  local client = assert(vim.lsp.get_client_by_id(context.client_id))
  -- Neovim takes a lens away when it is run, and brings it back by itself only where the server carries it out.
  vim.lsp.codelens.refresh({ bufnr = context.bufnr })
  local places = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
  if #places == 0 then
    return words.say(vim.log.levels.INFO, 'no_parts')
  end
  vim.fn.setloclist(0, {}, ' ', { title = command.title, items = places })
  vim.cmd.lopen()
end

--- Lets lenses be run.
function M.register()
  vim.lsp.commands[M.COMMAND] = vim.lsp.commands[M.COMMAND] or M.show
end

return M
