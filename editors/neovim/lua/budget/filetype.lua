--- Markdown that looks like a budget gets the filetype `markdown.budget`, so that the server is not started for every README.
local M = {}

M.FILETYPE = 'markdown.budget'

-- So many lines are read at a time; nearly always the first ones decide.
local CHUNK = 100

--- The lines of a buffer, read as they are needed.
---@param buffer integer
---@return fun(): string?
local function lines_of(buffer)
  local lines, index, start = {}, 0, 0
  return function()
    index = index + 1
    if index > #lines then
      lines, index = vim.api.nvim_buf_get_lines(buffer, start, start + CHUNK, false), 1
      start = start + CHUNK
    end
    return lines[index]
  end
end

--- Whether the buffer is a budget: by its name, or by what stands in it.
---@param buffer integer
---@return boolean
function M.is_budget(buffer)
  return vim.endswith(vim.api.nvim_buf_get_name(buffer), '.budget.md')
    or require('budget.recognise').looks_like_budget(lines_of(buffer))
end

--- Whether budgets are told from other Markdown at all.
---@return boolean
function M.is_on()
  local filetypes = require('budget').resolved().filetypes
  return vim.list_contains(filetypes, M.FILETYPE) and not vim.list_contains(filetypes, 'markdown')
end

--- Gives the buffer its filetype. It is Markdown already, and what the user set for Markdown stays: Neovim would undo what
--- the Markdown plugins did and run them again, after the user's autocommands. So their undoing is kept aside meanwhile.
---@param buffer integer
local function name(buffer)
  vim.api.nvim_buf_call(buffer, function()
    local undo = vim.b.undo_ftplugin
    vim.b.undo_ftplugin = nil
    vim.bo.filetype = M.FILETYPE
    vim.b.undo_ftplugin = table.concat({ undo or 'execute', vim.b.undo_ftplugin }, '\n')
  end)
end

--- Looks at a buffer that is Markdown.
---@param buffer integer
function M.look(buffer)
  local is_markdown_file = vim.bo[buffer].filetype == 'markdown' and vim.bo[buffer].buftype == ''
  if is_markdown_file and M.is_on() and M.is_budget(buffer) then
    name(buffer)
  end
end

return M
