namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>Several findings as one message that people can read and etcd can hold.</summary>
internal static class Sentences
{
    private const int MaxLength = 2000;

    /// <summary>All of them, each on its own; those that no longer fit are counted.</summary>
    public static string Join<T>(IReadOnlyList<T> findings)
    {
        var told = new List<string>();
        var length = 0;
        foreach (var text in findings.Select(finding => finding?.ToString() ?? ""))
        {
            if (told.Count > 0 && length + text.Length > MaxLength)
            {
                return $"{string.Join("; ", told)}; and {findings.Count - told.Count} more";
            }

            told.Add(text.Length > MaxLength ? $"{text[..MaxLength]}…" : text);
            length += text.Length;
        }

        return string.Join("; ", told);
    }
}
