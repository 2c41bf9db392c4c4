using System.Collections.Concurrent;
using ExtensibleWebhooks.Worker.Pacing;
using ExtensibleWebhooks.Worker.Parking;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// Sends a lane's parked deliveries when their time comes. It sleeps until the first of them is due, so that a lane without any costs nothing;
/// what is due is read from the store, so that a restart changes nothing.
/// </summary>
internal sealed class ParkedRetries(ParkingStore store, string lane, LaneFlights flights, LaneHolds holds, TimeProvider time, ILogger logger)
{
    /// <summary>A timer's bound; a later time is looked at again.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<long, bool> _underWay = new();
    private readonly Signal _sooner = new();
    private long _wakeTicks = long.MaxValue;

    /// <summary>Something was parked, due at this time.</summary>
    public void Parked(DateTimeOffset nextAttemptAt)
    {
        if (nextAttemptAt.UtcTicks < Volatile.Read(ref _wakeTicks))
        {
            _sooner.Set();
        }
    }

    /// <summary>Something may be due that was not.</summary>
    public void LookAgain() => _sooner.Set();

    /// <summary>Until cancelled.</summary>
    /// <param name="longestWait">The longest that one waits for its next try. One that is due later was parked before the clock went back.</param>
    /// <param name="deliver">Carries a delivery to its end for now; throws only when abandoned.</param>
    /// <param name="cancellationToken">No further delivery is begun.</param>
    public async Task RunAsync(Func<TimeSpan> longestWait, Func<ParkedDelivery, Task> deliver, CancellationToken cancellationToken)
    {
        while (true)
        {
            await holds.WaitToSendAsync(cancellationToken);
            try
            {
                // From here on every parking sets the signal, until the time to wake is known: none is missed between the look and the wait.
                Volatile.Write(ref _wakeTicks, long.MaxValue);
                _sooner.Reset();
                var now = time.GetUtcNow();
                if (!await StartDueAsync((now, now + longestWait()), deliver, cancellationToken))
                {
                    await SleepAsync(now, cancellationToken);
                }
            }
            catch (SqliteException exception)
            {
                logger.ParkingUnreadable(lane, exception.Message);
                await Task.Delay(LaneLimits.StoreRetry, time, cancellationToken);
            }
        }
    }

    /// <summary>Starts what is due and not under way; false when there was nothing.</summary>
    private async Task<bool> StartDueAsync((DateTimeOffset Now, DateTimeOffset Latest) times, Func<ParkedDelivery, Task> deliver, CancellationToken cancellationToken)
    {
        // Those under way keep their old time until their outcome is written, so they come first and are passed over; also one that ends
        // while this list waits for a place: its row here is from before its end.
        var underWay = _underWay.Keys.ToHashSet();
        var due = await store.ReadDueAsync(lane, times, LaneLimits.ReadDue, underWay, withOrdered: !holds.IsRereading, cancellationToken);
        var started = false;
        foreach (var delivery in due)
        {
            started = true;
            _underWay[delivery.Id] = true;
            await flights.StartAsync(() => DeliverAsync(deliver, delivery), cancellationToken);
        }

        return started;
    }

    private async Task DeliverAsync(Func<ParkedDelivery, Task> deliver, ParkedDelivery delivery)
    {
        try
        {
            await deliver(delivery);
        }
        finally
        {
            _underWay.TryRemove(delivery.Id, out _);

            // A look that passed it over may have found it due again, and does not come back to it by itself: its next time is in the past for that look.
            _sooner.Set();
        }
    }

    /// <summary>Until the first one that is due after <paramref name="looked"/>, or until something is parked that is due before it.</summary>
    private async Task SleepAsync(DateTimeOffset looked, CancellationToken cancellationToken)
    {
        var next = await store.FindNextAsync(lane, looked, cancellationToken);
        Volatile.Write(ref _wakeTicks, next?.UtcTicks ?? long.MaxValue);
        var sleep = next is { } at && at - time.GetUtcNow() < LongestSleep ? at - time.GetUtcNow() : LongestSleep;
        if (sleep <= TimeSpan.Zero)
        {
            return;
        }

        using var alarm = new CancellationTokenSource(sleep, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(alarm.Token, cancellationToken);
        try
        {
            await _sooner.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }
}
