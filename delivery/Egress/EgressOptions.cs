using System.Net;

namespace ExtensibleWebhooks.Egress;

/// <summary>What the cluster's administrator, or the person at the laptop, allows beyond the policy. The default allows nothing.</summary>
public sealed record EgressOptions
{
    /// <summary>Networks whose private addresses may be reached. Loopback, link-local, metadata, multicast and unspecified addresses stay refused.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>The cluster's API server, which is nobody's receiver: refused by whatever name, and in whatever network. Null outside of a cluster.</summary>
    public IPAddress? ApiServer { get; init; }

    /// <summary>For a laptop: loopback and private addresses may be reached.</summary>
    public bool AllowLoopback { get; init; }

    /// <summary>Hosts that lead to a fixed endpoint instead of what DNS says, by lower-case name; not checked. For the receiver inside the same process.</summary>
    public IReadOnlyDictionary<string, IPEndPoint> HostOverrides { get; init; } = new Dictionary<string, IPEndPoint>();

    /// <summary>What the kubelet tells every pod (<c>KUBERNETES_SERVICE_HOST</c>); null where it does not, or tells a name.</summary>
    public static IPAddress? ApiServerOf(Func<string, string?> environment) => IPAddress.TryParse(environment("KUBERNETES_SERVICE_HOST"), out var address) ? address : null;
}
