# The addresses of the one-node cluster. The node's and the name server's lie on the loopback device, so that pods reach them
# and nothing outside the machine does, and so that a machine without any network can run a cluster.
# shellcheck shell=bash
node_name=node
node_address=10.89.0.1
dns_address=10.89.0.2
pod_range=10.88.0.0/16
pod_subnet=10.88.0.0/24
bridge=webhooks0
cluster_domain=cluster.local
containerd_socket="$state/containerd.sock"
kubeconfig="$state/kubeconfig"
