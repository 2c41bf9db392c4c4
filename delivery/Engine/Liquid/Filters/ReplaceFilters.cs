namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>replace and remove, all occurrences, the first, or the last.</summary>
internal static class ReplaceFilters
{
    public static IEnumerable<KeyValuePair<string, LiquidFilter>> All =>
    [
        new("replace", TextFilter.Of((text, arguments, scope) => ReplaceAll(text, arguments.Text(0, scope), arguments.Text(1, scope), scope))),
        new("replace_first", TextFilter.Of((text, arguments, scope) => ReplaceAt(text, text.IndexOf(arguments.Text(0, scope), StringComparison.Ordinal), arguments.Text(0, scope), arguments.Text(1, scope)))),
        new("replace_last", TextFilter.Of((text, arguments, scope) => ReplaceAt(text, LastIndexOf(text, arguments.Text(0, scope)), arguments.Text(0, scope), arguments.Text(1, scope)))),
        new("remove", TextFilter.Of((text, arguments, scope) => ReplaceAll(text, arguments.Text(0, scope), "", scope))),
        new("remove_first", TextFilter.Of((text, arguments, scope) => ReplaceAt(text, text.IndexOf(arguments.Text(0, scope), StringComparison.Ordinal), arguments.Text(0, scope), ""))),
        new("remove_last", TextFilter.Of((text, arguments, scope) => ReplaceAt(text, LastIndexOf(text, arguments.Text(0, scope)), arguments.Text(0, scope), ""))),
    ];

    /// <summary>JavaScript's split: without a separator, into UTF-16 units.</summary>
    public static string[] Parts(string text, string separator, LiquidScope scope)
    {
        var count = separator.Length == 0 ? text.Length : CountOf(text, separator) + 1;
        scope.Budget.Use(text.Length + ((long)count * LiquidLimits.ItemCost));
        return separator.Length > 0 ? text.Split(separator) : [.. text.Select(character => character.ToString())];
    }

    private static string ReplaceAll(string text, string pattern, string replacement, LiquidScope scope)
    {
        var count = pattern.Length == 0 ? Math.Max(0, text.Length - 1) : CountOf(text, pattern);
        scope.Budget.Use(text.Length + ((long)count * (replacement.Length - pattern.Length)));
        return pattern.Length > 0 ? text.Replace(pattern, replacement, StringComparison.Ordinal) : string.Join(replacement, text.Select(character => character.ToString()));
    }

    private static int CountOf(string text, string pattern)
    {
        var count = 0;
        for (var found = text.IndexOf(pattern, StringComparison.Ordinal); found >= 0; found = text.IndexOf(pattern, found + pattern.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private static int LastIndexOf(string text, string pattern) => pattern.Length == 0 ? text.Length : text.LastIndexOf(pattern, StringComparison.Ordinal);

    private static string ReplaceAt(string text, int index, string pattern, string replacement) =>
        index < 0 ? text : string.Concat(text.AsSpan(0, index), replacement, text.AsSpan(index + pattern.Length));
}
