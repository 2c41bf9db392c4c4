namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>Where a reflector puts what it learns. Called from one task at a time for each scope.</summary>
internal interface IReflectorSink<T>
    where T : class
{
    /// <summary>This is all that there is in the scope; what the cache has beyond it is gone.</summary>
    /// <param name="namespace">Null for all.</param>
    void Replace(string? @namespace, IReadOnlyList<WatchEvent<T>> items);

    /// <summary>One change: Added, Modified, Deleted or Undecodable.</summary>
    void Apply(WatchEvent<T> change);
}
