#!/usr/bin/env bash
# down: ends the cluster of this machine and removes all that it left: processes, mounts, devices, rules, folders. The cache stays.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"
for part in addresses host network containerd; do
  # shellcheck source=/dev/null
  source "$debian/node/$part.sh"
done

[[ -d $state ]] || {
  say 'no cluster is up'
  exit 0
}
need_root 'ending the cluster'

# The kubelet first: it would start again what is killed.
for name in kubelet kube-proxy volumes dns dnsmasq; do
  stop_process "$state" "$name" KILL
done
stop_containers
for name in kube-scheduler kube-controller-manager kube-apiserver etcd; do
  stop_process "$state" "$name" KILL
done
findmnt -rn -o TARGET | grep -F "$state/" | sort -r | xargs -r umount -l
stop_network
remove_pod_groups
if [[ -f $state/host-folders ]]; then restore_host; fi
rm -rf "$state"
say 'the cluster is gone'
