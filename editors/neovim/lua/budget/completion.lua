--- Completions, as Neovim's own way of showing them needs them.
local M = {}

local has_snippets = vim.fn.has('nvim-0.11') == 1
local formats = vim.lsp.protocol.InsertTextFormat

--- The byte that a position's character is in a line.
---@param line string
---@param character integer
---@param encoding string
---@return integer
local function byte_of(line, character, encoding)
  if encoding == 'utf-8' then
    return math.min(character, #line)
  end
  if has_snippets then
    return vim.str_byteindex(line, encoding, character, false)
  end
  local is_inside, byte = pcall(vim.str_byteindex, line, character, encoding == 'utf-16')
  return is_inside and byte or #line
end

--- A text as a snippet that stands for nothing but itself (LSP 3.17, "Grammar").
local function literal(text)
  return (text:gsub('[\\$}]', '\\%0'))
end

--- Puts what stands before an item's text in the line in front of it.
---@param item table
---@param before string
---@param start table Where that begins.
local function lead(item, before, start)
  local is_snippet = item.insertTextFormat == formats.Snippet
  item.textEdit.newText = (is_snippet and literal(before) or before) .. item.textEdit.newText
  item.filterText = before .. (item.filterText or item.label)
  item.textEdit.range.start = start
end

--- Neovim 0.11 ends a text at its first blank, unless it is a snippet (`vim.lsp.completion`, `get_completion_word`).
---@param item table
local function keep_blanks(item)
  if item.insertTextFormat ~= formats.Snippet and item.textEdit.newText:find('%s') then
    item.insertTextFormat = formats.Snippet
    item.textEdit.newText = literal(item.textEdit.newText)
  end
end

--- Lets the edits of all items begin in one column. Neovim puts the whole list at that column; where there are several, it takes
--- the start of the word at the cursor for all (`adjust_start_col`), and what stands for `1、` would come behind it.
---@param items table[]
---@param line string The line as it was when the server was asked.
---@param encoding string
function M.align(items, line, encoding)
  -- A plugin that lets the drafter choose what is replaced has two ranges instead, and places every item by itself.
  items = vim.tbl_filter(function(item)
    return item.textEdit and item.textEdit.range
  end, items)
  local first
  for _, item in ipairs(items) do
    local start = item.textEdit.range.start
    first = first and first.character <= start.character and first or start
  end
  for _, item in ipairs(items) do
    local start = item.textEdit.range.start
    if start.character > first.character then
      local from, to = byte_of(line, first.character, encoding), byte_of(line, start.character, encoding)
      lead(item, line:sub(from + 1, to), first)
    end
    if has_snippets then
      keep_blanks(item)
    end
  end
end

--- Aligns what a client is answered.
---@param client vim.lsp.Client
function M.align_answers(client)
  local request = client.rpc.request
  ---@diagnostic disable-next-line: duplicate-set-field
  client.rpc.request = function(method, params, heard, ...)
    if method ~= 'textDocument/completion' then
      return request(method, params, heard, ...)
    end
    local buffer, row = vim.uri_to_bufnr(params.textDocument.uri), params.position.line
    local line = vim.api.nvim_buf_get_lines(buffer, row, row + 1, false)[1] or ''
    return request(method, params, function(failure, list)
      M.align(list and list.items or {}, line, client.offset_encoding)
      heard(failure, list)
    end, ...)
  end
end

--- Has snippets written out when they are chosen; Neovim up to 0.11 would leave their label in the text. When completions are
--- offered stays as the user has it: this comes after the user's own autocommands, and only the first to enable them sets that.
---@param client integer
---@param buffer integer
function M.expand_snippets(client, buffer)
  if not has_snippets then
    return
  end
  vim.schedule(function()
    if vim.api.nvim_buf_is_loaded(buffer) and vim.lsp.buf_is_attached(buffer, client) then
      vim.lsp.completion.enable(true, client, buffer)
    end
  end)
end

return M
