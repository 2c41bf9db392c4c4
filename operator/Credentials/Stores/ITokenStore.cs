using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Stores;

/// <summary>
/// Where tokens live. Several processes may use one store: a write names the version that it replaces, and of two that name the same one succeeds.
/// Whatever fails is a value; only cancellation is thrown. tests/Operator.Tests/Credentials/Stores has the conformance suite that each implementation passes.
/// </summary>
public interface ITokenStore
{
    /// <summary>The newest that was stored, never half of it.</summary>
    Task<TokenReading> ReadAsync(CredentialKey key, CancellationToken cancellationToken);

    /// <summary>All or nothing.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="content">What to store instead of what is there.</param>
    /// <param name="expectedVersion">The version that is replaced; null: nothing may be there.</param>
    /// <param name="cancellationToken">Ends the wait; whether it was stored is then unknown.</param>
    Task<TokenWriting> WriteAsync(CredentialKey key, StoredTokens content, string? expectedVersion, CancellationToken cancellationToken);

    /// <summary>Null when nothing is there any more, or nothing was; otherwise why not.</summary>
    Task<string?> DeleteAsync(CredentialKey key, CancellationToken cancellationToken);
}
