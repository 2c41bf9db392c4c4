using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>The deliveries under way: begun when nothing holds the lane, as fast as the rate limit lets them, so many at once; and waited for at the end.</summary>
internal sealed class LaneFlights(int limit, string lane, LaneHolds holds, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly ConcurrencyGate _gate = new(limit);
    private readonly Pulse _landed = new();
    private volatile TokenBucket? _rate;
    private volatile bool _isAwaited;

    public int Count => _gate.Inside;

    /// <summary>How many may be under way at once.</summary>
    public int Limit => _gate.Limit;

    public void SetLimit(int limit) => _gate.SetLimit(limit);

    /// <summary>Requests a second; null for no limit. An unchanged one keeps what it counted.</summary>
    public void SetRate(RateLimit? limit)
    {
        if (_rate?.Limit != limit)
        {
            _rate = limit is null ? null : new TokenBucket(limit, time);
        }
    }

    /// <summary>Takes a request's share of the rate if it is there now.</summary>
    public bool TryTakeRate() => _rate?.Take(1) is null;

    /// <summary>Starts a delivery once the lane may send it; returns when it has started, not when it has ended.</summary>
    public async ValueTask StartAsync(Func<Task> delivery, CancellationToken cancellationToken)
    {
        await holds.WaitToSendAsync(cancellationToken);
        if (_rate is { } rate)
        {
            await rate.WaitAsync(cancellationToken);
        }

        // While it waited for its place, others under way may have learnt that the lane has to wait.
        await _gate.EnterAsync(cancellationToken);
        bool isProbe;
        while (!holds.TryBegin(out isProbe))
        {
            _gate.Leave();
            await holds.WaitToSendAsync(cancellationToken);
            await _gate.EnterAsync(cancellationToken);
        }

        _ = FlyAsync(delivery, isProbe);
    }

    /// <summary>Waits until none is under way.</summary>
    public async Task WaitForAllAsync(CancellationToken cancellationToken)
    {
        _isAwaited = true;
        while (true)
        {
            var landed = _landed.Next;
            if (Count == 0)
            {
                return;
            }

            await landed.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task FlyAsync(Func<Task> delivery, bool isProbe)
    {
        try
        {
            await delivery();
        }
        catch (OperationCanceledException)
        {
            // Abandoned: not settled, so it comes again after the next start.
        }
        catch (Exception exception)
        {
            // A defect. The event stays unsettled, so nothing is lost; the lane's window shows it.
            logger.DeliveryDefect(exception, lane);
        }
        finally
        {
            holds.End(isProbe);
            _gate.Leave();
            if (_isAwaited)
            {
                _landed.Set();
            }
        }
    }
}
