using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>How it stands with a destination's tokens. Closed: one state for each thing that somebody should do. No message has a secret.</summary>
/// <param name="Tokens">The tokens to send with, stored; null: there are none alive, or the store does not say.</param>
/// <param name="NextCheck">When to ask the keeper again unless something happens before; null: when something happens.</param>
public abstract record CredentialState(TokenSet? Tokens, DateTimeOffset? NextCheck)
{
    /// <summary>All is well.</summary>
    public sealed record Ready(TokenSet Current, DateTimeOffset? NextCheck) : CredentialState(Current, NextCheck);

    /// <summary>The token endpoint or the store fails, or another process is at it; it is tried again.</summary>
    public sealed record Unavailable(string Message, TokenSet? Tokens, DateTimeOffset RetryAt) : CredentialState(Tokens, RetryAt);

    /// <summary>A person has to press Connect: nothing is sent to the token endpoint before.</summary>
    public sealed record ConnectRequired(string Message, TokenSet? Tokens) : CredentialState(Tokens, Tokens?.ExpiresAt);

    /// <summary>The token endpoint refuses the client: mend the Secret or the spec. Tried again all the same, since it may be mended at the provider.</summary>
    public sealed record ClientRefused(string Message, TokenSet? Tokens, DateTimeOffset RetryAt) : CredentialState(Tokens, RetryAt);
}
