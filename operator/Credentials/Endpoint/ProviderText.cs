using System.Text;

namespace ExtensibleWebhooks.Credentials.Endpoint;

/// <summary>Text that a provider, or whoever calls the callback, wrote, made fit for a condition, a log line and a page.</summary>
internal static class ProviderText
{
    /// <summary>Of a description, in characters.</summary>
    public const int Longest = 200;

    /// <summary>Of an error code, in characters.</summary>
    public const int LongestCode = 64;

    /// <summary>One line of printable text without angle brackets, cut with an ellipsis; empty for null.</summary>
    public static string Clean(string? text, int longest)
    {
        var cleaned = new StringBuilder();
        var isSpaced = true;
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            var isPrintable = rune.Value is not ('<' or '>') && rune.Value != Rune.ReplacementChar.Value && !Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune)
                && Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.OtherNotAssigned or System.Globalization.UnicodeCategory.PrivateUse);
            if (isPrintable)
            {
                cleaned.Append(rune);
            }
            else if (!isSpaced)
            {
                cleaned.Append(' ');
            }

            isSpaced = !isPrintable;
            if (cleaned.Length > longest)
            {
                return $"{cleaned.ToString(0, longest - 1).TrimEnd()}…";
            }
        }

        return cleaned.ToString().TrimEnd();
    }
}
