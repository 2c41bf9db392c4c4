# What a person reads goes to stderr; stdout carries results only.
# shellcheck shell=bash

say() {
  echo "cluster: $*" >&2
}

die() {
  say "$*"
  exit 1
}

need_root() {
  [[ $EUID -eq 0 ]] || die "$1 needs root: containers, network and package installation are the machine's. Run it as root, or name a cluster of your own in EXTENSIBLE_WEBHOOKS_KUBECONFIG."
}
