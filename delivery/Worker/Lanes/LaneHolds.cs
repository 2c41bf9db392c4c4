using ExtensibleWebhooks.Worker.Pacing;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>Why a lane does not send, or does not read, for now; and the waiting until it does. Asked for every event, so asking is cheap.</summary>
internal sealed class LaneHolds(TimeProvider time)
{
    private readonly Pulse _changed = new();
    private AuthorizationBox _authorization = new(Authorization.None);
    private long _pausedUntilTicks;
    private long _parked;

    public Authorization Authorization => Volatile.Read(ref _authorization).Value;

    /// <summary>Deliveries that are parked.</summary>
    public long Parked => Volatile.Read(ref _parked);

    /// <summary>For a status; null when the lane runs.</summary>
    public string? Reason => WhyNotSend() ?? WhyNotRead();

    public void SetAuthorization(Authorization authorization)
    {
        Volatile.Write(ref _authorization, new AuthorizationBox(authorization));
        _changed.Set();
    }

    public void AddParked(long count)
    {
        Interlocked.Add(ref _parked, count);
        if (count < 0)
        {
            _changed.Set();
        }
    }

    /// <summary>The receiver asked for a pause (Retry-After): the whole lane keeps it. A shorter one does not shorten a longer one.</summary>
    public void PauseUntil(DateTimeOffset until)
    {
        long current;
        do
        {
            current = Volatile.Read(ref _pausedUntilTicks);
        }
        while (until.UtcTicks > current && Interlocked.CompareExchange(ref _pausedUntilTicks, until.UtcTicks, current) != current);
    }

    /// <summary>Waits until requests may be sent.</summary>
    public async ValueTask WaitToSendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed.Next;
            if (WhyNotSend() is null)
            {
                return;
            }

            await WaitAsync(changed, cancellationToken);
        }
    }

    /// <summary>Waits until the lane may take further events from the log.</summary>
    public async ValueTask WaitToReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed.Next;
            if (WhyNotSend() is null && WhyNotRead() is null)
            {
                return;
            }

            await WaitAsync(changed, cancellationToken);
        }
    }

    private string? WhyNotSend()
    {
        if (Authorization.Missing is { } missing)
        {
            return missing;
        }

        var until = Volatile.Read(ref _pausedUntilTicks);
        return until != 0 && until > time.GetUtcNow().UtcTicks ? "the receiver asked for a pause (Retry-After)" : null;
    }

    private string? WhyNotRead() =>
        Parked >= LaneLimits.MaxParked ? $"{LaneLimits.MaxParked} deliveries are parked; the log keeps what comes after" : null;

    private async Task WaitAsync(Task changed, CancellationToken cancellationToken)
    {
        var until = Volatile.Read(ref _pausedUntilTicks) - time.GetUtcNow().UtcTicks;
        if (until <= 0)
        {
            await changed.WaitAsync(cancellationToken);
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(TimeSpan.FromTicks(until), time, either.Token));
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private sealed record AuthorizationBox(Authorization Value);
}
