using ExtensibleWebhooks.Credentials.Stores;

namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>Tokens that were granted, on their way to the store.</summary>
/// <param name="Content">What to store.</param>
/// <param name="Replaces">What they come after; null: nothing. Where the store has another token by now, they come too late.</param>
/// <param name="Version">What the store had when they were asked for; null: nothing.</param>
internal sealed record Grant(StoredTokens Content, StoredTokens? Replaces, string? Version);
