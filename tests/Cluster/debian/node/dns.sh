#!/usr/bin/env bash
# dns.sh STATE: keeps dnsmasq's table of the cluster's services, and of the named pods behind headless ones. No SRV records.
# shellcheck source=../lib/all.sh
source "$(dirname "$(readlink -f "$0")")/../lib/all.sh"
# shellcheck source=addresses.sh
source "$debian/node/addresses.sh"
# shellcheck source=watch.sh
source "$debian/node/watch.sh"

write_names() {
  kubectl_addons get services,endpoints --all-namespaces --output json | jq -r --arg domain "$cluster_domain" '
    def name: "\(.metadata.name).\(.metadata.namespace).svc.\($domain)";
    [.items[] | select(.kind == "Service" and .spec.clusterIP == "None") | name] as $headless
    | .items[]
    | if .kind == "Service" then select((.spec.clusterIP // "None") != "None") | "\(.spec.clusterIP) \(name)"
      else name as $service | select($headless | index($service)) | .subsets[]?.addresses[]?
        | "\(.ip) \(if .hostname then "\(.hostname).\($service) " else "" end)\($service)"
      end' >"$state/dns-names.new"
  if cmp -s "$state/dns-names.new" "$state/dns-names"; then return; fi
  mv "$state/dns-names.new" "$state/dns-names"
  signal_process "$state" dnsmasq HUP
}

touch "$state/dns-names"
start_process "$state" dnsmasq dnsmasq --keep-in-foreground --no-hosts --addn-hosts="$state/dns-names" --local="/$cluster_domain/" \
  --listen-address="$dns_address" --bind-interfaces --pid-file= --user=root --cache-size=1000
on_change write_names services endpoints
