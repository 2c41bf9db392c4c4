using System.Net;
using System.Net.Sockets;

namespace ExtensibleWebhooks.Engine.Addresses;

/// <summary>
/// Which address is of which kind, after the IANA special-purpose registries (RFC 6890 and its updates). An IPv4 address inside an IPv6 one
/// (mapped, compatible, NAT64, 6to4, Teredo) counts as itself, so that no notation is a way around.
/// </summary>
public static class AddressTable
{
    private static readonly (IPNetwork Network, AddressKind Kind)[] V4 =
    [
        (IPNetwork.Parse("0.0.0.0/8"), AddressKind.Forbidden),
        (IPNetwork.Parse("10.0.0.0/8"), AddressKind.Private),
        (IPNetwork.Parse("100.100.100.200/32"), AddressKind.Forbidden), // metadata of Alibaba Cloud, inside CGNAT
        (IPNetwork.Parse("100.64.0.0/10"), AddressKind.Private),
        (IPNetwork.Parse("127.0.0.0/8"), AddressKind.Loopback),
        (IPNetwork.Parse("168.63.129.16/32"), AddressKind.Forbidden), // the host's agent in Azure
        (IPNetwork.Parse("169.254.0.0/16"), AddressKind.Forbidden),
        (IPNetwork.Parse("172.16.0.0/12"), AddressKind.Private),
        (IPNetwork.Parse("192.0.0.0/24"), AddressKind.Forbidden),
        (IPNetwork.Parse("192.0.2.0/24"), AddressKind.Private), // documentation
        (IPNetwork.Parse("192.88.99.0/24"), AddressKind.Forbidden),
        (IPNetwork.Parse("192.168.0.0/16"), AddressKind.Private),
        (IPNetwork.Parse("198.18.0.0/15"), AddressKind.Private),
        (IPNetwork.Parse("198.51.100.0/24"), AddressKind.Private), // documentation
        (IPNetwork.Parse("203.0.113.0/24"), AddressKind.Private), // documentation
        (IPNetwork.Parse("224.0.0.0/4"), AddressKind.Forbidden),
        (IPNetwork.Parse("255.255.255.255/32"), AddressKind.Forbidden),
        (IPNetwork.Parse("240.0.0.0/4"), AddressKind.Private), // class E: no one's on the Internet, and some clusters' own
    ];

    private static readonly (IPNetwork Network, AddressKind Kind)[] V6 =
    [
        (IPNetwork.Parse("::/128"), AddressKind.Forbidden),
        (IPNetwork.Parse("::1/128"), AddressKind.Loopback),
        (IPNetwork.Parse("100::/64"), AddressKind.Forbidden),
        (IPNetwork.Parse("64:ff9b:1::/48"), AddressKind.Forbidden), // local NAT64: where the IPv4 address is in it is the network's own choice
        (IPNetwork.Parse("2001:db8::/32"), AddressKind.Private), // documentation
        (IPNetwork.Parse("2001::/23"), AddressKind.Forbidden),
        (IPNetwork.Parse("3fff::/20"), AddressKind.Private), // documentation
        (IPNetwork.Parse("5f00::/16"), AddressKind.Forbidden),
        (IPNetwork.Parse("fd00:ec2::254/128"), AddressKind.Forbidden), // metadata of AWS, inside unique local
        (IPNetwork.Parse("fd20:ce::254/128"), AddressKind.Forbidden), // metadata of Google Cloud
        (IPNetwork.Parse("fc00::/7"), AddressKind.Private),
        (IPNetwork.Parse("fe80::/10"), AddressKind.Forbidden),
        (IPNetwork.Parse("fec0::/10"), AddressKind.Forbidden),
        (IPNetwork.Parse("ff00::/8"), AddressKind.Forbidden),
    ];

    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>The address that a URL has for a host, in whatever notation, a dot at its end included; null for a name.</summary>
    public static IPAddress? LiteralOf(Uri url) =>
        (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || url.IdnHost.EndsWith('.')) && IPAddress.TryParse(url.IdnHost.TrimEnd('.'), out var address) ? address : null;

    /// <summary>The kind of an address; of the IPv4 address inside it where there is one.</summary>
    public static AddressKind KindOf(IPAddress address)
    {
        var plain = Unwrap(address);
        var table = plain.AddressFamily == AddressFamily.InterNetwork ? V4 : V6;
        foreach (var (network, kind) in table)
        {
            if (network.Contains(plain))
            {
                return kind;
            }
        }

        return AddressKind.Public;
    }

    /// <summary>The IPv4 address that an IPv6 one carries; otherwise the address itself.</summary>
    public static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        if (Nat64.Contains(address) || (Compatible.Contains(address) && BytesAreAddress(bytes)))
        {
            return new IPAddress(bytes.AsSpan(12, 4));
        }

        return SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4)) : address;
    }

    /// <summary>:: and ::1 are not IPv4 addresses in disguise.</summary>
    private static bool BytesAreAddress(byte[] bytes) => bytes.AsSpan(12, 3).ContainsAnyExcept((byte)0);
}
