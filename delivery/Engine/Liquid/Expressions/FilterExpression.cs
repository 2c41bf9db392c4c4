using ExtensibleWebhooks.Engine.Liquid.Filters;
using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Expressions;

/// <summary><c>value | filter: argument, name: argument</c>.</summary>
internal sealed class FilterExpression(LiquidExpression input, LiquidFilter filter, List<(string? Name, LiquidExpression Value)> arguments) : LiquidExpression
{
    public override LiquidValue Evaluate(LiquidScope scope)
    {
        var value = input.Evaluate(scope);
        // A step that does nothing else is one of a bounded number; that it takes in a value is paid by the filter.
        scope.Budget.Use(LiquidLimits.ItemCost);
        var values = arguments.Count == 0 ? [] : new LiquidValue[arguments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Argument(arguments[i], scope);
        }

        return filter(value, new LiquidArguments(values), scope);
    }

    /// <summary>As in the reference, a named argument is one by its place too: an array of the name and the value.</summary>
    private static LiquidValue Argument((string? Name, LiquidExpression Value) argument, LiquidScope scope)
    {
        var value = argument.Value.Evaluate(scope);
        return argument.Name is { } name ? LiquidValue.From([LiquidValue.From(name), value]) : value;
    }
}
