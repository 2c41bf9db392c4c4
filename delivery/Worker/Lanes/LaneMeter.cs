using ExtensibleWebhooks.Worker.Batching;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Sending;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>One lane's moments: into the metrics, and into the figures of its status.</summary>
internal sealed class LaneMeter(LaneMetrics metrics, string destination, TimeProvider time)
{
    private readonly Counter.Child _delivered = metrics.Delivered(destination);
    private readonly Counter.Child _deliveredTries = metrics.Tries(destination, Outcome.Delivered);
    private readonly Counter.Child _noMapping = metrics.Filtered(destination, FilterReason.NoMapping);
    private readonly Histogram.Child _latency = metrics.Latency(destination);

    private long _deliveredCount;
    private long _failedCount;
    private long _filteredCount;
    private long _lastDeliveryTicks;
    private Failure? _lastFailure;

    public long DeliveredCount => Volatile.Read(ref _deliveredCount);

    public long FailedCount => Volatile.Read(ref _failedCount);

    public long FilteredCount => Volatile.Read(ref _filteredCount);

    public DateTimeOffset? LastDeliveryTime => Volatile.Read(ref _lastDeliveryTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public Failure? LastFailure => Volatile.Read(ref _lastFailure);

    public void Filtered(FilterReason reason)
    {
        Interlocked.Increment(ref _filteredCount);
        (reason == FilterReason.NoMapping ? _noMapping : metrics.Filtered(destination, reason)).Inc();
    }

    /// <summary>One try.</summary>
    public void Tried(SendResult result)
    {
        (result.Outcome == Outcome.Delivered ? _deliveredTries : metrics.Tries(destination, result.Outcome)).Inc();
        if (result.Tries > 0)
        {
            metrics.Tried(result.Elapsed);
        }
    }

    public void Delivered(DateTimeOffset receivedAt)
    {
        var now = time.GetUtcNow();
        Interlocked.Increment(ref _deliveredCount);
        Volatile.Write(ref _lastDeliveryTicks, now.UtcTicks);
        _delivered.Inc();
        _latency.Observe(Math.Max(0, (now - receivedAt).TotalSeconds));
    }

    /// <param name="detail">What failed.</param>
    /// <param name="events">How many share the request.</param>
    public void Parked(string? detail, int events)
    {
        metrics.Parkings(destination).Inc(events);
        Failed(detail);
    }

    /// <param name="reason">Why.</param>
    /// <param name="detail">In words.</param>
    /// <param name="events">How many shared the request.</param>
    public void GivenUp(DeadLetterReason reason, string? detail, int events)
    {
        Interlocked.Add(ref _failedCount, events);
        metrics.DeadLetters(destination, reason).Inc(events);
        Failed(detail ?? reason.ToString());
    }

    /// <summary>A batch was closed, and is sent.</summary>
    public void Batched(int events, FlushReason reason)
    {
        metrics.Batches(destination, reason).Inc();
        metrics.BatchEvents(destination).Observe(events);
    }

    /// <summary>The lane was running, and waits now.</summary>
    public void Held(HoldReason reason) => metrics.Holds(destination, reason).Inc();

    public void Missed(long events) => metrics.Missed(destination).Inc(events);

    private void Failed(string? detail)
    {
        if (detail is not null)
        {
            Volatile.Write(ref _lastFailure, new Failure(detail, time.GetUtcNow()));
        }
    }

    internal sealed record Failure(string Detail, DateTimeOffset At);
}
