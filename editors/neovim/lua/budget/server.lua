--- Asking the server. Neovim 0.11 has made methods of what were functions of a client.
local M = {}

-- Milliseconds. A large document is converted in well under one second.
local PATIENCE = 10000

local has_methods = vim.fn.has('nvim-0.11') == 1

--- The client of a buffer, where the server looks at it.
---@param buffer integer
---@return vim.lsp.Client?
function M.client(buffer)
  return vim.lsp.get_clients({ name = 'budget', bufnr = buffer })[1]
end

--- Asks and waits, so that a command is carried out before the next.
---@param client vim.lsp.Client
---@param method string
---@param params table
---@param buffer integer
---@return any? result, string? reason Why there is none.
function M.ask(client, method, params, buffer)
  local answer, failure
  if has_methods then
    answer, failure = client:request_sync(method, params, PATIENCE, buffer)
  else
    answer, failure = client.request_sync(method, params, PATIENCE, buffer)
  end
  if not answer then
    return nil, failure
  end
  return answer.result, answer.err and answer.err.message
end

--- Asks, and goes on.
---@param client vim.lsp.Client
---@param method string
---@param params table
---@param handler? lsp.Handler Without one, what Neovim does with such an answer.
---@param buffer integer
function M.request(client, method, params, handler, buffer)
  if has_methods then
    client:request(method, params, handler, buffer)
  else
    client.request(method, params, handler, buffer)
  end
end

--- Asks, goes on, and hears the answer.
---@param client vim.lsp.Client
---@param method string
---@param params table
---@param buffer integer
---@param heard fun(result: any?, reason: string?) The reason why there is no result.
function M.ask_later(client, method, params, buffer, heard)
  M.request(client, method, params, function(failure, result)
    heard(result, failure and failure.message)
  end, buffer)
end

--- Tells every server that a settings file was written. Neovim watches no files on Linux, and this one is no budget.
---@param path string
function M.settings_changed(path)
  local params = { changes = { { uri = vim.uri_from_fname(path), type = vim.lsp.protocol.FileChangeType.Changed } } }
  for _, client in ipairs(vim.lsp.get_clients({ name = 'budget' })) do
    if has_methods then
      client:notify('workspace/didChangeWatchedFiles', params)
    else
      client.notify('workspace/didChangeWatchedFiles', params)
    end
  end
end

--- Whether the server answers `budget/overview`.
---@param client vim.lsp.Client
---@return boolean
function M.has_overview(client)
  return vim.tbl_get(client, 'server_capabilities', 'experimental', 'budgetOverview') == true
end

--- What `budget/overview` is asked with.
---@param buffer integer
---@param detail 'totals'|'units'
---@return table
function M.overview_params(buffer, detail)
  return { textDocument = { uri = vim.uri_from_bufnr(buffer) }, detail = detail }
end

return M
