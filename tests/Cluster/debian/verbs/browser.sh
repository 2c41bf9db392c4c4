#!/usr/bin/env bash
# browser [check]: prints NAME PATH of Chromium, having installed it; check says why it cannot be.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"

if [[ ${1-} == check ]]; then
  if command -v chromium >/dev/null; then exit 0; fi
  need_debian
  need_root 'installing Chromium'
  command -v apt-get >/dev/null || die 'no Chromium here, and no apt-get to install it'
  exit 0
fi

# A font, or the pages are boxes.
need_packages chromium fonts-dejavu-core
echo "chromium $(command -v chromium)"
