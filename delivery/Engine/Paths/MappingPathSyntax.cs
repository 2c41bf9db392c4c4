namespace ExtensibleWebhooks.Engine.Paths;

/// <summary>
/// Paths as mappings write them: <c>$.a.b[0]['c']</c>. A dot always separates, inside of quotes too; <c>[</c> does before a quote or a digit, a run of <c>]</c> after one;
/// elsewhere both are part of the name. Empty pieces do not count, quotes are taken out, a backslash is a character like any other.
/// </summary>
internal static class MappingPathSyntax
{
    private const string RootMarker = "$.";

    /// <summary>A directive's path: the first <c>$.</c>, wherever it is, stands for the event.</summary>
    public static EventPath ParseDirective(string path)
    {
        var marker = path.IndexOf(RootMarker, StringComparison.Ordinal);
        return Parse(marker < 0 ? path : path.Remove(marker, RootMarker.Length));
    }

    /// <summary>A path as templates use it, without <c>$.</c>; "" and "." are the event itself.</summary>
    public static EventPath Parse(string path)
    {
        var segments = new List<string>();
        var start = 0;
        var closes = false;
        for (var i = 0; i < path.Length; i++)
        {
            // Of a run of closing brackets the first decides for all.
            closes = path[i] == ']' && (closes || (i > 0 && IsQuoteOrDigit(path[i - 1])));
            var opens = path[i] == '[' && i + 1 < path.Length && IsQuoteOrDigit(path[i + 1]);
            if (path[i] == '.' || opens || closes)
            {
                Add(path[start..i], segments);
                start = i + 1;
            }
        }

        Add(path[start..], segments);
        return new EventPath(segments);
    }

    private static bool IsQuoteOrDigit(char character) => character is '"' or '\'' or (>= '0' and <= '9');

    private static void Add(string piece, List<string> segments)
    {
        if (piece.Length > 0)
        {
            segments.Add(piece.Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal));
        }
    }
}
