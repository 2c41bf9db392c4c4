namespace ExtensibleWebhooks.OAuthServer.Grants;

/// <summary>The lifetimes of now; a test exchanges them at any time.</summary>
internal sealed class LifetimeSetting
{
    public TokenLifetimes Current { get; set; } = new();
}
