namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>The answer of a <c>DELETE</c>.</summary>
/// <param name="Deleted">How many there were.</param>
internal sealed record Deletion(long Deleted);
