#!/usr/bin/env bash
# status: which process runs, and the node and pods as the cluster sees them. Fails if no cluster is up.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"

[[ -d $state ]] || die 'no cluster is up'
for name in etcd kube-apiserver kube-controller-manager kube-scheduler containerd kubelet kube-proxy volumes dns dnsmasq; do
  if pid=$(process_id "$state" "$name"); then echo "$name runs ($pid)"; else echo "$name does not run: $state/$name.log"; fi
done
"$debian/verbs/kubectl.sh" get nodes,pods --all-namespaces
