#!/usr/bin/env bash
# helm against the cluster of this machine.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"

KUBECONFIG="$state/kubeconfig" exec "$helm" "$@"
