namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>The clock, the figures and the logger of the log, which go everywhere together.</summary>
internal sealed record LogWatch(TimeProvider Time, EventLogMetrics Metrics, ILogger<EmbeddedEventLog> Logger);
