using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Batching;

/// <summary>One event's webhook on its way into a batch.</summary>
internal sealed record BatchMember
{
    /// <summary>With <see cref="MappingSettings.Batch"/>.</summary>
    public required MappingSettings Mapping { get; init; }

    /// <summary>With a body that fits the mapping's bounds alone (<see cref="BatchFit"/>).</summary>
    public required WebhookRequest Request { get; init; }

    /// <summary>The event's position in the log.</summary>
    public required long Position { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The event's in the lane's window; grows from member to member.</summary>
    public long Ticket { get; init; }

    /// <summary>The fingerprint of the destination's configuration.</summary>
    public long RenderedUnder { get; init; }

    /// <summary>Whose order it keeps: only events of one user share a batch then; null: nobody's.</summary>
    public long? User { get; init; }
}
