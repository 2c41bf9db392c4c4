using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.Schema;
using ExtensibleWebhooks.Crds.Values;

namespace ExtensibleWebhooks.Crds.EventSources;

/// <summary>How events are accepted, kept and worked on.</summary>
public sealed record EventSourceSpec
{
    /// <summary>The write key that senders authenticate with. Absent: one is generated into the Secret named after the source with the suffix "-write-key", key "writeKey".</summary>
    public SecretKeyRef? WriteKeySecretRef { get; init; }

    /// <summary>What the HTTP endpoint accepts.</summary>
    [Default("{}")]
    public IngestSpec Ingest { get; init; } = new();

    /// <summary>What the event log is kept in.</summary>
    [Default("{}")]
    public EngineSpec Engine { get; init; } = new();

    /// <summary>How long and how much the event log keeps; whichever bound is reached first deletes the oldest events.</summary>
    [Default("{}")]
    public RetentionSpec Retention { get; init; } = new();

    /// <summary>For how long a messageId that came again is recognised and dropped, per source. 0s turns deduplication off.</summary>
    [Default("\"24h\"")]
    [DurationRange("0s", "720h")]
    public Duration DeduplicationWindow { get; init; } = Duration.Parse("24h");

    /// <summary>The pods that do the work.</summary>
    [Default("{}")]
    public WorkersSpec Workers { get; init; } = new();
}

/// <summary>What the HTTP endpoint accepts.</summary>
public sealed record IngestSpec
{
    /// <summary>Origins of browsers that may send events: "*" for all, or texts such as https://shop.example.com.</summary>
    [Default("[\"*\"]")]
    [Items(0, 64)]
    [Each(1, 253)]
    public IReadOnlyList<string> CorsOrigins { get; init; } = ["*"];

    /// <summary>Largest event in bytes, uncompressed; a larger one is rejected. Segment's own limit is the default.</summary>
    [Default("32768")]
    [Range(1024, 1_048_576)]
    public int MaxEventBytes { get; init; } = 32_768;

    /// <summary>Largest request in bytes, uncompressed; a larger one is answered 400. Segment's own limit is the default.</summary>
    [Default("512000")]
    [Range(1024, 16_777_216)]
    public int MaxBatchBytes { get; init; } = 512_000;

    /// <summary>How many events are accepted a second; more are answered 429 with Retry-After. Absent: no limit.</summary>
    public EventRateLimit? RateLimit { get; init; }
}

/// <summary>A token bucket over accepted events.</summary>
public sealed record EventRateLimit
{
    /// <summary>Events a second in the long run.</summary>
    [Range(1, 1_000_000)]
    public required int EventsPerSecond { get; init; }

    /// <summary>Events at once after a quiet time. Absent: as many as a second brings.</summary>
    [Range(1, 10_000_000)]
    public int? Burst { get; init; }
}

/// <summary>How long and how much the event log keeps.</summary>
public sealed record RetentionSpec
{
    /// <summary>Age at which an event is deleted, delivered or not.</summary>
    [Default("\"72h\"")]
    [DurationRange("1m", "8760h")]
    public Duration MaxAge { get; init; } = Duration.Parse("72h");

    /// <summary>Size of the log above which its oldest events are deleted. Keep it below the volume's size.</summary>
    [Default("\"8Gi\"")]
    [SizeRange("16Mi", "16Ti")]
    public ByteSize MaxSize { get; init; } = ByteSize.Parse("8Gi");
}
