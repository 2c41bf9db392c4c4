namespace ExtensibleWebhooks.Engine.Addresses;

/// <summary>What an egress policy sees in an address.</summary>
public enum AddressKind
{
    /// <summary>Anybody's: allowed.</summary>
    Public,

    /// <summary>
    /// Nobody's on the Internet, so somebody's own where it answers (RFC 1918, CGNAT, unique local, benchmarking, documentation, class E): allowed to Services of
    /// the own namespace and by the administrator.
    /// </summary>
    Private,

    /// <summary>The machine itself: allowed only on a laptop, by a switch.</summary>
    Loopback,

    /// <summary>Link-local, metadata, multicast, broadcast, unspecified, protocol assignments: never allowed.</summary>
    Forbidden,
}
