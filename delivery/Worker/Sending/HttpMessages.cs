using System.Net;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>From a <see cref="WebhookRequest"/> to what SocketsHttpHandler sends. The engine has refused headers that frame the message (Host, Content-Length and the like).</summary>
internal static class HttpMessages
{
    private const string UserAgent = "Extensible-Webhooks/1";

    /// <summary>Null with a reason when a header makes no request.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="url">Where to.</param>
    /// <param name="authorization">The Authorization header, unless the mapping has one of its own; null for none.</param>
    /// <param name="problem">Why there is no message; without secrets.</param>
    public static HttpRequestMessage? Create(WebhookRequest request, Uri url, string? authorization, out string? problem)
    {
        var message = new HttpRequestMessage(MethodOf(request.Target.Method), url)
        {
            // Over TLS the two sides agree on HTTP/2 or 1.1; in clear it is 1.1.
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = ContentOf(request),
        };
        problem = AddMapped(message, request.Target.Headers);
        if (problem is not null)
        {
            message.Dispose();
            return null;
        }

        if (authorization is not null && !message.Headers.NonValidated.Contains("Authorization") && !message.Headers.TryAddWithoutValidation("Authorization", authorization))
        {
            // Never the value itself: it is the secret.
            problem = "the credentials are no value that an HTTP header may have";
            message.Dispose();
            return null;
        }

        if (!message.Headers.NonValidated.Contains("User-Agent"))
        {
            message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        }

        message.Headers.TryAddWithoutValidation(WebhookIds.Header, request.WebhookId);
        return message;
    }

    private static HttpMethod MethodOf(string method) => method switch
    {
        "POST" => HttpMethod.Post,
        "PUT" => HttpMethod.Put,
        "PATCH" => HttpMethod.Patch,
        _ => new HttpMethod(method),
    };

    private static ReadOnlyMemoryContent ContentOf(WebhookRequest request)
    {
        var content = new ReadOnlyMemoryContent(request.Body ?? ReadOnlyMemory<byte>.Empty);
        if (request.Body is not null && request.Target.ContentType is { } contentType)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return content;
    }

    private static string? AddMapped(HttpRequestMessage message, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            // webhook-id is ours: a receiver may rely on it.
            if (!string.Equals(name, WebhookIds.Header, StringComparison.OrdinalIgnoreCase) && !Add(message, name, value))
            {
                return $"headers: '{name}' is no header that HTTP allows with this value";
            }
        }

        return null;
    }

    /// <summary>A content header (Content-Type, Content-Encoding, …) belongs to the content, the others to the message.</summary>
    private static bool Add(HttpRequestMessage message, string name, string value) =>
        message.Headers.TryAddWithoutValidation(name, value) || message.Content?.Headers.TryAddWithoutValidation(name, value) == true;
}
