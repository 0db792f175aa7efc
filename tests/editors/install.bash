# How editors are installed. Sourced by editors/test, which sets `cache`.

# Installs Debian's packages into the system: `debian PACKAGE…`, only those that are missing.
debian() {
  local package missing=()
  for package in "$@"; do
    [[ $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) == "install ok installed" ]] || missing+=("$package")
  done
  ((${#missing[@]} == 0)) && return
  if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
    echo "missing: ${missing[*]}. As root: apt-get install ${missing[*]}" >&2
    return 1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# Installs an editor into its own folder of the cache: `installed FOLDER VERIFY INSTALL`. VERIFY is run to know whether it works;
# INSTALL is given the folder to fill. The folder is moved to its place when it is whole, so that an installation broken off
# leaves nothing behind that looks like one, and two runs at once wait for each other.
installed() {
  local folder=$1 verify=$2 install=$3
  mkdir -p "$cache"
  (
    flock 9
    "$verify" && exit
    rm -rf "$folder" "$folder.part"
    mkdir "$folder.part" && "$install" "$folder.part" && mv "$folder.part" "$folder" && "$verify"
  ) 9>"$folder.lock"
}
