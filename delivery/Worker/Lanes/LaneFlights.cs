using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>The deliveries under way: bounded, and waited for at the end.</summary>
internal sealed class LaneFlights(int limit, string lane, ILogger logger) : IDisposable
{
    private readonly ConcurrencyGate _gate = new(limit);
    private readonly Pulse _landed = new();
    private volatile bool _isAwaited;

    public int Count => _gate.Inside;

    public void SetLimit(int limit) => _gate.SetLimit(limit);

    /// <summary>Starts a delivery once there is a place for it; returns when it has started, not when it has ended.</summary>
    public async ValueTask StartAsync(Func<Task> delivery, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken);
        _ = FlyAsync(delivery);
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

    private async Task FlyAsync(Func<Task> delivery)
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
            _gate.Leave();
            if (_isAwaited)
            {
                _landed.Set();
            }
        }
    }
}
