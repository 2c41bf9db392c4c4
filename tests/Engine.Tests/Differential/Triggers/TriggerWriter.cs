using System.Text;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Triggers;

/// <summary>
/// Writes a trigger, and notes what it writes that the reference reads otherwise than it is meant: the numbers of the differences in delivery/Engine/README.md.
/// Without a source of choices it writes as Segment's user interface does.
/// </summary>
internal sealed class TriggerWriter
{
    private readonly Random? _choices;
    private readonly StringBuilder _text = new();
    private int _depth;

    private TriggerWriter(Random? choices) => _choices = choices;

    public SortedSet<int> Differences { get; } = [];

    public string Text => _text.ToString();

    public static TriggerWriter Write(TriggerTree tree, Random? choices)
    {
        var writer = new TriggerWriter(choices);
        if (tree is GroupTree { Children: [GroupTree inner] } && choices is null)
        {
            // A single group loses its parentheses, but where others are left in it.
            var inParentheses = Write(new GroupTree(true, [inner, inner]), null).Text;
            tree = inParentheses.Count(character => character is '(' or ')') == 4 ? inner : tree;
        }

        writer.Node(tree is GroupTree ? tree : new GroupTree(true, [tree]), inGroup: null);
        return writer;
    }

    private bool Chance(int times) => _choices?.Once(times) ?? false;

    private void Node(TriggerTree tree, bool? inGroup)
    {
        switch (tree)
        {
            case ConditionTree condition:
                Condition(condition);
                break;
            case NotTree { Inner: ConditionTree { IsFunction: true } function }:
                _text.Append('!');
                Condition(function);
                break;
            case NotTree not:
                Differences.Add(4);
                _text.Append(Chance(2) ? "not " : "!");
                Parentheses(not.Inner is GroupTree ? not.Inner : new GroupTree(true, [not.Inner]));
                break;
            case GroupTree group when inGroup is null:
                Children(group);
                break;
            case GroupTree { All: true } group when inGroup is false && Chance(3):
                Differences.Add(2);
                Children(group);
                break;
            case GroupTree group:
                Parentheses(group);
                break;
        }
    }

    private void Parentheses(TriggerTree group)
    {
        _text.Append('(');
        _depth++;
        if (_depth > 1)
        {
            Differences.Add(2);
        }

        Node(group, inGroup: null);
        _depth--;
        _text.Append(')');
    }

    private void Children(GroupTree group)
    {
        for (var i = 0; i < group.Children.Count; i++)
        {
            if (i > 0)
            {
                Space(afterText: _text[^1] is '"' or '\'');
                _text.Append(group.All ? "and" : "or");
                Space(afterText: false);
            }

            Node(group.Children[i], group.All);
        }
    }

    private void Space(bool afterText)
    {
        if (afterText && Chance(60))
        {
            Differences.Add(6);
            return;
        }

        if (Chance(60))
        {
            Differences.Add(6);
            _text.Append("\r\n");
            return;
        }

        _text.Append(Chance(10) ? _choices?.Of("  ", "\n", "\t") : " ");
    }

    private void Condition(ConditionTree condition)
    {
        if (!condition.IsKnownField || (condition.IsFunction && condition.Keys is ["type"]))
        {
            Differences.Add(7);
        }

        if (condition.IsFunction)
        {
            Function(condition);
            return;
        }

        Differences.UnionWith(TriggerRules.OfComparison(condition));
        new FieldWriter(_text, Differences, _choices).Write(condition.Keys);
        if (condition.Operator == "in")
        {
            Differences.Add(28);
            _text.Append(" in [");
            List(condition.Values);
            _text.Append(']');
            return;
        }

        var tight = Chance(30);
        if (tight && condition.Operator != "=")
        {
            Differences.Add(6);
        }

        _text.Append(tight ? "" : " ").Append(condition.Operator).Append(tight ? "" : " ");
        Value(condition.Value, mayBeBare: true);
    }

    private void List(IReadOnlyList<TriggerValue> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            _text.Append(i > 0 ? ", " : "");
            Value(values[i], mayBeBare: true);
        }
    }

    private void Function(ConditionTree condition)
    {
        if (_depth > 0)
        {
            Differences.Add(3);
        }

        Differences.UnionWith(TriggerRules.OfFunction(condition));
        _text.Append(condition.Operator == "contains" ? "contains" : "match").Append('(');
        new FieldWriter(_text, Differences, _choices).Write(condition.Keys);
        _text.Append(Chance(4) ? "," : ", ");
        Value(condition.Value with { Text = TriggerRules.PatternOf(condition) }, mayBeBare: false);
        _text.Append(')');
    }

    private void Value(TriggerValue value, bool mayBeBare)
    {
        if (value.Kind != TriggerValueKind.Text)
        {
            _text.Append(value.Text);
        }
        else if (mayBeBare && value.Text is "track" or "page" or "Order" or "hello" && Chance(4))
        {
            _text.Append(value.Text);
        }
        else if (!value.Text.Contains('\'', StringComparison.Ordinal) && (value.Text.Contains('"', StringComparison.Ordinal) || Chance(20)))
        {
            Differences.Add(5);
            _text.Append('\'').Append(value.Text).Append('\'');
        }
        else
        {
            _text.Append('"').Append(value.Text).Append('"');
        }
    }
}
