using ExtensibleWebhooks.Engine.Triggers.Ast;

namespace ExtensibleWebhooks.Engine.Triggers.Functions;

/// <summary>What contains and match have in common: a field, and a text to test it with.</summary>
internal abstract class TextFunction : TriggerFunction
{
    public override CallMistake? Check(CallOperand call)
    {
        if (call.Arguments.Count != 2)
        {
            return new CallMistake(call.At, $"{Name} takes 2 arguments, found {call.Arguments.Count}; write {Signature}.");
        }

        if (call.Arguments[0] is not FieldOperand)
        {
            return new CallMistake(call.Arguments[0].At, $"The first argument of {Name} is a field; write {Signature}.");
        }

        return TextOf(call) is null
            ? new CallMistake(call.Arguments[1].At, $"The second argument of {Name} is a text in quotes; write {Signature}.")
            : CheckText(TextOf(call) ?? "", call.Arguments[1].At);
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
