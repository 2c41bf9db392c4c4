# shellcheck shell=bash

start_kubelet() {
  cat >"$state/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $node_address
readOnlyPort: 0
healthzPort: 0
authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: $state/pki/ca.crt}}
authorization: {mode: AlwaysAllow}
cgroupDriver: cgroupfs
failSwapOn: false
clusterDNS: [$dns_address]
clusterDomain: $cluster_domain
volumePluginDir: $state/kubelet/plugins
# Images are loaded by hand and could not be pulled again: neither pressure nor age may remove them.
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 50Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
YAML
  start_process "$state" kubelet "$kubernetes/kubelet" --config "$state/kubelet.yaml" --kubeconfig "$state/kubelet.kubeconfig" \
    --root-dir "$state/kubelet" --cert-dir "$state/kubelet/pki" --hostname-override "$node_name" --node-ip "$node_address" \
    --container-runtime remote --container-runtime-endpoint "unix://$containerd_socket"
}

start_kube_proxy() {
  cat >"$state/kube-proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: {kubeconfig: $state/kube-proxy.kubeconfig}
bindAddress: $node_address
healthzBindAddress: $node_address:10256
metricsBindAddress: $node_address:10249
hostnameOverride: $node_name
clusterCIDR: $pod_range
mode: iptables
# Without the kernel's br_netfilter, answers between two pods of the bridge would bypass the translation.
iptables: {masqueradeAll: true}
# These kernel settings are the machine's own.
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
YAML
  start_process "$state" kube-proxy "$kubernetes/kube-proxy" --config "$state/kube-proxy.yaml"
}

node_ready() {
  "$kubectl" --kubeconfig "$kubeconfig" wait --for condition=Ready --timeout 5s "node/$node_name"
}
