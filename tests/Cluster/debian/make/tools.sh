# shellcheck shell=bash

# make_tools: kubectl and Helm 4; and Helm 3, for tests of the chart with the Helm that most people still have.
make_tools() {
  make_once "$tools" unpack_kubectl_layer
  make_once "$(dirname "$helm3")" unpack_helm3_layer
}

unpack_kubectl_layer() {
  unpack_layer "$1" "$kubectl_layer" helm/helm kubectl/kubectl
}

unpack_helm3_layer() {
  unpack_layer "$1" "$helm3_layer" helm/helm
}

# unpack_layer FOLDER LAYER MEMBER…
unpack_layer() {
  local folder=$1 layer=$2
  shift 2
  [[ $(uname -sm) == 'Linux x86_64' ]] || die "the npm packages with kubectl and Helm are for Linux on x86-64 only: install kubectl and helm yourself"
  need_command npm npm
  need_command unzip unzip
  say "fetching $layer by npm"
  (
    cd "$folder"
    npm pack --silent "@aws-cdk/$layer" >/dev/null
    tar -xzf ./*.tgz package/lib/layer.zip
    unzip -q -j package/lib/layer.zip "$@"
    rm -rf package ./*.tgz
    chmod 755 ./*
  )
}
