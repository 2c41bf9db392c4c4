using Parlot;
using Parlot.Fluent;

namespace ExtensibleWebhooks.Engine.Liquid.Syntax;

/// <summary>What stands between the delimiters of a tag or an output, read by our own reader in the place of Fluid's grammar.</summary>
/// <param name="isOutput">An output ends at the first }} outside of quotes; a tag at the first %}, or within {% liquid %} at the end of the line.</param>
/// <param name="read">Reads all of it.</param>
internal sealed class TagContent<T>(bool isOutput, Func<TokenReader, ExpressionReader, T> read) : Parser<T>
{
    public override bool Parse(ParseContext context, ref ParseResult<T> result)
    {
        var liquid = (LiquidParseContext)context;
        var cursor = context.Scanner.Cursor;
        var start = cursor.Offset;
        var end = FindEnd(liquid, cursor.Buffer, start);

        var tokens = new TokenReader(cursor.Buffer, start, end);
        var value = read(tokens, new ExpressionReader(tokens, liquid.Problems));
        tokens.SkipBlanks();
        if (!tokens.AtEnd)
        {
            throw tokens.Error($"Expected the end of the tag, found {tokens.Found()}.");
        }

        cursor.Advance(end - start);
        result.Set(start, end, value);
        return true;
    }

    private int FindEnd(LiquidParseContext context, string text, int start)
    {
        var end = isOutput ? EndOfOutput(text, start) : text.IndexOf("%}", start, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new LiquidSyntaxException(start, $"Expected {(isOutput ? "}}" : "%}")}; the tag does not end.");
        }

        if (context.InsideLiquidTag && text.IndexOf('\n', start, end - start) is var newLine and >= 0)
        {
            end = newLine;
        }

        // The hyphen that trims belongs to the delimiter.
        end -= end > start && text[end - 1] == '-' ? 1 : 0;
        while (end > start && LiquidCharacters.IsBlank(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private static int EndOfOutput(string text, int start)
    {
        for (var i = start; i < text.Length - 1; i++)
        {
            if (text[i] is '"' or '\'')
            {
                var close = QuotedText.FindEnd(text, i, text.Length);
                i = close < 0 ? text.Length : close;
            }
            else if (text[i] == '}' && text[i + 1] == '}')
            {
                return i;
            }
        }

        return -1;
    }
}
