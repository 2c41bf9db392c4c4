# shellcheck shell=bash

# on_change COMMAND KIND…: runs COMMAND at the start and after each burst of changes to objects of the kinds, for ever.
on_change() {
  local command=$1 kind changes
  shift
  # A pipe that is open at both ends here, so that it never ends.
  exec {changes}<> <(:)
  for kind; do
    # kubectl's watch ends now and then; the next one begins with a list, so that nothing is missed.
    while true; do
      kubectl_addons get "$kind" --all-namespaces --watch --output name >&"$changes" || true
      sleep 1
    done &
  done
  echo start >&"$changes"
  while read -r -u "$changes" _; do
    while read -r -t 0.1 -u "$changes" _; do :; done
    "$command" || say "'$command' failed; it is tried again with the next change"
  done
}

kubectl_addons() {
  "$kubectl" --kubeconfig "$state/addons.kubeconfig" "$@"
}
