using System.Globalization;

namespace ExtensibleWebhooks.Cli.Inspect;

/// <summary>Values as people read them.</summary>
internal static class Shown
{
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string? Time(DateTimeOffset? time) => time is { } given ? Time(given) : null;

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As a Duration would be written: 1h30m, 250ms.</summary>
    public static string Span(double seconds)
    {
        var span = TimeSpan.FromSeconds(seconds);
        if (span < TimeSpan.FromSeconds(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0}ms");
        }

        var hours = (long)span.TotalHours;
        var left = span - TimeSpan.FromHours(hours);
        var text = string.Create(CultureInfo.InvariantCulture, $"{(hours > 0 ? $"{hours}h" : "")}{(left.Minutes > 0 ? $"{left.Minutes}m" : "")}");
        var rest = left.TotalSeconds - (left.Minutes * 60);
        return rest > 0 ? string.Create(CultureInfo.InvariantCulture, $"{text}{rest:0.###}s") : text;
    }
}
