# etcd and an API server with all their state in one folder: the whole of the `apiserver` verb, and the core of `up`.
# shellcheck shell=bash

# start_etcd DIR CLIENT_PORT PEER_PORT
start_etcd() {
  local dir=$1 client="http://127.0.0.1:$2" peer="http://127.0.0.1:$3"
  start_process "$dir" etcd etcd --data-dir "$dir/etcd" --logger zap --log-level error \
    --listen-client-urls "$client" --advertise-client-urls "$client" \
    --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" --initial-cluster "default=$peer"
}

# start_apiserver DIR ADDRESS PORT ETCD_PORT OPTION…
start_apiserver() {
  local dir=$1 address=$2 port=$3 etcd_port=$4
  shift 4
  write_audit_policy "$dir/audit-policy.yaml"
  start_process "$dir" kube-apiserver "$kubernetes/kube-apiserver" \
    --etcd-servers "http://127.0.0.1:$etcd_port" \
    --bind-address "$address" --secure-port "$port" --cert-dir "$dir/pki" \
    --tls-cert-file "$dir/pki/apiserver.crt" --tls-private-key-file "$dir/pki/apiserver.key" \
    --token-auth-file "$dir/pki/tokens.csv" --authorization-mode Node,RBAC \
    --service-account-issuer https://kubernetes.default.svc.cluster.local \
    --service-account-key-file "$dir/pki/service-accounts.key" --service-account-signing-key-file "$dir/pki/service-accounts.key" \
    --service-cluster-ip-range 10.96.0.0/16 --allow-privileged=true \
    --audit-policy-file "$dir/audit-policy.yaml" --audit-log-path "$dir/audit.log" --audit-log-maxsize 200 --audit-log-maxbackup 1 \
    "$@"
}

# Every write is one JSON line of the audit log, without its body: a test can count who wrote what.
write_audit_policy() {
  cat >"$1" <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: Metadata
    verbs: [create, update, patch, delete, deletecollection]
YAML
}

# apiserver_ready DIR KUBECONFIG
apiserver_ready() {
  "$kubectl" --kubeconfig "$2" --request-timeout 5s get --raw /readyz
}
