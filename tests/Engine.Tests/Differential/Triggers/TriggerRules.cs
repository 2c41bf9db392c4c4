using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Triggers;

/// <summary>Which conditions the reference reads otherwise than they are meant, by the differences of delivery/Engine/README.md; and what a pattern means.</summary>
internal static partial class TriggerRules
{
    public static IEnumerable<int> OfComparison(ConditionTree condition)
    {
        var isEquality = condition.Operator is "=" or "!=";
        if (isEquality && condition.Value.Kind == TriggerValueKind.Null && condition.Keys is ["type" or "event"])
        {
            yield return 8;
        }

        if (condition.Operator == "!=" && condition.Value.Kind == TriggerValueKind.Boolean && condition.Keys is not ["type" or "event" or "name"])
        {
            yield return 9;
        }

        if (condition.IsAlwaysText && condition.Values.Any(value => !IsItsText(condition.Keys, value)))
        {
            yield return 30;
        }

        if (IsRefused(condition))
        {
            yield return 13;
        }

        if (condition.Values.Any(value => value.Kind == TriggerValueKind.Number && value.Text.Contains('e', StringComparison.Ordinal)))
        {
            yield return 14;
        }
    }

    public static IEnumerable<int> OfFunction(ConditionTree condition) =>
        condition.Operator != "contains" && !IsPlainPattern(condition) ? [10] : [];

    /// <summary>Less and greater with what is no number.</summary>
    public static bool IsRefused(ConditionTree condition) =>
        condition.IsOrder && condition.Value.Kind == TriggerValueKind.Text && !PlainNumber().IsMatch(condition.Value.Text.Trim());

    /// <summary>A beginning or an end, without anything that means something in a pattern.</summary>
    public static bool IsPlainPattern(ConditionTree condition) =>
        condition.Operator is "starts_with" or "ends_with" && condition.Value.Text.AsSpan().IndexOfAny("*?[\\") < 0;

    /// <summary>The second argument of contains or match.</summary>
    public static string PatternOf(ConditionTree condition) => condition.Operator switch
    {
        "starts_with" => condition.Value.Text + "*",
        "ends_with" => "*" + condition.Value.Text,
        _ => condition.Value.Text,
    };

    /// <summary>The pattern as a regular expression of JavaScript.</summary>
    public static string RegexOf(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var close = pattern[i] == '[' ? pattern.IndexOf(']', i) : -1;
            if (close > 0)
            {
                var inside = pattern[(i + 1)..close];
                regex.Append('[').Append(inside.StartsWith('!') ? "^" + inside[1..] : inside).Append(']');
                i = close;
                continue;
            }

            i += pattern[i] == '\\' && i + 1 < pattern.Length ? 1 : 0;
            regex.Append(pattern[i] switch
            {
                '*' when i == 0 || pattern[i - 1] != '\\' => ".*",
                '?' when i == 0 || pattern[i - 1] != '\\' => ".",
                var character when "^$\\.*+?()[]{}|/".Contains(character, StringComparison.Ordinal) => "\\" + character,
                var character => character.ToString(),
            });
        }

        return regex.Append('$').ToString();
    }

    private static bool IsItsText(IReadOnlyList<string> keys, TriggerValue value) => value.Kind switch
    {
        TriggerValueKind.Number => double.Parse(value.Text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture) == value.Text,
        TriggerValueKind.Boolean => keys is not ["userId"],
        _ => true,
    };

    [GeneratedRegex(@"^[+-]?\d+\.?\d*([eE][+-]?\d+)?$")]
    private static partial Regex PlainNumber();
}
