using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Connect;

/// <summary>What came of connecting. Closed. Messages are plain text without a secret, for a page and a condition.</summary>
public abstract record ConnectResult
{
    private ConnectResult()
    {
    }

    /// <summary>The tokens are stored.</summary>
    public sealed record Connected(TokenSet Tokens) : ConnectResult;

    /// <summary>Not connected; press Connect again after doing what the message says.</summary>
    public sealed record Failed(string Message) : ConnectResult;
}
