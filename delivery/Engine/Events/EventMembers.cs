namespace ExtensibleWebhooks.Engine.Events;

/// <summary>The members of an object, in JavaScript's order; allocates nothing.</summary>
public struct EventMembers
{
    private readonly EventDocument? _document;
    private readonly int _end;
    private int _next;
    private int _current;

    internal EventMembers(EventValue @object)
    {
        if (!@object.IsMissing)
        {
            _document = @object.Document;
            _next = @object.Row + 1;
            _end = @object.Row + @object.Token.Size;
        }
    }

    public readonly EventMember Current => _document is null ? default : new EventMember(_document, _current);

    public readonly EventMembers GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_document is null || _next >= _end)
        {
            return false;
        }

        _current = _next;
        _next += 1 + _document.TokenAt(_next + 1).Size;
        return true;
    }
}
