using System.Globalization;
using System.Text.Json;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Stores;

/// <summary>Stored tokens as names and texts, the keys of <see cref="OAuthSecret"/>: what a Secret and a file have of them.</summary>
public static class StoredTokensText
{
    /// <summary>The scopes that were granted; absent where they are those that were asked for.</summary>
    private const string Scope = "scope";

    /// <summary>Why a person has to connect; absent where none has to.</summary>
    private const string Ended = "ended";

    /// <summary>From here on a sum with a token's life might be no date.</summary>
    private static readonly DateTimeOffset LatestObtained = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Every key that <see cref="Write"/> may give: a store that replaces key by key takes away those that it did not.</summary>
    public static IReadOnlyList<string> Keys { get; } =
        [OAuthSecret.AccessToken, OAuthSecret.RefreshToken, OAuthSecret.ExpiresAt, OAuthSecret.ObtainedAt, Scope, OAuthSecret.Client, Ended, OAuthSecret.Refreshing];

    public static IReadOnlyDictionary<string, string> Write(StoredTokens stored)
    {
        var values = new Dictionary<string, string?>
        {
            [OAuthSecret.AccessToken] = stored.Tokens.AccessToken,
            [OAuthSecret.RefreshToken] = stored.Tokens.RefreshToken,
            [OAuthSecret.ExpiresAt] = stored.Tokens.ExpiresAt is { } end ? TextOf(end) : null,
            [OAuthSecret.ObtainedAt] = TextOf(stored.Tokens.ObtainedAt),
            [Scope] = stored.Tokens.Scope,
            [OAuthSecret.Client] = stored.ClientFingerprint,
            [Ended] = stored.Ended,
            [OAuthSecret.Refreshing] = stored.Refreshing is { } mark ? JsonSerializer.Serialize(mark, JsonSerializerOptions.Web) : null,
        };
        return values.Where(entry => entry.Value is not null).ToDictionary(entry => entry.Key, entry => entry.Value ?? "");
    }

    /// <summary>Null where they are not whole; unknown keys are left alone.</summary>
    /// <param name="values">By key.</param>
    /// <param name="problem">Which key is wrong; never its value.</param>
    public static StoredTokens? Read(IReadOnlyDictionary<string, string> values, out string? problem)
    {
        problem = ProblemOf(values);
        return problem is not null ? null : new StoredTokens
        {
            Tokens = new TokenSet
            {
                AccessToken = values[OAuthSecret.AccessToken],
                RefreshToken = Optional(values, OAuthSecret.RefreshToken),
                ExpiresAt = TimeOf(Optional(values, OAuthSecret.ExpiresAt)),
                ObtainedAt = TimeOf(values[OAuthSecret.ObtainedAt]) ?? default,
                Scope = Optional(values, Scope),
            },
            ClientFingerprint = values[OAuthSecret.Client],
            Ended = Optional(values, Ended),
            Refreshing = MarkOf(Optional(values, OAuthSecret.Refreshing)),
        };
    }

    private static string? ProblemOf(IReadOnlyDictionary<string, string> values)
    {
        string[] needed = [OAuthSecret.AccessToken, OAuthSecret.ObtainedAt, OAuthSecret.Client];
        if (needed.FirstOrDefault(key => Optional(values, key) is null) is { } missing)
        {
            return $"{missing} is missing";
        }

        return new[] { OAuthSecret.ObtainedAt, OAuthSecret.ExpiresAt }.FirstOrDefault(key => Optional(values, key) is { } text && TimeOf(text) is null) is { } wrong ? $"{wrong} is no time"
            : TimeOf(values[OAuthSecret.ObtainedAt]) > LatestObtained ? $"{OAuthSecret.ObtainedAt} is no time of ours"
            : values[OAuthSecret.AccessToken].Any(character => character is <= ' ' or > '~') ? $"{OAuthSecret.AccessToken} is no token"
            : Optional(values, OAuthSecret.Refreshing) is { } mark && MarkOf(mark) is null ? $"{OAuthSecret.Refreshing} is no mark"
            : null;
    }

    private static string? Optional(IReadOnlyDictionary<string, string> values, string key) => values.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;

    private static string TextOf(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;

    private static RefreshMark? MarkOf(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<RefreshMark>(json, JsonSerializerOptions.Web) is { Holder: not null, RefreshToken: not null } mark ? mark : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
