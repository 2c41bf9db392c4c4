using System.Net;
using System.Text;
using ExtensibleWebhooks.Worker.Egress;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>A destination's own connections: one pool, so that a neighbour's slow receiver takes none of them, closed with the lane.</summary>
internal sealed class DestinationTransport : IDisposable
{
    private readonly HttpMessageInvoker _invoker;

    public DestinationTransport(EgressPolicy policy, EgressConnector connector)
    {
        Policy = policy;
        _invoker = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                PreAuthenticate = false,
                ActivityHeadersPropagator = null,
                MaxResponseHeadersLength = SendLimits.HeaderKilobytes,
                MaxResponseDrainSize = SendLimits.ReadBodyBytes,
                ResponseDrainTimeout = TimeSpan.FromSeconds(1),
                PooledConnectionLifetime = SendLimits.ConnectionLifetime,
                PooledConnectionIdleTimeout = SendLimits.ConnectionIdle,
                ConnectTimeout = SendLimits.Connect,
                EnableMultipleHttp2Connections = true,
                RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
                ConnectCallback = connector.ConnectAsync,
            },
            disposeHandler: true);
    }

    public EgressPolicy Policy { get; }

    /// <summary>The answer's headers; the body is read, or not, by the caller. Throws as SocketsHttpHandler does.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) => _invoker.SendAsync(message, cancellationToken);

    public void Dispose() => _invoker.Dispose();
}
