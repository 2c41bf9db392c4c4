namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>Events that follow one another in the log.</summary>
/// <param name="Events">In order; empty only when a positional read reached the head.</param>
/// <param name="Next">Where the next read goes on.</param>
/// <param name="Missed">How many events before these were to be read but are gone, by retention or because a block was damaged. 0 as a rule.</param>
internal sealed record LogSlice(IReadOnlyList<LogEvent> Events, LogPosition Next, long Missed);
