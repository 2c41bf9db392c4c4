using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>default, raw, to_integer, json, jsonify, inspect.</summary>
internal static class MiscFilters
{
    private const string AllowFalse = "allow_false";

    public static IEnumerable<KeyValuePair<string, LiquidFilter>> All =>
    [
        new("default", Default),
        new("raw", (value, _, _) => value),
        new("to_integer", (value, _, scope) => LiquidValue.From(LiquidConversions.ToNumber(value, scope.Budget))),
        new("json", LiquidJson.Write),
        new("jsonify", LiquidJson.Write),
        new("inspect", LiquidJson.Write),
    ];

    /// <summary>The argument for what is nil, false, or a text or array with nothing in it.</summary>
    private static LiquidValue Default(LiquidValue value, LiquidArguments arguments, LiquidScope scope) => value.Kind switch
    {
        LiquidKind.Text => value.Text.Length > 0 ? value : arguments[0],
        LiquidKind.Array => LiquidMembers.IsEmptyArray(value, scope.Budget) ? arguments[0] : value,
        LiquidKind.Empty or LiquidKind.Blank => arguments[0],
        LiquidKind.Boolean when value.IsFalse && AllowsFalse(arguments, scope) => value,
        _ => value.ToBooleanValue() ? value : arguments[0],
    };

    private static bool AllowsFalse(LiquidArguments arguments, LiquidScope scope) => Enumerable.Range(1, Math.Max(0, arguments.Count - 1))
        .Select(index => arguments[index])
        .Where(argument => argument.Kind == LiquidKind.Array)
        .Select(argument => argument.Items(scope.Budget))
        .Any(pair => pair.Count == 2 && pair[0] is { Kind: LiquidKind.Text, Text: AllowFalse } && LiquidConversions.IsJsTrue(pair[1]));
}
