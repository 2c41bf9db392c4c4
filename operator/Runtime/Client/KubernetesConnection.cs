using k8s;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>Makes the client library's client with the connection settings of a long-running operator.</summary>
public static class KubernetesConnection
{
    // Replicas of the API server come and go: a connection kept for ever would stay with one of them.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    // As Go's HTTP/2 transport pings for Kubernetes' own components: a dead peer is noticed within 45 s instead of 3 min 30 s.
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    /// <summary>For in-cluster or kubeconfig configuration alike.</summary>
    public static Kubernetes Create(KubernetesClientConfiguration configuration)
    {
        var settings = new ConnectionSettingsHandler();
        var kubernetes = new Kubernetes(configuration, settings);
        if (settings.InnerHandler is SocketsHttpHandler sockets)
        {
            sockets.PooledConnectionLifetime = ConnectionLifetime;
            sockets.KeepAlivePingDelay = PingDelay;
            sockets.KeepAlivePingTimeout = PingTimeout;
        }

        return kubernetes;
    }

    // Changes nothing in a call: it is the only way to the library's own socket handler.
    private sealed class ConnectionSettingsHandler : DelegatingHandler;
}
