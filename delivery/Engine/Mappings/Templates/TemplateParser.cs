using ExtensibleWebhooks.Engine.Paths;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings.Templates;

/// <summary>
/// Finds a template's placeholders as the reference does, first those in three braces and then, in the text between, those in two: so many opening braces,
/// at least one character that is no closing brace, so many closing braces. What the first step put in is not looked at again: values never expand.
/// </summary>
internal static class TemplateParser
{
    private const int Triple = 3;
    private const int Double = 2;

    public static IEnumerable<TemplatePiece> Parse(string template) => Split(template, Triple);

    private static IEnumerable<TemplatePiece> Split(string text, int braces)
    {
        var start = 0;
        while (Find(text, start, braces) is { } found)
        {
            foreach (var piece in Between(text[start..found.Start], braces))
            {
                yield return piece;
            }

            var path = JsText.Trim(text[(found.Start + braces)..(found.End - braces)]);
            yield return new TemplatePiece([], MappingPathSyntax.Parse(path));
            start = found.End;
        }

        foreach (var piece in Between(text[start..], braces))
        {
            yield return piece;
        }
    }

    private static IEnumerable<TemplatePiece> Between(string text, int braces) =>
        text.Length == 0 ? []
        : braces == Triple ? Split(text, Double)
        : [new TemplatePiece(Wtf8.GetBytes(text), null)];

    private static (int Start, int End)? Find(string text, int from, int braces)
    {
        var opening = new string('{', braces);
        var closing = new string('}', braces);
        for (var start = text.IndexOf(opening, from, StringComparison.Ordinal); start >= 0; start = text.IndexOf(opening, start + 1, StringComparison.Ordinal))
        {
            var close = text.IndexOf('}', start + braces);
            if (close < 0)
            {
                return null;
            }

            if (close > start + braces && string.CompareOrdinal(text, close, closing, 0, braces) == 0)
            {
                return (start, close + braces);
            }

            // A start before this brace would end at it too, and fail too.
            start = close;
        }

        return null;
    }
}
