using ExtensibleWebhooks.Manager.Configuration;

namespace ExtensibleWebhooks.Manager.Connecting;

/// <summary>Where the pages are. The ingress leads <see cref="Root"/> here; the callback's address is registered at providers, so it never changes.</summary>
internal static class ConnectPaths
{
    public const string Root = "/oauth";
    public const string Connect = $"{Root}/connect";
    public const string Start = $"{Root}/start";
    public const string Callback = $"{Root}/callback";
    public const string Disconnect = $"{Root}/disconnect";

    /// <summary>The query parameter, and the form's field, with the signed link.</summary>
    public const string LinkParameter = "link";

    public static Uri CallbackOf(OAuthOptions options) => new(options.ExternalUrl, Callback);

    /// <summary>What a person opens.</summary>
    public static Uri ConnectOf(OAuthOptions options, string link) => new(options.ExternalUrl, WithLink(Connect, link));

    public static string WithLink(string path, string link) => $"{path}?{LinkParameter}={Uri.EscapeDataString(link)}";
}
