namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Events per second in the long run, and how many at once after a quiet time.</summary>
internal sealed record IngestRateLimit(int EventsPerSecond, int Burst);
