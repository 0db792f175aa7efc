--- Code actions that the server refuses, with its reason. Neovim up to 0.11 does not know of them: its menu would show them like
--- any other, and choosing one would do nothing. So the menu says the reason.
local M = {}

local function code_action(capabilities)
  return vim.tbl_get(capabilities, 'textDocument', 'codeAction') or {}
end

--- Says in what is sent to the server that refusals are shown.
---@param capabilities table
function M.announce(capabilities)
  code_action(capabilities).disabledSupport = true
end

--- The actions, with the reason in the title of those that are refused.
---@param actions table[]?
---@return table[]?
local function explained(actions)
  for _, action in ipairs(actions or {}) do
    if action.disabled then
      action.title = require('budget.words').of('cannot', action.title, action.disabled.reason)
    end
  end
  return actions
end

--- Writes the reasons into what a client is answered.
---@param client vim.lsp.Client
function M.explain(client)
  if code_action(vim.lsp.protocol.make_client_capabilities()).disabledSupport then
    return
  end
  local request = client.rpc.request
  ---@diagnostic disable-next-line: duplicate-set-field
  client.rpc.request = function(method, params, heard, ...)
    if method ~= 'textDocument/codeAction' then
      return request(method, params, heard, ...)
    end
    return request(method, params, function(failure, actions)
      heard(failure, explained(actions))
    end, ...)
  end
end

return M
