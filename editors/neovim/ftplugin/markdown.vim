" Where the buffer becomes `markdown.budget` (lua/budget/filetype.lua), what undoes the Markdown plugins is kept aside; the
" user's after/ftplugin/markdown.vim may append to it all the same. `execute` does nothing.
if exists('b:did_ftplugin') && !exists('b:undo_ftplugin')
  let b:undo_ftplugin = 'execute'
endif
