using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Stores;

namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>All that a decision depends on.</summary>
public sealed record RefreshSituation
{
    /// <summary>Null: nothing usable is stored.</summary>
    public StoredTokens? Stored { get; init; }

    public required OAuth2Flow Flow { get; init; }

    /// <summary>Of the client as it is now.</summary>
    public required string ClientFingerprint { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Fingerprint of a token that a receiver refused; null: none that we know of.</summary>
    public string? Rejected { get; init; }

    /// <summary>Who decides, as in <see cref="RefreshMark.Holder"/>. Its own mark is one that it left, since it asks only while it has no request under way.</summary>
    public required string Holder { get; init; }
}
