using System.Text;

namespace ExtensibleWebhooks.Engine.Triggers.Syntax;

/// <summary>
/// Reads one word: keys of letters, digits, _ and -, joined by dots, with [0] for an element and a backslash before any other character.
/// The same word may turn out to be a field, a keyword, a number or a value, so it gives all readings.
/// </summary>
internal sealed class WordReader
{
    private const string Ends = "()[],\"'=!<>&|";

    private readonly string _text;
    private readonly StringBuilder _value = new();
    private readonly StringBuilder _segment = new();
    private readonly List<string> _segments = [];
    private readonly int _start;
    private bool _segmentOpen = true;

    public WordReader(string text, int start)
    {
        _text = text;
        _start = start;
        End = start;
        while (End < text.Length && ReadOne())
        {
        }

        CloseSegment();
    }

    /// <summary>Behind the last character.</summary>
    public int End { get; private set; }

    /// <summary>The text without backslashes.</summary>
    public string Value => _value.ToString();

    /// <summary>The keys; an empty one stands where a dot has nothing on one side.</summary>
    public IReadOnlyList<string> Segments => _segments;

    /// <summary>Where a character stands that no word has; null if there is none.</summary>
    public int? Stray { get; private set; }

    private bool ReadOne()
    {
        var character = _text[End];
        if (character == '\\' && End + 1 < _text.Length)
        {
            End++;
            Take(_text[End]);
            return true;
        }

        if (character == '[' && TryReadIndex())
        {
            return true;
        }

        if (char.IsWhiteSpace(character) || Ends.Contains(character, StringComparison.Ordinal))
        {
            return false;
        }

        if (character == '.')
        {
            _value.Append(character);
            End++;
            CloseSegment();
            _segmentOpen = true;
            return true;
        }

        if (!IsPlain(character))
        {
            Stray ??= End;
        }

        Take(character);
        return true;
    }

    private bool IsPlain(char character) =>
        char.IsLetterOrDigit(character) || character is '_' || (character == '-' && (End > _start || IsDigit(End + 1))) || (character == '+' && IsSign());

    /// <summary>A plus is part of a number only: at its start or after its e.</summary>
    private bool IsSign() => IsDigit(End + 1) && (End == _start || _text[End - 1] is 'e' or 'E');

    private bool IsDigit(int index) => index < _text.Length && char.IsAsciiDigit(_text[index]);

    private bool TryReadIndex()
    {
        var close = End + 1;
        while (IsDigit(close))
        {
            close++;
        }

        if (End == _start || close == End + 1 || close >= _text.Length || _text[close] != ']')
        {
            return false;
        }

        CloseSegment();
        _segments.Add(_text[(End + 1)..close]);
        _value.Append(_text, End, close + 1 - End);
        End = close + 1;
        return true;
    }

    private void Take(char character)
    {
        _value.Append(character);
        _segment.Append(character);
        _segmentOpen = true;
        End++;
    }

    private void CloseSegment()
    {
        if (_segmentOpen)
        {
            _segments.Add(_segment.ToString());
            _segment.Clear();
        }

        _segmentOpen = false;
    }
}
