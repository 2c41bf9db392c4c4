namespace ExtensibleWebhooks.Engine.Tests.Differential.Triggers;

/// <summary>A condition on one field.</summary>
/// <param name="Keys">The field's keys from the top.</param>
/// <param name="Operator">=, !=, &lt;, &lt;=, &gt;, &gt;=, contains, starts_with, ends_with, match (a pattern) or in (several values).</param>
/// <param name="Values">One, but for in.</param>
internal sealed record ConditionTree(IReadOnlyList<string> Keys, string Operator, params IReadOnlyList<TriggerValue> Values) : TriggerTree
{
    /// <summary>Fields that hold text in every valid event: a number on the right means its text.</summary>
    public bool IsAlwaysText => Keys is ["type" or "event" or "name" or "userId"];

    /// <summary>One of the seven that the reference knows.</summary>
    public bool IsKnownField => Keys is ["type" or "event" or "name" or "userId"] or ["properties" or "traits" or "context", _, ..];

    public bool IsFunction => Operator is "contains" or "starts_with" or "ends_with" or "match";

    public bool IsOrder => Operator is "<" or "<=" or ">" or ">=";

    public TriggerValue Value => Values[0];
}
