using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Credentials.Clients;

/// <summary>Hashes over a client. The text below them is JSON, so no two clients make the same one.</summary>
internal static class ClientFingerprints
{
    private const int Digits = 16;

    public static string OfIdentity(OAuthClient client, OAuth2Authentication spec) => Hash([.. IdentityOf(client, spec)])[..Digits];

    public static string OfEverything(OAuthClient client, OAuth2Authentication spec) =>
        Hash([.. IdentityOf(client, spec), client.Secret, client.Authentication.ToString(), .. client.Parameters.Select(parameter => parameter.Value)]);

    private static IEnumerable<string?> IdentityOf(OAuthClient client, OAuth2Authentication spec) =>
    [
        client.Flow.ToString(),
        client.Id,
        spec.AccessTokenUrl,
        spec.RefreshTokenUrl,
        spec.AuthorizeUrl,
        JsonSerializer.Serialize(client.Scopes),
        .. (spec.RefreshParameters ?? []).SelectMany(parameter => new[]
        {
            parameter.Name, parameter.Value, parameter.ValueSecretRef?.Name, parameter.ValueSecretRef?.Key, parameter.SendIn.ToString(),
        }),
    ];

    private static string Hash(string?[] parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(parts))));
}
