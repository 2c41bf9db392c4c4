# What the cluster changes on the machine outside of its own folder, and how that is undone.
# shellcheck shell=bash

# Folders whose places the programs have built in, and kernel settings that kubelet and kube-proxy write.
host_folders=(/var/lib/kubelet /var/lib/cni /var/log/pods /var/log/containers /run/containerd /usr/libexec/kubernetes /run/netns)
host_settings=(net.ipv4.ip_forward net.ipv4.conf.all.route_localnet vm.overcommit_memory vm.panic_on_oom
  kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys kernel.keys.root_maxbytes)

refuse_other_kubernetes() {
  # Any state but a zombie's.
  if pgrep -x -r D,R,S,T kubelet >/dev/null || ip link show "$bridge" >/dev/null 2>&1; then
    die "another kubelet runs here, or the network device $bridge is left from one: end it first (cluster down, if it is one of ours)"
  fi
}

# remember_host: before anything is changed.
remember_host() {
  local folder setting value
  for folder in "${host_folders[@]}"; do
    if [[ ! -e $folder ]]; then echo "$folder"; fi
  done >"$state/host-folders"
  for setting in "${host_settings[@]}"; do
    if value=$(sysctl -n "$setting" 2>/dev/null); then echo "$setting=$value"; fi
  done >"$state/host-settings"
}

# restore_host: after every process has ended.
restore_host() {
  local folder setting table
  # Pod logs, address leases and network namespaces beside those of others are ours if they came after us.
  for folder in /var/log/pods /var/log/containers /var/lib/cni/results; do
    if [[ -d $folder ]]; then find "$folder" -mindepth 1 -maxdepth 1 -newer "$state/host-folders" -exec rm -rf {} +; fi
  done
  while read -r folder; do
    rm -rf "$folder"
  done <"$state/host-folders"
  while read -r setting; do
    sysctl -q -w "$setting" || say "could not set $setting back"
  done <"$state/host-settings"
  for table in iptables ip6tables; do
    forget_rules "$table"
  done
}

# forget_rules iptables|ip6tables: the chains of kube-proxy, kubelet and the CNI plugins, all by their names.
forget_rules() {
  local rules
  if ! rules=$("$1-save" 2>/dev/null) || ! grep -qE 'KUBE-|CNI-' <<<"$rules"; then return; fi
  grep -vE 'KUBE-|CNI-' <<<"$rules" | "$1-restore" || say "could not remove Kubernetes' rules from $1"
}
