using ExtensibleWebhooks.Worker.Batching;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Parking;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>A webhook that keeps the order of its user.</summary>
/// <param name="Settings">That it was planned under.</param>
/// <param name="Entry">Its event.</param>
/// <param name="Planned">What to send.</param>
/// <param name="Ticket">The event's in the lane's window.</param>
/// <param name="User">Whose event it is.</param>
internal sealed record OrderedDelivery(LaneSettings Settings, LogEvent Entry, PlannedDelivery Planned, long Ticket, long User)
{
    /// <summary>What a record and its strings cost beside the body, about.</summary>
    private const int OwnBytes = 512;

    public int Bytes => OwnBytes + (Planned.Request.Body?.Length ?? 0);

    /// <summary>As a member of a batch; null: it is sent alone.</summary>
    public BatchMember? Member => Planned.Batched is { } mapping ? LaneStarts.MemberOf(Settings, Entry, Planned, mapping, Ticket) : null;

    /// <summary>Untried, for the parking, where its time is as soon as its turn. One of a mapping that batches is a batch of one.</summary>
    public ParkedDelivery ToParked(string lane, DateTimeOffset now) => new()
    {
        Lane = lane,
        Mapping = Planned.Mapping,
        Request = Member is { } member ? Batcher.Single(member).Request : Planned.Request,
        Position = Entry.Position.Value,
        ReceivedAt = Entry.AppendedAt,
        FirstAttemptAt = now,
        NextAttemptAt = now,
        Attempts = 0,
        Waits = 0,
        RenderedUnder = Settings.Destination.Fingerprint,
        User = User,
        Replay = Planned.Replay,
    };
}
