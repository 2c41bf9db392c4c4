using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.Values;

/// <summary>
/// A span of time as Go writes it: <c>250ms</c>, <c>10s</c>, <c>1h30m</c>. Units are ns, us, ms, s, m, h; no sign, no days.
/// The text stays what the user wrote. A text that is no duration still makes a value, with <see cref="IsValid"/> false, so that reading an object never throws and validation can say where.
/// </summary>
[Pattern(Expression, Says)]
[Length(1, MaxLength)]
[JsonConverter(typeof(Converter))]
public readonly partial record struct Duration
{
    public const string Expression = @"^([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+$";
    public const string Says = "a duration such as 250ms, 10s, 1h30m (units ns, us, ms, s, m, h)";

    /// <summary>Most characters of a duration's text.</summary>
    public const int MaxLength = 64;

    /// <summary>About 100 years, far above every bound of ours and far below what a TimeSpan holds.</summary>
    private const double MaxTicks = 100 * 365.25 * TimeSpan.TicksPerDay;

    private Duration(string text, TimeSpan value, bool isValid)
    {
        Text = text;
        Value = value;
        IsValid = isValid;
    }

    /// <summary>As the user wrote it.</summary>
    public string Text { get; }

    /// <summary>The span, to 100 ns; zero when the text is not valid.</summary>
    public TimeSpan Value { get; }

    public bool IsValid { get; }

    /// <summary>Reads a text; never throws.</summary>
    public static Duration Parse(string text)
    {
        if (text.Length > MaxLength || !Whole().IsMatch(text))
        {
            return new Duration(text, TimeSpan.Zero, isValid: false);
        }

        var ticks = Part().Matches(text).Sum(part => double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * TicksOf(part.Groups[2].Value));
        return ticks > MaxTicks ? new Duration(text, TimeSpan.Zero, isValid: false) : new Duration(text, TimeSpan.FromTicks((long)ticks), isValid: true);
    }

    /// <summary>The shortest text of a span of no sign, to the millisecond: <c>1h30m</c>, <c>250ms</c>, <c>0s</c>.</summary>
    public static Duration Of(TimeSpan span)
    {
        var text = new StringBuilder();
        Append(text, (long)span.TotalHours, "h");
        Append(text, span.Minutes, "m");
        Append(text, span.Seconds, "s");
        Append(text, span.Milliseconds, "ms");
        return Parse(text.Length == 0 ? "0s" : text.ToString());
    }

    public override string ToString() => Text;

    private static void Append(StringBuilder text, long number, string unit)
    {
        if (number > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{number}{unit}");
        }
    }

    private static double TicksOf(string unit) => unit switch
    {
        "ns" => 0.01,
        "us" => TimeSpan.TicksPerMicrosecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        _ => TimeSpan.TicksPerHour,
    };

    // \z and not $, which in .NET lets a line end follow.
    [GeneratedRegex(@"^([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(ns|us|ms|s|m|h)")]
    private static partial Regex Part();

    private sealed class Converter : JsonConverter<Duration>
    {
        public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
