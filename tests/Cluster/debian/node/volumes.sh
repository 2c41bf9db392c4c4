#!/usr/bin/env bash
# volumes.sh STATE: gives every claim of the storage class `local` a folder of the machine, and removes both when the claim is gone.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"
# shellcheck source=watch.sh
source "$debian/node/watch.sh"

provision() {
  local namespace name uid size
  while read -r namespace name uid size; do
    # The folder is open to every user, since a hostPath ignores the pod's fsGroup.
    install -d -m 0777 "$state/volumes/$uid"
    limit "$state/volumes/$uid" "$size"
    write_volume "$namespace" "$name" "$uid" "$size" | kubectl_addons apply --server-side -f - >/dev/null
  done < <(kubectl_addons get persistentvolumeclaims --all-namespaces --output json | jq -r '.items[]
    | select(.spec.storageClassName == "local" and .status.phase == "Pending" and (.spec.volumeName // "") == "" and .metadata.deletionTimestamp == null)
    | "\(.metadata.namespace) \(.metadata.name) \(.metadata.uid) \(.spec.resources.requests.storage)"')

  while read -r uid; do
    kubectl_addons delete persistentvolume "local-$uid" --ignore-not-found >/dev/null
    if mountpoint -q "$state/volumes/$uid"; then umount -l "$state/volumes/$uid"; fi
    rm -rf "$state/volumes/${uid:?}"
  done < <(kubectl_addons get persistentvolumes --output json | jq -r '.items[]
    | select(.spec.storageClassName == "local" and .status.phase == "Released") | .spec.claimRef.uid')
}

# limit FOLDER SIZE: a claim of the least size that a source may have (64Mi) gets no more than that, so that a test can fill it.
limit() {
  if [[ $2 == 64Mi ]] && ! mountpoint -q "$1"; then
    mount -t tmpfs -o size=64m,mode=0777 tmpfs "$1"
  fi
}

write_volume() {
  cat <<YAML
apiVersion: v1
kind: PersistentVolume
metadata: {name: local-$3}
spec:
  storageClassName: local
  capacity: {storage: "$4"}
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  claimRef: {apiVersion: v1, kind: PersistentVolumeClaim, namespace: $1, name: $2, uid: $3}
  hostPath: {path: $state/volumes/$3, type: Directory}
YAML
}

kubectl_addons apply --server-side -f - >/dev/null <<YAML
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: local, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
provisioner: kubernetes.io/no-provisioner
YAML
on_change provision persistentvolumeclaims persistentvolumes
