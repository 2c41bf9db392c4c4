# Keys, certificates, tokens and kubeconfigs of one API server.
# shellcheck shell=bash

# make_pki DIR ADDRESS…: an authority, the API server's certificate for the addresses, its client certificate for kubelets, and the key of service account tokens.
make_pki() {
  local dir=$1 address names='DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local'
  shift
  for address; do names+=",IP:$address"; done
  mkdir -p -m 700 "$dir"
  make_certificate "$dir/ca" '/CN=test cluster authority' -addext keyUsage=critical,keyCertSign,cRLSign
  make_certificate "$dir/apiserver" '/CN=kube-apiserver' -CA "$dir/ca.crt" -CAkey "$dir/ca.key" -addext "subjectAltName=$names" \
    -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=serverAuth
  make_certificate "$dir/kubelet-client" '/O=system:masters/CN=kube-apiserver' -CA "$dir/ca.crt" -CAkey "$dir/ca.key" \
    -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=clientAuth
  openssl ecparam -name prime256v1 -genkey -noout -out "$dir/service-accounts.key"
}

# make_certificate PATH SUBJECT OPTION…: PATH.key and PATH.crt
make_certificate() {
  local path=$1 subject=$2
  shift 2
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -keyout "$path.key" -out "$path.crt" -subj "$subject" "$@" 2>/dev/null
}

# make_user DIR SERVER USER GROUP KUBECONFIG: a token of its own for the user, and a kubeconfig with it.
make_user() {
  local dir=$1 server=$2 user=$3 group=$4 kubeconfig=$5 token
  token=$(openssl rand -hex 16)
  echo "$token,$user,$user,$group" >>"$dir/tokens.csv"
  cat >"$kubeconfig" <<YAML
apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "$server", certificate-authority-data: "$(base64 -w0 "$dir/ca.crt")"}}]
users: [{name: "$user", user: {token: "$token"}}]
contexts: [{name: test, context: {cluster: test, user: "$user"}}]
current-context: test
YAML
}
