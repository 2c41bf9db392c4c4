using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>JavaScript's +, which joins texts: liquidjs adds without looking.</summary>
internal static class JsAddition
{
    public static LiquidValue Add(LiquidValue left, LiquidValue right, LiquidBudget budget) => IsTextual(left) || IsTextual(right)
        ? LiquidValue.From(LiquidConversions.ToJsText(left, budget) + LiquidConversions.ToJsText(right, budget))
        : LiquidValue.From(LiquidConversions.ToNumber(left, budget) + LiquidConversions.ToNumber(right, budget));

    private static bool IsTextual(LiquidValue value) => value.Kind is LiquidKind.Text or LiquidKind.Array or LiquidKind.Object or LiquidKind.Empty or LiquidKind.Blank;
}
