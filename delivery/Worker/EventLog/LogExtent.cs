namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>What the log holds.</summary>
/// <param name="Oldest">The first event that can still be read; equal to <paramref name="Head"/> when the log is empty.</param>
/// <param name="Head">Where the next event will go.</param>
/// <param name="Events">How many events there are.</param>
/// <param name="Bytes">Their JSON and framing, without the engine's own overhead.</param>
/// <param name="OldestAt">When the oldest was appended; null when the log is empty.</param>
/// <param name="NewestAt">When the newest was appended; null when the log is empty.</param>
internal sealed record LogExtent(LogPosition Oldest, LogPosition Head, long Events, long Bytes, DateTimeOffset? OldestAt, DateTimeOffset? NewestAt);
