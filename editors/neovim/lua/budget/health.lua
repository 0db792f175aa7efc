--- `:checkhealth budget`
local M = {}

local budget = require('budget')
local filetype = require('budget.filetype')
local server = require('budget.server')
local words = require('budget.words')

local health = vim.health

local function check_server(cmd)
  if type(cmd) == 'function' then
    health.info(words.of('health_function'))
    return
  end
  if vim.fn.executable(cmd[1]) == 0 then
    local advice = { words.of('health_install', budget.install), words.of('health_path', budget.setting_the_path) }
    health.error(words.of('health_missing', cmd[1]), advice)
    return
  end
  health.ok(words.of('health_found', vim.fn.exepath(cmd[1])))
  local answer = vim.system({ cmd[1], '--version' }, { text = true, timeout = 5000 }):wait()
  if answer.code == 0 then
    health.info(words.of('health_version', vim.trim(answer.stdout or '')))
  else
    health.warn(words.of('health_no_version', cmd[1], answer.code), { vim.trim(answer.stderr or '') })
  end
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = 'budget' })
  if #clients == 0 then
    health.info(words.of('health_no_client'))
  end
  for _, client in ipairs(clients) do
    local buffers = vim.tbl_count(client.attached_buffers)
    health.ok(words.of('health_client', client.id, buffers, client.offset_encoding))
    if server.has_overview(client) then
      health.ok(words.of('health_overview'))
    else
      health.warn(words.of('health_no_overview'))
    end
  end
end

---@param buffer integer
local function check_document(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  health.start(name ~= '' and vim.fn.fnamemodify(name, ':~:.') or words.of('unnamed'))
  health.info(words.of(filetype.is_budget(buffer) and 'health_budget' or 'health_no_budget'))
  if server.client(buffer) then
    health.ok(words.of('health_attached'))
  else
    local filetypes = table.concat(budget.resolved().filetypes, ', ')
    health.info(words.of('health_detached', vim.bo[buffer].filetype, filetypes))
  end
  local found = vim.fs.find('.budget-lsp.toml', { upward = true, path = vim.fs.dirname(name), type = 'file' })[1]
  health.info(found and words.of('health_settings', found) or words.of('health_no_settings'))
end

--- The Markdown files in the windows: the report's own window has taken the place of none of them.
---@return integer[]
local function documents()
  local buffers = vim.iter(vim.api.nvim_list_wins()):map(vim.api.nvim_win_get_buf):filter(function(buffer)
    local types = vim.split(vim.bo[buffer].filetype, '.', { plain = true })
    return vim.bo[buffer].buftype == '' and vim.list_contains(types, 'markdown')
  end):totable()
  table.sort(buffers)
  return vim.fn.uniq(buffers)
end

function M.check()
  health.start('budget')
  if vim.fn.has('nvim-0.10') == 0 then
    health.error(words.of('health_old'))
    return
  end
  health.ok('Neovim ' .. tostring(vim.version()))
  check_server(budget.resolved().cmd)
  check_clients()
  health.info(words.of('health_log', vim.lsp.get_log_path()))
  local shown = documents()
  health.start(words.of('health_documents'))
  if #shown == 0 then
    health.info(words.of('health_no_documents'))
  end
  vim.iter(shown):each(check_document)
end

return M
