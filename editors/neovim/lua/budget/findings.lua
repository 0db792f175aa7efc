--- Findings that Neovim asks the server for, where the server has them asked for. Up to 0.11 Neovim asks for those of the current
--- buffer when some text was sent, also where the text is another's; and it does not hear that findings became others because
--- the settings did (`vim.lsp.diagnostic`, `LspNotify`).
local M = {}

local server = require('budget.server')

M.REFRESH = 'workspace/diagnostic/refresh'

local TEXTS = { 'textDocument/didOpen', 'textDocument/didChange' }

--- Says in what is sent to the server that it may have findings asked for again.
---@param capabilities table
function M.announce(capabilities)
  capabilities.workspace.diagnostics = { refreshSupport = true }
end

---@param client vim.lsp.Client
---@param buffer integer
local function ask(client, buffer)
  if client.server_capabilities.diagnosticProvider then
    server.request(client, 'textDocument/diagnostic', { textDocument = { uri = vim.uri_from_bufnr(buffer) } }, nil, buffer)
  end
end

--- Asks for the findings of all buffers of a client. What was typed in them is sent before.
---@param client vim.lsp.Client
function M.ask_all(client)
  for buffer in pairs(client.attached_buffers) do
    ask(client, buffer)
  end
end

--- Asks for the findings of a text that was sent, where the current buffer is another.
---@param event table An `LspNotify`.
function M.follow(event)
  local client = vim.lsp.get_client_by_id(event.data.client_id)
  if not client or client.name ~= 'budget' or not vim.list_contains(TEXTS, event.data.method) then
    return
  end
  local buffer = vim.uri_to_bufnr(event.data.params.textDocument.uri)
  if buffer ~= event.buf and client.attached_buffers[buffer] then
    ask(client, buffer)
  end
end

--- What the server is answered that has them asked for again.
function M.refresh(_, _, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  if client then
    M.ask_all(client)
  end
  return vim.NIL
end

return M
