namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>What bounds the log; can change while it runs. The defaults are those of an EventSource.</summary>
internal sealed record EventLogSettings
{
    /// <summary>Events older than this are deleted, read or not.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(72);

    /// <summary>Beyond this the oldest are deleted, read or not.</summary>
    public long MaxBytes { get; init; } = 8L << 30;

    /// <summary>How long a messageId is remembered. Zero: no deduplication.</summary>
    public TimeSpan DeduplicationWindow { get; init; } = TimeSpan.FromHours(24);
}
