using System.Net;
using System.Text;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Clients;

namespace ExtensibleWebhooks.Credentials.Endpoint;

/// <summary>One POST with a form, as RFC 6749 has it, and the destination's own parameters: each sets its name, whatever was there.</summary>
internal sealed class TokenRequest
{
    private const string UserAgent = "Extensible-Webhooks/1";

    private readonly OAuthClient _client;
    private readonly Uri _url;
    private readonly List<KeyValuePair<string, string>> _form = [];

    private TokenRequest(OAuthClient client, Uri url, string field, IEnumerable<(string Name, string? Value)> form, params IEnumerable<string> secrets)
    {
        _client = client;
        _url = url;
        Place = $"{field} at {url.IdnHost}";
        foreach (var (name, value) in form.Where(entry => !string.IsNullOrEmpty(entry.Value)))
        {
            Set(name, value ?? "");
        }

        if (client.Authentication == OAuth2ClientAuthentication.Post)
        {
            Set("client_id", client.Id);
            Set("client_secret", client.Secret);
        }

        Secrets = new SentSecrets([.. secrets, client.Secret, BasicOf(client), .. client.Parameters.Where(parameter => parameter.IsSecret).Select(parameter => parameter.Value)]);
    }

    /// <summary>What to call the endpoint in a message: the spec's field and the host, never a path or query, which may carry secrets.</summary>
    public string Place { get; }

    /// <summary>What must not come back in a message.</summary>
    public SentSecrets Secrets { get; }

    public static TokenRequest Fetch(OAuthClient client) =>
        new TokenRequest(client, client.AccessTokenUrl, "accessTokenUrl", [("grant_type", "client_credentials"), ("scope", string.Join(' ', client.Scopes))]).WithParameters();

    public static TokenRequest Exchange(OAuthClient client, string code, string verifier, Uri redirectUri) =>
        new TokenRequest(
            client,
            client.AccessTokenUrl,
            "accessTokenUrl",
            [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectUri.OriginalString), ("code_verifier", verifier)],
            code,
            verifier).WithParameters();

    /// <summary>Without scope: that asks for what was granted (RFC 6749 §6), and a scope that was not would be refused.</summary>
    public static TokenRequest Refresh(OAuthClient client, string refreshToken) =>
        new TokenRequest(client, client.RefreshTokenUrl, "refreshTokenUrl", [("grant_type", "refresh_token"), ("refresh_token", refreshToken)], refreshToken).WithParameters();

    /// <summary>Parameters in header and query go along, since a gateway in front may need them; those of the body are about tokens that are asked for.</summary>
    public static TokenRequest Revoke(OAuthClient client, Uri url, string token, string hint) =>
        new(client, url, "revokeUrl", [("token", token), ("token_type_hint", hint)], token);

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(HttpMethod.Post, UrlWithParameters()) { Content = new FormUrlEncodedContent(_form) };
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (_client.Authentication == OAuth2ClientAuthentication.Basic)
        {
            message.Headers.TryAddWithoutValidation("Authorization", BasicOf(_client));
        }

        foreach (var parameter in ParametersIn(RefreshParameterPlace.Header))
        {
            // Removed first: two values under one name, however it is spelled, are joined.
            message.Headers.Remove(parameter.Name);
            message.Headers.TryAddWithoutValidation(parameter.Name, parameter.Value);
        }

        return message;
    }

    private TokenRequest WithParameters()
    {
        foreach (var parameter in ParametersIn(RefreshParameterPlace.Body))
        {
            Set(parameter.Name, parameter.Value);
        }

        return this;
    }

    /// <summary>Behind the URL's own query. A fragment is never sent.</summary>
    private Uri UrlWithParameters()
    {
        var added = string.Join('&', ParametersIn(RefreshParameterPlace.Query).Select(parameter => $"{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(parameter.Value)}"));
        if (added.Length == 0)
        {
            return _url;
        }

        var query = _url.Query.TrimStart('?');
        return new UriBuilder(_url) { Query = query.Length == 0 ? added : $"{query}&{added}", Fragment = "" }.Uri;
    }

    private IEnumerable<ClientParameter> ParametersIn(RefreshParameterPlace place) => _client.Parameters.Where(parameter => parameter.Place == place);

    private void Set(string name, string value)
    {
        _form.RemoveAll(entry => entry.Key == name);
        _form.Add(new KeyValuePair<string, string>(name, value));
    }

    /// <summary>RFC 6749 §2.3.1: both parts form-encoded, so that a colon in one is none.</summary>
    private static string BasicOf(OAuthClient client) =>
        $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{WebUtility.UrlEncode(client.Id)}:{WebUtility.UrlEncode(client.Secret)}"))}";
}
