#!/usr/bin/env bash
# Prints NAME PATH of the pause image's archive, and NAME IMAGE of the base image in buildah's storage.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"
# shellcheck source=../make/images.sh
source "$debian/make/images.sh"

need_packages buildah
make_once "$(dirname "$pause_archive")" make_pause
echo "pause $pause_archive"
base=$(runtime_base)
echo "runtime-base $base"
