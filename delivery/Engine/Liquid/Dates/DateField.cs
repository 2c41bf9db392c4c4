using System.Globalization;

namespace ExtensibleWebhooks.Engine.Liquid.Dates;

/// <summary>What one letter of a format stands for.</summary>
internal static class DateField
{
    private const int DefaultFraction = 9;

    public static int DefaultWidth(char letter) => letter switch
    {
        'j' or 'L' => 3,
        'd' or 'e' or 'H' or 'I' or 'k' or 'l' or 'm' or 'M' or 'S' or 'U' or 'W' => 2,
        _ => 0,
    };

    /// <summary>Null: there is no such letter.</summary>
    public static string? Write(in ZonedTime time, char letter, int width, bool colon)
    {
        var local = time.Local;
        return letter switch
        {
            'a' => DateNames.Days[local.DayOfWeek][..DateNames.Short],
            'A' => DateNames.Days[local.DayOfWeek],
            'b' or 'h' => DateNames.Months[local.Month - 1][..DateNames.Short],
            'B' => DateNames.Months[local.Month - 1],
            'c' => $"{Date(local)}, {Clock(local)}",
            'C' => Text(int.Parse(Text(local.Year).PadRight(2, ' ')[..2], CultureInfo.InvariantCulture)),
            'd' or 'e' => Text(local.DayOfMonth),
            'H' or 'k' => Text(local.Hour),
            'I' or 'l' => Text(TwelveHours(local)),
            'j' => Text(local.DayOfYear),
            'L' => Text(local.Millisecond),
            'm' => Text(local.Month),
            'M' => Text(local.MinuteOfHour),
            'N' => Fraction(local.Millisecond, width > 0 ? width : DefaultFraction),
            'p' => local.Hour < 12 ? "AM" : "PM",
            'P' => local.Hour < 12 ? "am" : "pm",
            'q' => Ordinal(local.DayOfMonth),
            's' => Text((long)Math.Floor((local.Milliseconds / 1000.0) + 0.5)),
            'S' => Text(local.Second),
            'u' => Text(local.DayOfWeek == 0 ? 7 : local.DayOfWeek),
            'U' => Text(WeekOfYear(local, 0)),
            'w' => Text(local.DayOfWeek),
            'W' => Text(WeekOfYear(local, 1)),
            'x' => Date(local),
            'X' => Clock(local),
            'y' => Text(local.Year) is { Length: > 2 } year ? year[2..Math.Min(4, year.Length)] : "",
            'Y' => Text(local.Year),
            'z' => Offset(time.Offset, colon),
            'Z' => time.Zone.Length > 0 ? time.Zone : Offset(time.Offset, colon),
            't' => "\t",
            'n' => "\n",
            '%' => "%",
            _ => null,
        };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static int TwelveHours(CivilTime time) => time.Hour % 12 is var hour && hour == 0 ? 12 : hour;

    private static string Date(CivilTime time) => string.Create(CultureInfo.InvariantCulture, $"{time.Month}/{time.DayOfMonth}/{time.Year}");

    private static string Clock(CivilTime time) =>
        string.Create(CultureInfo.InvariantCulture, $"{TwelveHours(time)}:{time.MinuteOfHour:00}:{time.Second:00} {(time.Hour < 12 ? "AM" : "PM")}");

    private static string Fraction(int millisecond, int width)
    {
        var digits = millisecond.ToString("000", CultureInfo.InvariantCulture);
        return digits[..Math.Min(width, digits.Length)].PadRight(width, '0');
    }

    private static string Offset(int minutes, bool colon) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:00}{(colon ? ":" : "")}{Math.Abs(minutes) % 60:00}");

    private static string Ordinal(int day) => day switch
    {
        11 or 12 or 13 => "th",
        _ => (day % 10) switch
        {
            1 => "st",
            2 => "nd",
            3 => "rd",
            _ => "th",
        },
    };

    private static long WeekOfYear(CivilTime time, int firstDay)
    {
        var now = time.DayOfYear + firstDay - time.DayOfWeek;
        var january = new CivilTime((long)CivilTime.From(time.Year, 1, 1, 0)).DayOfWeek;
        return (long)Math.Floor((now - (7 - january + firstDay)) / 7.0) + 1;
    }
}
