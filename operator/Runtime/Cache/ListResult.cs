namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>A whole list, all pages of it.</summary>
/// <param name="Items">Each as an Added or an Undecodable event.</param>
/// <param name="ResourceVersion">Where a watch goes on from.</param>
internal sealed record ListResult<T>(IReadOnlyList<WatchEvent<T>> Items, string ResourceVersion)
    where T : class;
