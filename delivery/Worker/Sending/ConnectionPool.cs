using System.Text;
using ExtensibleWebhooks.Egress;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>The connections of one TLS identity. Once disposed it closes those that are idle; the last request under way, which may still wait for a connection, closes the rest.</summary>
internal sealed class ConnectionPool : IDisposable
{
    private readonly HttpMessageInvoker _invoker;

    /// <summary>The owner and the requests under way.</summary>
    private int _users = 1;

    public ConnectionPool(TlsIdentity tls, EgressConnector connector)
    {
        Tls = tls;
        var handler = GuardedHandler.Create(connector, tls);
        handler.MaxResponseDrainSize = SendLimits.ReadBodyBytes;
        handler.ResponseDrainTimeout = TimeSpan.FromSeconds(1);
        handler.EnableMultipleHttp2Connections = true;
        handler.RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1;
        _invoker = new HttpMessageInvoker(handler, disposeHandler: true);
    }

    public TlsIdentity Tls { get; }

    /// <summary>A request begins. Not after <see cref="Dispose"/>.</summary>
    public void Enter() => Interlocked.Increment(ref _users);

    /// <summary>A request has its answer's headers, or failed.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _invoker.Dispose();
        }
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) => _invoker.SendAsync(message, cancellationToken);

    public void Dispose() => Leave();
}
