#!/usr/bin/env bash
# down: ends the cluster of this machine and removes all that it left: processes, mounts, devices, rules, folders. The cache stays.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"
for part in addresses host network containerd end; do
  # shellcheck source=/dev/null
  source "$debian/node/$part.sh"
done

[[ -d $state ]] || {
  say 'no cluster is up'
  exit 0
}
need_root 'ending the cluster'

lock_cluster
end_cluster
say 'the cluster is gone'
