#!/usr/bin/env bash
# kill CONTAINER_ID: SIGKILL to a container's first process. The kubelet then starts it again, as its pod's policy says.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"
# shellcheck source=../node/addresses.sh
source "$debian/node/addresses.sh"
# shellcheck source=../node/containerd.sh
source "$debian/node/containerd.sh"

[[ $# -eq 1 ]] || die 'usage: cluster kill CONTAINER_ID'
process_id "$state" containerd >/dev/null || die 'no cluster is up: cluster up'
containerd_ctl tasks kill --signal SIGKILL "$1" >&2
