using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Pacing;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>What a lane learns from each try: how many requests at once its receiver bears, and whether to leave it alone for a while.</summary>
internal sealed class LaneControls(LaneServices services, string lane, LaneHolds holds, LaneFlights flights, LaneMeter meter) : ITryWatch
{
    private readonly Lock _gate = new();
    private ConcurrencySpec? _concurrency;
    private AdaptiveLimit? _adaptive;
    private LaneBreaker? _breaker;

    /// <summary>For a status.</summary>
    public BreakerState Breaker => _breaker switch
    {
        null or { IsClosed: true } => BreakerState.Closed,
        { Left.Ticks: > 0 } => BreakerState.Open,
        _ => BreakerState.HalfOpen,
    };

    /// <summary>The destination's settings, from now on. What was learnt of the receiver's concurrency stays while its bound does.</summary>
    public void Configure(DestinationSettings destination)
    {
        var delivery = destination.Config.Delivery;
        if (delivery.Concurrency != _concurrency)
        {
            _concurrency = delivery.Concurrency;
            Volatile.Write(ref _adaptive, delivery.Concurrency.Adaptive == false ? null : new AdaptiveLimit(delivery.Concurrency.Max, services.Time));
            flights.SetLimit(_adaptive?.Limit ?? delivery.Concurrency.Max);
        }

        flights.SetRate(delivery.RateLimit is { } rate ? new RateLimit(rate.RequestsPerSecond, rate.Burst ?? rate.RequestsPerSecond) : null);
        _breaker = new LaneBreaker(delivery.CircuitBreaker ?? new CircuitBreakerSpec(), services.Time, BreakerTurned);
        holds.Configure(destination.Fingerprint, _breaker);
    }

    public bool MayTryAgain() => holds.IsFree && flights.TryTakeRate();

    public ValueTask TriedAsync(SendResult result)
    {
        meter.Tried(result);
        if (result.Error is SendError.EgressDenied or SendError.NoCredentials or SendError.InvalidRequest || _breaker is not { } breaker)
        {
            // Nothing was sent: it says nothing about the receiver.
            return ValueTask.CompletedTask;
        }

        if (Volatile.Read(ref _adaptive) is { } adaptive)
        {
            Adapt(adaptive, result);
        }

        return breaker.ReportAsync(result);
    }

    private void Adapt(AdaptiveLimit adaptive, SendResult result)
    {
        var isComplaint = result.Error == SendError.Timeout || result.Status is 429 or 503 or 504;
        TimeSpan? elapsed = result.Status is null || isComplaint ? null : result.Elapsed;
        if (adaptive.Observe(elapsed, isComplaint, flights.Count) == flights.Limit)
        {
            return;
        }

        lock (_gate)
        {
            // The latest, whoever comes first: two that ended together may have seen different ones.
            flights.SetLimit(adaptive.Limit);
        }
    }

    private void BreakerTurned(bool isClosed)
    {
        holds.BreakerTurned(isClosed);
        if (isClosed)
        {
            services.Logger.BreakerClosed(lane);
        }
        else
        {
            meter.Held(HoldReason.CircuitOpen);
            services.Logger.BreakerOpened(lane, meter.LastFailure?.Detail ?? "");
        }
    }
}
