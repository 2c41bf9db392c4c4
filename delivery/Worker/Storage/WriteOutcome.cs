namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>A <see cref="WriteStatus"/> and, unless it is Durable, the reason in words for a log or a status; it never holds user data.</summary>
internal readonly record struct WriteOutcome(WriteStatus Status, string? Reason)
{
    public static readonly WriteOutcome Durable = new(WriteStatus.Durable, null);

    public static readonly WriteOutcome Stopping = new(WriteStatus.Busy, "the store is stopping");

    public bool IsDurable => Status == WriteStatus.Durable;
}
