using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Credentials.Clients;

/// <summary>An OAuth 2.0 client with everything that its requests need, Secrets read. Its text shows nothing of it.</summary>
public sealed class OAuthClient
{
    private OAuthClient(OAuth2Authentication spec, ResolvedSecrets secrets)
    {
        Flow = spec.Flow;
        Id = secrets.Id;
        Secret = secrets.Secret;
        AccessTokenUrl = new Uri(spec.AccessTokenUrl);
        RefreshTokenUrl = new Uri(spec.RefreshTokenUrl ?? spec.AccessTokenUrl);
        AuthorizeUrl = spec.AuthorizeUrl is { } authorize ? new Uri(authorize) : null;
        RevokeUrl = spec.RevokeUrl is { } revoke ? new Uri(revoke) : null;
        Scopes = spec.Scopes ?? [];
        Authentication = spec.ClientAuthentication;
        Parameters = secrets.Parameters;
        Fingerprint = ClientFingerprints.OfIdentity(Id, spec);
        Revision = ClientFingerprints.OfEverything(this, spec);
    }

    public OAuth2Flow Flow { get; }

    public string Id { get; }

    public string Secret { get; }

    public Uri AccessTokenUrl { get; }

    /// <summary>The accessTokenUrl unless the spec names another.</summary>
    public Uri RefreshTokenUrl { get; }

    /// <summary>Null only with flow ClientCredentials.</summary>
    public Uri? AuthorizeUrl { get; }

    /// <summary>Null: tokens are not revoked.</summary>
    public Uri? RevokeUrl { get; }

    /// <summary>Empty: none are asked for, and no scope parameter is sent.</summary>
    public IReadOnlyList<string> Scopes { get; }

    public OAuth2ClientAuthentication Authentication { get; }

    public IReadOnlyList<ClientParameter> Parameters { get; }

    /// <summary>
    /// 16 hex digits over what decides whose tokens these are: flow, client id, URLs, scopes, parameters (those from a Secret by their reference). Tokens of another
    /// fingerprint are not used. The client secret is not in it, so that it can be rotated.
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>Over everything, secrets included: what failed with another revision may be tried at once. Never leaves the process.</summary>
    internal string Revision { get; }

    /// <summary>The client, or everything that is in its way.</summary>
    /// <param name="spec">Valid by the rules of its kind; what those do not say is checked here.</param>
    /// <param name="secrets">The value of a Secret's key; null where the Secret or the key is not there.</param>
    public static OAuthClientResult Of(OAuth2Authentication spec, Func<SecretKeyRef, string?> secrets)
    {
        var (resolved, problems) = ClientResolver.Resolve(spec, secrets);
        return resolved is null ? new OAuthClientResult(null, problems) : new OAuthClientResult(new OAuthClient(spec, resolved), []);
    }

    /// <summary>The <see cref="Fingerprint"/> that the client of a spec has, without its secret: whose tokens are the right ones is known while that is missing.</summary>
    /// <param name="spec">Valid by the rules of its kind.</param>
    /// <param name="secrets">As in <see cref="Of"/>; asked for the client id only.</param>
    /// <returns>Null where there is no client id.</returns>
    public static string? FingerprintOf(OAuth2Authentication spec, Func<SecretKeyRef, string?> secrets)
    {
        var id = spec.ClientIdSecretRef is { } reference ? ClientResolver.Trim(secrets(reference)) : spec.ClientId;
        return string.IsNullOrEmpty(id) ? null : ClientFingerprints.OfIdentity(id, spec);
    }

    public override string ToString() => $"OAuth client {Fingerprint}";
}
