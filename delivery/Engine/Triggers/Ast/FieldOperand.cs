namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary>A field of the event, such as <c>properties.order\.id</c>: its keys from the top, without escapes.</summary>
internal sealed record FieldOperand(IReadOnlyList<string> Segments, TriggerPosition At) : TriggerOperand(At)
{
    /// <summary>Fields of a valid event that hold text and nothing else, so that a number on the right can only be meant as text.</summary>
    public bool IsAlwaysText => Segments is ["type" or "event" or "name" or "userId"];

    public bool Equals(FieldOperand? other) => other is not null && Segments.SequenceEqual(other.Segments);

    public override int GetHashCode() => Segments.Aggregate(0, HashCode.Combine);
}
