namespace ExtensibleWebhooks.Runtime.Queue;

/// <summary>Which of the ready keys go first. A key asked for in both bands goes with the first.</summary>
internal enum QueueBand
{
    /// <summary>Something changed.</summary>
    Normal,

    /// <summary>Nothing is known to have changed: the first fill of a cache. A restart with ten thousand objects must not make a user's edit wait.</summary>
    Background,
}
