namespace ExtensibleWebhooks.Worker.Egress;

/// <summary>What the egress policy sees in an address.</summary>
internal enum AddressKind
{
    /// <summary>Anybody's: allowed.</summary>
    Public,

    /// <summary>Somebody's own network (RFC 1918, CGNAT, unique local and the like): allowed to Services of the own namespace and by the administrator.</summary>
    Private,

    /// <summary>The machine itself: allowed only with <see cref="EgressOptions.AllowLoopback"/>.</summary>
    Loopback,

    /// <summary>Link-local, metadata, multicast, unspecified, reserved: never allowed.</summary>
    Forbidden,
}
