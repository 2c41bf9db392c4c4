namespace ExtensibleWebhooks.Engine.Tests.Differential.Triggers;

/// <summary>Triggers as their writers mean them.</summary>
internal static class TriggerGenerator
{
    private static readonly string[] Numbers = ["5", "10", "0", "-1", "-2.5", "10.50", "+5", "1e3", "007"];
    private static readonly string[] NumbersInQuotes = ["5", "10", " 10 ", "-1", "1e3", "10.5"];
    private static readonly string[] NoNumbers = ["", "abc", "0x10", ".5", "5 5", "Infinity"];
    private static readonly string[] PatternPieces = ["a", "b", "Order", "hello", " ", "*", "*", "?", "[a-z]", "[^x]", "[!O]", "\\*", "é"];

    /// <summary>A trigger comes as YAML, in which a surrogate cannot stand alone.</summary>
    private static readonly string[] Texts = [.. Vocabulary.Texts.Where(text => !char.IsSurrogate(text.LastOrDefault()) || text.Length > 1)];

    public static TriggerTree Tree(Random random) => random.Next(10) switch
    {
        < 3 => Leaf(random),
        < 8 => Group(random, depth: 1, random.Once(2)),
        _ => Group(random, depth: 3, random.Once(2)),
    };

    /// <summary>As Segment's user interface lets people put them together: one level of groups, and what it offers for a field.</summary>
    public static TriggerTree UiTree(Random random)
    {
        var all = random.Once(2);
        return new GroupTree(all, random.List(1, 3, () => random.Once(3) ? new GroupTree(!all, random.List(2, 3, () => UiLeaf(random))) : UiLeaf(random)));
    }

    private static GroupTree Group(Random random, int depth, bool all) => new(all, random.List(2, 3, () => Child(random, depth, all)));

    private static TriggerTree Child(Random random, int depth, bool all) => random.Next(8) switch
    {
        0 when depth > 0 => Group(random, depth - 1, !all),
        1 when depth > 1 => new NotTree(Group(random, depth - 2, random.Once(2))),
        _ => Leaf(random),
    };

    private static TriggerTree Leaf(Random random)
    {
        var condition = Condition(random, Field(random, offered: false));
        return random.Once(condition.IsFunction ? 3 : 40) ? new NotTree(condition) : condition;
    }

    private static TriggerTree UiLeaf(Random random)
    {
        ConditionTree condition;
        do
        {
            condition = Condition(random, Field(random, offered: true));
        }
        while (!IsOffered(condition));
        return condition.IsFunction && random.Once(2) ? new NotTree(condition) : condition;
    }

    private static bool IsOffered(ConditionTree condition) => condition.Operator is not ("in" or "match") && condition.Value switch
    {
        { Kind: TriggerValueKind.Text, Text: var text } => !condition.IsOrder && !text.Contains('"', StringComparison.Ordinal),
        { Kind: TriggerValueKind.Null } => condition.Keys is not ["type" or "event"],
        { Kind: TriggerValueKind.Boolean } => condition.Operator == "=" && !condition.IsAlwaysText,
        _ => !condition.IsAlwaysText && condition.Value.Text is not ("007" or "+5" or "10.50" or "1e3"),
    };

    private static ConditionTree Condition(Random random, IReadOnlyList<string> keys) => random.Next(20) switch
    {
        < 9 => new ConditionTree(keys, random.Of("=", "!="), AnyValue(random)),
        < 12 => new ConditionTree(keys, random.Of("<", "<=", ">", ">="), OrderValue(random)),
        < 15 => new ConditionTree(keys, "contains", Text(random.Of(Texts))),
        < 18 => new ConditionTree(keys, random.Of("starts_with", "ends_with"), Text(random.Of(Texts))),
        18 => new ConditionTree(keys, "match", Text(string.Concat(random.List(0, 4, () => random.Of(PatternPieces))))),
        _ => new ConditionTree(keys, "in", random.List(0, 3, () => AnyValue(random))),
    };

    private static IReadOnlyList<string> Field(Random random, bool offered) => random.Next(offered ? 9 : 10) switch
    {
        < 2 => ["type"],
        < 4 => [random.Of("event", "event", "name", "userId")],
        < 9 => [random.Of("properties", "properties", "traits", "context"), .. random.List(1, 2, () => FieldKey(random, offered))],
        _ => random.Of<IReadOnlyList<string>>(["anonymousId"], ["messageId"], ["a"], ["properties"], ["type", "length"], ["propertiesx", "a"]),
    };

    private static string FieldKey(Random random, bool offered)
    {
        var key = Vocabulary.Key(random);
        return offered && key.AsSpan().IndexOfAny('.', '[', ']') >= 0 ? "a" : key;
    }

    private static TriggerValue AnyValue(Random random) => random.Next(10) switch
    {
        < 5 => Text(random.Of(Texts)),
        < 7 => new TriggerValue(TriggerValueKind.Number, random.Of(Numbers)),
        7 => new TriggerValue(TriggerValueKind.Boolean, random.Of("true", "false")),
        _ => new TriggerValue(TriggerValueKind.Null, "null"),
    };

    private static TriggerValue OrderValue(Random random) => random.Next(20) switch
    {
        < 13 => new TriggerValue(TriggerValueKind.Number, random.Of(Numbers)),
        < 19 => Text(random.Of(NumbersInQuotes)),
        _ => Text(random.Of(NoNumbers)),
    };

    private static TriggerValue Text(string text) => new(TriggerValueKind.Text, text);
}
