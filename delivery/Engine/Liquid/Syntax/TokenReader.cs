using System.Globalization;

namespace ExtensibleWebhooks.Engine.Liquid.Syntax;

/// <summary>Reads names, numbers and texts between two places of a template, by liquidjs's rules.</summary>
internal sealed class TokenReader(string text, int start, int end)
{
    private int _depth;

    public int Position { get; private set; } = start;

    public bool AtEnd => Position >= end;

    /// <summary>The character here, or NUL at the end.</summary>
    public char Current => Peek(0);

    public char Peek(int offset) => Position + offset < end ? text[Position + offset] : '\0';

    public void Advance(int count = 1) => Position = Math.Min(end, Position + count);

    public void SkipBlanks()
    {
        while (!AtEnd && LiquidCharacters.IsBlank(Current))
        {
            Position++;
        }
    }

    /// <summary>Takes the character if it stands here, after blanks.</summary>
    public bool Take(char character)
    {
        SkipBlanks();
        if (AtEnd || Current != character)
        {
            return false;
        }

        Advance();
        return true;
    }

    /// <summary>Takes the word if it stands here and ends here, after blanks.</summary>
    public bool TakeWord(string word)
    {
        SkipBlanks();
        var after = Position + word.Length;
        if (after > end || string.CompareOrdinal(text, Position, word, 0, word.Length) != 0
            || (LiquidCharacters.IsWord(word[^1]) && after < end && LiquidCharacters.IsWord(text[after])))
        {
            return false;
        }

        Advance(word.Length);
        return true;
    }

    /// <summary>A name, after blanks; "" if there is none.</summary>
    public string Name()
    {
        SkipBlanks();
        var from = Position;
        while (!AtEnd && LiquidCharacters.IsWord(Current))
        {
            Position++;
        }

        return text[from..Position];
    }

    /// <summary>A number with or without sign and fraction, not followed by more of a word.</summary>
    public double? Number()
    {
        SkipBlanks();
        var length = Current is '+' or '-' ? 1 : 0;
        var (digits, points) = (0, 0);
        for (; char.IsAsciiDigit(Peek(length)) || (Peek(length) == '.' && Peek(length + 1) != '.'); length++)
        {
            digits += Peek(length) == '.' ? 0 : 1;
            points += Peek(length) == '.' ? 1 : 0;
            if (points > 1 || digits == 0)
            {
                return null;
            }
        }

        if (digits == 0 || (Position + length < end && LiquidCharacters.IsWord(Peek(length))))
        {
            return null;
        }

        var number = double.Parse(text.AsSpan(Position, length), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        Advance(length);
        return number;
    }

    /// <summary>A text in quotes, its escapes being resolved.</summary>
    public string? Quoted()
    {
        SkipBlanks();
        var quote = Current;
        if (quote is not ('"' or '\''))
        {
            return null;
        }

        var close = QuotedText.FindEnd(text, Position, end);
        if (close < 0)
        {
            throw Error($"The text that starts with {quote} does not end.");
        }

        var content = QuotedText.Unescape(text.AsSpan(Position + 1, close - Position - 1));
        Position = close + 1;
        return content;
    }

    /// <summary>Goes one bracket deeper.</summary>
    public void Enter()
    {
        if (++_depth > LiquidLimits.MaxDepth)
        {
            throw Error($"There are more than {LiquidLimits.MaxDepth} brackets inside each other; assign parts to variables.");
        }
    }

    public void Leave() => _depth--;

    /// <summary>Takes the bracket that has to close here.</summary>
    public void Close()
    {
        if (!Take(']'))
        {
            throw Error($"Expected ], found {Found()}.");
        }
    }

    /// <summary>Takes all that is left.</summary>
    public string Rest()
    {
        var from = Position;
        Position = end;
        return text[from..end];
    }

    public string TextBetween(int from, int to) => text[from..to];

    /// <summary>What stands here, for a message.</summary>
    public string Found()
    {
        SkipBlanks();
        if (AtEnd)
        {
            return "the end of the tag";
        }

        var word = new TokenReader(text, Position, end).Name();
        return word.Length > 0 ? word : Current.ToString();
    }

    public LiquidSyntaxException Error(string message) => new(Position, message);
}
