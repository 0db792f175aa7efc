-- Neovim 0.10 takes the whole of a compound filetype for the name of a parser; 0.11 takes the first part.
vim.treesitter.language.register('markdown', 'markdown.budget')

require('budget.colours').link()
