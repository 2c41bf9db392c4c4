namespace ExtensibleWebhooks.Credentials.Connect;

/// <summary>What a state says. Signed, not encrypted: nothing in it is secret.</summary>
internal sealed record ConnectState
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required string Uid { get; init; }

    /// <summary>Fingerprint of the client that began.</summary>
    public required string Client { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long Ends { get; init; }

    /// <summary>Of the browser's cookie, its hash.</summary>
    public required string Nonce { get; init; }
}
