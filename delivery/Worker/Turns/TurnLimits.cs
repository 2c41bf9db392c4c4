namespace ExtensibleWebhooks.Worker.Turns;

/// <summary>What may wait in the memory of one lane for earlier deliveries of their users; then the lane reads no further until fewer do.</summary>
internal sealed record TurnLimits
{
    public static readonly TurnLimits Default = new();

    /// <summary>Deliveries.</summary>
    public int Waiting { get; init; } = 4_096;

    /// <summary>The same in bytes of their bodies.</summary>
    public long WaitingBytes { get; init; } = 16 << 20;

    /// <summary>Deliveries that are parked by one write.</summary>
    public int ParkAtOnce { get; init; } = 256;
}
