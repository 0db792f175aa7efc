-- A draft with mistakes in it is opened, worked on and closed. Its findings are asked for, as Neovim does by itself, or sent.

local H = Harness
local WRITTEN = { error = 1, warning = 2, information = 3, hint = 4 }
local ARE_ASKED = vim.env.BUDGET_FINDINGS == 'asked'
local published = {}
local exit_code

--- The `[[finding]]` of the corpus's `.expected.toml`, which are plain keys.
local function expected_findings()
  local findings, current = {}, nil
  for line in io.lines(vim.env.BUDGET_ROOT .. '/tests/corpus/qinghe-health-2025.expected.toml') do
    if line == '[[finding]]' then
      current = { nth = 1 }
      table.insert(findings, current)
    elseif current then
      local key, value = line:match('^(%w+) = (.+)$')
      if key then
        current[key] = tonumber(value) or value:match('^"(.*)"$')
      end
    end
  end
  assert(#findings > 15, 'the expected findings were not read')
  return findings
end

--- Where the nth occurrence of `text` starts in `line`, in bytes.
local function nth(line, text, count)
  local at = 0
  for _ = 1, count do
    at = assert(line:find(text, at + 1, true), ('no %d. “%s” in: %s'):format(count, text, line))
  end
  return at - 1
end

--- Whether a diagnostic is the expected one: its range covers the text, or stands right before or behind it, where what is
--- wrong is that something is missing.
local function is(diagnostic, expected, line)
  local start = nth(line, expected.text, expected.nth)
  local stop = start + #expected.text
  local covers = diagnostic.col <= start and diagnostic.end_col >= stop
  local touches = diagnostic.end_col == start or diagnostic.col == stop
  return diagnostic.lnum == expected.line - 1
    and diagnostic.end_lnum == diagnostic.lnum
    and diagnostic.code == expected.rule
    and diagnostic.severity == WRITTEN[expected.severity]
    and (covers or touches)
end

--- Puts the text in the place of `from` in a line, one key at a time, each a change of its own.
local function type_over(buffer, lnum, from, text)
  local line = vim.api.nvim_buf_get_lines(buffer, lnum, lnum + 1, true)[1]
  local at = nth(line, from, 1)
  for _ = 1, #from do
    vim.api.nvim_buf_set_text(buffer, lnum, at, lnum, at + 1, { '' })
  end
  for index = 1, #text do
    vim.api.nvim_buf_set_text(buffer, lnum, at + index - 1, lnum, at + index - 1, { text:sub(index, index) })
  end
end

--- Ends the undo block, as leaving insert mode does.
local function break_undo()
  vim.cmd('let &g:undolevels = &g:undolevels')
end

local function has(findings, wanted)
  return vim.tbl_contains(findings, wanted)
end

local function hover(buffer, lnum, text)
  local line = vim.api.nvim_buf_get_lines(buffer, lnum, lnum + 1, true)[1]
  vim.api.nvim_win_set_cursor(0, { lnum + 1, nth(line, text, 1) })
  local params = vim.lsp.util.make_position_params(0, H.client().offset_encoding)
  local answer = H.ask('textDocument/hover', params, buffer)
  assert(answer.err == nil, vim.inspect(answer.err))
  return table.concat(vim.lsp.util.convert_input_to_markdown_lines(answer.result.contents), '\n')
end

--- Opens a document by hand under the given URI, and answers the one under which its diagnostics come.
local function published_uri(uri, text)
  local before = #published
  H.tell('textDocument/didOpen', {
    textDocument = { uri = uri, languageId = 'markdown', version = 1, text = text },
  })
  local found = H.wait('diagnostics of ' .. uri, function()
    return vim.iter(published):skip(before):find(function(params)
      return #params.diagnostics > 0
    end)
  end)
  H.tell('textDocument/didClose', { textDocument = { uri = uri } })
  return found.uri
end

--- What is true of findings that are asked for.
local function check_asked(buffer)
  H.check('the findings are asked for, and none are sent', function()
    local namespace = vim.lsp.diagnostic.get_namespace(H.client().id, true)
    H.equal(#vim.diagnostic.get(buffer, { namespace = namespace }), #vim.diagnostic.get(buffer))
    H.equal(published, {})
  end)

  H.check('a document has its findings however its URI is spelled', function()
    local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), '\n')
    local folder = vim.uri_from_fname(vim.env.BUDGET_DRAFTS)
    local document = { uri = folder .. '/%e9%a2%84%e7%ae%97.md', languageId = 'markdown', version = 1, text = text }
    H.tell('textDocument/didOpen', { textDocument = document })
    local other = { textDocument = { uri = folder .. '/%E9%A2%84%E7%AE%97.md' } }
    -- In the name of no budget: Neovim asks anew for those, and withdraws what was asked before.
    local answer = H.ask('textDocument/diagnostic', other, vim.api.nvim_create_buf(false, true))
    H.equal(#answer.result.items, #vim.diagnostic.get(buffer))
    H.tell('textDocument/didClose', other)
  end)

  H.check('closing the draft takes its findings away', function()
    vim.cmd('bdelete!')
    H.wait('no findings', function()
      return #vim.diagnostic.get(buffer) == 0
    end)
  end)
end

--- What is true of findings that are sent.
local function check_sent(buffer)
  H.check('no diagnostics are older than those before them', function()
    local uri, last = vim.uri_from_bufnr(buffer), 0
    for _, params in ipairs(published) do
      if params.uri == uri and params.version then
        assert(params.version >= last, ('%d after %d'):format(params.version, last))
        last = params.version
      end
    end
    assert(last > 0, 'no version was sent')
    assert(last <= vim.lsp.util.buf_versions[buffer], 'a version that was never sent')
  end)

  H.check('the server answers with the URI as the client spells it', function()
    local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), '\n')
    local folder = vim.uri_from_fname(vim.env.BUDGET_DRAFTS)
    for _, name in ipairs({ '%e9%a2%84%e7%ae%97.md', '%E9%A2%84%E7%AE%97.md' }) do
      H.equal(published_uri(folder .. '/' .. name, text), folder .. '/' .. name)
    end
  end)

  H.check('closing the draft takes its findings away', function()
    local uri = vim.uri_from_bufnr(buffer)
    vim.cmd('bdelete!')
    H.wait('the message that there are none', function()
      local last = vim.iter(published):rfind(function(params)
        return params.uri == uri
      end)
      return #last.diagnostics == 0
    end)
  end)
end

local show = vim.lsp.handlers['textDocument/publishDiagnostics']
vim.lsp.handlers['textDocument/publishDiagnostics'] = function(err, params, context)
  table.insert(published, params)
  -- What is sent by hand below has no buffer.
  if params.uri == vim.uri_from_bufnr(0) then
    return show(err, params, context)
  end
end
local make_client_capabilities = vim.lsp.protocol.make_client_capabilities
vim.lsp.protocol.make_client_capabilities = function()
  local own = make_client_capabilities()
  own.textDocument.diagnostic = ARE_ASKED and own.textDocument.diagnostic or nil
  return own
end
local capabilities = vim.lsp.protocol.make_client_capabilities()
capabilities.general.positionEncodings = { vim.env.BUDGET_ENCODING }
H.configure({
  capabilities = capabilities,
  -- Every key is a message of its own.
  flags = { debounce_text_changes = 0 },
  on_exit = function(code)
    exit_code = code
  end,
})
require('budget').setup({ cmd = { vim.env.BUDGET_SERVER, '--stdio' } })

H.run(function()
  local buffer = H.open_draft()
  local expected = expected_findings()

  H.check('the server starts and takes the encoding that is offered', function()
    local client = H.wait('a client', function()
      return H.client() and H.client().initialized and H.client()
    end)
    H.equal(client.offset_encoding, vim.env.BUDGET_ENCODING)
  end)

  H.check('the findings are those expected, each on its line and around what is wrong', function()
    H.wait('diagnostics', function()
      return #vim.diagnostic.get(buffer) >= #expected
    end)
    local lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
    local found = vim.diagnostic.get(buffer, { severity = { min = vim.diagnostic.severity.INFO } })
    local missing = vim.tbl_filter(function(finding)
      for index, diagnostic in ipairs(found) do
        if is(diagnostic, finding, lines[finding.line]) then
          table.remove(found, index)
          return false
        end
      end
      return true
    end, expected)
    H.equal({ missing = missing, unexpected = found }, { missing = {}, unexpected = {} })
  end)

  H.check('every finding names its source, its rule and what is wrong', function()
    for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
      H.equal(diagnostic.source, 'budget')
      assert(type(diagnostic.code) == 'string' and diagnostic.message ~= '', vim.inspect(diagnostic))
    end
  end)

  local before = H.findings(buffer)

  H.check('a figure typed key by key makes a finding, behind a character of two UTF-16 units too', function()
    vim.api.nvim_buf_set_text(buffer, 15, 2, 15, 2, { '😀𠮷' })
    type_over(buffer, 15, '183.60', '193.60')
    H.wait('the row that does not add up', function()
      return has(H.findings(buffer), '016 row-sum [193.60]')
    end)
  end)

  H.check('undo takes it away, and the findings are those of the beginning', function()
    break_undo()
    vim.cmd('silent undo')
    H.wait('the figure of the beginning', function()
      return vim.api.nvim_buf_get_lines(buffer, 15, 16, true)[1]:find('| 183.60', 1, true)
    end)
    H.wait('the findings of the beginning', function()
      return vim.deep_equal(H.findings(buffer), before)
    end)
  end)

  H.check('lines put in above move the findings down, and not what they cut out', function()
    vim.api.nvim_buf_set_lines(buffer, 2, 2, true, { '本段说明编制依据。', '' })
    H.wait('the row that does not add up, two lines below', function()
      local findings = H.findings(buffer)
      return has(findings, '023 row-sum [181.00]') and #findings == #before
    end)
    break_undo()
    vim.cmd('silent undo')
    H.wait('the findings of the beginning', function()
      return vim.deep_equal(H.findings(buffer), before)
    end)
  end)

  H.check('hovering over a unit shows the printed total and the computed one', function()
    local text = hover(buffer, 13, '云浔市青禾区卫生健康局')
    H.contains(text, '933.28')
    H.contains(text, '996.28')
  end)

  H.check('hovering over prose shows nothing', function()
    local line = #vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
    vim.api.nvim_win_set_cursor(0, { line, 0 })
    local params = vim.lsp.util.make_position_params(0, H.client().offset_encoding)
    local answer = H.ask('textDocument/hover', params, buffer)
    assert(answer.err == nil and answer.result == nil, vim.inspect(answer))
  end)

  local check = ARE_ASKED and check_asked or check_sent
  check(buffer)

  H.check('the server ends when it is asked to, with 0', function()
    vim.lsp.stop_client(H.client().id)
    H.wait('the end of the server', function()
      return exit_code
    end)
    H.equal(exit_code, 0)
  end)
end)
