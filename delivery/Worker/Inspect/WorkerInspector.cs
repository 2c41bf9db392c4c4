using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Ingest;
using ExtensibleWebhooks.Worker.Lanes;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>Gathers what the inspect API and the gauges tell.</summary>
internal sealed class WorkerInspector(LaneSet lanes, DeadLetterStore deadLetters, IEventLog log, IngestMetrics ingest, TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public async Task<WorkerStatus> GetStatusAsync(bool ready, CancellationToken cancellationToken)
    {
        var snapshot = lanes.Applied;
        var extent = await log.GetExtentAsync(cancellationToken);
        var counts = await deadLetters.CountAsync(cancellationToken);
        var statuses = await GetLanesAsync(cancellationToken);
        return new WorkerStatus
        {
            Source = snapshot?.Config.Source.ToString(),
            Revision = snapshot?.Revision,
            Ready = ready,
            StartedAt = _startedAt,
            Events = new EventFigures
            {
                Accepted = ingest.Accepted,
                Rejected = ingest.Rejected,
                Duplicates = ingest.Duplicates,
                Kept = extent.Events,
                KeptBytes = extent.Bytes,
            },
            Destinations = [.. statuses.OrderBy(status => status.Destination, StringComparer.Ordinal).Select(status => FiguresOf(status, counts))],
            Problems = snapshot?.Problems ?? [],
        };
    }

    public async Task<IReadOnlyList<LaneStatus>> GetLanesAsync(CancellationToken cancellationToken)
    {
        var statuses = new List<LaneStatus>();
        foreach (var lane in lanes.Lanes)
        {
            statuses.Add(await lane.GetStatusAsync(cancellationToken));
        }

        return statuses;
    }

    private static DestinationFigures FiguresOf(LaneStatus status, IReadOnlyDictionary<string, long> deadLetters) => new()
    {
        Name = status.Destination,
        Delivered = status.Delivered,
        Failed = status.Failed,
        Filtered = status.Filtered,
        Parked = status.Parked,
        DeadLetters = deadLetters.GetValueOrDefault(status.Destination),
        Lag = status.Lag,
        InFlight = status.InFlight,
        OldestPending = status.OldestPending,
        LastDeliveryTime = status.LastDeliveryTime,
        LastError = status.LastError,
        LastErrorTime = status.LastErrorTime,
        Held = status.Hold?.Text,
        HeldReason = status.Hold?.Reason,
        RejectedToken = status.RejectedToken,
        CredentialsMissing = status.Hold?.Reason == HoldReason.CredentialsMissing,
        CircuitBreaker = status.Breaker,
        ConcurrencyLimit = status.ConcurrencyLimit,
        Retry = RetryFigures.Of(status.Retry),
    };
}
