namespace ExtensibleWebhooks.OAuthServer.Resources;

/// <summary>A request to the protected resource.</summary>
public sealed record ResourceRequest
{
    /// <summary>By the server's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The word before the token; null without an Authorization header.</summary>
    public required string? Scheme { get; init; }

    /// <summary>Null without a token.</summary>
    public required string? TokenFingerprint { get; init; }

    /// <summary>200, or 401.</summary>
    public required int Status { get; init; }

    public required string Body { get; init; }
}
