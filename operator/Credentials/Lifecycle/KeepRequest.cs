using ExtensibleWebhooks.Credentials.Clients;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>Whose tokens to keep, and with what.</summary>
public sealed record KeepRequest
{
    public required CredentialKey Key { get; init; }

    /// <summary>As the spec and the Secrets have it now.</summary>
    public required OAuthClient Client { get; init; }

    /// <summary>Over the destination's own TLS and egress policy.</summary>
    public required TokenEndpoint Endpoint { get; init; }

    /// <summary>Fingerprint of a token that a receiver refused; null: none. Of a token that is not the stored one it means nothing.</summary>
    public string? Rejected { get; init; }
}
