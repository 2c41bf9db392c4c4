namespace ExtensibleWebhooks.Worker.Egress;

/// <summary>What the egress policy sees in an address.</summary>
internal enum AddressKind
{
    /// <summary>Anybody's: allowed.</summary>
    Public,

    /// <summary>
    /// Nobody's on the Internet, so somebody's own where it answers (RFC 1918, CGNAT, unique local, benchmarking, documentation, class E): allowed to Services of
    /// the own namespace and by the administrator.
    /// </summary>
    Private,

    /// <summary>The machine itself: allowed only with <see cref="EgressOptions.AllowLoopback"/>.</summary>
    Loopback,

    /// <summary>Link-local, metadata, multicast, broadcast, unspecified, protocol assignments: never allowed.</summary>
    Forbidden,
}
