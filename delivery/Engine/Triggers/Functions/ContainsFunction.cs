using ExtensibleWebhooks.Engine.Text;
using ExtensibleWebhooks.Engine.Triggers.Ast;
using ExtensibleWebhooks.Engine.Triggers.Predicates;

namespace ExtensibleWebhooks.Engine.Triggers.Functions;

/// <summary><c>contains(field, text)</c>: the field is a text and has the other in it, letter case counting.</summary>
internal sealed class ContainsFunction : TestFunction
{
    public override string Name => "contains";

    public override string Signature => "contains(event, \"Order\")";

    public override TriggerPredicate Compile(CallOperand call, bool negated) =>
        new ContainsPredicate(TriggerFunctions.Source(call.Arguments[0]), Wtf8.GetBytes(TextOf(call) ?? ""), negated);
}
