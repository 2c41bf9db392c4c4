namespace ExtensibleWebhooks.Worker.Pacing;

/// <summary>So many a second in the long run, and so many at once after a quiet time. Both at least 1.</summary>
internal sealed record RateLimit(int PerSecond, int Burst);
