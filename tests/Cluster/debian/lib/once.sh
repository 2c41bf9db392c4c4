# shellcheck shell=bash

# make_once FOLDER FUNCTION: if the folder of the cache is not there, `FUNCTION TEMP` fills one that is renamed to it at the
# end: one maker at a time, never a half-made result.
make_once() {
  local folder=$1 recipe=$2 name temp
  if [[ -d $folder ]]; then return; fi
  name=$(basename "$folder")
  (
    flock 9
    if [[ -d $folder ]]; then exit 0; fi
    for temp in "$cache/.making-$name".*; do
      remove_making "$temp"
    done
    temp=$(mktemp -d "$cache/.making-$name.XXXXXX")
    trap 'remove_making "$temp"' EXIT
    chmod 755 "$temp"
    "$recipe" "$temp" 9>&- >&2
    mv -T "$temp" "$folder"
  ) 9>"$cache/.$name.lock"
}

# remove_making TEMP: a recipe that was cut off may have left mounts of the machine's own /proc and /sys, into which nothing may delete.
remove_making() {
  findmnt -rn -o TARGET | { grep -F "$1/" || true; } | sort -r | xargs -r umount -l
  rm -rf --one-file-system "$1"
}
