namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>How far a lane is behind the head of the log.</summary>
/// <param name="Events">Events that are not committed: those in flight and those not read yet.</param>
/// <param name="OldestAt">When the oldest of them was appended; null when there is none.</param>
internal sealed record CursorLag(long Events, DateTimeOffset? OldestAt);
