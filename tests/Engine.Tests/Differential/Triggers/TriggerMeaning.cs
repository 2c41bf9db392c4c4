using ExtensibleWebhooks.Engine.Tests.Differential.Json;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Triggers;

/// <summary>
/// The tree in the words of the reference's evaluation, which knows no negation but those of its operators: a negation is moved to the conditions.
/// Names that it would not find as they are (with a dot or a bracket in them) or find elsewhere (prototypes) are renamed, in the tree and in the event.
/// </summary>
internal static class TriggerMeaning
{
    public static JsonValue Of(TriggerTree tree, bool negated = false) => tree switch
    {
        NotTree not => Of(not.Inner, !negated),
        GroupTree group => new JsonObject((group.All != negated ? "all" : "any", new JsonList([.. group.Children.Select(child => Of(child, negated))]))),
        ConditionTree { Operator: "in" } condition => new JsonObject(
            ("any", new JsonList([.. condition.Values.Select(value => Of(new ConditionTree(condition.Keys, "=", value)))])), ("not", JsonScalar.Of(negated))),
        ConditionTree condition => Condition(condition, negated),
        _ => throw new InvalidOperationException($"There is no {tree.GetType().Name}."),
    };

    public static JsonValue Rename(JsonValue @event) => @event.Rewrite(value => value is JsonObject members
        ? new JsonObject([.. members.Members.Select(member => member with { Name = Rename(member.Name) })])
        : value);

    private static string Rename(string key) => Prototype.Has(key)
        ? "\ue101" + key
        : key.Replace('.', '\ue102').Replace('[', '\ue103').Replace(']', '\ue104');

    private static JsonObject Condition(ConditionTree condition, bool negated)
    {
        var question = new JsonObject(("field", new JsonText(string.Join('.', condition.Keys.Select(Rename)))));
        if (condition.IsFunction)
        {
            return Function(question, condition, negated);
        }

        if (condition.IsOrder)
        {
            return question.With("operator", new JsonText(negated ? Opposite(condition.Operator) : condition.Operator)).With("value", new JsonText(condition.Value.Text.Trim()));
        }

        negated ^= condition.Operator == "!=";
        return condition.Value switch
        {
            { Kind: TriggerValueKind.Null } => question.With("operator", new JsonText(negated ? "exists" : "not_exists")),
            { Kind: TriggerValueKind.Boolean } value when !condition.IsAlwaysText =>
                question.With("operator", new JsonText(value.Text == "true" ? "is_true" : "is_false")).With("not", JsonScalar.Of(negated)),
            { Kind: TriggerValueKind.Number } value when !condition.IsAlwaysText =>
                question.With("operator", new JsonText(negated ? "number_not_equals" : "number_equals")).With("value", new JsonText(value.Text)),
            var value => question.With("operator", new JsonText(negated ? "!=" : "=")).With("value", new JsonText(value.Text)),
        };
    }

    private static JsonObject Function(JsonObject question, ConditionTree condition, bool negated)
    {
        var prefix = negated ? "not_" : "";
        return condition.Operator == "contains" || TriggerRules.IsPlainPattern(condition)
            ? question.With("operator", new JsonText(prefix + condition.Operator)).With("value", new JsonText(condition.Value.Text))
            : question.With("operator", new JsonText(prefix + "match")).With("regex", new JsonText(TriggerRules.RegexOf(TriggerRules.PatternOf(condition))));
    }

    private static string Opposite(string comparison) => comparison switch
    {
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        _ => "<",
    };
}
