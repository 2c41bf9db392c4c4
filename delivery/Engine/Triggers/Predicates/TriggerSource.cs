using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Paths;
using ExtensibleWebhooks.Engine.Triggers.Ast;

namespace ExtensibleWebhooks.Engine.Triggers.Predicates;

/// <summary>Where a predicate gets the value that it looks at.</summary>
internal abstract class TriggerSource
{
    public static TriggerSource Compile(TriggerOperand operand) => operand switch
    {
        FieldOperand field => new FieldSource(new EventPath(field.Segments)),
        _ => throw new InvalidOperationException($"The parser lets no {operand.GetType().Name} through here."),
    };

    public abstract EventValue Find(EventDocument document);

    private sealed class FieldSource(EventPath path) : TriggerSource
    {
        public override EventValue Find(EventDocument document) => path.Find(document.Root);
    }
}
