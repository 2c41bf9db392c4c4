using System.Net.Sockets;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Outcomes;
using Polly.Timeout;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>From what SocketsHttpHandler and the timeout throw to a value of ours. Total: what we do not know is <see cref="SendError.Unexpected"/>.</summary>
internal static class SendErrors
{
    public static SendError ErrorOf(Exception exception) => exception switch
    {
        TimeoutRejectedException => SendError.Timeout,
        HttpRequestException request => ErrorOf(request),

        // SocketsHttpHandler's own ConnectTimeout looks like this; the caller's cancellation does not come here.
        OperationCanceledException => SendError.Connect,
        _ => SendError.Unexpected,
    };

    /// <summary>One line for a person. The innermost message says the most: "Connection refused", not "An error occurred".</summary>
    public static string DetailOf(Exception exception, SendError error, TimeSpan timeout)
    {
        var innermost = exception;
        while (innermost.InnerException is { } inner)
        {
            innermost = inner;
        }

        return error switch
        {
            SendError.Timeout => $"no answer within {timeout.TotalSeconds:0.###} s",
            SendError.EgressDenied => innermost.Message,
            SendError.Unexpected => $"the HTTP client failed: {exception.GetType().Name}: {exception.Message}",
            _ => $"{WordsOf(error)}: {innermost.Message}",
        };
    }

    private static SendError ErrorOf(HttpRequestException exception) => exception.InnerException is EgressDeniedException
        ? SendError.EgressDenied
        : exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => SendError.NameResolution,
            HttpRequestError.ConnectionError => SendError.Connect,
            HttpRequestError.SecureConnectionError => SendError.Tls,
            HttpRequestError.ProxyTunnelError => SendError.Proxy,
            HttpRequestError.ResponseEnded => SendError.Reset,
            HttpRequestError.Unknown when exception.InnerException is IOException or SocketException => SendError.Reset,
            _ => SendError.Protocol,
        };

    private static string WordsOf(SendError error) => error switch
    {
        SendError.NameResolution => "the host's name was not found",
        SendError.Connect => "no connection",
        SendError.Tls => "TLS failed",
        SendError.Proxy => "the proxy failed",
        SendError.Reset => "the connection ended before the answer",
        _ => "the answer is no HTTP that can be read",
    };
}
