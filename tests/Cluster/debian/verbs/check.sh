#!/usr/bin/env bash
# check: whether this machine can run the one-node cluster; says why not.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"

need_debian
need_root 'a cluster with pods'
