using System.Net.Sockets;
using ExtensibleWebhooks.Worker.Egress;
using ExtensibleWebhooks.Worker.Outcomes;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>From what SocketsHttpHandler throws to a value of ours.</summary>
internal static class SendErrors
{
    public static SendError ErrorOf(HttpRequestException exception) => exception.InnerException is EgressDeniedException
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

    /// <summary>One line for a person. The innermost message says the most: "Connection refused", not "An error occurred".</summary>
    public static string DetailOf(HttpRequestException exception, SendError error)
    {
        Exception innermost = exception;
        while (innermost.InnerException is { } inner)
        {
            innermost = inner;
        }

        return error == SendError.EgressDenied ? innermost.Message : $"{WordsOf(error)}: {innermost.Message}";
    }

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
