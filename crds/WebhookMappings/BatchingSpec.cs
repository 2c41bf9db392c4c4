using ExtensibleWebhooks.Crds.Schema;
using ExtensibleWebhooks.Crds.Values;

namespace ExtensibleWebhooks.Crds.WebhookMappings;

/// <summary>Sends several events in one request: those of this mapping whose url, method and headers came out the same. Whichever bound is reached first sends the batch.</summary>
[CelRule("has(self.wrapKey) == (self.format == 'Wrapped')", "batching.wrapKey belongs to format Wrapped: set both or neither", nameof(WrapKeyWithItsFormat))]
public sealed record BatchingSpec
{
    /// <summary>False sends one request an event.</summary>
    [Default("false")]
    public bool Enabled { get; init; }

    /// <summary>Most events in a request.</summary>
    [Default("1000")]
    [Range(1, 4000)]
    public int MaxSize { get; init; } = 1000;

    /// <summary>Most bytes in a request's body.</summary>
    [Default("\"4MB\"")]
    [SizeRange("1KB", "64MB")]
    public ByteSize MaxBytes { get; init; } = ByteSize.Parse("4MB");

    /// <summary>Longest time that an event waits for others.</summary>
    [Default("\"1s\"")]
    [DurationRange("1ms", "5m")]
    public Duration MaxWait { get; init; } = Duration.Parse("1s");

    /// <summary>JsonArray is [a,b]; NdJson is one line an event; Wrapped is {"key":[a,b]}.</summary>
    [Default("\"JsonArray\"")]
    public BatchFormat Format { get; init; } = BatchFormat.JsonArray;

    /// <summary>The key of format Wrapped.</summary>
    [Length(1, 128)]
    public string? WrapKey { get; init; }

    internal bool WrapKeyWithItsFormat => (WrapKey is not null) == (Format == BatchFormat.Wrapped);
}

public enum BatchFormat
{
    JsonArray,
    NdJson,
    Wrapped,
}
