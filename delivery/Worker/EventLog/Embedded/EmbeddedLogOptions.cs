namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>What the engine may use of the process.</summary>
internal sealed record EmbeddedLogOptions
{
    /// <summary>The newest events, kept in memory so that lanes at the tail do not read the disk. 16 MB: some seconds of a busy source.</summary>
    public long RecentBytes { get; init; } = 16 << 20;

    /// <summary>Appends waiting to be written, beyond which new ones are Busy. 32 MB: about a second of what a slow disk takes.</summary>
    public long MaxQueuedBytes { get; init; } = 32 << 20;

    /// <summary>
    /// Message ids remembered at most, whatever the window: 28 bytes each, grown as needed. 3 million: 84 MB, a whole day of 35 events/s or an hour of 800;
    /// beyond it the oldest are forgotten, which is logged.
    /// </summary>
    public int MaxMessageIds { get; init; } = 3_000_000;

    /// <summary>How often age and size are looked at when nothing is appended.</summary>
    public TimeSpan RetentionInterval { get; init; } = TimeSpan.FromSeconds(10);
}
