namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>escape, xml_escape, escape_once, strip_html.</summary>
internal static class HtmlFilters
{
    /// <summary>What is taken out with everything in it; the last, any tag.</summary>
    private static readonly (string Open, string Close)[] Blocks = [("<script", "</script>"), ("<style", "</style>"), ("<!--", "-->"), ("<", ">")];

    public static IEnumerable<KeyValuePair<string, LiquidFilter>> All =>
    [
        new("escape", TextFilter.Of(Escape)),
        new("xml_escape", TextFilter.Of(Escape)),
        new("escape_once", TextFilter.Of(text => Escape(Unescape(text)))),
        new("strip_html", TextFilter.Of(StripHtml)),
    ];

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&#34;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);

    private static string Unescape(string text) => text
        .Replace("&lt;", "<", StringComparison.Ordinal)
        .Replace("&gt;", ">", StringComparison.Ordinal)
        .Replace("&#34;", "\"", StringComparison.Ordinal)
        .Replace("&#39;", "'", StringComparison.Ordinal)
        .Replace("&amp;", "&", StringComparison.Ordinal);

    private static string StripHtml(string text)
    {
        var output = new System.Text.StringBuilder();
        // A block that does not close anywhere after one place does not close after a later one either.
        var blocks = Blocks.ToList();
        var position = 0;
        while (text.IndexOf('<', position) is var open and >= 0)
        {
            output.Append(text, position, open - position);
            position = EndOfBlock(text, open, blocks);
            if (position < 0)
            {
                return output.Append(text, open, text.Length - open).ToString();
            }
        }

        return output.Append(text, position, text.Length - position).ToString();
    }

    private static int EndOfBlock(string text, int open, List<(string Open, string Close)> blocks)
    {
        foreach (var block in blocks.ToArray())
        {
            if (string.CompareOrdinal(text, open, block.Open, 0, block.Open.Length) != 0)
            {
                continue;
            }

            var close = text.IndexOf(block.Close, open + block.Open.Length, StringComparison.Ordinal);
            if (close >= 0)
            {
                return close + block.Close.Length;
            }

            blocks.Remove(block);
        }

        return -1;
    }
}
