using ExtensibleWebhooks.Engine.Paths;
using ExtensibleWebhooks.Engine.Triggers.Ast;
using ExtensibleWebhooks.Engine.Triggers.Predicates;

namespace ExtensibleWebhooks.Engine.Triggers.Functions;

/// <summary>The functions by name.</summary>
internal static class TriggerFunctions
{
    private static readonly TriggerFunction[] All =
    [
        new ContainsFunction(),
        new MatchFunction(),
        new ValueFunction("length", ValueConversions.Length),
        new ValueFunction("lowercase", ValueConversions.Lowercase),
        new ValueFunction("uppercase", ValueConversions.Uppercase),
        new ValueFunction("snakecase", ValueConversions.Snakecase),
        new ValueFunction("kebabcase", ValueConversions.Kebabcase),
        new ValueFunction("titlecase", ValueConversions.Titlecase),
        new ValueFunction("typeof", ValueConversions.TypeOf),
        new ValueFunction("bool", ValueConversions.Bool),
        new ValueFunction("string", ValueConversions.Text),
        new ValueFunction("number", ValueConversions.Number),
    ];

    public static IEnumerable<string> Names => All.Select(function => function.Name);

    public static TriggerFunction? Find(string name) => Array.Find(All, function => function.Name == name);

    /// <summary>Can a function look at it?</summary>
    public static bool IsSource(TriggerOperand operand) =>
        operand is FieldOperand || (operand is CallOperand call && Find(call.Function) is { IsValue: true });

    /// <summary>The value of a field or of a call; the parser lets nothing else be looked at.</summary>
    public static TriggerSource Source(TriggerOperand operand) => operand switch
    {
        FieldOperand field => new FieldSource(new EventPath(field.Segments)),
        CallOperand call when Find(call.Function) is ValueFunction function => function.Compile(call),
        _ => throw new InvalidOperationException($"The parser lets no {operand.GetType().Name} through here."),
    };
}
