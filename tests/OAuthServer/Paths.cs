namespace ExtensibleWebhooks.OAuthServer;

/// <summary>Of the server's endpoints and pages.</summary>
internal static class Paths
{
    public const string Authorize = "/authorize";
    public const string Token = "/token";
    public const string Revoke = "/revoke";
    public const string Introspect = "/introspect";
    public const string Login = "/login";
    public const string Resource = "/resource";
}
