namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary>A function's name and arguments.</summary>
internal sealed record CallOperand(string Function, IReadOnlyList<TriggerOperand> Arguments, TriggerPosition At) : TriggerOperand(At)
{
    public bool Equals(CallOperand? other) => other is not null && Function == other.Function && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => Arguments.Aggregate(Function.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
}
