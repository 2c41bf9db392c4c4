namespace ExtensibleWebhooks.Engine.Triggers.Functions;

/// <summary>The functions by name.</summary>
internal static class TriggerFunctions
{
    private static readonly TriggerFunction[] All = [new ContainsFunction(), new MatchFunction()];

    public static IEnumerable<string> Names => All.Select(function => function.Name);

    /// <summary>Functions of the full language that this version does not have.</summary>
    public static IReadOnlyList<string> Later { get; } =
        ["length", "lowercase", "uppercase", "snakecase", "kebabcase", "titlecase", "typeof", "bool", "string", "number"];

    public static TriggerFunction? Find(string name) => Array.Find(All, function => function.Name == name);
}
