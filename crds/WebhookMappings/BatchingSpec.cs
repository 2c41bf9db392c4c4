using ExtensibleWebhooks.Crds.Schema;
using ExtensibleWebhooks.Crds.Values;

namespace ExtensibleWebhooks.Crds.WebhookMappings;

/// <summary>Sends several events in one request: those of this mapping whose url, method and headers came out the same. Whichever bound is reached first sends the batch.</summary>
[CelRule("has(self.wrapKey) == (self.format == 'Wrapped')", "batching.wrapKey belongs to format Wrapped: set both or neither", nameof(WrapKeyWithItsFormat))]
public sealed record BatchingSpec
{
    /// <summary>A path to a list, [*], a path within each item.</summary>
    public const string ItemStatusPattern = @"^\$[^*]*\[\*\][^*]*$";

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

    /// <summary>
    /// Where the receiver's answer has a status for each event, in the order of the batch, such as $.items[*].status: a path to the list, [*], a path within each item. Then only the events
    /// whose own status says so are sent again or given up. Absent: the answer's status counts for all.
    /// </summary>
    [Length(4, 256)]
    [Pattern(ItemStatusPattern, "a path to a list, [*], and a path within each item, such as $.items[*].status")]
    public string? ItemStatusPath { get; init; }

    internal bool WrapKeyWithItsFormat => (WrapKey is not null) == (Format == BatchFormat.Wrapped);
}

public enum BatchFormat
{
    JsonArray,
    NdJson,
    Wrapped,
}
