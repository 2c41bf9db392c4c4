# shellcheck shell=bash

# make_kubernetes: the five Kubernetes programs, compiled from Debian's source package as its own rules do.
make_kubernetes() {
  make_once "$kubernetes" compile_kubernetes
}

compile_kubernetes() {
  local out=$1 build="$1/build" log="$cache/kubernetes.log"
  need_packages golang-go rsync jq make gcc libc6-dev dpkg-dev golang-github-modern-go-reflect2-dev
  say "compiling Kubernetes $kubernetes_version: some 15 minutes on two cores, once per machine (log: $log)"
  # In the background, since the shell would go on after a failed step of a function whose result is asked for at once.
  build_kubernetes "$build" >"$log" 2>&1 &
  wait $! || {
    tail -n 20 "$log" >&2
    die "Kubernetes did not compile; the whole log is $log"
  }
  cp "$build/tree/_output/bin/"kube{-apiserver,-controller-manager,-scheduler,let,-proxy} "$out"
  chmod -R u+w "$build"
  rm -rf "$build"
}

build_kubernetes() {
  local build=$1
  fetch_source "$build/source" kubernetes "$kubernetes_source"
  mkdir -p "$build/tree/.go/src/k8s.io"
  tar -xzf "$build/source/"kubernetes_*.orig.tar.gz -C "$build/tree" --strip-components=1
  ln -s ../../.. "$build/tree/.go/src/k8s.io/kubernetes"
  replace_reflect2 "$build/tree/vendor/github.com/modern-go/reflect2"
  # GOGC: the compiler's garbage costs more time than memory.
  nice make -C "$build/tree" WHAT='cmd/kube-apiserver cmd/kube-controller-manager cmd/kube-scheduler cmd/kubelet cmd/kube-proxy' \
    GOPATH="$build/tree/.go" GOCACHE="$build/go-cache" GO111MODULE=off CGO_ENABLED=0 GOGC=300
}

# The vendored reflect2 iterates maps by a layout that Go changed in 1.18: programs built with it corrupt their memory and crash
# now and then. Debian's package of it knows both layouts.
replace_reflect2() {
  rm -rf "$1"
  cp -r /usr/share/gocode/src/github.com/modern-go/reflect2 "$1"
}
