# Sourced by every verb: the shell's own settings, then the rooms of lib in the order in which they build on each other.
# shellcheck shell=bash
set -euo pipefail
shopt -s inherit_errexit
umask 022

debian=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
lib="$debian/lib"

# shellcheck source=say.sh
source "$lib/say.sh"
# shellcheck source=versions.sh
source "$lib/versions.sh"
# shellcheck source=folders.sh
source "$lib/folders.sh"
# shellcheck source=packages.sh
source "$lib/packages.sh"
# shellcheck source=once.sh
source "$lib/once.sh"
# shellcheck source=process.sh
source "$lib/process.sh"
