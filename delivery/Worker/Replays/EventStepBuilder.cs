using ExtensibleWebhooks.Worker.Batching;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Lanes;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>Collects one step of a replay: what each event makes, and batches of those that share them.</summary>
internal sealed class EventStepBuilder(Replay replay, LaneSettings settings, TimeProvider time)
{
    private readonly Batcher _batcher = new(BatchLimits.Default, time);
    private readonly List<ParkedDelivery> _deliveries = [];
    private readonly List<DeadLetter> _letters = [];
    private readonly DateTimeOffset _now = time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();
    private int _matched;
    private long _bytes;

    /// <summary>Nothing more belongs into this commit.</summary>
    public bool IsFull => Read >= ReplayLimits.MaxRead
        || (!replay.DryRun && (_matched >= ReplayLimits.AtOnce(replay.RatePerSecond) || _bytes >= ReplayLimits.MaxBytes))
        || time.GetElapsedTime(_started) >= ReplayLimits.LongestStep;

    /// <summary>Events that were looked at.</summary>
    public long Read { get; set; }

    /// <summary>Events that are gone.</summary>
    public long Missed { get; set; }

    /// <summary>What an event makes, at least one webhook.</summary>
    public void Add(LogEvent entry, IReadOnlyList<PlannedDelivery> deliveries)
    {
        _matched += deliveries.Count;
        if (replay.DryRun)
        {
            return;
        }

        foreach (var planned in deliveries)
        {
            _bytes += planned.Request.Body?.Length ?? 0;
            if (planned.Batched is { } mapping)
            {
                _batcher.Add(LaneStarts.MemberOf(settings, entry, planned, mapping, 0));
            }
            else if (!planned.IsSent)
            {
                var delivery = DeliveryOf(planned.Mapping, planned.Request, entry.Position.Value, entry.AppendedAt) with { Detail = planned.Problem };
                _letters.Add(delivery.ToDeadLetter(replay.Destination, planned.Reason, _now));
            }
            else
            {
                // An event that its function did not give back goes through it once more, and from there as any other.
                _deliveries.Add(DeliveryOf(planned.Mapping, planned.Request, entry.Position.Value, entry.AppendedAt));
            }
        }
    }

    /// <param name="next">The first event that was not looked at.</param>
    /// <param name="cancellationToken">Not waited for: the batches are closed.</param>
    public async Task<EventStep> BuildAsync(LogPosition next, CancellationToken cancellationToken)
    {
        for (var left = _batcher.CloseAll(); left > 0; left--)
        {
            var batch = await _batcher.NextAsync(cancellationToken);
            var items = batch.Request.Items ?? [];
            _deliveries.Add(DeliveryOf(batch.Mapping.Name, batch.Request, items[0].Position, items.Min(item => item.ReceivedAt)));
            _batcher.Begun();
        }

        return new EventStep { Next = next, Read = Read, Missed = Missed, Matched = _matched, Deliveries = _deliveries, Letters = _letters };
    }

    private ParkedDelivery DeliveryOf(string mapping, WebhookRequest request, long position, DateTimeOffset receivedAt) => new()
    {
        Lane = settings.Destination.Lane,
        Mapping = mapping,
        Request = request,
        Position = position,
        ReceivedAt = receivedAt,
        FirstAttemptAt = _now,
        NextAttemptAt = _now,
        Attempts = 0,
        Waits = 0,
        RenderedUnder = settings.Destination.Fingerprint,
        Replay = replay.Id,
    };
}
