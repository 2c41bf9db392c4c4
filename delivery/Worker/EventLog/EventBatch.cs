namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>Events to append together: all of them become durable, or none.</summary>
/// <param name="Bytes">The JSON of all events. It must stay as it is until the append has ended.</param>
/// <param name="Entries">Where each event is in it, in order.</param>
internal sealed record EventBatch(ReadOnlyMemory<byte> Bytes, IReadOnlyList<EventEntry> Entries);
