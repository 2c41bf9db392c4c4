using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Triggers.Patterns;

/// <summary>
/// A pattern of <c>*</c> (any characters), <c>?</c> (one), <c>[abc]</c>, <c>[a-z]</c>, <c>[^a-z]</c> and <c>\x</c> (the character itself), for a whole text, letter case counting.
/// Only the last <c>*</c> is ever tried again, so the time is at most the text's length times the pattern's.
/// </summary>
internal sealed class Glob
{
    /// <summary>Characters in a pattern; bounds the time for a text.</summary>
    public const int MaxLength = 512;

    private readonly GlobElement[] _elements;

    private Glob(IEnumerable<GlobElement> elements) => _elements = [.. elements];

    /// <summary>Reads a pattern; if it is none, <paramref name="problem"/> says why, and the result covers nothing of use.</summary>
    public static Glob Parse(string pattern, out string? problem)
    {
        var parser = new GlobParser(pattern);
        problem = pattern.Length > MaxLength
            ? $"The pattern has {pattern.Length} characters; at most {MaxLength} are supported."
            : parser.Problem;
        return new Glob(parser.Elements);
    }

    /// <param name="text">WTF-8.</param>
    public bool Covers(ReadOnlySpan<byte> text)
    {
        int position = 0, element = 0;
        int lastRun = -1, lastRunPosition = 0;
        while (position < text.Length)
        {
            if (element < _elements.Length && _elements[element].IsRun)
            {
                lastRun = element++;
                lastRunPosition = position;
                continue;
            }

            var length = Wtf8.ReadScalar(text[position..], out var scalar);
            if (element < _elements.Length && _elements[element].Accepts(scalar))
            {
                element++;
                position += length;
                continue;
            }

            if (lastRun < 0)
            {
                return false;
            }

            // The run takes one character more.
            element = lastRun + 1;
            lastRunPosition += Wtf8.ReadScalar(text[lastRunPosition..], out _);
            position = lastRunPosition;
        }

        while (element < _elements.Length && _elements[element].IsRun)
        {
            element++;
        }

        return element == _elements.Length;
    }
}
