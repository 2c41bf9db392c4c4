using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary><c>= true</c> and its like: the value is that boolean; negated, it is anything else or missing.</summary>
internal sealed class BooleanPredicate(TriggerSource source, bool expected, bool negated) : TriggerPredicate
{
    private readonly EventValueKind _kind = expected ? EventValueKind.True : EventValueKind.False;

    public override bool Matches(EventDocument document) => source.Find(document).Kind == _kind != negated;
}
