using System.Globalization;
using System.Text.RegularExpressions;

namespace ExtensibleWebhooks.Engine.Liquid.Dates;

/// <summary>
/// Dates as people and mail write them: <c>Thu, 02 Jan 2020 03:04:05 +0200</c>, <c>January 2, 2020 3:04 PM EST</c>, <c>1/2/2020</c>, <c>2020/1/2 3:04</c>.
/// Numbers with a colon are a time, a sign after a time is a zone, other numbers are the date: year first if it has more than two digits, else month and day first.
/// </summary>
internal sealed partial class LooseDateReader
{
    private const int NoonHour = 12;

    private readonly List<string> _date = [];
    private readonly List<int> _time = [];
    private int? _month;
    private int? _afternoon;
    private int _millisecond;
    private int? _offset;

    /// <summary>Milliseconds from 1970; null if the text is no date.</summary>
    public static double? Read(string text)
    {
        var reader = new LooseDateReader();
        var position = 0;
        foreach (var match in Pieces().EnumerateMatches(text))
        {
            if (match.Index != position || !reader.Take(text.Substring(match.Index, match.Length)))
            {
                return null;
            }

            position += match.Length;
        }

        return position == text.Length ? reader.Compose() : null;
    }

    private bool Take(string piece)
    {
        if (char.IsAsciiLetter(piece[0]))
        {
            return TakeWord(piece.TrimEnd('.'));
        }

        if (piece.Contains(':', StringComparison.Ordinal) && piece[0] is not ('+' or '-'))
        {
            return TakeTime(piece);
        }

        if (piece[0] is '+' or '-' && piece.Length > 1)
        {
            return TakeOffset(piece);
        }

        if (char.IsAsciiDigit(piece[0]))
        {
            _date.Add(piece);
        }

        return true;
    }

    private bool TakeWord(string word)
    {
        if (DateNames.Zones.TryGetValue(word, out var hours))
        {
            _offset = hours * 60;
            return true;
        }

        if (word.Length == 2 && word[1] is 'm' or 'M' && word[0] is 'a' or 'A' or 'p' or 'P')
        {
            _afternoon = word[0] is 'p' or 'P' ? NoonHour : 0;
            return true;
        }

        if (word.Length < DateNames.Short)
        {
            return false;
        }

        var month = Array.FindIndex(DateNames.Months, name => name.StartsWith(word[..DateNames.Short], StringComparison.OrdinalIgnoreCase));
        _month = month >= 0 ? month + 1 : _month;
        return month >= 0 || Array.Exists(DateNames.Days, name => name.StartsWith(word[..DateNames.Short], StringComparison.OrdinalIgnoreCase));
    }

    private bool TakeTime(string piece)
    {
        var parts = piece.Split(':', '.');
        if (_time.Count > 0)
        {
            return false;
        }

        _time.AddRange(parts.Take(3).Select(part => int.Parse(part, CultureInfo.InvariantCulture)));
        _millisecond = parts.Length > 3 ? int.Parse(parts[3].PadRight(3, '0')[..3], CultureInfo.InvariantCulture) : 0;
        return true;
    }

    private bool TakeOffset(string piece)
    {
        var digits = piece[1..].Replace(":", "", StringComparison.Ordinal);
        if (_time.Count == 0 && _offset is null)
        {
            // 02-Jan-2020: no zone comes before the time.
            _date.Add(digits);
            return digits.Length == piece.Length - 1;
        }

        if (digits.Length > 4)
        {
            return false;
        }

        var number = int.Parse(digits, CultureInfo.InvariantCulture);
        var minutes = digits.Length <= 2 ? number * 60 : (number / 100 * 60) + (number % 100);
        _offset = (piece[0] == '-' ? -minutes : minutes);
        return true;
    }

    private double? Compose()
    {
        if (Date() is not var (year, month, day) || month is < 1 or > 12 || day is < 1 or > 31)
        {
            return null;
        }

        var (hour, minute, second) = (_time.ElementAtOrDefault(0), _time.ElementAtOrDefault(1), _time.ElementAtOrDefault(2));
        if (_afternoon is { } afternoon)
        {
            if (hour is < 1 or > NoonHour)
            {
                return null;
            }

            hour = (hour % NoonHour) + afternoon;
        }

        if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && minute + second + _millisecond > 0))
        {
            return null;
        }

        return CivilTime.From(year, month, day, (((((hour * 60L) + minute - (_offset ?? 0)) * 60) + second) * 1000) + _millisecond);
    }

    private (int Year, int Month, int Day)? Date()
    {
        var numbers = _date.ConvertAll(digits => digits.Length <= 6 ? int.Parse(digits, CultureInfo.InvariantCulture) : int.MaxValue);
        var yearFirst = _date.Count > 0 && (_date[0].Length > 2 || numbers[0] > 31);
        return (_month, numbers) switch
        {
            ({ } month, [var year]) when yearFirst => (Year(year), month, 1),
            ({ } month, [var year, var day]) when yearFirst => (Year(year), month, day),
            ({ } month, [var day, var year]) => (Year(year), month, day),
            (null, [var year, var month, var day]) when yearFirst => (Year(year), month, day),
            (null, [var month, var day, var year]) => (Year(year), month, day),
            _ => null,
        };
    }

    /// <summary>Two digits are of this century below 50, else of the last.</summary>
    private static int Year(int number) => number switch
    {
        < 50 => 2000 + number,
        < 100 => 1900 + number,
        _ => number,
    };

    [GeneratedRegex(@"\([^()]*\)|[A-Za-z]+\.?|\d{1,2}:\d{1,2}(:\d{1,2}(\.\d{1,9})?)?|[+-]\d{1,2}:\d\d|[+-]\d+|\d+|[\s,/.-]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pieces();
}
