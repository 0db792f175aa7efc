--- `:checkhealth budget`
local M = {}

local function check_server(cmd)
  local budget = require('budget')
  if type(cmd) == 'function' then
    vim.health.info('the server is connected to by a function')
    return
  end
  if vim.fn.executable(cmd[1]) == 0 then
    vim.health.error(('%s was not found'):format(cmd[1]), {
      ('Install it: `%s`, in the folder of the project'):format(budget.install),
      "or set its path: require('budget').setup({ cmd = { '/path/to/budget-lsp', '--stdio' } })",
    })
    return
  end
  vim.health.ok(('%s is %s'):format(cmd[1], vim.fn.exepath(cmd[1])))
  local answer = vim.system({ cmd[1], '--version' }, { text = true, timeout = 5000 }):wait()
  if answer.code == 0 then
    vim.health.info('version: ' .. vim.trim(answer.stdout or ''))
  else
    vim.health.warn(('`%s --version` ends with %d'):format(cmd[1], answer.code), { vim.trim(answer.stderr or '') })
  end
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = 'budget' })
  if #clients == 0 then
    vim.health.info('no server runs: it starts with the first Markdown buffer')
  end
  for _, client in ipairs(clients) do
    local buffers = vim.tbl_count(client.attached_buffers)
    vim.health.ok(('client %d: %d buffers, positions in %s'):format(client.id, buffers, client.offset_encoding))
  end
end

function M.check()
  vim.health.start('budget')
  if vim.fn.has('nvim-0.10') == 0 then
    vim.health.error('Neovim 0.10 or later is needed')
    return
  end
  vim.health.ok('Neovim ' .. tostring(vim.version()))
  check_server(require('budget').resolved().cmd)
  check_clients()
  vim.health.info('log: ' .. vim.lsp.get_log_path())
end

return M
