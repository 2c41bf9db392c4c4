namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary><c>["a", 1, true]</c>: literals, possibly none.</summary>
internal sealed record ListLiteral(IReadOnlyList<TriggerOperand> Items, TriggerPosition At) : TriggerOperand(At)
{
    public bool Equals(ListLiteral? other) => other is not null && Items.SequenceEqual(other.Items);

    public override int GetHashCode() => Items.Aggregate(0, HashCode.Combine);
}
