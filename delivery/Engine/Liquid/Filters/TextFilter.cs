using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>Makes a text of the value's text; what the two cost is paid here.</summary>
internal static class TextFilter
{
    public static LiquidFilter Of(Func<string, string> filter) => Of((text, _, _) => filter(text));

    public static LiquidFilter Of(Func<string, LiquidArguments, LiquidScope, string> filter) => (value, arguments, scope) =>
    {
        var text = LiquidConversions.ToText(value, scope.Budget);
        scope.Budget.Use(text.Length);
        var result = filter(text, arguments, scope);
        scope.Budget.Use(result.Length);
        return LiquidValue.From(result);
    };

    /// <summary>An argument's text.</summary>
    public static string Text(this LiquidArguments arguments, int index, LiquidScope scope)
    {
        var text = LiquidConversions.ToText(arguments[index], scope.Budget);
        scope.Budget.Use(text.Length);
        return text;
    }

    /// <summary>An argument's text, or what stands for it where there is no value.</summary>
    public static string Text(this LiquidArguments arguments, int index, string byDefault, LiquidScope scope) =>
        arguments[index].Kind == LiquidKind.Undefined ? byDefault : arguments.Text(index, scope);

    /// <summary>JavaScript's Number of an argument, or what stands for it where there is no value.</summary>
    public static double Number(this LiquidArguments arguments, int index, double byDefault, LiquidScope scope) =>
        arguments[index].Kind == LiquidKind.Undefined ? byDefault : LiquidConversions.ToNumber(arguments[index], scope.Budget);
}
