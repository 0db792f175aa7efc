--- Starts budget-lsp for Markdown buffers. Nothing is set here but what the server needs; keys are the user's own.
local M = {}

---@class budget.Options
---@field cmd? string[] The server and its arguments.
---@field filetypes? string[] The file types it is started for.
---@field locale? string The language of its messages, such as `zh-CN`. Without it, that of Neovim's messages.

---@type budget.Options
M.defaults = {
  cmd = { 'budget-lsp', '--stdio' },
  filetypes = { 'markdown' },
}

M.install = 'cargo install --path server'

local root_markers = { '.git' }
local options = vim.deepcopy(M.defaults)
local is_enabled = false
local has_warned = false

--- The language tag of a POSIX locale: `zh_CN.UTF-8` is `zh-CN`; `C` and `POSIX` have none.
---@param lang string
---@return string?
function M.language_tag(lang)
  local tag = lang:gsub('[.@].*', ''):gsub('_', '-')
  if tag == '' or tag == 'C' or tag == 'POSIX' then
    return nil
  end
  return tag
end

--- Whether the server can be run. Says once what to do where it cannot.
---@param cmd string[]|function
---@return boolean
local function is_there(cmd)
  if type(cmd) == 'function' or vim.fn.executable(cmd[1]) == 1 then
    return true
  end
  if not has_warned then
    has_warned = true
    local advice = 'budget: %s was not found. Install it with `%s`, or set its path: '
      .. "require('budget').setup({ cmd = { '/path/to/budget-lsp', '--stdio' } }). See :checkhealth budget"
    vim.notify(advice:format(cmd[1], M.install), vim.log.levels.ERROR)
  end
  return false
end

--- What Neovim is told of the server.
---@return table
function M.config()
  return {
    name = 'budget',
    cmd = options.cmd,
    filetypes = options.filetypes,
    root_markers = root_markers,
    -- Neovim sends no locale of its own accord (0.11, `Client:initialize`).
    before_init = function(params)
      params.locale = params.locale or options.locale or M.language_tag(vim.v.lang)
    end,
  }
end

--- The configuration as it stands, whichever way it was set.
---@return table
function M.resolved()
  return vim.lsp.config and vim.lsp.config.budget or M.config()
end

--- Looks at a buffer: Neovim 0.11 starts the server itself, and only writes to its log where there is none.
---@param buffer integer
local function see(buffer)
  local config = M.resolved()
  if vim.bo[buffer].buftype ~= '' or not vim.tbl_contains(config.filetypes, vim.bo[buffer].filetype) then
    return
  end
  if is_there(config.cmd) and not vim.lsp.enable then
    config.root_dir = vim.fs.root(buffer, root_markers)
    vim.lsp.start(config, { bufnr = buffer })
  end
end

--- Starts the server for the buffers that are open and for those that are opened. A second call does nothing.
function M.enable()
  if is_enabled then
    return
  end
  is_enabled = true
  if vim.lsp.enable then
    vim.lsp.enable('budget')
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('budget', {}),
    callback = function(event)
      see(event.buf)
    end,
  })
  vim.iter(vim.api.nvim_list_bufs()):filter(vim.api.nvim_buf_is_loaded):each(see)
end

--- Sets what differs from the defaults, and starts. Not needed where nothing differs.
---@param opts? budget.Options
function M.setup(opts)
  options = vim.tbl_extend('force', M.defaults, opts or {})
  if vim.lsp.config then
    vim.lsp.config('budget', M.config())
  end
  M.enable()
end

return M
