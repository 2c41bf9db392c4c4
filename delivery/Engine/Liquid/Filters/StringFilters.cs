using ExtensibleWebhooks.Engine.Liquid.Values;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>append, prepend, letter case, split, truncate.</summary>
internal static class StringFilters
{
    private const int TruncateLength = 50;
    private const string Ellipsis = "...";

    public static IEnumerable<KeyValuePair<string, LiquidFilter>> All =>
    [
        new("append", TextFilter.Of((text, arguments, scope) => text + arguments.Text(0, scope))),
        new("prepend", TextFilter.Of((text, arguments, scope) => arguments.Text(0, scope) + text)),
        new("downcase", TextFilter.Of(JsCase.ToLower)),
        new("upcase", TextFilter.Of(JsCase.ToUpper)),
        new("capitalize", TextFilter.Of(text => text.Length == 0 ? "" : JsCase.ToUpper(text[..1]) + JsCase.ToLower(text[1..]))),
        new("split", Split),
        new("truncate", Truncate),
    ];

    private static LiquidValue Split(LiquidValue value, LiquidArguments arguments, LiquidScope scope)
    {
        var text = LiquidConversions.ToText(value, scope.Budget);
        var separator = arguments.Text(0, scope);
        var parts = ReplaceFilters.Parts(text, separator, scope);
        var count = parts.Length;
        while (count > 0 && parts[count - 1].Length == 0)
        {
            count--;
        }

        return LiquidValue.From([.. parts.Take(count).Select(LiquidValue.From)]);
    }

    /// <summary>A value that is short enough stays what it is.</summary>
    private static LiquidValue Truncate(LiquidValue value, LiquidArguments arguments, LiquidScope scope)
    {
        var text = LiquidConversions.ToText(value, scope.Budget);
        var length = arguments.Number(0, TruncateLength, scope);
        if (text.Length <= length)
        {
            return value;
        }

        var end = arguments.Text(1, Ellipsis, scope);
        var kept = length - end.Length;
        scope.Budget.Use(text.Length);
        return LiquidValue.From(text[..(int)(double.IsNaN(kept) ? 0 : Math.Clamp(Math.Truncate(kept), 0, text.Length))] + end);
    }
}
