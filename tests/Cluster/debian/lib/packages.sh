# Debian packages: those that are missing are installed, sources are fetched without touching the machine's own lists.
# shellcheck shell=bash

need_debian() {
  local id='' version=''
  if [[ -r /etc/os-release ]]; then
    id=$(. /etc/os-release && echo "${ID-}")
    version=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
  fi
  [[ $id == debian && $version == "$debian_suite" ]] ||
    die "this cluster is made of Debian $debian_suite packages, and this machine is ${id:-unknown} ${version}. Use a machine or container with Debian $debian_suite, a Docker engine (k3s), or EXTENSIBLE_WEBHOOKS_KUBECONFIG."
}

# need_packages NAME…
need_packages() {
  local missing=() package
  for package; do
    if [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then missing+=("$package"); fi
  done
  if [[ ${#missing[@]} -eq 0 ]]; then return; fi
  need_debian
  need_root "installing ${missing[*]}"
  say "installing ${missing[*]}"
  (
    flock 8
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q update && apt-get -q -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${missing[@]}"
  ) 8>"$cache/.apt.lock" >"$cache/apt.log" 2>&1 || {
    tail -n 20 "$cache/apt.log" >&2
    die "apt-get could not install ${missing[*]}: its whole output is in $cache/apt.log. Are this machine's package mirrors reachable?"
  }
}

# need_command COMMAND PACKAGE: for tools that may have come from elsewhere than Debian.
need_command() {
  command -v "$1" >/dev/null || need_packages "$2"
}

# The mirror that the machine's own sources name for the suite.
debian_mirror() {
  need_debian
  # shellcheck disable=SC2016 # apt's own variable
  apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' "Release: $debian_suite" 'Component: main' | sed 1q | grep . ||
    die "no 'main' of $debian_suite in this machine's apt sources (/etc/apt)"
}

# fetch_source FOLDER PACKAGE VERSION: the source package's files, by lists of our own.
fetch_source() {
  local folder=$1 package=$2 version=$3 mirror options
  mirror=$(debian_mirror)
  mkdir -p "$folder/lists/partial"
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $debian_suite main" >"$folder/sources.list"
  options=(-q -o "Dir::Etc::SourceList=$folder/sources.list" -o 'Dir::Etc::SourceParts=-' -o "Dir::State::Lists=$folder/lists"
    -o 'Dir::Cache::SrcPkgCache=' -o 'Dir::Cache::PkgCache=' -o 'APT::Sandbox::User=root')
  (
    cd "$folder"
    apt-get "${options[@]}" update
    apt-get "${options[@]}" source --download-only "$package=$version"
  )
}
