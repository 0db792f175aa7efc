--- `:BudgetFix`: fixes and refactorings of the server, without its menu.
local M = {}

local server = require('budget.server')
local words = require('budget.words')

M.REFACTORINGS = { 'recompute', 'convert', 'merge', 'renumber', 'addProject', 'addIndicator', 'split' }

local levels = vim.log.levels

--- The actions of a kind for the cursor's line.
---@param client vim.lsp.Client
---@param buffer integer
---@param kind string
---@return table[]? actions, string? reason
local function offered(client, buffer, kind)
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  local text = vim.api.nvim_get_current_line()
  local params = {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    -- As many units as bytes: a position beyond the line is its end (LSP 3.17, `Position.character`).
    range = { start = { line = line, character = 0 }, ['end'] = { line = line, character = #text } },
    context = { diagnostics = {}, only = { kind }, triggerKind = 1 },
  }
  local actions, reason = server.ask(client, 'textDocument/codeAction', params, buffer)
  return actions or (not reason and {} or nil), reason
end

local function is_empty(edit)
  local changes = vim.list_extend(vim.tbl_values(edit.changes or {}), vim.tbl_map(function(change)
    return change.edits
  end, edit.documentChanges or {}))
  return vim.iter(changes):all(vim.tbl_isempty)
end

--- Carries an action out, and says so.
---@param client vim.lsp.Client
---@param buffer integer
---@param action table
---@param what string What is said where it cannot be done.
local function apply(client, buffer, action, what)
  if action.disabled then
    return words.say(levels.WARN, 'refused', what, action.disabled.reason)
  end
  local whole, reason = action, nil
  if not action.edit then
    whole, reason = server.ask(client, 'codeAction/resolve', action, buffer)
  end
  if not whole then
    return words.say(levels.WARN, 'refused', what, reason)
  end
  if not whole.edit or is_empty(whole.edit) then
    return words.say(levels.INFO, 'nothing_to_rewrite', what)
  end
  vim.lsp.util.apply_workspace_edit(whole.edit, client.offset_encoding)
  words.say(levels.INFO, 'done', action.title)
end

--- To ignore a finding is never done unasked.
local function is_ignoring(action)
  return vim.inspect(action.edit or {}):find('budget%-ignore') ~= nil
end

--- The quick fix that needs no choice: the preferred one, or the only one.
local function obvious(actions)
  if actions[1].isPreferred or (#actions == 1 and not is_ignoring(actions[1])) then
    return actions[1]
  end
end

--- The actions of a kind. Says why there are none: that the server did not answer, or else `nothing`.
local function found(client, buffer, kind, nothing, ...)
  local actions, reason = offered(client, buffer, kind)
  if not actions then
    words.say(levels.ERROR, 'no_answer', reason)
  elseif #actions == 0 then
    words.say(levels.INFO, nothing, ...)
  else
    return actions
  end
end

local function quick_fix(client, buffer)
  local actions = found(client, buffer, 'quickfix', 'nothing_in_line')
  if not actions then
    return
  end
  local only = obvious(actions)
  if only then
    return apply(client, buffer, only, only.title)
  end
  local function title(action)
    return action.title
  end
  vim.ui.select(actions, { prompt = words.of('choose'), kind = 'codeaction', format_item = title }, function(action)
    if action then
      apply(client, buffer, action, action.title)
    end
  end)
end

local function fix_all(client, buffer)
  local actions = found(client, buffer, 'source.fixAll.budget', 'nothing_formal')
  if actions then
    apply(client, buffer, actions[1], actions[1].title)
  end
end

local function refactor(client, buffer, name)
  local actions = found(client, buffer, 'refactor.rewrite.' .. name, 'nothing_to_rewrite', words.of(name))
  if actions then
    apply(client, buffer, actions[1], words.of(name))
  end
end

--- The command.
---@param name string A refactoring, or empty.
---@param is_all boolean All that is only a matter of form.
function M.run(name, is_all)
  local buffer = vim.api.nvim_get_current_buf()
  local client = server.client(buffer)
  if not client then
    return words.say(levels.WARN, 'no_client')
  end
  if name == '' then
    local fix = is_all and fix_all or quick_fix
    fix(client, buffer)
  elseif not is_all and vim.list_contains(M.REFACTORINGS, name) then
    refactor(client, buffer, name)
  else
    words.say(levels.ERROR, 'no_such', (is_all and '! ' or '') .. name, table.concat(M.REFACTORINGS, ' '))
  end
end

--- What may follow the command.
---@param start string
---@return string[]
function M.complete(start)
  return vim.tbl_filter(function(name)
    return vim.startswith(name, start)
  end, M.REFACTORINGS)
end

return M
