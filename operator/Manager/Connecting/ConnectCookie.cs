using ExtensibleWebhooks.Credentials.Connect;
using ExtensibleWebhooks.Manager.Configuration;

namespace ExtensibleWebhooks.Manager.Connecting;

/// <summary>Binds a callback to the browser that began. Lax, since the callback comes from the provider's site.</summary>
internal sealed class ConnectCookie(OAuthOptions options)
{
    private readonly bool _isSecure = options.ExternalUrl.Scheme == Uri.UriSchemeHttps;

    /// <summary>With the prefix, browsers take it from this host over https only.</summary>
    private string Prefix => _isSecure ? "__Host-webhooks-connect" : "webhooks-connect";

    /// <summary>The nonce of this state, which the browser keeps no longer; null: it brought none.</summary>
    public string? Take(HttpContext context, string? state)
    {
        if (state is null || !context.Request.Cookies.TryGetValue(ConnectCookies.NameOf(Prefix, state), out var nonce))
        {
            return null;
        }

        Remove(context.Response, ConnectCookies.NameOf(Prefix, state));
        return nonce.Length is > 0 and <= 128 ? nonce : null;
    }

    public void Write(HttpContext context, ConnectBeginning beginning)
    {
        foreach (var surplus in ConnectCookies.Surplus(Prefix, context.Request.Cookies.Keys))
        {
            Remove(context.Response, surplus);
        }

        context.Response.Cookies.Append(ConnectCookies.NameOf(Prefix, beginning.State), beginning.Nonce, Options(ConnectFlow.StateLife));
    }

    private void Remove(HttpResponse response, string name) => response.Cookies.Delete(name, Options(null));

    private CookieOptions Options(TimeSpan? life) => new() { HttpOnly = true, Secure = _isSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = life, IsEssential = true };
}
