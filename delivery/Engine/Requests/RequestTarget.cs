using ExtensibleWebhooks.Crds.WebhookMappings;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>
/// All of a request but its body. Equal targets may share a batch. A mapping without directives in url, method and headers has one instance for all its events;
/// another keeps the last one, so comparing is often comparing references.
/// </summary>
public sealed class RequestTarget : IEquatable<RequestTarget>
{
    private readonly int _hash;

    internal RequestTarget(WebhookMethod method, Uri url, IReadOnlyList<RequestHeader> headers, string? contentType)
    {
        Method = method;
        Url = url;
        Headers = headers;
        HasContentType = contentType is not null;
        ContentType = contentType ?? Requests.ContentType.Json;
        IsForm = Requests.ContentType.IsForm(ContentType);
        _hash = headers.Aggregate(HashCode.Combine(method, url.AbsoluteUri, ContentType), (hash, header) => HashCode.Combine(hash, header));
    }

    public WebhookMethod Method { get; }

    /// <summary>Absolute, http or https.</summary>
    public Uri Url { get; }

    /// <summary>The mapping's own, without Content-Type; each name once. They win over what the destination would add, Authorization included.</summary>
    public IReadOnlyList<RequestHeader> Headers { get; }

    /// <summary>The body's: the mapping's, else application/json.</summary>
    public string ContentType { get; }

    /// <summary>The content type is the mapping's own.</summary>
    public bool HasContentType { get; }

    /// <summary>The body is a form, not JSON.</summary>
    public bool IsForm { get; }

    public bool Equals(RequestTarget? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Method == other.Method && Url.AbsoluteUri == other.Url.AbsoluteUri
            && ContentType == other.ContentType && HasContentType == other.HasContentType && Headers.SequenceEqual(other.Headers));

    public override bool Equals(object? obj) => Equals(obj as RequestTarget);

    public override int GetHashCode() => _hash;
}
