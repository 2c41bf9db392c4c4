using System.Text;

namespace ExtensibleWebhooks.Engine.Liquid.Syntax;

/// <summary>Texts in quotes, with JavaScript's escapes as liquidjs reads them: letters, \u and octal codes; any other character after a backslash is itself.</summary>
internal static class QuotedText
{
    private const string EscapeLetters = "bfnrtv";
    private const string EscapedCharacters = "\b\f\n\r\t\v";

    /// <summary>Where the quote closes that opens at <paramref name="start"/>; -1 if it does not.</summary>
    public static int FindEnd(string text, int start, int end)
    {
        for (var i = start + 1; i < end; i++)
        {
            if (text[i] == text[start])
            {
                return i;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        return -1;
    }

    public static string Unescape(ReadOnlySpan<char> content)
    {
        var output = new StringBuilder();
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] != '\\' || i + 1 == content.Length)
            {
                output.Append(content[i]);
            }
            else
            {
                i += AppendEscaped(content[(i + 1)..], output);
            }
        }

        return output.ToString();
    }

    /// <summary>Appends what stands after a backslash; returns how many characters that was.</summary>
    private static int AppendEscaped(ReadOnlySpan<char> rest, StringBuilder output)
    {
        if (EscapeLetters.IndexOf(rest[0]) is var letter and >= 0)
        {
            output.Append(EscapedCharacters[letter]);
            return 1;
        }

        if (rest[0] == 'u')
        {
            return 1 + AppendCode(rest[1..], 16, 4, output);
        }

        if (rest[0] is >= '0' and <= '7')
        {
            return AppendCode(rest, 8, 3, output);
        }

        output.Append(rest[0]);
        return 1;
    }

    private static int AppendCode(ReadOnlySpan<char> digits, int radix, int max, StringBuilder output)
    {
        var (code, count) = (0, 0);
        while (count < max && count < digits.Length && char.IsAsciiHexDigit(digits[count]) && Convert.ToInt32(digits[count].ToString(), 16) is var digit && digit < radix)
        {
            code = (code * radix) + digit;
            count++;
        }

        output.Append((char)code);
        return count;
    }
}
