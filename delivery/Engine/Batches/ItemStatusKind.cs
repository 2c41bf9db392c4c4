namespace ExtensibleWebhooks.Engine.Batches;

/// <summary>Whether an answer has a list of statuses.</summary>
public enum ItemStatusKind
{
    /// <summary>There is a list.</summary>
    Listed,

    /// <summary>It is JSON, without a list at the path.</summary>
    NoList,

    /// <summary>It is no JSON, or not all of it came.</summary>
    Unreadable,
}
