-- What the tests of Neovim have in common. Read before the plugin is loaded.
--
-- A test is a list of checks; each writes `ok NAME` or `not ok NAME`. What stands outside `Harness.run` in a test is what a
-- user has in init.lua.

Harness = {}

local has_failed = false
local PATIENCE = 20000

local function say(line)
  io.stdout:write(line, '\n')
  io.stdout:flush()
end

--- Runs one check. An error in it is its failure; the checks after it run all the same.
function Harness.check(name, run)
  local is_good, reason = xpcall(run, debug.traceback)
  say((is_good and 'ok ' or 'not ok ') .. name)
  if not is_good then
    has_failed = true
    say('    ' .. tostring(reason):gsub('\n', '\n    '))
  end
end

--- Runs the whole test once Neovim has started, and ends Neovim.
function Harness.run(test)
  local function run()
    local is_good, reason = xpcall(test, debug.traceback)
    if not is_good then
      Harness.check('the test runs to its end', function()
        error(reason, 0)
      end)
    end
    vim.cmd(has_failed and 'cquit 1' or 'cquit 0')
  end
  vim.api.nvim_create_autocmd('VimEnter', { once = true, callback = vim.schedule_wrap(run) })
end

--- Waits until `is_so` answers something, and answers that.
function Harness.wait(what, is_so)
  local answer
  vim.wait(PATIENCE, function()
    answer = is_so()
    return answer
  end, 10)
  return answer or error('waited in vain: ' .. what, 2)
end

function Harness.equal(found, expected, what)
  if not vim.deep_equal(found, expected) then
    local message = '%s\nexpected: %s\nfound:    %s'
    error(message:format(what or 'not equal', vim.inspect(expected), vim.inspect(found)), 2)
  end
end

function Harness.contains(text, piece)
  if not text:find(piece, 1, true) then
    error(('“%s” is not in:\n%s'):format(piece, text), 2)
  end
end

--- Opens the draft in a window, as a user does.
function Harness.open_draft()
  local path = vim.env.BUDGET_DRAFTS .. '/绩效目标 征求意见稿.md'
  vim.cmd.edit(vim.fn.fnameescape(path))
  return vim.api.nvim_get_current_buf()
end

function Harness.client()
  return vim.lsp.get_clients({ name = 'budget' })[1]
end

--- The text that a diagnostic's range cuts out of its buffer.
function Harness.cut(diagnostic)
  local d = diagnostic
  return table.concat(vim.api.nvim_buf_get_text(d.bufnr, d.lnum, d.col, d.end_lnum, d.end_col, {}), '\n')
end

--- The diagnostics of the server in a buffer as `line rule [text]`, in order; the text is the one their range cuts out.
function Harness.findings(buffer)
  local lines = {}
  for _, d in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(lines, ('%03d %s [%s]'):format(d.lnum + 1, d.code, Harness.cut(d)))
  end
  table.sort(lines)
  return lines
end
