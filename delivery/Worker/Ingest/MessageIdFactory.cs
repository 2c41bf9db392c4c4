namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Makes the messageId of an event that came without one; unique for all time.</summary>
internal delegate string MessageIdFactory();
