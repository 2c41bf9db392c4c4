namespace ExtensibleWebhooks.Cli.Inspect;

/// <summary>What a worker answered, or why not.</summary>
/// <param name="Value">Null when there is a problem.</param>
/// <param name="Problem">In a sentence for a user; null when there is none.</param>
internal readonly record struct InspectAnswer<T>(T? Value, string? Problem)
    where T : class;
