" budget-lsp in ALE, for Markdown.

call ale#Set('budget_executable', 'budget-lsp')
call ale#Set('budget_config', {})

function! ale_linters#markdown#budget#GetProjectRoot(buffer) abort
  return expand('#' . a:buffer . ':p:h')
endfunction

" ALE counts columns in bytes, the protocol in UTF-16 units: in a row with Chinese in it ALE would put a fix into the wrong
" place. So it is not to know that there are any.
function! s:WithoutFixes() abort
  for l:connection in values(ale#lsp#GetConnections())
    if stridx(l:connection.id, ale#Var(bufnr(''), 'budget_executable') . ':') == 0
      let l:connection.capabilities.code_actions = 0
    endif
  endfor
endfunction

augroup Budget
  autocmd!
  autocmd User ALELSPStarted call s:WithoutFixes()
augroup END

call ale#linter#Define('markdown', {
\   'name': 'budget',
\   'lsp': 'stdio',
\   'executable': {buffer -> ale#Var(buffer, 'budget_executable')},
\   'command': '%e --stdio',
\   'project_root': function('ale_linters#markdown#budget#GetProjectRoot'),
\   'lsp_config': {buffer -> ale#Var(buffer, 'budget_config')},
\})
