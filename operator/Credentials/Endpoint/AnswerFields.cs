using System.Globalization;
using System.Net;
using System.Text.Json;

namespace ExtensibleWebhooks.Credentials.Endpoint;

/// <summary>What an answer says, in whichever notation. An empty text counts as absent.</summary>
internal sealed record AnswerFields
{
    /// <summary>Ten years: longer lives are as good as this one, and no sum with a date overflows.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(3650);

    public string? AccessToken { get; init; }

    public string? RefreshToken { get; init; }

    public string? TokenType { get; init; }

    /// <summary>More than zero; null where it is absent, no number, zero or negative (some providers mean "never" by those).</summary>
    public TimeSpan? ExpiresIn { get; init; }

    public string? Scope { get; init; }

    public string? Error { get; init; }

    public string? ErrorDescription { get; init; }

    /// <summary>Null: neither a JSON object nor a form with a token or an error.</summary>
    public static AnswerFields? Read(string body)
    {
        var text = body.Trim();
        return text.StartsWith('{') ? OfJson(text) : text.StartsWith('<') ? null : OfForm(text);
    }

    public override string ToString() => Error ?? TokenType ?? nameof(AnswerFields);

    private static AnswerFields? OfJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return OfJson(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AnswerFields OfJson(JsonElement root)
    {
        var error = Property(root, "error");
        var (code, description) = error is { ValueKind: JsonValueKind.Object } inner
            ? (Text(inner, "type") ?? Text(inner, "status") ?? Text(inner, "code") ?? "error", Text(inner, "message"))
            : (Text(root, "error"), Text(root, "error_description"));
        return new AnswerFields
        {
            AccessToken = Text(root, "access_token"),
            RefreshToken = Text(root, "refresh_token"),
            TokenType = Text(root, "token_type"),
            ExpiresIn = LifeOf(Text(root, "expires_in")),
            Scope = Text(root, "scope"),
            Error = code,
            ErrorDescription = description,
        };
    }

    private static AnswerFields? OfForm(string text)
    {
        var values = new Dictionary<string, string>();
        foreach (var pair in text.Split('&'))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                values[WebUtility.UrlDecode(pair[..at])] = WebUtility.UrlDecode(pair[(at + 1)..]);
            }
        }

        string? Value(string name) => values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
        var fields = new AnswerFields
        {
            AccessToken = Value("access_token"),
            RefreshToken = Value("refresh_token"),
            TokenType = Value("token_type"),
            ExpiresIn = LifeOf(Value("expires_in")),
            Scope = Value("scope"),
            Error = Value("error"),
            ErrorDescription = Value("error_description"),
        };
        return fields.AccessToken is null && fields.Error is null ? null : fields;
    }

    /// <summary>The last of that name.</summary>
    private static JsonElement? Property(JsonElement value, string name) =>
        value.EnumerateObject().LastOrDefault(property => IsNamed(property, name)).Value is { ValueKind: not JsonValueKind.Undefined } found ? found : null;

    private static bool IsNamed(JsonProperty property, string name)
    {
        try
        {
            return property.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, as in Word.
            return false;
        }
    }

    /// <summary>A text, a number as it is written, or texts with spaces between.</summary>
    private static string? Text(JsonElement value, string name)
    {
        var text = Property(value, name) switch
        {
            { ValueKind: JsonValueKind.String } word => Word(word),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            { ValueKind: JsonValueKind.Array } words => string.Join(' ', words.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(Word).OfType<string>()),
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>Null where it is escaped half a surrogate pair, which is JSON, but no text: what stands beside it counts all the same.</summary>
    private static string? Word(JsonElement word)
    {
        try
        {
            return word.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static TimeSpan? LifeOf(string? seconds) =>
        double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number < LongestLife.TotalSeconds ? TimeSpan.FromSeconds(Math.Ceiling(number * 1000) / 1000) : LongestLife
            : null;
}
