using ExtensibleWebhooks.Egress;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>A destination's own connections, so that a neighbour's slow receiver takes none of them, closed with the lane. Another TLS identity gets connections of its own.</summary>
internal sealed class DestinationTransport(EgressPolicy policy, EgressConnector connector) : IDisposable
{
    private readonly Lock _gate = new();
    private ConnectionPool _pool = new(TlsIdentity.Public, connector);

    public EgressPolicy Policy => policy;

    /// <summary>The next request is sent with this identity. Those under way end on their old connections, which no other request uses.</summary>
    public void Use(TlsIdentity tls)
    {
        lock (_gate)
        {
            if (!_pool.Tls.Equals(tls))
            {
                var old = _pool;
                Volatile.Write(ref _pool, new ConnectionPool(tls, connector));
                old.Dispose();
            }
        }
    }

    /// <summary>The answer's headers; the body is read, or not, by the caller. Throws as SocketsHttpHandler does.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        ConnectionPool pool;
        lock (_gate)
        {
            pool = _pool;
            pool.Enter();
        }

        try
        {
            return await pool.SendAsync(message, cancellationToken);
        }
        finally
        {
            pool.Leave();
        }
    }

    public void Dispose() => _pool.Dispose();
}
