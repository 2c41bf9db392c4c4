using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Chart;

/// <summary>A table of the chart's README, found by its heading cells.</summary>
internal static class ReadmeTable
{
    /// <summary>The cells of each row of every table with these headings, in order.</summary>
    public static IReadOnlyList<string[]> Rows(params string[] headings)
    {
        var rows = new List<string[]>();
        var inside = false;
        foreach (var line in File.ReadLines(RepositoryRoot.At("charts", "extensible-webhooks", "README.md")))
        {
            var cells = line.StartsWith('|') ? line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim(' ', '|')).ToArray() : [];
            if (cells.Length > 0 && inside && !cells[0].StartsWith("---", StringComparison.Ordinal))
            {
                rows.Add(cells);
            }

            inside = cells.Length > 0 && (inside || cells.SequenceEqual(headings));
        }

        return rows;
    }
}
