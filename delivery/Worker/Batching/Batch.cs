using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Batching;

/// <summary>A batch that takes no more events.</summary>
internal sealed record Batch
{
    public required MappingSettings Mapping { get; init; }

    /// <summary>The whole, with <see cref="WebhookRequest.Items"/>.</summary>
    public required WebhookRequest Request { get; init; }

    /// <summary>Of its events in the lane's window, in their order.</summary>
    public required IReadOnlyList<long> Tickets { get; init; }

    /// <summary>The fingerprint of the destination's configuration.</summary>
    public required long RenderedUnder { get; init; }

    /// <summary>The replay that brought its event back; null: none did.</summary>
    public string? Replay { get; init; }

    /// <summary>Whose order it keeps; null: nobody's.</summary>
    public required long? User { get; init; }

    public required FlushReason Reason { get; init; }
}
