#!/usr/bin/env bash
# apiserver check | start DIR [OWNER_PID] | pause DIR | resume DIR | kill DIR | stop DIR
# No controllers and no kubelet: namespaces stay Terminating and owned objects are not collected, as in controller-runtime's envtest.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"
# shellcheck source=../lib/pki.sh
source "$lib/pki.sh"
# shellcheck source=../lib/apiserver.sh
source "$lib/apiserver.sh"

# check: whether this machine can run one; says why not.
check() {
  if [[ -d $kubernetes && -x $kubectl ]] && command -v etcd openssl >/dev/null; then return; fi
  need_debian
  need_root "making the API server's binaries the first time"
}

# start DIR: what is not running is started, on the ports and with the state that DIR has from before.
start() {
  local dir=$1 owner=${2-} ports attempt
  need_packages etcd-server openssl
  "$debian/verbs/binaries.sh" >/dev/null
  mkdir -p "$dir"
  chmod 700 "$dir"
  for attempt in 1 2 3; do
    if [[ ! -f $dir/ports ]]; then choose_ports "$dir"; fi
    read -ra ports <"$dir/ports"
    process_id "$dir" etcd >/dev/null || start_etcd "$dir" "${ports[1]}" "${ports[2]}"
    process_id "$dir" kube-apiserver >/dev/null ||
      start_apiserver "$dir" 127.0.0.1 "${ports[0]}" "${ports[1]}" --disable-admission-plugins ServiceAccount
    if ready_or_dead "$dir"; then
      if [[ -n $owner ]]; then stop_with_owner "$dir" "$owner"; fi
      echo "$dir/kubeconfig"
      return
    fi
    # Another process may have taken a port between its choice and its use; what is stored under the old ports is nothing yet.
    if [[ $attempt == 3 || -f $dir/started ]] || ! grep -qs 'address already in use' "$dir"/{etcd,kube-apiserver}.log; then break; fi
    stop "$dir"
    rm -rf "$dir"/{ports,etcd,pki,kubeconfig}
  done
  need_alive "$dir" etcd kube-apiserver
  die "the API server in $dir is not ready; its log is $dir/kube-apiserver.log"
}

choose_ports() {
  local dir=$1 port
  port=$(free_port)
  echo "$port $(free_port) $(free_port)" >"$dir/ports"
  make_pki "$dir/pki" 127.0.0.1 10.96.0.1
  make_user "$dir/pki" "https://127.0.0.1:$port" admin system:masters "$dir/kubeconfig"
}

ready_or_dead() {
  local dir=$1 deadline=$((SECONDS + 300))
  while ((SECONDS < deadline)) && process_id "$dir" etcd >/dev/null && process_id "$dir" kube-apiserver >/dev/null; do
    if apiserver_ready "$dir" "$dir/kubeconfig" >/dev/null 2>&1; then
      touch "$dir/started"
      return 0
    fi
    sleep 0.1
  done
  return 1
}

# A test run that is killed leaves nothing behind.
stop_with_owner() {
  local dir=$1 owner=$2
  if process_id "$dir" owner-watch >/dev/null; then return; fi
  # shellcheck disable=SC2016 # for the inner shell
  start_process "$dir" owner-watch bash -c 'tail --pid "$2" -f /dev/null; exec "$0" stop "$1"' "$debian/verbs/apiserver.sh" "$dir" "$owner"
}

# The API server keeps no state of its own, and etcd's is on disk: neither needs a slow goodbye.
stop() {
  stop_process "$1" kube-apiserver KILL
  stop_process "$1" etcd KILL
}

if [[ ${1-} == check ]]; then
  check
  exit
fi
[[ $# -ge 2 ]] || die 'usage: cluster apiserver check | start DIR [OWNER_PID] | pause|resume|kill|stop DIR'
dir=$(realpath -m "$2")
case $1 in
  start) start "$dir" "${3-}" ;;
  pause) signal_process "$dir" kube-apiserver STOP || die "no API server runs in $dir" ;;
  resume) signal_process "$dir" kube-apiserver CONT || die "no API server runs in $dir" ;;
  kill) stop_process "$dir" kube-apiserver KILL ;;
  stop)
    stop "$dir"
    signal_process "$dir" owner-watch TERM || true
    ;;
  *) die "there is no apiserver verb '$1'" ;;
esac
