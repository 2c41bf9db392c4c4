using ExtensibleWebhooks.Engine.Triggers.Ast;
using ExtensibleWebhooks.Engine.Triggers.Patterns;
using ExtensibleWebhooks.Engine.Triggers.Predicates;

namespace ExtensibleWebhooks.Engine.Triggers.Functions;

/// <summary><c>match(field, pattern)</c>: the field is a text that the <see cref="Glob"/> covers from end to end.</summary>
internal sealed class MatchFunction : TestFunction
{
    public override string Name => "match";

    public override string Signature => "match(event, \"Order *\")";

    public override TriggerPredicate Compile(CallOperand call, bool negated) =>
        new MatchPredicate(TriggerFunctions.Source(call.Arguments[0]), Glob.Parse(TextOf(call) ?? "", out _), negated);

    protected override CallMistake? CheckText(string text, TriggerPosition at)
    {
        Glob.Parse(text, out var problem);
        return problem is null ? null : new CallMistake(at, $"{problem} To mean the character itself, write a backslash before it.");
    }
}
