using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Events;

/// <summary>
/// A place in an event, or none (<c>default</c> is missing). As in JavaScript, a text or an array has a <c>length</c>, and a text has its characters;
/// such a value is its token together with what is meant of it. Valid as long as its document.
/// </summary>
public readonly struct EventValue
{
    private const int Whole = -1;
    private const int LengthOf = -2;
    private const int One = -3;

    private readonly EventDocument? _document;
    private readonly int _row;
    private readonly int _facet;

    internal EventValue(EventDocument document, int row)
        : this(document, row, Whole)
    {
    }

    private EventValue(EventDocument document, int row, int facet)
    {
        _document = document;
        _row = row;
        _facet = facet;
    }

    public EventValueKind Kind => (_document, _facet) switch
    {
        (null, _) => EventValueKind.Missing,
        (_, Whole) => Token.Kind,
        (_, LengthOf or One) => EventValueKind.Number,
        _ => EventValueKind.Text,
    };

    public bool IsMissing => _document is null;

    /// <summary>No value, or JSON's null.</summary>
    public bool IsMissingOrNull => Kind is EventValueKind.Missing or EventValueKind.Null;

    /// <summary>The members of an object; none of anything else.</summary>
    public EventMembers Members => new(Kind == EventValueKind.Object ? this : default);

    /// <summary>The elements of an array; none of anything else.</summary>
    public EventItems Items => new(Kind == EventValueKind.Array ? this : default);

    internal EventDocument Document => _document ?? throw new InvalidOperationException("A missing value has no document.");

    internal int Row => _row;

    internal ref readonly EventToken Token => ref Document.TokenAt(_row);

    /// <summary>A token itself, not the length or a character of one.</summary>
    internal bool IsWhole => _facet == Whole;

    /// <summary>The member of that name (WTF-8) if this is an object that has it; else missing.</summary>
    public EventValue Member(ReadOnlySpan<byte> name) => Member(name, NameHash.Of(name));

    /// <summary>The text if this is one, else null. Lone surrogates are kept.</summary>
    public string? GetText() => Kind == EventValueKind.Text ? Wtf8.GetString(Text(stackalloc byte[Wtf8.SurrogateLength])) : null;

    /// <summary>The number as a double, which may be infinite (1e400); NaN if this is no number.</summary>
    public double GetNumber() => Kind != EventValueKind.Number ? double.NaN
        : _facet == LengthOf ? Count()
        : _facet == One ? 1
        : NumberText.ToDouble(Document.TextOf(Token));

    internal EventValue Member(ReadOnlySpan<byte> name, int hash)
    {
        if (Kind == EventValueKind.Object)
        {
            var end = _row + Token.Size;
            for (var row = _row + 1; row < end; row += 1 + Document.TokenAt(row + 1).Size)
            {
                ref readonly var token = ref Document.TokenAt(row);
                if (token.Size == hash && Document.TextOf(token).SequenceEqual(name))
                {
                    return new EventValue(Document, row + 1);
                }
            }
        }

        return default;
    }

    /// <summary>An array's element, or a text's UTF-16 unit, from 0.</summary>
    internal EventValue Item(int index)
    {
        switch (Kind)
        {
            case EventValueKind.Array:
                var items = Items;
                while (items.MoveNext())
                {
                    if (index-- == 0)
                    {
                        return items.Current;
                    }
                }

                return default;
            case EventValueKind.Text when IsWhole:
                return index < Count() ? new EventValue(Document, _row, index) : default;
            case EventValueKind.Text:
                return index == 0 ? this : default;
            default:
                return default;
        }
    }

    /// <summary>An array's or a text's length as JavaScript counts it: elements, UTF-16 units.</summary>
    internal EventValue Length() => Kind is EventValueKind.Array or EventValueKind.Text
        ? new EventValue(Document, _row, IsWhole ? LengthOf : One)
        : default;

    /// <summary>A text's content, WTF-8.</summary>
    /// <param name="unit">At least 3 bytes of room, used for a single character.</param>
    internal ReadOnlySpan<byte> Text(Span<byte> unit)
    {
        var text = Document.TextOf(Token);
        return IsWhole ? text : unit[..Wtf8.WriteUnit(Utf16.UnitAt(text, _facet), unit)];
    }

    /// <summary>JavaScript's own notion: missing, null, false, 0 and "" are not truthy.</summary>
    internal bool IsTruthy() => Kind switch
    {
        EventValueKind.Missing or EventValueKind.Null or EventValueKind.False => false,
        EventValueKind.Number => GetNumber() != 0,
        EventValueKind.Text => !IsWhole || Token.Length > 0,
        _ => true,
    };

    private int Count()
    {
        if (Token.Kind == EventValueKind.Text)
        {
            return Utf16.Length(Document.TextOf(Token));
        }

        var count = 0;
        foreach (var _ in new EventItems(new EventValue(Document, _row)))
        {
            count++;
        }

        return count;
    }
}
