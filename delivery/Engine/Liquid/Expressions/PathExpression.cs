using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Expressions;

/// <summary><c>a.b[0]['c d'][e.f]</c>: a name to look up, or a value (<c>'abc'.size</c>), and members of it.</summary>
internal sealed class PathExpression : LiquidExpression
{
    private readonly LiquidExpression? _start;
    private readonly LiquidExpression[] _members;
    private readonly LiquidKey?[] _keys;

    /// <param name="start">Null: the first member is a name to look up.</param>
    /// <param name="members">At least one.</param>
    public PathExpression(LiquidExpression? start, IEnumerable<LiquidExpression> members)
    {
        _start = start;
        _members = [.. members];
        _keys = [.. _members.Select(member => member is ConstantExpression constant ? LiquidKey.From(constant.Value, new LiquidBudget()) : null)];
    }

    public override LiquidValue Evaluate(LiquidScope scope)
    {
        var value = _start?.Evaluate(scope) ?? scope.Find(Key(0, scope));
        for (var i = _start is null ? 1 : 0; i < _members.Length; i++)
        {
            value = LiquidMembers.Read(value, Key(i, scope), scope.Budget);
        }

        return value;
    }

    private LiquidKey Key(int index, LiquidScope scope) => _keys[index] ?? LiquidKey.From(_members[index].Evaluate(scope), scope.Budget);
}
