using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>The filters by name: liquidjs's, without those that the reference refuses.</summary>
internal static class FilterTable
{
    private static readonly Dictionary<string, LiquidFilter> Filters = HtmlFilters.All
        .Concat(MathFilters.All)
        .Concat(UrlFilters.All)
        .Concat(ArrayFilters.All)
        .Concat(DateFilters.All)
        .Concat(StringFilters.All)
        .Concat(TrimFilters.All)
        .Concat(ReplaceFilters.All)
        .Concat(WordFilters.All)
        .Concat(EncodingFilters.All)
        .Concat(MiscFilters.All)
        .ToDictionary();

    /// <summary>Those that fail each event without an argument.</summary>
    private static readonly string[] NeedArgument = ["append", "prepend"];

    /// <summary>Filters of liquidjs that cannot be used, and why or what to use instead.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["array_to_sentence_string"] = "use join",
        ["concat"] = "use push",
        ["find"] = "use where, then first",
        ["find_exp"] = "use where, then first",
        ["find_index"] = "use where",
        ["find_index_exp"] = "use where",
        ["group_by"] = "use where for each group",
        ["group_by_exp"] = "use where for each group",
        ["has"] = "use where, then size",
        ["has_exp"] = "use where, then size",
        ["map"] = "use the directive @arrayPath",
        ["newline_to_br"] = "use replace",
        ["reject"] = "use where",
        ["reject_exp"] = "use where",
        ["reverse"] = "let the receiver do it",
        ["sort"] = "let the receiver do it",
        ["sort_natural"] = "let the receiver do it",
        ["uniq"] = "let the receiver do it",
        ["where_exp"] = "use where",
        ["type"] = "use the directive @path for values that keep their type",
        ["sample"] = "it would give another value each time a request is sent; use first, last or slice",
    };

    /// <summary>The filter; with a problem, a filter that changes nothing.</summary>
    public static LiquidFilter Find(string name, int arguments, out string? problem)
    {
        var filter = Filters.GetValueOrDefault(name);
        problem = Refused.TryGetValue(name, out var instead) ? $"The filter {name} cannot be used here; {instead}."
            : filter is null ? $"There is no filter {name}{NearMiss.Hint(name, Filters.Keys)}."
            : NeedArgument.Contains(name) && arguments != 1 ? $"The filter {name} takes one argument, found {arguments}."
            : null;
        return filter ?? ((value, _, _) => value);
    }
}
