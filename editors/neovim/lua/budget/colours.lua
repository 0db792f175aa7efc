--- Colours for what the server's semantic tokens mark, and for the float of totals.
---
--- `@lsp.type.number.markdown.budget` falls back to `@lsp.type.number`, and so to what the colour scheme has for numbers. Some
--- schemes, Neovim's own among them, show that like any text; only there another group takes its place.
local M = {}

-- The token types of the server that a scheme may leave plain, and the group that shows them then.
local TOKENS = {
  number = 'Special',
  class = 'Title',
  enumMember = 'String',
  property = 'Identifier',
  operator = 'Special',
  type = 'Comment',
  keyword = 'Statement',
}

local OWN = {
  BudgetTitle = 'Title',
  BudgetHeader = 'Comment',
  BudgetRounding = 'DiagnosticWarn',
  BudgetUnbalanced = 'DiagnosticError',
}

--- What a group looks like in the end.
local function look_of(group)
  return vim.api.nvim_get_hl(0, { name = group, link = false })
end

--- Whether text of a group looks like any other.
---@param group string
---@return boolean
function M.is_plain(group)
  local look, normal = look_of(group), look_of('Normal')
  local has_attribute = look.bold or look.italic or look.underline or look.reverse or look.bg
  local is_coloured = (look.fg and look.fg ~= normal.fg) or (look.ctermfg and look.ctermfg ~= normal.ctermfg)
  return not (has_attribute or is_coloured)
end

--- Links what has no colour of its own. What the user or the scheme has set stays.
function M.link()
  for group, link in pairs(OWN) do
    vim.api.nvim_set_hl(0, group, { link = link, default = true })
  end
  for kind, link in pairs(TOKENS) do
    local group = ('@lsp.type.%s.markdown.budget'):format(kind)
    if vim.tbl_isempty(vim.api.nvim_get_hl(0, { name = group })) and M.is_plain(group) then
      vim.api.nvim_set_hl(0, group, { link = link })
    end
  end
end

vim.api.nvim_create_autocmd('ColorScheme', {
  group = vim.api.nvim_create_augroup('budget.colours', {}),
  callback = M.link,
})

return M
