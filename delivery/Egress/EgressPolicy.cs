using System.Net;
using ExtensibleWebhooks.Engine.Addresses;

namespace ExtensibleWebhooks.Egress;

/// <summary>Which addresses may be connected to for an object of a user's. Pure; asked with the address that is then dialled, so that no second lookup can change it.</summary>
/// <param name="options">What is allowed beyond the policy.</param>
/// <param name="ownNamespace">Services of this namespace may have private addresses; null outside of a cluster.</param>
public sealed class EgressPolicy(EgressOptions options, string? ownNamespace)
{
    private const string ServiceSuffix = ".svc.cluster.local";
    private const string ClusterDomain = ".cluster.local";

    /// <summary>Null when allowed; otherwise why not, in words that name the address and the remedy.</summary>
    public string? Refuse(string host, IPAddress address)
    {
        var place = IPAddress.TryParse(host, out _) ? $"{address} is" : $"{host} is at {address},";
        if (AddressTable.Unwrap(address).Equals(options.ApiServer))
        {
            return $"{place} the API server's address, which the egress policy refuses: nothing is ever sent there";
        }

        var kind = AddressTable.KindOf(address);
        var allowed = kind switch
        {
            AddressKind.Public => true,
            AddressKind.Private => options.AllowLoopback || IsOwnService(host) || IsAllowed(address),
            AddressKind.Loopback => options.AllowLoopback,
            _ => false,
        };
        if (allowed)
        {
            return null;
        }

        var remedy = kind switch
        {
            AddressKind.Private => "use a Service of this namespace by its name, or ask the administrator to allow its network",
            AddressKind.Loopback => "on a laptop, allow loopback",
            _ => "such addresses are never sent to",
        };
        return $"{place} a {NameOf(kind)} address, which the egress policy refuses: {remedy}";
    }

    /// <summary>The same for a URL whose host is an address in whatever notation; null for a name, which is checked when it is dialled.</summary>
    public string? RefuseLiteral(Uri url) =>
        AddressTable.LiteralOf(url) is { } address ? Refuse(address.ToString(), address) : null;

    /// <summary>
    /// Which Service svc and svc.ns may mean, as svc.ns.svc, where ns is the own namespace; null for any other name. What such a name leads to counts as that Service's only where
    /// this one leads there, too: the node's search list, and the public DNS for svc.ns, answer for the short one as well.
    /// </summary>
    public string? ServiceOf(string host) => ownNamespace is null || IPAddress.TryParse(host, out _) ? null : host.ToLowerInvariant().Split('.') switch
    {
        [var service] => $"{service}.{ownNamespace}.svc",
        [var service, var place] when place == ownNamespace => $"{service}.{ownNamespace}.svc",
        _ => null,
    };

    private static string NameOf(AddressKind kind) => kind switch
    {
        AddressKind.Loopback => "loopback",
        AddressKind.Private => "private",
        _ => "link-local, metadata, multicast or reserved",
    };

    private bool IsAllowed(IPAddress address)
    {
        var plain = AddressTable.Unwrap(address);
        return options.AllowedNetworks.Any(network => network.Contains(plain));
    }

    /// <summary>
    /// svc.ns.svc, and svc.ns.svc.cluster.local with or without the final dot, where ns is the own namespace: names that only the cluster's DNS answers for.
    /// The final dot ends the search of the cluster's domain, so without that domain before it the name is somebody else's.
    /// </summary>
    private bool IsOwnService(string host)
    {
        var name = host.ToLowerInvariant();
        var isWhole = name.EndsWith(ServiceSuffix, StringComparison.Ordinal) || name.EndsWith(ServiceSuffix + ".", StringComparison.Ordinal);
        var service = isWhole ? name[..name.LastIndexOf(ClusterDomain, StringComparison.Ordinal)] : name;
        return ownNamespace is not null && service.Split('.') is [_, var place, "svc"] && place == ownNamespace;
    }
}
