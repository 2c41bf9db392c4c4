namespace ExtensibleWebhooks.Cli.Echo;

/// <summary>A request as it came in.</summary>
internal sealed record ReceivedWebhook
{
    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Method { get; init; }

    /// <summary>With the query.</summary>
    public required string Path { get; init; }

    /// <summary>By lower-case name; several values of one header are joined with a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Read as UTF-8.</summary>
    public required string Body { get; init; }
}
