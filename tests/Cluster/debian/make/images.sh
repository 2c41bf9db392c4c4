# Images, without a registry: everything is built here, from packages and this machine's own .NET runtime.
# shellcheck shell=bash
pause_image=localhost/pause:$pause_version
pause_archive="$cache/pause-$pause_version/image.tar"

# buildah's own storage: layers stay between builds.
buildah_here() {
  local driver=overlay
  if [[ $(stat -f -c %T "$cache") == overlayfs ]]; then driver=vfs; fi
  # buildah reads the standard places otherwise, and a user's own settings with them.
  buildah --root "$cache/buildah" --runroot "$cache/buildah/run" --storage-driver "$driver" "$@"
}

make_pause() {
  local out=$1 container
  need_packages gcc libc6-dev buildah
  gcc -Os -static -o "$out/pause" "$debian/make/pause.c"
  container=$(buildah_here from scratch)
  buildah_here copy "$container" "$out/pause" /pause
  buildah_here config --entrypoint '["/pause"]' --user 65535:65535 "$container"
  buildah_here commit --rm "$container" "docker-archive:$out/image.tar:$pause_image"
}

# runtime_base: prints the name of the ASP.NET base image, which is then in buildah's storage. It offers what the images of the
# .NET team offer: /usr/bin/dotnet, the user `app` ($APP_UID), port 8080.
runtime_base() {
  local folder name
  name=localhost/dotnet-aspnet:$(newest_runtime)
  folder="$cache/dotnet-aspnet-${name#*:}-$debian_suite"
  make_once "$folder" make_runtime_base
  buildah_here inspect --type image "$name" >/dev/null 2>&1 || buildah_here pull -q "docker-archive:$folder/image.tar" >&2
  echo "$name"
}

newest_runtime() {
  command -v dotnet >/dev/null || die "there is no 'dotnet' on the PATH: the base image is made of this machine's .NET runtime"
  dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \([^ ]*\) .*/\1/p' | sort -V | tail -n 1 | grep . ||
    die "this machine's .NET has no ASP.NET Core runtime, of which the base image is made"
}

make_runtime_base() {
  local out=$1 root="$1/root" log="$cache/runtime-base.log" version dotnet framework container
  version=$(newest_runtime)
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  need_packages buildah debootstrap
  need_root "debootstrap"
  say "making the .NET $version base image, once (log: $log)"
  debootstrap --variant=minbase --include=libssl3,ca-certificates,tzdata,libstdc++6,zlib1g "$debian_suite" "$root" "$(debian_mirror)" >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    die "debootstrap failed; the whole log is $log"
  }
  rm -rf "$root"/var/{lib/apt/lists,cache/apt}/* "$root"/usr/share/{doc,man,locale,info}/*
  echo 'app:x:1654:1654::/home/app:/usr/sbin/nologin' >>"$root/etc/passwd"
  echo 'app:x:1654:' >>"$root/etc/group"
  install -d -o 1654 -g 1654 "$root/home/app"
  mkdir -p "$root/usr/share/dotnet/shared"/Microsoft.{NETCore,AspNetCore}.App
  cp -a "$dotnet"/{dotnet,host} "$root/usr/share/dotnet/"
  for framework in NETCore AspNetCore; do
    cp -a "$dotnet/shared/Microsoft.$framework.App/$version" "$root/usr/share/dotnet/shared/Microsoft.$framework.App/"
  done
  ln -s /usr/share/dotnet/dotnet "$root/usr/bin/dotnet"

  container=$(buildah_here from scratch)
  buildah_here copy "$container" "$root" /
  buildah_here config --env APP_UID=1654 --env ASPNETCORE_HTTP_PORTS=8080 --env DOTNET_RUNNING_IN_CONTAINER=true \
    --env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah_here commit --rm "$container" "docker-archive:$out/image.tar:localhost/dotnet-aspnet:$version"
  remove_making "$root"
}
