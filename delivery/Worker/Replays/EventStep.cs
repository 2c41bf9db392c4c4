using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Parking;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>What a part of the log makes: one commit of a replay.</summary>
internal sealed record EventStep
{
    /// <summary>The first event that is not in it.</summary>
    public required LogPosition Next { get; init; }

    public required long Read { get; init; }

    public required long Missed { get; init; }

    /// <summary>Webhooks, those of a batch one by one.</summary>
    public required int Matched { get; init; }

    /// <summary>To be sent; none of a dry run.</summary>
    public required IReadOnlyList<ParkedDelivery> Deliveries { get; init; }

    /// <summary>Webhooks that cannot be sent: a mapping that gives no request for its event.</summary>
    public required IReadOnlyList<DeadLetter> Letters { get; init; }
}
