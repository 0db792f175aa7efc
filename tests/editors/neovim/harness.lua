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

--- Runs the whole test once Neovim has started, and ends Neovim. A coroutine, so that it can step aside for keys to be read.
function Harness.run(test)
  local run = coroutine.wrap(function()
    local is_good, reason = xpcall(test, debug.traceback)
    if not is_good then
      Harness.check('the test runs to its end', function()
        error(reason, 0)
      end)
    end
    vim.cmd(has_failed and 'cquit 1' or 'cquit 0')
  end)
  vim.api.nvim_create_autocmd('VimEnter', { once = true, callback = vim.schedule_wrap(run) })
end

--- Presses keys as a drafter does, with all that they set off, and waits until `is_so` answers something. Answers that.
function Harness.press(keys, what, is_so)
  local test = coroutine.running()
  local patience_ends = vim.uv.now() + PATIENCE
  local is_good, answer
  local function look()
    is_good, answer = pcall(is_so)
    if answer or vim.uv.now() > patience_ends then
      coroutine.resume(test)
    else
      vim.defer_fn(look, 10)
    end
  end
  vim.api.nvim_input(keys)
  vim.defer_fn(look, 10)
  coroutine.yield()
  if is_good and answer then
    return answer
  end
  error(answer or 'waited in vain: ' .. what, 2)
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

--- Opens a file of the drafts' folder in a window, as a user does; without a name, the draft.
function Harness.open_draft(name)
  local path = vim.env.BUDGET_DRAFTS .. '/' .. (name or '绩效目标 征求意见稿.md')
  vim.cmd.edit(vim.fn.fnameescape(path))
  return vim.api.nvim_get_current_buf()
end

--- Writes a file into the drafts' folder, and opens it.
function Harness.write(name, lines)
  vim.fn.writefile(lines, vim.env.BUDGET_DRAFTS .. '/' .. name)
  return Harness.open_draft(name)
end

function Harness.client()
  return vim.lsp.get_clients({ name = 'budget' })[1]
end

--- Waits until the server looks at a buffer, and answers the buffer.
function Harness.attached(buffer)
  Harness.wait('the server', function()
    local client = vim.lsp.get_clients({ name = 'budget', bufnr = buffer })[1]
    return client and client.initialized
  end)
  return buffer
end

--- What the server answers. Neovim 0.11 has made methods of what were functions of a client.
function Harness.ask(method, params, buffer)
  local client, answer, reason = Harness.client(), nil, nil
  if vim.fn.has('nvim-0.11') == 1 then
    answer, reason = client:request_sync(method, params, PATIENCE, buffer)
  else
    answer, reason = client.request_sync(method, params, PATIENCE, buffer)
  end
  return assert(answer, reason)
end

function Harness.tell(method, params)
  local client = Harness.client()
  if vim.fn.has('nvim-0.11') == 1 then
    client:notify(method, params)
  else
    client.notify(method, params)
  end
end

--- Adds to what Neovim knows of the server: before 0.11 that is what `vim.lsp.start` is given.
function Harness.configure(more)
  if vim.lsp.config then
    return vim.lsp.config('budget', more)
  end
  local start = vim.lsp.start
  vim.lsp.start = function(config, opts)
    return start(vim.tbl_extend('force', config, more), opts)
  end
end

--- The lines of code that the help gives in both languages, and the README too: those with `piece` in them.
function Harness.advice(piece)
  local found
  for _, name in ipairs({ 'doc/budget.txt', 'doc/budget.cnx' }) do
    local text = table.concat(vim.fn.readfile(vim.api.nvim_get_runtime_file(name, false)[1]), '\n')
    local block = vim.iter(text:gmatch('>%a+\n(    .-\n)<')):find(function(code)
      return code:find(piece, 1, true)
    end)
    local code = assert(block, name):gsub('^    ', ''):gsub('\n    ', '\n')
    Harness.equal(found or code, code, name)
    found = code
  end
  local page = table.concat(vim.fn.readfile(vim.env.BUDGET_ROOT .. '/editors/neovim/README.md'), '\n')
  Harness.contains(page, found)
  return found
end

--- Keeps what the user is told from the screen, and returns the list of it.
function Harness.hear()
  local messages = {}
  vim.notify = function(text)
    table.insert(messages, text)
  end
  return messages
end

--- Opens the draft, and waits for its findings.
function Harness.open_checked()
  local buffer = Harness.open_draft()
  Harness.wait('findings', function()
    return #vim.diagnostic.get(buffer) > 20
  end)
  return buffer
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
