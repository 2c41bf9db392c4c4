namespace ExtensibleWebhooks.Worker.Batching;

/// <summary>What the waiting batches of one lane may cost.</summary>
internal sealed record BatchLimits
{
    public static readonly BatchLimits Default = new();

    /// <summary>Open batches: one for each mapping and target.</summary>
    public int OpenBatches { get; init; } = 256;

    /// <summary>Bytes of all open batches; a single one may be larger, up to its mapping's maxBytes.</summary>
    public long OpenBytes { get; init; } = 16 << 20;

    /// <summary>Closed batches that wait for their place to be sent; then the lane reads no further.</summary>
    public int Closed { get; init; } = 8;

    /// <summary>The same in bytes.</summary>
    public long ClosedBytes { get; init; } = 16 << 20;
}
