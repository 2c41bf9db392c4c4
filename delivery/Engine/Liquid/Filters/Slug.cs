using System.Globalization;
using System.Text;
using ExtensibleWebhooks.Engine.Liquid.Values;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>The filter slugify: what does not belong into a name of its mode becomes hyphens.</summary>
internal static class Slug
{
    private const string Pretty = "._~!$&'()+,;=@";

    /// <summary>Each group is what a letter becomes, then the letters.</summary>
    private static readonly (string Becomes, string Letters)[] Accents =
    [
        ("a", "àáâãäå"), ("ae", "æ"), ("c", "ç"), ("e", "èéêë"), ("i", "ìíîï"), ("d", "ð"), ("n", "ñ"), ("o", "òóôõöø"), ("u", "ùúûü"), ("y", "ýÿ"),
        ("ss", "ß"), ("oe", "œ"), ("th", "þ"), ("SS", "ẞ"), ("OE", "Œ"), ("TH", "Þ"),
    ];

    public static string Make(string text, LiquidArguments arguments, LiquidScope scope)
    {
        Func<Rune, bool>? isKept = arguments.Text(0, "default", scope) switch
        {
            "raw" => rune => !(rune.IsBmp && JsText.IsWhiteSpace((char)rune.Value)),
            "default" or "latin" => IsLetter,
            "pretty" => rune => IsLetter(rune) || (rune.IsAscii && Pretty.Contains((char)rune.Value, StringComparison.Ordinal)),
            "ascii" => rune => rune.IsAscii && char.IsAsciiLetterOrDigit((char)rune.Value),
            _ => null,
        };
        if (isKept is not null)
        {
            text = Replace(arguments.Text(0, "", scope) == "latin" ? RemoveAccents(text) : text, isKept);
        }

        return LiquidConversions.IsJsTrue(arguments[1]) ? text : JsCase.ToLower(text);
    }

    /// <summary>A letter, a mark or a decimal digit of any language.</summary>
    private static bool IsLetter(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
        or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber;

    /// <summary>A hyphen for each run of others; one at the start and one at the end go.</summary>
    private static string Replace(string text, Func<Rune, bool> isKept)
    {
        var output = new StringBuilder(text.Length);
        var inRun = false;
        for (var i = 0; i < text.Length;)
        {
            var isWhole = Rune.TryGetRuneAt(text, i, out var rune);
            var length = isWhole ? rune.Utf16SequenceLength : 1;
            var kept = isKept(isWhole ? rune : Rune.ReplacementChar);
            if (kept)
            {
                output.Append(text, i, length);
            }
            else if (!inRun)
            {
                output.Append('-');
            }

            inRun = !kept;
            i += length;
        }

        var start = output.Length > 0 && output[0] == '-' ? 1 : 0;
        var end = output.Length > start && output[^1] == '-' ? output.Length - 1 : output.Length;
        return output.ToString(start, end - start);
    }

    private static string RemoveAccents(string text)
    {
        foreach (var (becomes, letters) in Accents)
        {
            foreach (var letter in letters)
            {
                text = text.Replace(letter.ToString(), becomes, StringComparison.Ordinal);
            }
        }

        return text;
    }
}
