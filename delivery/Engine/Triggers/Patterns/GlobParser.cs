namespace ExtensibleWebhooks.Engine.Triggers.Patterns;

/// <summary>Reads a pattern's parts.</summary>
internal sealed class GlobParser
{
    private readonly string _pattern;
    private int _position;

    public GlobParser(string pattern)
    {
        _pattern = pattern;
        var elements = new List<GlobElement>();
        while (_position < pattern.Length && Problem is null)
        {
            elements.Add(Next());
        }

        Elements = elements;
    }

    public IReadOnlyList<GlobElement> Elements { get; }

    /// <summary>Null: the pattern is right.</summary>
    public string? Problem { get; private set; }

    private GlobElement Next()
    {
        switch (_pattern[_position])
        {
            case '*':
                _position++;
                return new GlobElement(true, null);
            case '?':
                _position++;
                return new GlobElement(false, null);
            case '[':
                _position++;
                return NextClass();
            default:
                var scalar = NextScalar();
                return new GlobElement(false, [(scalar, scalar)]);
        }
    }

    private GlobElement NextClass()
    {
        var negated = _position < _pattern.Length && _pattern[_position] is '^' or '!';
        _position += negated ? 1 : 0;
        var ranges = new List<(int, int)>();
        while (Problem is null && !At(']'))
        {
            var first = NextScalar();
            if (!At('-') || _position + 1 >= _pattern.Length || _pattern[_position + 1] == ']')
            {
                ranges.Add((first, first));
                continue;
            }

            _position++;
            var last = NextScalar();
            ranges.Add((first, last));
            if (last < first)
            {
                Problem ??= $"The range {char.ConvertFromUtf32(Printable(first))}-{char.ConvertFromUtf32(Printable(last))} in the pattern is empty.";
            }
        }

        _position++;
        if (ranges.Count == 0)
        {
            Problem ??= "The pattern has brackets without a character in them.";
        }

        return new GlobElement(false, ranges, negated);
    }

    private int NextScalar()
    {
        if (At('\\'))
        {
            _position++;
        }

        if (_position >= _pattern.Length)
        {
            Problem ??= _pattern.EndsWith('\\') ? "The pattern ends with a backslash." : "The pattern has a [ without its ].";
            return 0;
        }

        var pair = _position + 1 < _pattern.Length && char.IsSurrogatePair(_pattern[_position], _pattern[_position + 1]);
        var scalar = pair ? char.ConvertToUtf32(_pattern[_position], _pattern[_position + 1]) : _pattern[_position];
        _position += pair ? 2 : 1;
        return scalar;
    }

    private bool At(char character) => _position < _pattern.Length && _pattern[_position] == character;

    private static int Printable(int scalar) => scalar is >= 0xD800 and <= 0xDFFF ? 0xFFFD : scalar;
}
