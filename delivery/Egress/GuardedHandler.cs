using System.Net;

namespace ExtensibleWebhooks.Egress;

/// <summary>
/// An HTTP handler that connects only where the policy allows, follows no redirect, keeps no cookie and adds nothing to a message. The proxies of the environment are used.
/// Only the address that is dialled is checked: with a proxy, the sender checks a literal one (<see cref="EgressPolicy.RefuseLiteral"/>).
/// </summary>
public static class GuardedHandler
{
    /// <summary>All of an answer's headers together.</summary>
    private const int HeaderKilobytes = 32;

    /// <summary>A connection is closed after this time, so that a changed DNS answer is seen.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>An idle connection is closed after this time, before most load balancers do it.</summary>
    private static readonly TimeSpan ConnectionIdle = TimeSpan.FromSeconds(50);

    /// <summary>A connection that is not there after this time is given up.</summary>
    private static readonly TimeSpan Connect = TimeSpan.FromSeconds(10);

    public static SocketsHttpHandler Create(EgressConnector connector, TlsIdentity tls) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        PreAuthenticate = false,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = HeaderKilobytes,
        PooledConnectionLifetime = ConnectionLifetime,
        PooledConnectionIdleTimeout = ConnectionIdle,
        ConnectTimeout = Connect,
        SslOptions = tls.ToOptions(),
        ConnectCallback = connector.ConnectAsync,
    };
}
