namespace ExtensibleWebhooks.Engine.Liquid.Dates;

/// <summary>
/// A time of JavaScript's calendar, which goes further than .NET's: milliseconds from 1970, within 10^8 days, in the proleptic Gregorian calendar.
/// Source of the arithmetic: ECMA-262, time values and time range.
/// </summary>
internal readonly record struct CivilTime(long Milliseconds)
{
    public const long MaxMilliseconds = 8_640_000_000_000_000;
    public const int Minute = 60_000;
    private const long Day = 24 * 60 * Minute;
    private const int DaysOfEra = 146_097;
    private const int YearsOfEra = 400;

    /// <summary>1970-01-01, counted from the 1st of March of the year 0.</summary>
    private const int EpochDay = 719_468;

    public static bool IsValid(double milliseconds) => Math.Abs(milliseconds) <= MaxMilliseconds;

    public long Year => Date.Year;

    /// <summary>1 to 12.</summary>
    public int Month => Date.Month;

    /// <summary>1 to 31.</summary>
    public int DayOfMonth => Date.Day;

    /// <summary>0 is Sunday.</summary>
    public int DayOfWeek => (int)Modulo(Days + 4, 7);

    /// <summary>From 1.</summary>
    public int DayOfYear => (int)(Days - DaysOf(Year, 1, 1)) + 1;

    public int Hour => (int)(OfDay / (60 * Minute));

    public int MinuteOfHour => (int)(OfDay / Minute % 60);

    public int Second => (int)(OfDay / 1000 % 60);

    public int Millisecond => (int)(OfDay % 1000);

    private long Days => Floor(Milliseconds, Day);

    private long OfDay => Modulo(Milliseconds, Day);

    /// <summary>The date of <see cref="Days"/>: years are counted from March, so that the leap day is the last.</summary>
    private (long Year, int Month, int Day) Date
    {
        get
        {
            var days = Days + EpochDay;
            var era = Floor(days, DaysOfEra);
            var day = (int)Modulo(days, DaysOfEra);
            var year = (day - (day / 1460) + (day / 36_524) - (day / 146_096)) / 365;
            day -= (365 * year) + (year / 4) - (year / 100);
            var month = ((5 * day) + 2) / 153;
            return ((era * YearsOfEra) + year + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9, day - (((153 * month) + 2) / 5) + 1);
        }
    }

    /// <summary>The milliseconds of a date and a time; days beyond the month's are those of the next.</summary>
    public static double From(long year, int month, int day, long millisecondOfDay) => ((DaysOf(year, month, 1) + day - 1) * (double)Day) + millisecondOfDay;

    private static long DaysOf(long year, int month, int day)
    {
        year -= month <= 2 ? 1 : 0;
        var era = Floor(year, YearsOfEra);
        var yearOfEra = Modulo(year, YearsOfEra);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        return (era * DaysOfEra) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - EpochDay;
    }

    private static long Floor(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);

    private static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;
}
