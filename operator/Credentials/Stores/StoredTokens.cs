using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Stores;

/// <summary>What a store keeps of one destination.</summary>
public sealed record StoredTokens
{
    public required TokenSet Tokens { get; init; }

    /// <summary><see cref="Clients.OAuthClient.Fingerprint"/> of the client that they were granted to.</summary>
    public required string ClientFingerprint { get; init; }

    /// <summary>
    /// Why the refresh token is gone: the provider refused it, and a person has to connect, also while the access token lives on. Null: it did not. Not secret.
    /// </summary>
    public string? Ended { get; init; }

    /// <summary>Somebody is using the refresh token, or was when it ended; null: nobody.</summary>
    public RefreshMark? Refreshing { get; init; }
}
