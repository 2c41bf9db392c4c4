using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Liquid.Values;

/// <summary>Members of values, as liquidjs reads them: an object's own, elements, and size, first, last and length. Nothing of a prototype, nothing of the CLR.</summary>
internal static class LiquidMembers
{
    public static LiquidValue Read(LiquidValue target, LiquidKey key, LiquidBudget budget) => target.Kind switch
    {
        LiquidKind.Undefined or LiquidKind.Null => target,
        LiquidKind.Nil => LiquidValue.Undefined,
        LiquidKind.Object => ReadMember(target, key),
        LiquidKind.Array => ReadItem(target, key, budget),
        LiquidKind.Text => ReadCharacter(target.Text, key),
        _ => LiquidValue.Undefined,
    };

    /// <summary>A path of names with dots between them, as filters take one.</summary>
    public static LiquidValue ReadPath(LiquidValue target, string path, LiquidBudget budget)
    {
        budget.Use(path.Length);
        foreach (var name in path.Split('.'))
        {
            budget.Use(LiquidLimits.ItemCost);
            target = Read(target, LiquidKey.From(name), budget);
        }

        return target;
    }

    /// <summary>JavaScript's length of an array, a text, or an object that has such a member; undefined of anything else.</summary>
    public static LiquidValue Length(LiquidValue value, LiquidBudget budget) => value.Kind switch
    {
        LiquidKind.Text => LiquidValue.From((double)value.Text.Length),
        LiquidKind.Array => LiquidValue.From((double)Count(value, budget)),
        LiquidKind.Object => LiquidValue.From(value.Source.Member("length"u8)),
        _ => LiquidValue.Undefined,
    };

    public static bool IsEmptyArray(LiquidValue value, LiquidBudget budget) =>
        value.Source.IsMissing ? value.Items(budget).Count == 0 : !value.Source.Items.GetEnumerator().MoveNext();

    /// <summary>An array's element; below zero from the end. Undefined beyond.</summary>
    public static LiquidValue Item(LiquidValue array, int index, LiquidBudget budget)
    {
        if (array.Source.IsMissing || index < 0)
        {
            var items = array.Items(budget);
            index = index < 0 ? items.Count + index : index;
            return index >= 0 && index < items.Count ? items[index] : LiquidValue.Undefined;
        }

        budget.Use(index);
        return LiquidValue.From(array.Source.Item(index));
    }

    private static int Count(LiquidValue array, LiquidBudget budget) => array.Source.IsMissing ? array.Items(budget).Count : (int)array.Source.Length().GetNumber();

    private static LiquidValue ReadMember(LiquidValue target, LiquidKey key)
    {
        var member = target.Source.Member(key.Bytes);
        return member.IsMissing && key.Name == "size" ? LiquidValue.From((double)CountMembers(target.Source)) : LiquidValue.From(member);
    }

    private static int CountMembers(EventValue value)
    {
        var count = 0;
        foreach (var _ in value.Members)
        {
            count++;
        }

        return count;
    }

    private static LiquidValue ReadItem(LiquidValue array, LiquidKey key, LiquidBudget budget) => key switch
    {
        { Index: { } index } => Item(array, index, budget),
        { Name: "size" or "length" } => LiquidValue.From((double)Count(array, budget)),
        { Name: "first" } => Item(array, 0, budget),
        { Name: "last" } => Item(array, -1, budget),
        _ => LiquidValue.Undefined,
    };

    private static LiquidValue ReadCharacter(string text, LiquidKey key) => key switch
    {
        { Index: { } index } => index >= 0 && index < text.Length ? LiquidValue.From(text[index].ToString()) : LiquidValue.Undefined,
        { Name: "size" or "length" } => LiquidValue.From((double)text.Length),
        _ => LiquidValue.Undefined,
    };
}
