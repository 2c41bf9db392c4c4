#!/usr/bin/env bash
# Prints NAME PATH of kubectl and Helm.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"
# shellcheck source=../make/tools.sh
source "$debian/make/tools.sh"

kubectl_layer_folder=$(kubectl_and_helm)
helm3_folder=$(helm3)
echo "kubectl $kubectl_layer_folder/kubectl"
echo "helm $kubectl_layer_folder/helm"
echo "helm3 $helm3_folder/helm"
