#!/usr/bin/env bash
# load FILE: a docker-archive into the cluster's containerd.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"
# shellcheck source=../node/addresses.sh
source "$debian/node/addresses.sh"
# shellcheck source=../node/containerd.sh
source "$debian/node/containerd.sh"

[[ $# -eq 1 && -r $1 ]] || die 'usage: cluster load FILE (a docker-archive)'
process_id "$state" containerd >/dev/null || die 'no cluster is up: cluster up'
containerd_ctl images import "$1" >&2
