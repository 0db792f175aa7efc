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

# Unpacks packages of Debian 13, with all that they depend on down to the C library, into a folder of the cache and beside the
# system: `debian13 FOLDER PACKAGE…`. A program of them is started by `$cache/FOLDER/run PATH ARGUMENT…`, with the path that it
# has in the package. What stands complete in the cache is left as it is.
debian13() {
  local folder=$cache/$1 packages="${*:2}"
  [[ $(cat "$folder/packages" 2>/dev/null) == "$packages" ]] && return
  local apt=$cache/debian13
  mkdir -p "$apt"
  # Two tests may run at once; the second finds what the first has installed.
  (
    flock 9
    [[ $(cat "$folder/packages" 2>/dev/null) == "$packages" ]] && exit
    rm -rf "$folder"
    debian13_unpack "$apt" "$folder" "${@:2}" && echo "$packages" >"$folder/packages"
  ) 9>"$apt/lock"
}

debian13_unpack() {
  local apt=$1 folder=$2 archive
  mkdir -p "$apt/lists/partial" "$folder/archives/partial" &&
    debian13_configuration "$apt" "$folder" >"$folder/apt.conf" || return
  export APT_CONFIG=$folder/apt.conf
  # An empty status: apt thinks that nothing is installed, and so downloads every dependency.
  : >"$apt/status"
  apt-get update -qq &&
    apt-get install -y -qq --download-only --no-install-recommends "${@:3}" || return
  for archive in "$folder"/archives/*.deb; do dpkg-deb -x "$archive" "$folder" || return; done
  rm -rf "$folder/archives" "$folder/apt.conf"
  debian13_launcher >"$folder/run" && chmod +x "$folder/run"
}

# Debian's mirror is the one that the system itself uses.
debian13_configuration() {
  local apt=$1 folder=$2 mirror keys=/usr/share/keyrings/debian-archive-keyring.gpg
  # shellcheck disable=SC2016 # The word is apt's.
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' | head -n 1)
  if [[ -z $mirror ]]; then
    echo "no mirror of Debian among apt's sources" >&2
    return 1
  fi
  echo "deb [signed-by=$keys] $mirror trixie main" >"$apt/sources.list"
  cat <<END
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State "$apt";
Dir::State::Status "$apt/status";
Dir::Cache "$apt";
Dir::Cache::Archives "$folder/archives";
APT::Sandbox::User "root";
#clear APT::Update::Post-Invoke-Success;
END
}

# The programs are made for Debian 13's C library, which is given to them and not to what they start.
debian13_launcher() {
  cat <<'END'
#!/bin/bash
folder=$(dirname "$(readlink -f "$0")")
for loader in "$folder"/usr/lib/*-linux-gnu*/ld-linux*.so.*; do break; done
exec "$loader" --library-path "$(dirname "$loader")" --argv0 "$folder$1" "$folder$1" "${@:2}"
END
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
