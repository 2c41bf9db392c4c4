using ExtensibleWebhooks.Engine.Liquid.Values;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>truncatewords, number_of_words: a word is what stands between white space.</summary>
internal static class WordFilters
{
    private const int TruncateWords = 15;

    public static IEnumerable<KeyValuePair<string, LiquidFilter>> All =>
    [
        new("truncatewords", TextFilter.Of(Truncate)),
        new("number_of_words", Count),
    ];

    /// <summary>JavaScript's split at \s+: with an empty word where the text starts or ends with white space.</summary>
    public static List<string> Split(string text)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (JsText.IsWhiteSpace(text[i]))
            {
                words.Add(text[start..i]);
                while (i + 1 < text.Length && JsText.IsWhiteSpace(text[i + 1]))
                {
                    i++;
                }

                start = i + 1;
            }
        }

        words.Add(text[start..]);
        return words;
    }

    private static string Truncate(string text, LiquidArguments arguments, LiquidScope scope)
    {
        var end = arguments.Text(1, "...", scope);
        var count = arguments.Number(0, TruncateWords, scope) is var number && number <= 0 ? 1 : number;
        var words = Split(text);
        scope.Budget.Use((long)words.Count * LiquidLimits.ItemCost);
        var kept = string.Join(' ', words.Take(double.IsNaN(count) ? 0 : (int)Math.Min(count, words.Count)));
        return words.Count >= count ? kept + end : kept;
    }

    private static LiquidValue Count(LiquidValue value, LiquidArguments arguments, LiquidScope scope)
    {
        var text = JsText.Trim(LiquidConversions.ToText(value, scope.Budget));
        scope.Budget.Use(text.Length);
        var mode = arguments[0].Kind == LiquidKind.Text ? arguments[0].Text : "";
        var characters = text.Count(IsCjk);
        var count = text.Length == 0 ? 0
            : mode == "cjk" || (mode == "auto" && characters > 0) ? characters + CountOthers(text)
            : Split(text).Count;
        return LiquidValue.From((double)count);
    }

    /// <summary>Words of no Chinese, Japanese or Korean characters.</summary>
    private static int CountOthers(string text)
    {
        var count = 0;
        var inWord = false;
        foreach (var character in text)
        {
            var isWord = !IsCjk(character) && !JsText.IsWhiteSpace(character);
            count += isWord && !inWord ? 1 : 0;
            inWord = isWord;
        }

        return count;
    }

    private static bool IsCjk(char character) => character is (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\u3400' and <= '\u4DBF')
        or (>= '\u3040' and <= '\u309F') or (>= '\u30A0' and <= '\u30FF') or (>= '\uAC00' and <= '\uD7AF');
}
