namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>One event of an <see cref="EventBatch"/>: a range of its bytes, and the key by which a second one of the same messageId is a duplicate.</summary>
internal readonly record struct EventEntry(int Offset, int Length, MessageKey Key);
