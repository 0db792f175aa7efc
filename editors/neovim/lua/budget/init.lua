--- Starts budget-lsp for budgets. Nothing is set here but what the server needs; keys are the user's own.
local M = {}

local FILETYPE = require('budget.filetype').FILETYPE
local SETTINGS = '.budget-lsp.toml'

---@class budget.Options
---@field cmd? string[] The server and its arguments.
---@field filetypes? string[] The file types it is started for; with `markdown`, all Markdown is looked at.
---@field locale? string The language of its messages, such as `zh-CN`. Without it, that of Neovim's messages.

---@type budget.Options
M.defaults = {
  cmd = { 'budget-lsp', '--stdio' },
  filetypes = { FILETYPE },
}

M.install = 'cargo install --path server'
M.setting_the_path = "require('budget').setup({ cmd = { '/path/to/budget-lsp', '--stdio' } })"

-- The settings come first: a file of them above the repository holds for it too, and is watched only inside the root.
local root_markers = { SETTINGS, '.git' }
local options = vim.deepcopy(M.defaults)
local is_enabled = false
local has_warned = false

---@return budget.Options
function M.options()
  return options
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
    require('budget.words').say(vim.log.levels.ERROR, 'not_found', cmd[1], M.install, M.setting_the_path)
  end
  return false
end

--- What is offered to the server. Neovim 0.10 offers UTF-16 alone, and then takes the columns of an outline and of a hierarchy of
--- calls for bytes (`vim.lsp.util.symbols_to_items`).
---@return table? capabilities None: those that Neovim has of its own.
local function capabilities()
  if vim.lsp.config then
    return nil
  end
  local own = vim.lsp.protocol.make_client_capabilities()
  own.general.positionEncodings = { 'utf-8', 'utf-16' }
  return own
end

--- What Neovim is told of the server.
---@return table
function M.config()
  return {
    name = 'budget',
    cmd = options.cmd,
    filetypes = options.filetypes,
    root_markers = root_markers,
    capabilities = capabilities(),
    handlers = { [require('budget.findings').REFRESH] = require('budget.findings').refresh },
    get_language_id = function()
      return 'markdown'
    end,
    before_init = function(params)
      -- Neovim sends no locale of its own accord (0.11, `Client:initialize`).
      params.locale = params.locale or require('budget.words').locale()
      require('budget.actions').announce(params.capabilities)
      require('budget.parts').announce(params.capabilities)
      require('budget.findings').announce(params.capabilities)
    end,
    on_init = function(client)
      require('budget.actions').explain(client)
      require('budget.completion').align_answers(client)
    end,
  }
end

--- The configuration as it stands, whichever way it was set.
---@return table
function M.resolved()
  return vim.lsp.config and vim.lsp.config.budget or M.config()
end

--- Neovim 0.10 takes the nearest of several markers; 0.11 goes by their order, and so does this.
---@param buffer integer
---@return string?
local function root(buffer)
  return vim.iter(root_markers):map(function(marker)
    return vim.fs.root(buffer, marker)
  end):next()
end

--- Neovim 0.10 would start a server for every document that is in no root.
local function is_same(client, config)
  return client.name == config.name and client.root_dir == config.root_dir
end

--- Looks at a buffer: Neovim 0.11 starts the server itself, and only writes to its log where there is none.
---@param buffer integer
local function see(buffer)
  local config = M.resolved()
  if vim.bo[buffer].buftype ~= '' or not vim.tbl_contains(config.filetypes, vim.bo[buffer].filetype) then
    return
  end
  if is_there(config.cmd) and not vim.lsp.enable then
    config.root_dir = root(buffer)
    vim.lsp.start(config, { bufnr = buffer, reuse_client = is_same })
  end
end

--- Starts the server for the buffers that are open and for those that are opened. A second call does nothing.
function M.enable()
  if is_enabled then
    return
  end
  is_enabled = true
  require('budget.parts').register()
  if vim.lsp.enable then
    vim.lsp.enable('budget')
  end
  local group = vim.api.nvim_create_augroup('budget.server', {})
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    callback = function(event)
      see(event.buf)
    end,
  })
  vim.api.nvim_create_autocmd('LspNotify', {
    group = group,
    callback = function(event)
      require('budget.findings').follow(event)
    end,
  })
  vim.api.nvim_create_autocmd('LspAttach', {
    group = group,
    callback = function(event)
      if vim.lsp.get_client_by_id(event.data.client_id).name == 'budget' then
        require('budget.completion').expand_snippets(event.data.client_id, event.buf)
      end
    end,
  })
  vim.api.nvim_create_autocmd('BufWritePost', {
    group = group,
    pattern = SETTINGS,
    callback = function(event)
      require('budget.server').settings_changed(vim.api.nvim_buf_get_name(event.buf))
    end,
  })
  local open = vim.iter(vim.api.nvim_list_bufs()):filter(vim.api.nvim_buf_is_loaded):totable()
  vim.iter(open):each(require('budget.filetype').look)
  vim.iter(open):each(see)
end

--- Sets what differs from the defaults, and starts. Not needed where nothing differs.
---@param opts? budget.Options
function M.setup(opts)
  options = vim.tbl_extend('force', M.defaults, opts or {})
  -- Budgets are `markdown` then, but for those that were made more of by hand.
  if vim.tbl_contains(options.filetypes, 'markdown') and not vim.tbl_contains(options.filetypes, FILETYPE) then
    options.filetypes = vim.list_extend({ FILETYPE }, options.filetypes)
  end
  if vim.lsp.config then
    vim.lsp.config('budget', M.config())
  end
  M.enable()
end

--- Lists the findings of all budgets of the folder, those that are not open included.
function M.workspace()
  require('budget.workspace').list()
end

--- How many findings the buffer has, and what its table adds up to; empty where the server does not look at it.
---@return string
function M.statusline()
  return require('budget.statusline').text()
end

return M
