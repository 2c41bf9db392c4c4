namespace ExtensibleWebhooks.Cli.Inspect;

/// <summary>Rows under headings, as kubectl writes them: columns three spaces apart, never wrapped.</summary>
internal static class TextTable
{
    private const int Gap = 3;

    public static string Write(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = headings.Select((heading, column) => rows.Select(row => row[column].Length).Append(heading.Length).Max() + Gap).ToList();
        return string.Concat(rows.Prepend(headings).Select(row => string.Concat(row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd() + "\n"));
    }

    /// <summary>Names and values, a line each; those without a value are left out.</summary>
    public static string WritePairs(IReadOnlyList<(string Name, string? Value)> pairs)
    {
        var width = pairs.Max(pair => pair.Name.Length) + Gap;
        return string.Concat(pairs.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name.PadRight(width)}{pair.Value}\n"));
    }
}
