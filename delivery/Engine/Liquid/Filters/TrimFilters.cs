using ExtensibleWebhooks.Engine.Liquid.Values;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>strip, lstrip, rstrip, strip_newlines, normalize_whitespace: white space is JavaScript's.</summary>
internal static class TrimFilters
{
    public static IEnumerable<KeyValuePair<string, LiquidFilter>> All =>
    [
        new("strip", TextFilter.Of((text, arguments, scope) => Strip(text, arguments, scope, left: true, right: true))),
        new("lstrip", TextFilter.Of((text, arguments, scope) => Strip(text, arguments, scope, left: true, right: false))),
        new("rstrip", TextFilter.Of((text, arguments, scope) => Strip(text, arguments, scope, left: false, right: true))),
        new("strip_newlines", TextFilter.Of(text => text.Replace("\r\n", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal))),
        new("normalize_whitespace", TextFilter.Of(text => string.Join(' ', WordFilters.Split(text)))),
    ];

    private static string Strip(string text, LiquidArguments arguments, LiquidScope scope, bool left, bool right)
    {
        Func<char, bool> isStripped = JsText.IsWhiteSpace;
        if (LiquidConversions.IsJsTrue(arguments[0]))
        {
            var set = Characters(arguments.Text(0, scope));
            isStripped = set.Contains;
        }

        int start = 0, end = text.Length;
        while (left && start < end && isStripped(text[start]))
        {
            start++;
        }

        while (right && end > start && isStripped(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>Characters of two halves are in no set, since halves are what is compared.</summary>
    private static HashSet<char> Characters(string text)
    {
        var set = new HashSet<char>();
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else
            {
                set.Add(text[i]);
            }
        }

        return set;
    }
}
