namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>Finds what a user probably meant by a word that is none of the known ones.</summary>
public static class NearMiss
{
    /// <summary>Words longer than this are no typing errors, and would only cost time.</summary>
    private const int MaxLength = 64;

    /// <summary>" (did you mean X?)" for the closest known word; empty where none is close.</summary>
    public static string Hint(string word, IEnumerable<string> known) => Find(word, known) is { } meant ? $" (did you mean {meant}?)" : "";

    /// <summary>The closest known word: one that differs in letter case only, or by an edit for every three letters; else null.</summary>
    public static string? Find(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > MaxLength)
        {
            return null;
        }

        var best = known.Select(candidate => (Candidate: candidate, Distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(pair => pair.Distance <= Math.Max(word.Length, pair.Candidate.Length) / 3)
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault();
        return best.Candidate;
    }

    /// <summary>Damerau-Levenshtein with adjacent transpositions: insertions, deletions, changes and swaps of neighbours, one each.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j : Step(left, right, rows, i, j);
            }
        }

        return rows[left.Length, right.Length];
    }

    private static int Step(string left, string right, int[,] rows, int i, int j)
    {
        var change = left[i - 1] == right[j - 1] ? 0 : 1;
        var least = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + change);
        var swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return swapped ? Math.Min(least, rows[i - 2, j - 2] + 1) : least;
    }
}
