if vim.g.loaded_budget or vim.fn.has('nvim-0.10') == 0 then
  return
end
vim.g.loaded_budget = true

-- Later than the user's own configuration, so that a `setup` there is heard before a server is started.
local function enable()
  require('budget').enable()
end

if vim.v.vim_did_enter == 1 then
  vim.schedule(enable)
else
  vim.api.nvim_create_autocmd('VimEnter', { once = true, callback = enable })
end
