using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Cli.Requests;

/// <summary>A request as a mapping makes it. What the destination adds when it is sent (authentication, signatures, ids) is not in it.</summary>
internal sealed record ShownRequest
{
    private const string ContentType = "Content-Type";

    public required string Method { get; init; }

    /// <summary>Null where the mapping names none.</summary>
    public required string? Url { get; init; }

    /// <summary>Content-Type first, if there is a body.</summary>
    public required IReadOnlyList<RequestHeader> Headers { get; init; }

    /// <summary>Null: there is none.</summary>
    public required ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The body is JSON, not a form.</summary>
    public required bool IsJson { get; init; }

    /// <summary>Shares the body's bytes: valid until the next rendering.</summary>
    public static ShownRequest Of(RenderedRequest request, bool hasUrl = true) => new()
    {
        Method = request.Target.Method.ToString(),
        Url = hasUrl ? request.Target.Url.AbsoluteUri : null,
        Headers = request.HasBody ? [new RequestHeader(ContentType, request.Target.ContentType), .. request.Target.Headers] : request.Target.Headers,
        Body = request.HasBody ? request.Body : (ReadOnlyMemory<byte>?)null,
        IsJson = !request.Target.IsForm,
    };
}
