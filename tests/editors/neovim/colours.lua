-- The colours of what the server's semantic tokens mark.

local H = Harness

vim.o.termguicolors = true
vim.o.wrap = false
vim.api.nvim_set_hl(0, '@lsp.type.class.markdown.budget', { link = 'Underlined' })
require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })

--- The group of the token at a text in a line.
local function group_at(buffer, line, text)
  local column = assert(vim.api.nvim_buf_get_lines(buffer, line - 1, line, true)[1]:find(text, 1, true)) - 1
  local place = { line - 1, column }
  local marks = vim.api.nvim_buf_get_extmarks(buffer, -1, place, place, { details = true, overlap = true })
  return vim.iter(marks):map(function(mark)
    return mark[4].hl_group
  end):find(function(group)
    return type(group) == 'string' and vim.startswith(group, '@lsp.type.')
  end)
end

H.run(function()
  local buffer = H.open_checked()
  local is_plain = require('budget.colours').is_plain

  H.check('the pieces of a table are marked with the compound filetype', function()
    H.wait('tokens', function()
      -- Neovim 0.10 marks what is drawn.
      vim.cmd.redraw()
      return group_at(buffer, 13, '1,633.10')
    end)
    H.equal(group_at(buffer, 13, '合计'), '@lsp.type.keyword.markdown.budget')
    H.equal(group_at(buffer, 13, '1,633.10'), '@lsp.type.number.markdown.budget')
    H.equal(group_at(buffer, 14, '云浔市青禾区卫生健康局'), '@lsp.type.class.markdown.budget')
    H.equal(group_at(buffer, 15, '11-数量指标'), '@lsp.type.enumMember.markdown.budget')
  end)

  local legend = H.client().server_capabilities.semanticTokensProvider.legend.tokenTypes
  local groups = vim.tbl_map(function(kind)
    return ('@lsp.type.%s.markdown.budget'):format(kind)
  end, legend)

  H.check("no token looks like plain text, in Neovim's own colours and in others", function()
    for _, scheme in ipairs({ 'default', 'desert', 'habamax', 'default' }) do
      vim.cmd.colorscheme(scheme)
      H.equal(vim.tbl_filter(is_plain, groups), {}, scheme)
    end
  end)

  H.check('what a colour scheme has for numbers is what numbers have', function()
    vim.cmd.colorscheme('desert')
    local function look(group)
      return vim.api.nvim_get_hl(0, { name = group, link = false })
    end
    H.equal(look('@lsp.type.number.markdown.budget'), look('Number'))
  end)

  H.check('what the user has set stays', function()
    vim.api.nvim_set_hl(0, '@lsp.type.class.markdown.budget', { link = 'Underlined' })
    vim.cmd.edit()
    H.equal(vim.api.nvim_get_hl(0, { name = '@lsp.type.class.markdown.budget' }).link, 'Underlined')
  end)
end)
