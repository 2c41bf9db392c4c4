namespace ExtensibleWebhooks.OAuthServer.Users;

/// <summary>The one who can log in.</summary>
public static class TestUser
{
    public const string Name = "ada";

    public const string Password = "difference engine";
}
