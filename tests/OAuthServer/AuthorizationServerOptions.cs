using System.Net;
using ExtensibleWebhooks.Support.Certificates;

namespace ExtensibleWebhooks.OAuthServer;

/// <summary>What cannot change while the server runs.</summary>
public sealed record AuthorizationServerOptions
{
    /// <summary>Where it listens, on a free port; also the host of its addresses.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Who issues its certificate; null: plain http. The caller keeps it.</summary>
    public TestAuthority? Authority { get; init; }

    /// <summary>False: a refresh token stays good, and a refresh is answered without another.</summary>
    public bool RotatesRefreshTokens { get; init; } = true;

    /// <summary>What a client may ask for; another is answered with invalid_scope.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["events", "contacts"];

    /// <summary>By which tokens are issued and expire.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
