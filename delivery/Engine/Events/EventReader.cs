using System.Buffers;
using System.Text.Unicode;

namespace ExtensibleWebhooks.Engine.Events;

/// <summary>
/// Reads JSON (RFC 8259) into rows, in one pass after one check of the UTF-8. It also notices which parts are written exactly as JSON.stringify would write them:
/// a container is, when nothing irregular (white space, an escape that JavaScript would not use, a number in another form, members in another order) came after its start.
/// </summary>
internal ref struct EventReader
{
    /// <summary>Above this many members, names are checked for duplicates by sorting, not one against the other.</summary>
    private const int MaxMembersCompared = 256;

    private static readonly SearchValues<byte> EndsPlainText =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'"', (byte)'\\']);

    private readonly EventDocument _document;
    private readonly ReadOnlySpan<byte> _source;
    private int _position;
    private int _count;
    private int _lastIrregular = -1;
    private string? _message;

    /// <param name="document">Whose text the rows point into; its bytes are <paramref name="source"/>.</param>
    /// <param name="source">All of the event.</param>
    /// <param name="tokens">From the pool, or empty.</param>
    public EventReader(EventDocument document, ReadOnlySpan<byte> source, EventToken[] tokens)
    {
        _document = document;
        _source = source;
        Tokens = tokens;
    }

    /// <summary>The table, from the pool; it may have been exchanged for a longer one.</summary>
    public EventToken[] Tokens { get; private set; }

    public EventProblem? Read()
    {
        if (!Utf8.IsValid(_source))
        {
            return new EventProblem("The event is not valid UTF-8.", 0);
        }

        SkipWhiteSpace();
        if (ReadValue(0))
        {
            SkipWhiteSpace();
            if (_position == _source.Length)
            {
                return null;
            }

            Expected("the end of the event");
        }

        return new EventProblem(_message ?? "The event is not JSON.", _position);
    }

    private readonly int Next => _position < _source.Length ? _source[_position] : -1;

    private bool ReadValue(int depth)
    {
        switch (Next)
        {
            case '{':
                return ReadObject(depth + 1);
            case '[':
                return ReadArray(depth + 1);
            case '"':
                return ReadText(Add(EventValueKind.Text));
            case 't':
                return ReadWord("true"u8, EventValueKind.True);
            case 'f':
                return ReadWord("false"u8, EventValueKind.False);
            case 'n':
                return ReadWord("null"u8, EventValueKind.Null);
            case '-' or (>= '0' and <= '9'):
                return ReadNumber();
            default:
                return Expected("a value");
        }
    }

    private bool ReadObject(int depth)
    {
        if (depth > EventDocument.MaxDepth)
        {
            return TooDeep();
        }

        var start = _position;
        var row = Add(EventValueKind.Object);
        _position++;
        SkipWhiteSpace();
        var members = new MemberWatch();
        while (Next != '}')
        {
            if (members.Count > 0 && !Take(',', "a comma or }"))
            {
                return false;
            }

            if (Next != '"')
            {
                return Expected("a member's name in double quotes");
            }

            var name = Add(EventValueKind.Text);
            if (!ReadText(name))
            {
                return false;
            }

            WatchName(row, name, ref members);
            if (!Take(':', "a colon") || !ReadValue(depth))
            {
                return false;
            }

            SkipWhiteSpace();
        }

        _position++;
        if (members.NeedOrder && MemberOrder.Arrange(_document, Tokens, row, members.Count, ref _count))
        {
            _lastIrregular = Math.Max(_lastIrregular, start);
        }

        Close(row, start);
        return true;
    }

    private bool ReadArray(int depth)
    {
        if (depth > EventDocument.MaxDepth)
        {
            return TooDeep();
        }

        var start = _position;
        var row = Add(EventValueKind.Array);
        _position++;
        SkipWhiteSpace();
        var first = true;
        while (Next != ']')
        {
            if ((!first && !Take(',', "a comma or ]")) || !ReadValue(depth))
            {
                return false;
            }

            first = false;
            SkipWhiteSpace();
        }

        _position++;
        Close(row, start);
        return true;
    }

    private bool ReadText(int row)
    {
        var start = _position + 1;
        var length = _source[start..].IndexOfAny(EndsPlainText);
        _position = length < 0 ? _source.Length : start + length;
        if (Next == '"')
        {
            Complete(row, start, length, EventTokenTraits.Canonical);
            _position++;
            return true;
        }

        return Next == '\\' ? ReadEscapedText(row, start) : Expected("the closing quote of a text");
    }

    private bool ReadEscapedText(int row, int start)
    {
        var decoded = _document.DecodedText;
        var decodedStart = decoded.Length;
        _position = start;
        if (!TextEscapes.Decode(_source, ref _position, decoded, out var canonical))
        {
            return Expected("an escape of JSON, a printable character or the closing quote of a text");
        }

        if (!canonical)
        {
            _lastIrregular = start;
        }

        Complete(row, decodedStart, decoded.Length - decodedStart, EventTokenTraits.Decoded);
        _position++;
        return true;
    }

    private bool ReadNumber()
    {
        var start = _position;
        if (!NumberText.Scan(_source, ref _position, out var traits))
        {
            return Expected("a digit");
        }

        if ((traits & EventTokenTraits.Canonical) == 0)
        {
            _lastIrregular = start;
        }

        Complete(Add(EventValueKind.Number), start, _position - start, traits);
        return true;
    }

    private bool ReadWord(ReadOnlySpan<byte> word, EventValueKind kind)
    {
        if (!_source[_position..].StartsWith(word))
        {
            return Expected("a value");
        }

        Complete(Add(kind), _position, word.Length, EventTokenTraits.Canonical);
        _position += word.Length;
        return true;
    }

    /// <summary>Gives a name its hash, and finds out whether the members of its object may have to change places.</summary>
    private readonly void WatchName(int container, int row, ref MemberWatch members)
    {
        ref var token = ref Tokens[row];
        var name = _document.TextOf(token);
        token.Size = NameHash.Of(name);
        if (!members.NeedOrder && members.MayRepeat(token.Size))
        {
            members.NeedOrder = members.Count >= MaxMembersCompared || HasName(container, row, token.Size, name);
        }

        members.NeedOrder |= MemberOrder.IsIndexLike(name);
        members.Count++;
    }

    private readonly bool HasName(int container, int end, int hash, ReadOnlySpan<byte> name)
    {
        for (var row = container + 1; row < end; row += 1 + Tokens[row + 1].Size)
        {
            if (Tokens[row].Size == hash && _document.TextOf(Tokens[row]).SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    private int Add(EventValueKind kind)
    {
        if (_count == Tokens.Length)
        {
            // A row for every twelve bytes is more than events have in fact; a worse one grows the table.
            var tokens = ArrayPool<EventToken>.Shared.Rent(Math.Max((_source.Length / 12) + 16, _count * 2));
            Tokens.AsSpan(0, _count).CopyTo(tokens);
            if (Tokens.Length > 0)
            {
                ArrayPool<EventToken>.Shared.Return(Tokens);
            }

            Tokens = tokens;
        }

        Tokens[_count].Kind = kind;
        return _count++;
    }

    private readonly void Complete(int row, int start, int length, EventTokenTraits traits)
    {
        ref var token = ref Tokens[row];
        token.Start = start;
        token.Length = length;
        token.Size = 1;
        token.Traits = traits;
    }

    private readonly void Close(int row, int start)
    {
        Complete(row, start, _position - start, _lastIrregular < start ? EventTokenTraits.Canonical : EventTokenTraits.None);
        Tokens[row].Size = _count - row;
    }

    private void SkipWhiteSpace()
    {
        while (Next is ' ' or '\n' or '\r' or '\t')
        {
            _lastIrregular = _position++;
        }
    }

    /// <summary>The character, with white space around it.</summary>
    private bool Take(char character, string name)
    {
        SkipWhiteSpace();
        if (Next != character)
        {
            return Expected(name);
        }

        _position++;
        SkipWhiteSpace();
        return true;
    }

    private bool Expected(string what)
    {
        _message ??= Next switch
        {
            -1 => $"Expected {what}, but the event ends.",
            < 0x20 or > 0x7E => $"Expected {what}, found the byte 0x{Next:X2}.",
            _ => $"Expected {what}, found {(char)Next}.",
        };
        return false;
    }

    private bool TooDeep()
    {
        _message ??= $"Arrays and objects are nested deeper than {EventDocument.MaxDepth}.";
        return false;
    }
}
