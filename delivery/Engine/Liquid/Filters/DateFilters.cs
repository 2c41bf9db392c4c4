using ExtensibleWebhooks.Engine.Liquid.Dates;
using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>date and its relatives. What is no date stays as it is; without a zone the time is UTC; "now" and "today" are when the event was received.</summary>
internal static class DateFilters
{
    private const string DefaultFormat = "%A, %B %-e, %Y at %-l:%M %P %z";

    public static IEnumerable<KeyValuePair<string, LiquidFilter>> All =>
    [
        new("date", (value, arguments, scope) => Write(value, arguments[0].IsNil() ? DefaultFormat : arguments.Text(0, scope), arguments[1], scope)),
        new("date_to_xmlschema", (value, _, scope) => Write(value, "%Y-%m-%dT%H:%M:%S%:z", LiquidValue.Undefined, scope)),
        new("date_to_rfc822", (value, _, scope) => Write(value, "%a, %d %b %Y %H:%M:%S %z", LiquidValue.Undefined, scope)),
        new("date_to_string", (value, arguments, scope) => WriteDay(value, "%b", arguments, scope)),
        new("date_to_long_string", (value, arguments, scope) => WriteDay(value, "%B", arguments, scope)),
    ];

    private static LiquidValue Write(LiquidValue value, string format, LiquidValue zone, LiquidScope scope)
    {
        if (Read(value, scope) is not { } milliseconds)
        {
            return value;
        }

        scope.Budget.Use(format.Length);
        var text = DateFormat.Write(Zoned(milliseconds, zone, scope), format, scope.Budget);
        scope.Budget.Use(text.Length);
        return LiquidValue.From(text);
    }

    private static LiquidValue WriteDay(LiquidValue value, string month, LiquidArguments arguments, LiquidScope scope)
    {
        var format = arguments[0] is not { Kind: LiquidKind.Text, Text: "ordinal" } ? $"%d {month} %Y"
            : arguments[1] is { Kind: LiquidKind.Text, Text: "US" } ? $"{month} %-d%q, %Y"
            : $"%-d%q {month} %Y";
        return Write(value, format, LiquidValue.Undefined, scope);
    }

    /// <summary>Milliseconds from 1970. Numbers, and texts of digits only, are seconds.</summary>
    private static double? Read(LiquidValue value, LiquidScope scope)
    {
        double? milliseconds = value.Kind switch
        {
            LiquidKind.Number => Math.Truncate(value.Number * 1000),
            LiquidKind.Boolean => value.IsTrue ? 1 : 0,
            LiquidKind.Text when value.Text is "now" or "today" => scope.Received.Kind == LiquidKind.Text ? DateReader.Read(scope.Received.Text) : null,
            LiquidKind.Text when value.Text.Length > 0 && value.Text.All(char.IsAsciiDigit) => LiquidConversions.ReadNumber(value.Text) * 1000,
            LiquidKind.Text => DateReader.Read(value.Text),
            LiquidKind.Array => DateReader.Read(LiquidConversions.ToJsText(value, scope.Budget)),
            _ => null,
        };
        return milliseconds is { } number && CivilTime.IsValid(number) ? number : null;
    }

    /// <param name="milliseconds">From 1970.</param>
    /// <param name="zone">A name such as Europe/Berlin, or minutes west of UTC as JavaScript counts them; none is UTC.</param>
    private static ZonedTime Zoned(double milliseconds, LiquidValue zone, LiquidScope scope)
    {
        if (zone.Kind is LiquidKind.Undefined or LiquidKind.Null)
        {
            return new ZonedTime(new CivilTime((long)milliseconds), 0, "UTC");
        }

        var name = zone.Kind == LiquidKind.Text ? zone.Text : "";
        var offset = zone.Kind == LiquidKind.Text ? OffsetOf(name, milliseconds) : -LiquidConversions.ToNumber(zone, scope.Budget);
        var local = milliseconds + (offset * CivilTime.Minute);
        return CivilTime.IsValid(local)
            ? new ZonedTime(new CivilTime((long)local), (int)offset, name)
            : throw new LiquidFailure($"The filter date cannot take {LiquidConversions.ToText(zone, scope.Budget)} as the zone; use a name such as Europe/Berlin, or minutes.");
    }

    private static double OffsetOf(string name, double milliseconds)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            throw new LiquidFailure($"The filter date does not know the zone \"{name[..Math.Min(name.Length, 50)]}\"; use a name such as Europe/Berlin.");
        }

        var time = Math.Clamp(milliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        return zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds((long)time)).TotalMinutes;
    }
}
