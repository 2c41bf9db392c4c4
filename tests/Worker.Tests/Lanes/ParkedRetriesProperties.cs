using System.Collections.Concurrent;
using System.Globalization;
using CsCheck;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Lanes;
using ExtensibleWebhooks.Worker.Parking;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Worker.Tests.Lanes;

/// <summary>Parked deliveries against a list of times: each is tried when its time has come, not before, never twice at once, and again after each failure.</summary>
public sealed class ParkedRetriesProperties : IDisposable
{
    /// <summary>Deliveries that are parked after so many seconds, due so many later, and failing so many times, each time for so long.</summary>
    private static readonly Gen<(int Pause, int DueIn, int Failures)[]> Steps = Gen.Select(Gen.Int[0, 5], Gen.Int[-1, 12], Gen.Int[0, 3]).Array[1, 12];

    private readonly OpenParking _parking = new();
    private int _run;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => _parking.Dispose();

    [Fact]
    public Task Deliveries_WhateverTheirTimes_AreTriedWhenDueAndNotBefore() => Steps.SampleAsync(RunAsync, iter: 30, threads: 1);

    private async Task RunAsync((int Pause, int DueIn, int Failures)[] steps)
    {
        var lane = string.Create(CultureInfo.InvariantCulture, $"crm/{++_run}");
        var time = new WatchedTime();
        var holds = new LaneHolds(time, new Random(1));
        using var flights = new LaneFlights(3, lane, holds, time, NullLogger.Instance);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var retries = new ParkedRetries(_parking.Store, lane, flights, holds, time, NullLogger.Instance);

        // The model: when each is to be tried next, and what went wrong.
        var due = new ConcurrentDictionary<string, DateTimeOffset>();
        var failures = new ConcurrentDictionary<string, int>();
        var underWay = new ConcurrentDictionary<string, bool>();
        var wrong = new ConcurrentQueue<string>();
        var running = retries.RunAsync(() => TimeSpan.FromHours(1), TryAsync, enough.Token);

        foreach (var (index, (pause, dueIn, fails)) in steps.Index())
        {
            await AdvanceAsync(pause);
            var id = string.Create(CultureInfo.InvariantCulture, $"{lane}/{index}");
            var at = time.GetUtcNow().AddSeconds(dueIn);
            (failures[id], due[id]) = (fails, at);
            await _parking.ParkAsync(lane, id, at);
            retries.Parked(at);
        }

        for (var second = 0; !due.IsEmpty; second++)
        {
            Assert.True(second < 100, $"{due.Count} are never tried");
            await AdvanceAsync(1);
        }

        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await flights.WaitForAllAsync(Ending);
        Assert.Empty(wrong);

        async Task TryAsync(ParkedDelivery delivery)
        {
            var id = delivery.Request.WebhookId;
            if (!underWay.TryAdd(id, true) || !due.TryGetValue(id, out var at) || at > time.GetUtcNow())
            {
                wrong.Enqueue($"{id} was tried out of its time");
            }

            var next = time.GetUtcNow().AddSeconds(3);
            if (failures.AddOrUpdate(id, -1, (_, left) => left - 1) < 0)
            {
                await _parking.Store.RemoveAsync(delivery.Id, Ending);
                due.TryRemove(id, out _);
            }
            else
            {
                await _parking.Store.RescheduleAsync(delivery with { NextAttemptAt = next }, Ending);
                due[id] = next;
                retries.Parked(next);
            }

            underWay.TryRemove(id, out _);
        }

        // Second by second, each while the retries sleep. They may be woken just then and set their alarm by the clock of before: it rings a second late, and not more.
        async Task AdvanceAsync(int seconds)
        {
            for (var second = 0; second < seconds; second++)
            {
                await Eventually.TrueAsync(() => time.Alarms > 0, "the retries sleep", Ending);
                time.Advance(TimeSpan.FromSeconds(1));
                await Eventually.TrueAsync(() => due.Values.All(at => at > time.GetUtcNow().AddSeconds(-1)), $"those of {lane} that are due are tried", Ending);
            }
        }
    }

    /// <summary>Tells how many alarms are set.</summary>
    private sealed class WatchedTime : FakeTimeProvider
    {
        private int _alarms;

        public int Alarms => Volatile.Read(ref _alarms);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var alarm = new Alarm(this, base.CreateTimer(callback, state, dueTime, period));
            Interlocked.Increment(ref _alarms);
            return alarm;
        }

        private sealed class Alarm(WatchedTime time, ITimer timer) : ITimer
        {
            private int _isOver;

            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _isOver, 1) == 0)
                {
                    Interlocked.Decrement(ref time._alarms);
                }

                timer.Dispose();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
