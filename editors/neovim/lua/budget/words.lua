--- What the plugin says, in Chinese and in English.
local M = {}

---@type table<string, table<string, string>>
M.ALL = {
  zh = {
    not_found = '找不到 %s。安装：%s；或指定它的路径：%s。详见 :checkhealth budget',
    no_client = '当前缓冲区没有连接 budget-lsp，见 :checkhealth budget',
    no_answer = 'budget-lsp 没有回答：%s',
    no_overview = '这个版本的 budget-lsp 不能列出合计，请更新',
    no_tables = '文档里没有项目支出绩效目标表',
    no_workspace = '这个版本的 budget-lsp 不能检查整个文件夹，请更新',
    no_folder = '这份文档不在有 .budget-lsp.toml 或 .git 的文件夹里，只检查打开的文档',
    checking = '正在检查 %s 里的预算文档……',
    progress = '正在检查文件夹里的预算文档：%s',
    workspace = '预算文档的问题',
    workspace_clean = '文件夹里的预算文档都没有问题',
    workspace_findings = '%d 份预算文档里有问题，共 %d 处',
    no_parts = '这个单位下没有项目',
    no_csv = '这个版本的 budget-lsp 不能导出 CSV，请更新',
    copy_table = '复制这张表',
    copied = '已把这张表复制为 CSV，在寄存器 %s 里',
    totals = '预算合计',
    total = '合计',
    name = '单位或项目',
    share = '占比',
    difference = '合计差额',
    sources_difference = '来源差额',
    in_column = '%s（%s）',
    counts = '单位 %d 个，项目 %d 个，指标 %d 条',
    unit = '单位：%s',
    nothing_in_line = '这一行没有可以修正的问题',
    nothing_formal = '全文没有需要修正的格式问题',
    nothing_to_rewrite = '光标所在处无需也无法%s',
    refused = '不能%s：%s',
    done = '已完成：%s',
    cannot = '%s（不能：%s）',
    choose = '这一行可以怎样修正',
    no_such = '没有“%s”；可用：%s',
    recompute = '重新计算合计',
    convert = '换算单位',
    merge = '合并分页的表',
    split = '在此分页',
    renumber = '重排指标序号',
    addProject = '添加项目',
    addIndicator = '添加指标',
    errors = '错误 %d',
    warnings = '警告 %d',
    others = '提示 %d',
    clean = '无问题',
    whole = '合计 %s%s',
    health_old = '需要 Neovim 0.10 或更新的版本',
    health_function = '服务器由函数连接，不检查程序',
    health_missing = '找不到 %s',
    health_install = '在项目目录里安装：`%s`',
    health_path = '或指定它的路径：%s',
    health_found = '服务器：%s',
    health_version = '服务器版本：%s',
    health_no_version = '`%s --version` 以 %d 结束',
    health_no_client = '服务器没有运行：打开第一份预算文档时启动',
    health_client = '连接 %d：文档 %d 份，位置编码 %s',
    health_overview = '合计（:BudgetTotals、状态栏）：可用',
    health_no_overview = '合计（:BudgetTotals、状态栏）：这个版本的服务器不支持，请更新',
    health_log = '日志：%s',
    health_documents = '打开的 Markdown 文档',
    health_no_documents = '没有显示任何 Markdown 文档',
    health_budget = '看起来是预算文档',
    health_no_budget = '看起来不是预算文档；要当作预算文档：`:set filetype=markdown.budget`，或把文件命名为 *.budget.md',
    health_attached = '已连接服务器',
    health_detached = '未连接服务器（文件类型 %s；服务器用于 %s）',
    health_settings = '设置文件：%s',
    health_no_settings = '没有设置文件 .budget-lsp.toml，按默认检查',
    unnamed = '[未命名]',
  },
  en = {
    not_found = '%s was not found. Install it: %s; or set its path: %s. See :checkhealth budget',
    no_client = 'budget-lsp is not attached to this buffer: see :checkhealth budget',
    no_answer = 'budget-lsp did not answer: %s',
    no_overview = 'This version of budget-lsp lists no totals: update it',
    no_tables = 'The document has no project performance table',
    no_workspace = 'This version of budget-lsp checks no folders: update it',
    no_folder = 'The document is in no folder with a .budget-lsp.toml or .git: only open documents are checked',
    checking = 'Checking the budgets in %s …',
    progress = 'Checking the budgets of the folder: %s',
    workspace = 'Findings of the budgets',
    workspace_clean = 'There are no findings in the budgets of the folder',
    workspace_findings = 'Budgets with findings: %d, findings: %d',
    no_parts = 'This budget unit has no projects',
    no_csv = 'This version of budget-lsp exports no CSV: update it',
    copy_table = 'copy the table',
    copied = 'The table was copied as CSV into register %s',
    totals = 'Budget totals',
    total = 'Total',
    name = 'Unit or project',
    share = 'Share',
    difference = 'Difference',
    sources_difference = 'Of sources',
    in_column = '%s (%s)',
    counts = '%d units, %d projects, %d indicators',
    unit = 'in %s',
    nothing_in_line = 'There is nothing to fix in this line',
    nothing_formal = 'Nothing in the document is a mere matter of form',
    nothing_to_rewrite = 'Nothing to do at the cursor: %s',
    refused = 'Cannot %s: %s',
    done = 'Done: %s',
    cannot = '%s (cannot: %s)',
    choose = 'Fixes for this line',
    no_such = 'There is no “%s”; there are: %s',
    recompute = 'recompute totals',
    convert = 'convert the unit',
    merge = 'merge the pages of the table',
    split = 'break the page here',
    renumber = 'renumber indicators',
    addProject = 'add a project',
    addIndicator = 'add an indicator',
    errors = 'errors %d',
    warnings = 'warnings %d',
    others = 'notes %d',
    clean = 'no findings',
    whole = 'total %s%s',
    health_old = 'Neovim 0.10 or later is needed',
    health_function = 'The server is connected to by a function',
    health_missing = '%s was not found',
    health_install = 'Install it in the folder of the project: `%s`',
    health_path = 'or set its path: %s',
    health_found = 'server: %s',
    health_version = 'version: %s',
    health_no_version = '`%s --version` ends with %d',
    health_no_client = 'no server runs: it starts with the first budget',
    health_client = 'client %d: %d documents, positions in %s',
    health_overview = 'totals (:BudgetTotals, status line): available',
    health_no_overview = 'totals (:BudgetTotals, status line): this version of the server has none, update it',
    health_log = 'log: %s',
    health_documents = 'Markdown documents that are shown',
    health_no_documents = 'no Markdown document is shown',
    health_budget = 'looks like a budget',
    health_no_budget = 'does not look like a budget; to make it one: `:set filetype=markdown.budget`, or call it *.budget.md',
    health_attached = 'the server looks at it',
    health_detached = 'no server looks at it (filetype %s; the server is for %s)',
    health_settings = 'settings: %s',
    health_no_settings = 'no .budget-lsp.toml: the defaults hold',
    unnamed = '[no name]',
  },
}

--- The language tag of a POSIX locale: `zh_CN.UTF-8` is `zh-CN`; `C` and `POSIX` have none.
---@param lang string
---@return string?
function M.language_tag(lang)
  local tag = lang:gsub('[.@].*', ''):gsub('_', '-')
  if tag == '' or tag == 'C' or tag == 'POSIX' then
    return nil
  end
  return tag
end

--- The language that the server is asked for: the one that was set, or that of Neovim's messages.
---@return string?
function M.locale()
  return require('budget').options().locale or M.language_tag(vim.v.lang)
end

--- The server speaks English to English locales and Chinese to all others; so does the plugin.
---@return 'zh'|'en'
function M.language()
  return (M.locale() or ''):lower():find('^en') and 'en' or 'zh'
end

--- The words for something, with what is to be filled in.
---@param key string
---@param ... any
---@return string
function M.of(key, ...)
  return M.ALL[M.language()][key]:format(...)
end

--- Tells the user.
---@param level integer One of `vim.log.levels`.
---@param key string
---@param ... any
function M.say(level, key, ...)
  vim.notify('budget: ' .. M.of(key, ...), level)
end

return M
