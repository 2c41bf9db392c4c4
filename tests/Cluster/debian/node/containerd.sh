# shellcheck shell=bash

start_containerd() {
  cat >"$state/containerd.toml" <<TOML
version = 2
root = "$state/containerd/root"
state = "$state/containerd/state"
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs"]
[grpc]
  address = "$containerd_socket"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$pause_image"
  # Sandboxes without CAP_SYS_RESOURCE may not lower the score, and then no pod starts.
  restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "/usr/lib/cni"
  conf_dir = "$state/cni/conf"
[plugins."io.containerd.grpc.v1.cri".containerd]
  snapshotter = "$(snapshotter)"
TOML
  start_process "$state" containerd containerd --config "$state/containerd.toml"
  wait_until 60 'an answer from containerd' containerd_ctl version
}

containerd_ctl() {
  ctr --address "$containerd_socket" --namespace k8s.io "$@"
}

# Containers in containers: an overlay on an overlay is refused by the kernel.
snapshotter() {
  if [[ $(stat -f -c %T "$state") == overlayfs ]]; then echo native; else echo overlayfs; fi
}

# Every process of every pod, then the shims above them, then containerd itself.
stop_containers() {
  local tries
  for ((tries = 0; tries < 50; tries++)); do
    pod_processes | xargs -r kill -KILL 2>/dev/null || true
    if [[ -z $(pod_processes) ]]; then break; fi
    sleep 0.2
  done
  pkill -KILL -f -- "containerd-shim.* -address $containerd_socket" || true
  stop_process "$state" containerd
}

pod_processes() {
  find /sys/fs/cgroup -path '*/kubepods*' -name cgroup.procs -exec cat {} + 2>/dev/null | sort -u
}

remove_pod_groups() {
  find /sys/fs/cgroup -depth -type d -path '*/kubepods*' -exec rmdir {} + 2>/dev/null || true
}
