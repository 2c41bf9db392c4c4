using System.Text;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary>
/// JavaScript's replace with a literal pattern, but with the codes of its replacement: $$ is a dollar sign, $&amp; what was found, $` and $' what stands before and after it.
/// </summary>
internal sealed record Replacement(string Pattern, string With, bool IgnoreCase, bool All)
{
    public string In(string text)
    {
        var output = new StringBuilder(text.Length);
        var start = 0;
        while (Find(text, start) is var found and >= 0)
        {
            output.Append(text, start, found - start);
            AppendReplacement(text, found, output);
            start = found + Pattern.Length;
            if (!All)
            {
                break;
            }
        }

        return output.Append(text, start, text.Length - start).ToString();
    }

    private int Find(string text, int start)
    {
        if (!IgnoreCase)
        {
            return text.IndexOf(Pattern, start, StringComparison.Ordinal);
        }

        for (var i = start; i <= text.Length - Pattern.Length; i++)
        {
            var length = 0;
            while (length < Pattern.Length && JsCase.Fold(text[i + length]) == JsCase.Fold(Pattern[length]))
            {
                length++;
            }

            if (length == Pattern.Length)
            {
                return i;
            }
        }

        return -1;
    }

    private void AppendReplacement(string text, int found, StringBuilder output)
    {
        for (var i = 0; i < With.Length; i++)
        {
            var code = With[i] == '$' && i + 1 < With.Length ? With[i + 1] : '\0';
            var meaning = code switch
            {
                '$' => "$",
                '&' => text.Substring(found, Pattern.Length),
                '`' => text[..found],
                '\'' => text[(found + Pattern.Length)..],
                _ => null,
            };
            output.Append(meaning ?? With[i].ToString());
            i += meaning is null ? 0 : 1;
        }
    }
}
