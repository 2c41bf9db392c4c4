using System.Net;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>From a <see cref="WebhookRequest"/> to what SocketsHttpHandler sends. The engine has refused headers that frame the message (Host, Content-Length and the like).</summary>
internal static class HttpMessages
{
    private const string UserAgent = "Extensible-Webhooks/1";

    /// <summary>Null with a reason when a header makes no request.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="target">Where to: with a URL.</param>
    /// <param name="authorization">Headers that are added in place of the mapping's own.</param>
    /// <param name="now">When the try begins.</param>
    /// <param name="problem">Why there is no message; without secrets.</param>
    public static HttpRequestMessage? Create(WebhookRequest request, SendTarget target, Authorization authorization, DateTimeOffset now, out string? problem)
    {
        var message = new HttpRequestMessage(MethodOf(request.Target.Method), target.Url)
        {
            // Over TLS the two sides agree on HTTP/2 or 1.1; in clear it is 1.1.
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = ContentOf(request),
        };
        problem = AddMapped(message, request.Target.Headers, authorization) ?? AddCredentials(message, authorization, target.UrlAuthorization);
        if (problem is not null)
        {
            message.Dispose();
            return null;
        }

        if (!message.Headers.NonValidated.Contains("User-Agent"))
        {
            message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        }

        message.Headers.TryAddWithoutValidation(WebhookIds.Header, request.WebhookId);
        authorization.Signer?.Sign(message.Headers, request.WebhookId, request.Body, request.FirstEvent, now);
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

    private static string? AddMapped(HttpRequestMessage message, IReadOnlyList<KeyValuePair<string, string>> headers, Authorization authorization)
    {
        foreach (var (name, value) in headers)
        {
            // webhook-id is ours: a receiver may rely on it. So are the signature's, and who we are where the destination says it.
            var isOurs = string.Equals(name, WebhookIds.Header, StringComparison.OrdinalIgnoreCase) || authorization.Signer?.Owns(name) == true || authorization.Owns(name);
            if (!isOurs && !Add(message, name, value))
            {
                return $"headers: '{name}' is no header that HTTP allows with this value";
            }
        }

        return null;
    }

    /// <summary>The destination's header, and the user and password of the URL where neither the mapping nor the destination says who we are in their place.</summary>
    private static string? AddCredentials(HttpRequestMessage message, Authorization authorization, string? urlAuthorization)
    {
        var isAdded = (authorization.Header is not { } value || message.Headers.TryAddWithoutValidation(authorization.Name, value))
            && (urlAuthorization is null || AddUnlessMapped(message, Authorization.StandardName, urlAuthorization));

        // Never the value itself: it is the secret.
        return isAdded ? null : "the credentials are no value that an HTTP header may have";
    }

    private static bool AddUnlessMapped(HttpRequestMessage message, string name, string value) =>
        message.Headers.NonValidated.Contains(name) || message.Headers.TryAddWithoutValidation(name, value);

    /// <summary>A content header (Content-Type, Content-Encoding, …) belongs to the content, the others to the message.</summary>
    private static bool Add(HttpRequestMessage message, string name, string value) =>
        message.Headers.TryAddWithoutValidation(name, value) || message.Content?.Headers.TryAddWithoutValidation(name, value) == true;
}
