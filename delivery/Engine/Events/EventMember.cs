using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Events;

/// <summary>One member of an object.</summary>
public readonly struct EventMember
{
    private readonly EventDocument _document;
    private readonly int _row;

    internal EventMember(EventDocument document, int row)
    {
        _document = document;
        _row = row;
    }

    public EventValue Value => new(_document, _row + 1);

    /// <summary>WTF-8, without quotes and escapes.</summary>
    internal ReadOnlySpan<byte> Name => _document.TextOf(Token);

    internal ref readonly EventToken Token => ref _document.TokenAt(_row);

    internal EventDocument Document => _document;

    public string GetName() => Wtf8.GetString(Name);
}
