using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>What a source accepts; replaced whole when the configuration changes.</summary>
internal sealed record IngestSettings
{
    /// <summary>Compared in constant time; never logged.</summary>
    public required string WriteKey { get; init; }

    /// <summary>32 KB, the reference's limit: for a request with one event, and for each event of a batch.</summary>
    public int MaxEventBytes { get; init; } = 32_768;

    /// <summary>500 KB, the reference's limit, after decompression.</summary>
    public int MaxBatchBytes { get; init; } = 512_000;

    /// <summary>The reference's limit.</summary>
    public int MaxEventsPerBatch { get; init; } = 2_500;

    /// <summary>Null: no limit.</summary>
    public RateLimit? RateLimit { get; init; }

    // The compiler's ToString would print the key.
    public override string ToString() => nameof(IngestSettings);
}
