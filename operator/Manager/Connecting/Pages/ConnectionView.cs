namespace ExtensibleWebhooks.Manager.Connecting.Pages;

/// <summary>What the connect page shows of a destination. All of it is text, to be escaped.</summary>
internal sealed record ConnectionView
{
    /// <summary>namespace/name.</summary>
    public required string Destination { get; init; }

    /// <summary>As its owner calls it.</summary>
    public required string Title { get; init; }

    /// <summary>Host of the page where access is granted.</summary>
    public required string Provider { get; init; }

    /// <summary>Empty: the provider's own default.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    public required bool IsConnected { get; init; }

    /// <summary>End of the access token; null: not connected, or the provider did not say.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The signed link, for the buttons.</summary>
    public required string Link { get; init; }
}
