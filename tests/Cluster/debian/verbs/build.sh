#!/usr/bin/env bash
# build DOCKERFILE CONTEXT NAME [ARG=VALUE…]: an image, on the base image of this machine's .NET, into the cluster's containerd.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"
# shellcheck source=../make/images.sh
source "$debian/make/images.sh"

[[ $# -ge 3 ]] || die 'usage: cluster build DOCKERFILE CONTEXT NAME [ARG=VALUE…]'
need_root 'building images'
need_packages buildah
dockerfile=$1 context=$2 name=$3
shift 3
base=$(runtime_base)
arguments=(--build-arg "RUNTIME_BASE=$base")
for argument; do
  arguments+=(--build-arg "$argument")
done

archive=$(mktemp --suffix .tar --tmpdir image-XXXXXX)
trap 'rm -f "$archive"' EXIT
buildah_here bud -q --isolation chroot --pull-never "${arguments[@]}" -f "$dockerfile" -t "$name" "$context" >&2
# buildah will not write over a file.
rm "$archive"
buildah_here push -q "$name" "docker-archive:$archive:$name" >&2
"$debian/verbs/load.sh" "$archive"
