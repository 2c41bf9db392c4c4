using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary><c>!= null</c>, or <c>= null</c>: null counts as missing; "" and 0 exist.</summary>
internal sealed class ExistsPredicate(TriggerSource source, bool exists) : TriggerPredicate
{
    public override bool Matches(EventDocument document) => source.Find(document).IsMissingOrNull != exists;
}
