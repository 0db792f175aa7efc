" budget-lsp in ALE, for Markdown.

call ale#Set('budget_executable', 'budget-lsp')
call ale#Set('budget_config', {})

function! ale_linters#markdown#budget#GetProjectRoot(buffer) abort
  return expand('#' . a:buffer . ':p:h')
endfunction

" ALE counts columns in bytes, and says nothing of it to the server.
call ale#linter#Define('markdown', {
\   'name': 'budget',
\   'lsp': 'stdio',
\   'executable': {buffer -> ale#Var(buffer, 'budget_executable')},
\   'command': '%e --stdio',
\   'project_root': function('ale_linters#markdown#budget#GetProjectRoot'),
\   'initialization_options': {'positionEncoding': 'utf-8'},
\   'lsp_config': {buffer -> ale#Var(buffer, 'budget_config')},
\})
