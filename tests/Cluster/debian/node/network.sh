# Pod networking: one bridge, addresses from one range, hidden behind the machine's own towards the outside.
# shellcheck shell=bash

start_network() {
  local address
  for address in "$node_address" "$dns_address"; do
    ip address replace "$address/32" dev lo
  done
  sysctl -q -w net.ipv4.ip_forward=1
  mkdir -p "$state/cni/conf"
  cat >"$state/cni/conf/10-bridge.conflist" <<JSON
{
  "cniVersion": "0.4.0",
  "name": "extensible-webhooks",
  "plugins": [
    {
      "type": "bridge", "bridge": "$bridge", "isGateway": true, "ipMasq": true, "hairpinMode": true,
      "ipam": {
        "type": "host-local", "dataDir": "$state/cni/addresses",
        "ranges": [[{ "subnet": "$pod_subnet" }]], "routes": [{ "dst": "0.0.0.0/0" }]
      }
    }
  ]
}
JSON
}

stop_network() {
  local address namespace
  while read -r namespace; do
    umount "$namespace" 2>/dev/null || true
    rm -f "$namespace"
  done < <(find /run/netns -maxdepth 1 -name 'cni-*' -newer "$state/host-folders" 2>/dev/null)
  ip link delete "$bridge" 2>/dev/null || true
  for address in "$node_address" "$dns_address"; do
    ip address delete "$address/32" dev lo 2>/dev/null || true
  done
}
