namespace ExtensibleWebhooks.Credentials.Connect;

/// <summary>The callback's query, as whoever called sent it (RFC 6749 §4.1.2); null: not there.</summary>
public sealed record ConnectQuery
{
    public string? State { get; init; }

    public string? Code { get; init; }

    public string? Error { get; init; }

    public string? ErrorDescription { get; init; }

    /// <summary>Without the code.</summary>
    public override string ToString() => $"callback {(Code is null ? "without" : "with")} a code";
}
