namespace ExtensibleWebhooks.Engine.Events;

/// <summary>The elements of an array, in order; allocates nothing.</summary>
public struct EventItems
{
    private readonly EventDocument? _document;
    private readonly int _end;
    private int _next;
    private int _current;

    internal EventItems(EventValue array)
    {
        if (!array.IsMissing)
        {
            _document = array.Document;
            _next = array.Row + 1;
            _end = array.Row + array.Token.Size;
        }
    }

    public readonly EventValue Current => _document is null ? default : new EventValue(_document, _current);

    public readonly EventItems GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_document is null || _next >= _end)
        {
            return false;
        }

        _current = _next;
        _next += _document.TokenAt(_next).Size;
        return true;
    }
}
