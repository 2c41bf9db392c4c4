#!/usr/bin/env bash
# up: the one-node cluster of this machine, started if it is not; prints the kubeconfig's path when the node is ready.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"
for part in lib/pki lib/apiserver make/images node/addresses node/host node/network node/containerd node/control-plane node/kubelet node/end; do
  # shellcheck source=/dev/null
  source "$debian/$part.sh"
done

start_cluster() {
  end_cluster
  refuse_other_kubernetes
  mkdir -p "$state"
  chmod 700 "$state"
  remember_host
  trap 'say "up failed: the logs are in $state; cluster down removes what was started"' EXIT
  say 'starting the cluster'
  start_network
  start_control_plane
  start_containerd
  containerd_ctl images import "$pause_archive" >/dev/null
  start_kubelet
  start_kube_proxy
  start_process "$state" volumes "$debian/node/volumes.sh" "$state"
  start_process "$state" dns "$debian/node/dns.sh" "$state"
  wait_until 300 'a ready node' node_ready
  need_alive "$state" etcd kube-apiserver kube-controller-manager kube-scheduler containerd kubelet kube-proxy volumes dns dnsmasq
  trap - EXIT
}

need_debian
need_root 'a cluster with pods'
need_packages etcd-server openssl containerd runc containernetworking-plugins iptables conntrack iproute2 dnsmasq-base buildah procps jq util-linux
"$debian/verbs/binaries.sh" >/dev/null
make_once "$(dirname "$pause_archive")" make_pause

lock_cluster
if ! process_id "$state" kubelet >/dev/null; then start_cluster 7>&-; fi
echo "$kubeconfig"
