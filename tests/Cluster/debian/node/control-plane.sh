# etcd, the API server, the controllers and the scheduler, the latter two with every right: their own names are for the audit log.
# shellcheck shell=bash

start_control_plane() {
  local server="https://$node_address:6443" etcd_port
  make_pki "$state/pki" "$node_address" 10.96.0.1
  make_user "$state/pki" "$server" admin system:masters "$kubeconfig"
  make_user "$state/pki" "$server" "system:node:$node_name" system:nodes "$state/kubelet.kubeconfig"
  make_user "$state/pki" "$server" system:kube-controller-manager system:masters "$state/kube-controller-manager.kubeconfig"
  make_user "$state/pki" "$server" system:kube-scheduler system:masters "$state/kube-scheduler.kubeconfig"
  make_user "$state/pki" "$server" system:kube-proxy system:masters "$state/kube-proxy.kubeconfig"
  make_user "$state/pki" "$server" cluster-addons system:masters "$state/addons.kubeconfig"

  etcd_port=$(free_port)
  start_etcd "$state" "$etcd_port" "$(free_port)"
  start_apiserver "$state" "$node_address" 6443 "$etcd_port" --advertise-address "$node_address" \
    --kubelet-preferred-address-types InternalIP \
    --kubelet-client-certificate "$state/pki/kubelet-client.crt" --kubelet-client-key "$state/pki/kubelet-client.key"
  wait_until 300 'a ready API server' apiserver_ready "$state" "$kubeconfig"
  need_alive "$state" etcd kube-apiserver

  start_process "$state" kube-controller-manager "$kubernetes/kube-controller-manager" \
    --kubeconfig "$state/kube-controller-manager.kubeconfig" --leader-elect=false --port 0 --secure-port 0 \
    --service-account-private-key-file "$state/pki/service-accounts.key" --root-ca-file "$state/pki/ca.crt" \
    --allocate-node-cidrs --cluster-cidr "$pod_range"
  start_process "$state" kube-scheduler "$kubernetes/kube-scheduler" \
    --kubeconfig "$state/kube-scheduler.kubeconfig" --leader-elect=false --port 0 --secure-port 0
}
