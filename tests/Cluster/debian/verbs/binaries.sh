#!/usr/bin/env bash
# Prints NAME PATH of every program that a cluster is made of.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"
# shellcheck source=../make/kubernetes.sh
source "$debian/make/kubernetes.sh"

need_packages etcd-server
make_kubernetes
for name in kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy; do
  echo "$name $kubernetes/$name"
done
echo "etcd $(command -v etcd)"
"$debian/verbs/tools.sh"
