using System.Buffers;
using System.Buffers.Text;

namespace ExtensibleWebhooks.Engine.Events;

/// <summary>
/// Puts an object's members where JavaScript has them (ECMA-262 OrdinaryOwnPropertyKeys): array indexes first, in ascending order, then the others as they came;
/// a name that came twice stays at its first place with its last value. Rows only move, so nothing else has to know.
/// </summary>
internal static class MemberOrder
{
    /// <summary>Array indexes end at 2^32 - 2.</summary>
    private const uint MaxIndex = uint.MaxValue - 1;

    /// <summary>Could the name be an array index? (A quick look at its first byte.)</summary>
    public static bool IsIndexLike(ReadOnlySpan<byte> name) => !name.IsEmpty && (uint)(name[0] - '0') <= 9;

    /// <summary>The index that the name spells without leading zeros; null if it spells none.</summary>
    public static uint? IndexOf(ReadOnlySpan<byte> name) =>
        IsIndexLike(name) && (name.Length == 1 || name[0] != '0') && Utf8Parser.TryParse(name, out uint index, out var read) && read == name.Length && index <= MaxIndex
            ? index
            : null;

    /// <summary>Returns whether anything changed.</summary>
    /// <param name="document">Whose text the rows point into.</param>
    /// <param name="tokens">The table.</param>
    /// <param name="container">The object's row; its members go on to the end of the table.</param>
    /// <param name="members">How many.</param>
    /// <param name="count">Rows in the table; fewer afterwards if there were duplicates.</param>
    public static bool Arrange(EventDocument document, EventToken[] tokens, int container, int members, ref int count)
    {
        var names = new int[members];
        for (int i = 0, row = container + 1; i < members; i++, row += 1 + tokens[row + 1].Size)
        {
            names[i] = row;
        }

        var values = LastValues(document, tokens, names);
        var order = names.Where(values.ContainsKey)
            .Select(row => (Row: row, Index: IndexOf(document.TextOf(tokens[row]))))
            .OrderBy(member => member.Index ?? uint.MaxValue)
            .Select(member => member.Row)
            .ToArray();
        if (order.AsSpan().SequenceEqual(names))
        {
            return false;
        }

        var length = count - container - 1;
        var copy = ArrayPool<EventToken>.Shared.Rent(length);
        tokens.AsSpan(container + 1, length).CopyTo(copy);
        count = container + 1;
        foreach (var row in order)
        {
            tokens[count++] = copy[row - container - 1];
            var value = values[row];
            var size = copy[value - container - 1].Size;
            copy.AsSpan(value - container - 1, size).CopyTo(tokens.AsSpan(count));
            count += size;
        }

        ArrayPool<EventToken>.Shared.Return(copy);
        return true;
    }

    /// <summary>For the first row of each name the row of its last value. Sorted, not hashed: no names make it slow.</summary>
    private static Dictionary<int, int> LastValues(EventDocument document, EventToken[] tokens, int[] names)
    {
        var sorted = (int[])names.Clone();
        Array.Sort(sorted, (left, right) =>
            document.TextOf(tokens[left]).SequenceCompareTo(document.TextOf(tokens[right])) is var byName and not 0 ? byName : left.CompareTo(right));

        var values = new Dictionary<int, int>(names.Length);
        var first = sorted[0];
        foreach (var row in sorted)
        {
            if (!document.TextOf(tokens[row]).SequenceEqual(document.TextOf(tokens[first])))
            {
                first = row;
            }

            values[first] = row + 1;
        }

        return values;
    }
}
