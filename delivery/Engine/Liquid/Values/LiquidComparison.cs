namespace ExtensibleWebhooks.Engine.Liquid.Values;

/// <summary>liquidjs's comparisons: strict equality, and JavaScript's order.</summary>
internal static class LiquidComparison
{
    public static bool AreEqual(LiquidValue left, LiquidValue right, LiquidBudget budget) => AreEqual(left, right, budget, 0);

    /// <summary>Less than zero, zero, more than zero; null: not comparable, so that every order between the two is false.</summary>
    public static int? Compare(LiquidValue left, LiquidValue right, LiquidBudget budget)
    {
        if (IsLiteral(left) || IsLiteral(right))
        {
            return null;
        }

        if (IsTextual(left) && IsTextual(right))
        {
            return string.CompareOrdinal(LiquidConversions.ToJsText(left, budget), LiquidConversions.ToJsText(right, budget));
        }

        var (first, second) = (LiquidConversions.ToNumber(left, budget), LiquidConversions.ToNumber(right, budget));
        return double.IsNaN(first) || double.IsNaN(second) ? null : first.CompareTo(second);
    }

    /// <summary>An array has an equal element, or a text has the other's text in it.</summary>
    public static bool Contains(LiquidValue left, LiquidValue right, LiquidBudget budget)
    {
        switch (left.Kind)
        {
            case LiquidKind.Array:
                return left.Items(budget).Any(item => AreEqual(item, right, budget));
            case LiquidKind.Text or LiquidKind.Empty or LiquidKind.Blank:
                var text = left.Kind == LiquidKind.Text ? left.Text : "";
                budget.Use(text.Length);
                return text.Contains(LiquidConversions.ToJsText(right, budget), StringComparison.Ordinal);
            default:
                return false;
        }
    }

    private static bool AreEqual(LiquidValue left, LiquidValue right, LiquidBudget budget, int depth)
    {
        budget.Use(LiquidLimits.ItemCost);
        if (IsLiteral(left) || IsLiteral(right))
        {
            return IsLiteral(left) ? EqualsLiteral(left.Kind, right, budget) : EqualsLiteral(right.Kind, left, budget);
        }

        if (left.Kind != right.Kind)
        {
            return false;
        }

        switch (left.Kind)
        {
            case LiquidKind.Undefined or LiquidKind.Null:
                return true;
            case LiquidKind.Boolean:
                return left.IsTrue == right.IsTrue;
            case LiquidKind.Number:
                return left.Number == right.Number;
            case LiquidKind.Text:
                budget.Use(left.Text.Length);
                return string.Equals(left.Text, right.Text, StringComparison.Ordinal);
            case LiquidKind.Array:
                var (first, second) = (left.Items(budget), right.Items(budget));
                return depth < LiquidLimits.MaxValueDepth && first.Count == second.Count
                    && Enumerable.Range(0, first.Count).All(index => AreEqual(first[index], second[index], budget, depth + 1));
            default:
                // As in JavaScript, an object is equal to itself only.
                return left.Source.Document == right.Source.Document && left.Source.Row == right.Source.Row;
        }
    }

    private static bool EqualsLiteral(LiquidKind literal, LiquidValue value, LiquidBudget budget) => literal switch
    {
        LiquidKind.Nil => value.IsNil(),
        LiquidKind.Blank when value.IsNil() || value.IsFalse => true,
        LiquidKind.Blank when value.Kind == LiquidKind.Text => value.Text.All(Engine.Text.JsText.IsWhiteSpace),
        _ => value.Kind switch
        {
            LiquidKind.Text => value.Text.Length == 0,
            LiquidKind.Array => LiquidMembers.IsEmptyArray(value, budget),
            LiquidKind.Object => !value.Source.Members.GetEnumerator().MoveNext(),
            _ => false,
        },
    };

    private static bool IsLiteral(LiquidValue value) => value.Kind is LiquidKind.Nil or LiquidKind.Empty or LiquidKind.Blank;

    private static bool IsTextual(LiquidValue value) => value.Kind is LiquidKind.Text or LiquidKind.Array or LiquidKind.Object;
}
