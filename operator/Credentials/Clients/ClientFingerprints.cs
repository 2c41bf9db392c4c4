using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Credentials.Clients;

/// <summary>Hashes over a client. The text below them is JSON, so no two clients make the same one.</summary>
internal static class ClientFingerprints
{
    private const int Digits = 16;

    /// <param name="id">Of the client, as it is sent.</param>
    /// <param name="spec">All else of it; what only proves that we are that client counts for nothing.</param>
    public static string OfIdentity(string id, OAuth2Authentication spec) => Hash([.. IdentityOf(id, spec)])[..Digits];

    public static string OfEverything(OAuthClient client, OAuth2Authentication spec) =>
        Hash([.. IdentityOf(client.Id, spec), client.Secret, client.Authentication.ToString(), .. client.Parameters.Select(parameter => parameter.Value)]);

    private static IEnumerable<string?> IdentityOf(string id, OAuth2Authentication spec) =>
    [
        spec.Flow.ToString(),
        id,
        spec.AccessTokenUrl,
        spec.RefreshTokenUrl,
        spec.AuthorizeUrl,
        JsonSerializer.Serialize(spec.Scopes ?? []),
        .. (spec.RefreshParameters ?? []).SelectMany(parameter => new[]
        {
            parameter.Name, parameter.Value, parameter.ValueSecretRef?.Name, parameter.ValueSecretRef?.Key, parameter.SendIn.ToString(),
        }),
    ];

    private static string Hash(string?[] parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(parts))));
}
