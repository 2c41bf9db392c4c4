# shellcheck shell=bash

# make_once FOLDER FUNCTION: if the folder of the cache is not there, `FUNCTION TEMP` fills one that is renamed to it at the
# end: one maker at a time, never a half-made result.
make_once() {
  local folder=$1 recipe=$2 name
  if [[ -d $folder ]]; then return; fi
  name=$(basename "$folder")
  (
    flock 9
    if [[ -d $folder ]]; then exit 0; fi
    rm -rf "$cache/.making-$name".*
    temp=$(mktemp -d "$cache/.making-$name.XXXXXX")
    trap 'rm -rf "$temp"' EXIT
    chmod 755 "$temp"
    "$recipe" "$temp" 9>&- >&2
    mv -T "$temp" "$folder"
  ) 9>"$cache/.$name.lock"
}
