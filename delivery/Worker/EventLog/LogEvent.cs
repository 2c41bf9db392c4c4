namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>
/// One event of the log. At the tail all lanes get the same instance, so what is worth computing once per process can be kept by reference.
/// </summary>
/// <param name="Position">Its place; unique in the log.</param>
/// <param name="AppendedAt">When its block became durable, by the worker's clock to a millisecond; it never falls from one event to the next.</param>
/// <param name="Json">The event as it was appended: one JSON object in UTF-8. Immutable; it shares a buffer of about 64 KB with its neighbours.</param>
internal sealed record LogEvent(LogPosition Position, DateTimeOffset AppendedAt, ReadOnlyMemory<byte> Json);
