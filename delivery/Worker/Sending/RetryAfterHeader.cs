using System.Globalization;
using System.Net.Http.Headers;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>Retry-After (RFC 9110 §10.2.3) as a wait from now: seconds, or a date. Nonsense, a negative number and a date in the past are no wish at all.</summary>
internal static class RetryAfterHeader
{
    private const string Name = "Retry-After";

    /// <summary>Null without a usable header; at most <see cref="TimeSpan.MaxValue"/>.</summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (!headers.NonValidated.TryGetValues(Name, out var values) || values.Count != 1)
        {
            return null;
        }

        return Parse(values.ToString().Trim(), now);
    }

    internal static TimeSpan? Parse(string text, DateTimeOffset now)
    {
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            return text.Length <= 9 ? Positive(TimeSpan.FromSeconds(int.Parse(text, CultureInfo.InvariantCulture))) : TimeSpan.MaxValue;
        }

        return DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Positive(at - now) : null;
    }

    private static TimeSpan? Positive(TimeSpan span) => span > TimeSpan.Zero ? span : null;
}
