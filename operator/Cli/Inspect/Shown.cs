using System.Globalization;
using ExtensibleWebhooks.Crds.Values;

namespace ExtensibleWebhooks.Cli.Inspect;

/// <summary>Values as people read them.</summary>
internal static class Shown
{
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string? Time(DateTimeOffset? time) => time is { } given ? Time(given) : null;

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As a Duration would be written: 1h30m, 250ms.</summary>
    public static string Span(double seconds) => Duration.Of(TimeSpan.FromSeconds(seconds)).Text;
}
