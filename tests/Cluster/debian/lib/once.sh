# shellcheck shell=bash

# make_once NAME FUNCTION: prints the path of cache/NAME. If it is not there, `FUNCTION TEMP` fills a folder that is renamed
# to it at the end: one maker at a time, never a half-made result.
make_once() {
  local name=$1 recipe=$2 final="$cache/$1"
  if [[ ! -d $final ]]; then
    (
      flock 9
      if [[ -d $final ]]; then exit 0; fi
      rm -rf "$cache/.making-$name".*
      temp=$(mktemp -d "$cache/.making-$name.XXXXXX")
      trap 'rm -rf "$temp"' EXIT
      chmod 755 "$temp"
      "$recipe" "$temp" 9>&- >&2
      mv -T "$temp" "$final"
    ) 9>"$cache/.$name.lock"
  fi
  echo "$final"
}
