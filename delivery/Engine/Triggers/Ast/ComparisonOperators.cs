namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary>How the operators are written and what becomes of them under a negation.</summary>
internal static class ComparisonOperators
{
    private static readonly (string Text, ComparisonOperator Operator, ComparisonOperator Negation)[] Table =
    [
        ("=", ComparisonOperator.Equal, ComparisonOperator.NotEqual),
        ("!=", ComparisonOperator.NotEqual, ComparisonOperator.Equal),
        ("<", ComparisonOperator.Less, ComparisonOperator.GreaterOrEqual),
        ("<=", ComparisonOperator.LessOrEqual, ComparisonOperator.Greater),
        (">", ComparisonOperator.Greater, ComparisonOperator.LessOrEqual),
        (">=", ComparisonOperator.GreaterOrEqual, ComparisonOperator.Less),
    ];

    public static ComparisonOperator? Parse(string text) => Array.Find(Table, row => row.Text == text) is { Text: not null } row ? row.Operator : null;

    public static string TextOf(ComparisonOperator comparison) => Array.Find(Table, row => row.Operator == comparison).Text;

    public static ComparisonOperator Negate(ComparisonOperator comparison) => Array.Find(Table, row => row.Operator == comparison).Negation;

    /// <summary>Less and greater compare numbers only; equality compares what stands on the right.</summary>
    public static bool IsOrder(ComparisonOperator comparison) => comparison is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual);
}
