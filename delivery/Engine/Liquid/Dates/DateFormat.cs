using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ExtensibleWebhooks.Engine.Liquid.Dates;

/// <summary>liquidjs's strftime: %, flags (- _ 0 ^ # :), a width, a letter; what is no letter of it stays as it is written.</summary>
internal static partial class DateFormat
{
    /// <summary>Wider than any use; liquidjs bounds it by memory only.</summary>
    private const int MaxWidth = 1000;

    private const string PaddedWithBlanks = "aAbBceklpP";

    public static string Write(in ZonedTime time, string format, LiquidBudget budget)
    {
        var output = new StringBuilder();
        var position = 0;
        foreach (var match in Directives().Matches(format).Cast<Match>())
        {
            output.Append(format, position, match.Index - position).Append(Convert(time, match, budget));
            position = match.Index + match.Length;
        }

        return output.Append(format, position, format.Length - position).ToString();
    }

    private static string Convert(in ZonedTime time, Match match, LiquidBudget budget)
    {
        var flags = match.Groups["flags"].Value;
        var letter = match.Groups["letter"].Value[0];
        var width = match.Groups["width"] is { Success: true } group ? Width(group.Value) : 0;
        if (DateField.Write(time, letter, width, flags.Contains(':', StringComparison.Ordinal)) is not { } text)
        {
            return match.Value;
        }

        text = flags.Contains('^', StringComparison.Ordinal) ? Text.JsCase.ToUpper(text)
            : flags.Contains('#', StringComparison.Ordinal) ? ChangeCase(text)
            : text;
        var padding = flags.Contains('_', StringComparison.Ordinal) ? ' '
            : flags.Contains('0', StringComparison.Ordinal) ? '0'
            : PaddedWithBlanks.Contains(letter, StringComparison.Ordinal) ? ' ' : '0';
        width = flags.Contains('-', StringComparison.Ordinal) ? 0 : width > 0 ? width : DateField.DefaultWidth(letter);
        budget.Use(width);
        return text.PadLeft(width, padding);
    }

    private static int Width(string digits) => digits.Length <= 4 && int.Parse(digits, CultureInfo.InvariantCulture) is var width and <= MaxWidth
        ? width
        : throw new LiquidFailure($"The width {digits[..Math.Min(10, digits.Length)]} in a date's format is too large; at most {MaxWidth} is possible.");

    private static string ChangeCase(string text) => text.Any(char.IsAsciiLetterLower) ? Text.JsCase.ToUpper(text) : Text.JsCase.ToLower(text);

    [GeneratedRegex(@"%(?<flags>[-_0^#:]+)?(?<width>\d+)?[EO]?(?<letter>[^\n\r\u2028\u2029])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Directives();
}
