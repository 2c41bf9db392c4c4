# shellcheck shell=bash

# lock_cluster: one up or down at a time, until this program ends. The lock is fd 7: nothing that outlives the program may have it.
lock_cluster() {
  exec 7>"$cache/.cluster.lock"
  flock 7
}

# end_cluster: whatever of a cluster there is, also half of one, or what a reboot left of it.
end_cluster() {
  local name
  if [[ ! -d $state ]]; then return; fi
  # The kubelet first: it would start again what is killed.
  for name in kubelet kube-proxy volumes dns dnsmasq; do
    stop_process "$state" "$name" KILL
  done
  stop_containers
  for name in kube-scheduler kube-controller-manager kube-apiserver etcd; do
    stop_process "$state" "$name" KILL
  done
  findmnt -rn -o TARGET | { grep -F "$state/" || true; } | sort -r | xargs -r umount -l
  if [[ -f $state/host-folders ]]; then
    stop_network
    remove_pod_groups
    restore_host
  fi
  rm -rf --one-file-system "$state"
}
