namespace ExtensibleWebhooks.Engine.Triggers;

/// <summary>A condition of a trigger that an event does not meet.</summary>
/// <param name="Condition">In canonical form, such as <c>properties.total >= 10</c>.</param>
/// <param name="Subject">What it looks at, such as <c>properties.total</c> or <c>lowercase(event)</c>; null where it looks at nothing.</param>
/// <param name="Found">What is there, as JSON, cut where it is long; null where nothing is there.</param>
public sealed record FalseCondition(string Condition, string? Subject, string? Found)
{
    /// <summary>As a sentence.</summary>
    public override string ToString() => Subject is null ? $"{Condition} is never true" : $"{Condition} is false: {Subject} is {Found ?? "missing"}";
}
