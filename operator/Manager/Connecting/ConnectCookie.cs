using ExtensibleWebhooks.Credentials.Connect;
using ExtensibleWebhooks.Manager.Configuration;

namespace ExtensibleWebhooks.Manager.Connecting;

/// <summary>Binds a callback to the browser that began. Lax, since the callback comes from the provider's site.</summary>
internal sealed class ConnectCookie(OAuthOptions options)
{
    private readonly bool _isSecure = options.ExternalUrl.Scheme == Uri.UriSchemeHttps;

    /// <summary>With the prefix, browsers take it from this host over https only.</summary>
    private string Name => _isSecure ? "__Host-webhooks-connect" : "webhooks-connect";

    public string? Read(HttpRequest request) => request.Cookies.TryGetValue(Name, out var nonce) && nonce.Length is > 0 and <= 128 ? nonce : null;

    public void Write(HttpResponse response, string nonce) => response.Cookies.Append(Name, nonce, Options(ConnectFlow.StateLife));

    public void Remove(HttpResponse response) => response.Cookies.Delete(Name, Options(null));

    private CookieOptions Options(TimeSpan? life) => new() { HttpOnly = true, Secure = _isSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = life, IsEssential = true };
}
