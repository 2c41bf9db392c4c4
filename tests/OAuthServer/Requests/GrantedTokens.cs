using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.OAuthServer.Requests;

/// <summary>Reads what was granted from the server's own answer.</summary>
internal static class GrantedTokens
{
    public static (string? AccessToken, string? RefreshToken) In(string answer)
    {
        var granted = answer.StartsWith('{') ? JsonNode.Parse(answer) : null;
        return (granted?["access_token"]?.GetValue<string>(), granted?["refresh_token"]?.GetValue<string>());
    }
}
