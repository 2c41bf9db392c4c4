using System.Text;
using ExtensibleWebhooks.Engine.Liquid.Expressions;
using ExtensibleWebhooks.Engine.Liquid.Syntax;
using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>Filters of arrays; what is none is taken as an array of one, nil as an empty one.</summary>
internal static class ArrayFilters
{
    public static IEnumerable<KeyValuePair<string, LiquidFilter>> All =>
    [
        new("join", Join),
        new("first", (value, _, scope) => At(value, 0, scope)),
        new("last", (value, _, scope) => At(value, -1, scope)),
        new("size", Size),
        new("sum", Sum),
        new("compact", (value, _, scope) => LiquidValue.From([.. Items(value, scope).Where(item => !item.IsNil())])),
        new("push", (value, arguments, scope) => LiquidValue.From([.. Items(value, scope), arguments[0]])),
        new("unshift", (value, arguments, scope) => LiquidValue.From([arguments[0], .. Items(value, scope)])),
        new("pop", (value, _, scope) => LiquidValue.From([.. Items(value, scope).SkipLast(1)])),
        new("shift", (value, _, scope) => LiquidValue.From([.. Items(value, scope).Skip(1)])),
        new("slice", Slice),
        new("where", Where),
    ];

    /// <summary>The value as an array, which is to be copied.</summary>
    private static IReadOnlyList<LiquidValue> Items(LiquidValue value, LiquidScope scope)
    {
        if (value.Kind != LiquidKind.Array)
        {
            return value.IsNil() ? [] : [value.Kind is LiquidKind.Empty or LiquidKind.Blank ? LiquidValue.NoText : value];
        }

        var items = value.Items(scope.Budget);
        scope.Budget.Use(items.Count);
        return items;
    }

    private static LiquidValue Join(LiquidValue value, LiquidArguments arguments, LiquidScope scope)
    {
        var separator = arguments[0].IsNil() ? " " : arguments.Text(0, scope);
        var text = new StringBuilder();
        LiquidConversions.AppendJoined(LiquidValue.From(Items(value, scope)), separator, text, scope.Budget, 0);
        return LiquidValue.From(text.ToString());
    }

    /// <summary>Of an array, of a text, and of an object that says its length.</summary>
    private static LiquidValue At(LiquidValue value, int index, LiquidScope scope)
    {
        var length = LiquidMembers.Length(value, scope.Budget);
        if (length.Kind != LiquidKind.Number || value is { Kind: LiquidKind.Text, Text.Length: 0 })
        {
            return LiquidValue.NoText;
        }

        return LiquidMembers.Read(value, LiquidKey.From(LiquidValue.From(index < 0 ? length.Number + index : index), scope.Budget), scope.Budget);
    }

    private static LiquidValue Size(LiquidValue value, LiquidArguments arguments, LiquidScope scope)
    {
        var length = LiquidMembers.Length(value, scope.Budget);
        return LiquidConversions.IsJsTrue(length) ? length : LiquidValue.From(0.0);
    }

    private static LiquidValue Sum(LiquidValue value, LiquidArguments arguments, LiquidScope scope)
    {
        var property = LiquidConversions.IsJsTrue(arguments[0]) ? arguments.Text(0, scope) : null;
        double sum = 0;
        foreach (var item in Items(value, scope))
        {
            var number = LiquidConversions.ToNumber(property is null ? item : LiquidMembers.ReadPath(item, property, scope.Budget), scope.Budget);
            sum += double.IsNaN(number) ? 0 : number;
        }

        return LiquidValue.From(sum);
    }

    private static LiquidValue Slice(LiquidValue value, LiquidArguments arguments, LiquidScope scope)
    {
        if (value.IsNil())
        {
            return LiquidValue.From([]);
        }

        var items = value.Kind == LiquidKind.Array ? Items(value, scope) : null;
        var text = items is null ? LiquidConversions.ToText(value, scope.Budget) : "";
        var count = items?.Count ?? text.Length;
        var (begin, length) = (arguments[0], arguments[1].Kind == LiquidKind.Undefined ? LiquidValue.From(1.0) : arguments[1]);
        var start = LiquidConversions.ToNumber(begin, scope.Budget);
        begin = start < 0 ? LiquidValue.From(count + start) : begin;
        var (from, to) = begin is { Kind: LiquidKind.Number, Number: < 0 } || LiquidConversions.ToNumber(length, scope.Budget) < 0
            ? (0, 0)
            : SliceBounds(begin, JsAddition.Add(begin, length, scope.Budget), count, scope);
        scope.Budget.Use(to - from);
        return items is null ? LiquidValue.From(text[from..to]) : LiquidValue.From([.. items.Skip(from).Take(to - from)]);
    }

    /// <summary>JavaScript's slice: from the end below zero, zero for what is no number, and never beyond.</summary>
    private static (int From, int To) SliceBounds(LiquidValue start, LiquidValue end, int count, LiquidScope scope)
    {
        var from = Bound(LiquidConversions.ToNumber(start, scope.Budget), count);
        var to = Bound(LiquidConversions.ToNumber(end, scope.Budget), count);
        return (from, Math.Max(from, to));
    }

    private static int Bound(double position, int count) => double.IsNaN(position) ? 0
        : (int)Math.Clamp(Math.Truncate(position) is var whole && whole < 0 ? count + whole : whole, 0, count);

    private static LiquidValue Where(LiquidValue value, LiquidArguments arguments, LiquidScope scope)
    {
        var path = Path(arguments.Text(0, scope));
        var expected = arguments[1];
        var found = new List<LiquidValue>();
        foreach (var item in Items(value, scope))
        {
            scope.Budget.Use(LiquidLimits.ItemCost);
            var member = path?.Evaluate(scope.Within(item)) ?? LiquidValue.Undefined;
            if (expected.Kind == LiquidKind.Undefined ? member.ToBooleanValue() : LiquidComparison.AreEqual(member, expected, scope.Budget))
            {
                found.Add(item);
            }
        }

        return LiquidValue.From(found);
    }

    /// <summary>The path that a text starts with; null if it starts with none.</summary>
    private static PathExpression? Path(string text)
    {
        try
        {
            var tokens = new TokenReader(text, 0, text.Length);
            tokens.SkipBlanks();
            var members = new ExpressionReader(tokens, new LiquidProblems(text)).Members(startsHere: true);
            return members.Count == 0 ? null : new PathExpression(null, members);
        }
        catch (LiquidSyntaxException problem)
        {
            throw new LiquidFailure($"The filter where cannot read the property \"{text}\": {problem.Message}");
        }
    }
}
