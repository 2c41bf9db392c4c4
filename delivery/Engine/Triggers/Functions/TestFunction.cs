using ExtensibleWebhooks.Engine.Triggers.Ast;
using ExtensibleWebhooks.Engine.Triggers.Predicates;

namespace ExtensibleWebhooks.Engine.Triggers.Functions;

/// <summary>A function that is a condition by itself, and tests a text with another.</summary>
internal abstract class TestFunction : TriggerFunction
{
    public override bool IsCondition => true;

    public override bool IsValue => false;

    /// <summary>Of a call that <see cref="Check"/> accepts.</summary>
    /// <param name="call">The call.</param>
    /// <param name="negated">Compile the negation, which is false too where the function has nothing to look at.</param>
    public abstract TriggerPredicate Compile(CallOperand call, bool negated);

    public override CallMistake? Check(CallOperand call)
    {
        if (call.Arguments.Count != 2)
        {
            return new CallMistake(call.At, $"{Name} takes 2 arguments, found {call.Arguments.Count}; write {Signature}.");
        }

        if (!TriggerFunctions.IsSource(call.Arguments[0]))
        {
            return new CallMistake(call.Arguments[0].At, $"The first argument of {Name} is a field; write {Signature}.");
        }

        return TextOf(call) is { } text
            ? CheckText(text, call.Arguments[1].At)
            : new CallMistake(call.Arguments[1].At, $"The second argument of {Name} is a text in quotes; write {Signature}.");
    }

    protected virtual CallMistake? CheckText(string text, TriggerPosition at) => null;

    /// <summary>The second argument; a number counts as it is written.</summary>
    protected static string? TextOf(CallOperand call) => call.Arguments[1] switch
    {
        TextLiteral text => text.Value,
        NumberLiteral number => number.Text,
        _ => null,
    };
}
