using Jint.Native;
using JintEngine = Jint.Engine;

namespace ExtensibleWebhooks.Engine.Functions.Globals;

/// <summary>A URL taken apart, under the names of the URL standard.</summary>
internal static class UrlParts
{
    /// <summary>Undefined for what is no absolute URL.</summary>
    public static JsValue Read(JintEngine engine, string text, string? baseText)
    {
        Uri? url;
        if (baseText is null ? !TryAbsolute(text.Trim(), out url) : !TryAbsolute(baseText.Trim(), out var baseUrl) || !Uri.TryCreate(baseUrl, text.Trim(), out url))
        {
            return JsValue.Undefined;
        }

        var user = url.UserInfo.Split(':', 2);
        var parts = new JsObject(engine);
        parts.Set("protocol", url.Scheme + ":");
        parts.Set("username", user[0]);
        parts.Set("password", user.Length > 1 ? user[1] : "");
        parts.Set("hostname", url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost);
        parts.Set("port", url.IsDefaultPort ? "" : url.GetComponents(UriComponents.Port, UriFormat.UriEscaped));
        parts.Set("pathname", url.AbsolutePath);
        parts.Set("search", url.Query == "?" ? "" : url.Query);
        parts.Set("hash", url.Fragment == "#" ? "" : url.Fragment);
        return parts;
    }

    /// <summary>.NET takes a path as a file's URL on Unix; the standard does not.</summary>
    private static bool TryAbsolute(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && !text.StartsWith('/');
}
