using System.Globalization;
using System.Text.RegularExpressions;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Liquid.Dates;

/// <summary>
/// Reads a date as JavaScript's Date does: ISO 8601 (ECMA-262, date time string format), and what engines take beside it, see <see cref="LooseDateReader"/>.
/// Without a zone the time is UTC.
/// </summary>
internal static partial class DateReader
{
    /// <summary>Longer texts are no dates.</summary>
    private const int MaxLength = 100;

    /// <summary>Milliseconds from 1970; null if the text is no date.</summary>
    public static double? Read(string text)
    {
        text = JsText.Trim(text);
        if (text.Length is 0 or > MaxLength)
        {
            return null;
        }

        var match = Iso().Match(text);
        var milliseconds = match.Success ? ReadIso(match) : LooseDateReader.Read(text);
        return milliseconds is { } value && CivilTime.IsValid(value) ? value : null;
    }

    private static double? ReadIso(Match match)
    {
        int Number(string name, int byDefault) => match.Groups[name] is { Success: true } group ? int.Parse(group.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : byDefault;

        var (month, day) = (Number("month", 1), Number("day", 1));
        var (hour, minute, second) = (Number("hour", 0), Number("minute", 0), Number("second", 0));
        var fraction = match.Groups["fraction"].Value;
        var millisecond = fraction.Length == 0 ? 0 : int.Parse(fraction.PadRight(3, '0')[..3], CultureInfo.InvariantCulture);
        if (month is < 1 or > 12 || day is < 1 or > 31 || minute > 59 || second > 59 || hour > 24 || (hour == 24 && minute + second + millisecond > 0))
        {
            return null;
        }

        var offset = ((Number("zoneHour", 0) * 60) + Number("zoneMinute", 0)) * (match.Groups["sign"].Value == "-" ? -1 : 1);
        var ofDay = ((((((hour * 60L) + minute - offset) * 60) + second) * 1000) + millisecond);
        return CivilTime.From(Number("year", 0), month, day, ofDay);
    }

    [GeneratedRegex(@"^(?<year>[+-]\d{6}|\d{4})(-(?<month>\d\d)(-(?<day>\d\d))?)?([Tt ](?<hour>\d\d):(?<minute>\d\d)(:(?<second>\d\d)(\.(?<fraction>\d+))?)?([Zz]|(?<sign>[+-])(?<zoneHour>\d\d):?(?<zoneMinute>\d\d))?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Iso();
}
