#!/usr/bin/env bash
# Prints NAME PATH of kubectl and Helm.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"
# shellcheck source=../make/tools.sh
source "$debian/make/tools.sh"

make_tools
echo "kubectl $kubectl"
echo "helm $helm"
echo "helm3 $helm3"
