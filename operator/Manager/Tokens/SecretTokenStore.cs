using System.Text.Json.Nodes;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;
using ExtensibleWebhooks.Manager.Desired;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Tokens;

/// <summary>
/// Tokens in Secrets, one for each destination, by their resource versions. What a write answers is known to be stored; whatever else is there and not ours is left alone.
/// </summary>
/// <param name="client">
/// Not fenced by leadership: a callback comes to any replica, and new tokens that a leader of a moment ago was given are their only copy. That no two processes use
/// one refresh token is the mark's doing, which is written over a known version only.
/// </param>
internal sealed class SecretTokenStore(IResourceClient client) : ITokenStore
{
    public async Task<TokenReading> ReadAsync(CredentialKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync<V1Secret>(key.Namespace, TokenSecret.NameOf(key), cancellationToken) is { } secret ? ReadingOf(key, secret) : new TokenReading.Nothing();
        }
        catch (KubeApiException exception)
        {
            return new TokenReading.Unavailable(exception.Message);
        }
    }

    public async Task<TokenWriting> WriteAsync(CredentialKey key, StoredTokens content, string? expectedVersion, CancellationToken cancellationToken)
    {
        try
        {
            return expectedVersion is null
                ? await CreateAsync(key, content, cancellationToken)
                : await ReplaceAsync(key, content, expectedVersion, cancellationToken);
        }
        catch (KubeApiException exception)
        {
            return exception.Error is { IsConflict: true } or { IsNotFound: true } ? new TokenWriting.Conflict() : new TokenWriting.Unavailable(exception.Message);
        }
    }

    public async Task<string?> DeleteAsync(CredentialKey key, CancellationToken cancellationToken)
    {
        try
        {
            // Emptied and not deleted: the operator has no right to delete Secrets.
            if (await client.GetAsync<V1Secret>(key.Namespace, TokenSecret.NameOf(key), cancellationToken) is { } secret
                && TokenSecret.WhyNotOurs(key, secret) is null && !TokenSecret.IsEmpty(secret))
            {
                await client.MergeAsync<JsonObject>(Resources.Secrets, key.Namespace, TokenSecret.NameOf(key), TokenSecret.Patch(key, null), cancellationToken);
            }

            return null;
        }
        catch (KubeApiException exception)
        {
            return exception.Error.IsNotFound ? null : exception.Message;
        }
    }

    private static TokenReading ReadingOf(CredentialKey key, V1Secret secret) =>
        TokenSecret.WhyNotOurs(key, secret) is { } foreign ? new TokenReading.Unavailable(foreign)
        : TokenSecret.Read(secret, out var problem) is { } stored ? new TokenReading.Found(stored, secret.Metadata.ResourceVersion)
        : problem is null ? new TokenReading.Nothing()
        : new TokenReading.Nothing(secret.Metadata.ResourceVersion, problem);

    private async Task<TokenWriting> CreateAsync(CredentialKey key, StoredTokens content, CancellationToken cancellationToken)
    {
        try
        {
            var created = await client.CreateAsync<V1Secret>(Resources.Secrets, TokenSecret.New(key, content), cancellationToken);
            return new TokenWriting.Stored(created.Metadata.ResourceVersion);
        }
        catch (KubeApiException exception) when (exception.Error.IsConflict)
        {
            // Emptied ones count as absent.
            var secret = await client.GetAsync<V1Secret>(key.Namespace, TokenSecret.NameOf(key), cancellationToken);
            return secret is null || !TokenSecret.IsEmpty(secret) ? new TokenWriting.Conflict()
                : TokenSecret.WhyNotOurs(key, secret) is { } foreign ? new TokenWriting.Unavailable(foreign)
                : await ReplaceAsync(key, content, secret.Metadata.ResourceVersion, cancellationToken);
        }
    }

    private async Task<TokenWriting> ReplaceAsync(CredentialKey key, StoredTokens content, string version, CancellationToken cancellationToken)
    {
        var patch = TokenSecret.Patch(key, content);
        patch["metadata"]?["resourceVersion"] = version;
        var written = await client.MergeAsync<V1Secret>(Resources.Secrets, key.Namespace, TokenSecret.NameOf(key), patch, cancellationToken);
        return new TokenWriting.Stored(written.Metadata.ResourceVersion);
    }
}
