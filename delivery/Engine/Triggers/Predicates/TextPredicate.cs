using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary><c>= "text"</c>: the value is that text; negated, it is another, no text, or missing.</summary>
internal sealed class TextPredicate(TriggerSource source, byte[] expected, bool negated) : TriggerPredicate
{
    public override bool Matches(EventDocument document)
    {
        var value = source.Find(document);
        var equal = value.Kind == EventValueKind.Text && value.Text(stackalloc byte[Wtf8.SurrogateLength]).SequenceEqual(expected);
        return equal != negated;
    }
}
