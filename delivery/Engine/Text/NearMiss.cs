namespace ExtensibleWebhooks.Engine.Text;

/// <summary>Finds what a user probably meant, for the end of an error message.</summary>
internal static class NearMiss
{
    /// <summary>Longer words are not compared: nobody misspells those, and the comparison is quadratic.</summary>
    private const int MaxLength = 40;

    /// <summary>"; perhaps x is meant" for the nearest candidate within a third of its letters; else "".</summary>
    public static string Suggest(string found, IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Select(candidate => (Text: candidate, Distance: Distance(found, candidate)))
            .Where(pair => pair.Distance <= Math.Max(1, pair.Text.Length / 3))
            .OrderBy(pair => pair.Distance)
            .Select(pair => pair.Text)
            .FirstOrDefault();
        return nearest is null ? "" : $"; perhaps {nearest} is meant";
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours, letter case aside (optimal string alignment).</summary>
    private static int Distance(string from, string to)
    {
        if (from.Length > MaxLength || to.Length > MaxLength)
        {
            return int.MaxValue;
        }

        var rows = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j : Step(from, to, rows, i, j);
            }
        }

        return rows[from.Length, to.Length];
    }

    private static int Step(string from, string to, int[,] rows, int i, int j)
    {
        var replaced = rows[i - 1, j - 1] + (Same(from[i - 1], to[j - 1]) ? 0 : 1);
        var best = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]);
        return swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
