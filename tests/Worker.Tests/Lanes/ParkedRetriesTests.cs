using System.Collections.Concurrent;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Lanes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExtensibleWebhooks.Worker.Tests.Lanes;

public sealed class ParkedRetriesTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly OpenParking _parking = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => _parking.Dispose();

    [Fact]
    public async Task DeliveryThatEndsWhileOthersWaitForAPlace_IsNotSentAgain()
    {
        await ParkAsync("first", Now.AddSeconds(-1));
        var holds = new LaneHolds(TimeProvider.System, new Random(1));
        using var flights = new LaneFlights(2, "crm", holds, TimeProvider.System, NullLogger.Instance);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var retries = new ParkedRetries(_parking.Store, "crm", flights, holds, TimeProvider.System, NullLogger.Instance);
        var begun = new ConcurrentQueue<string>();
        var mayEnd = new ConcurrentDictionary<string, TaskCompletionSource>();
        TaskCompletionSource MayEnd(string id) => mayEnd.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

        var running = retries.RunAsync(
            () => TimeSpan.FromHours(1),
            async delivery =>
            {
                begun.Enqueue(delivery.Request.WebhookId);
                await MayEnd(delivery.Request.WebhookId).Task;
                await _parking.Store.RemoveAsync(delivery.Id, Ending);
            },
            enough.Token);
        await BegunAsync("first");

        // Due before the first: once the second has begun, the list with the third and the first in it waits for a place.
        await ParkAsync("third", Now.AddSeconds(-2));
        await ParkAsync("second", Now.AddSeconds(-3));
        retries.Parked(Now.AddSeconds(-3));
        await BegunAsync("second");
        MayEnd("first").SetResult();
        await BegunAsync("third");
        MayEnd("second").SetResult();
        MayEnd("third").SetResult();
        await ParkAsync("last", Now.AddSeconds(-1));
        retries.Parked(Now.AddSeconds(-1));
        await BegunAsync("last");
        MayEnd("last").SetResult();
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await flights.WaitForAllAsync(Ending);

        Assert.Equal(["first", "second", "third", "last"], begun);

        Task BegunAsync(string id) => Eventually.TrueAsync(() => begun.Contains(id), $"{id} begins", Ending);
    }

    /// <summary>As one whose next try is due at once, when the look for it comes between the writing of that time and the end of the delivery.</summary>
    [Fact]
    public async Task DeliveryThatIsDueAgainBeforeItsEnd_IsSentAgain()
    {
        await ParkAsync("first", Now.AddSeconds(-1));
        var holds = new LaneHolds(TimeProvider.System, new Random(1));
        using var flights = new LaneFlights(2, "crm", holds, TimeProvider.System, NullLogger.Instance);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var time = new WatchedTime();
        var begun = 0;
        var mayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var running = new ParkedRetries(_parking.Store, "crm", flights, holds, time, NullLogger.Instance).RunAsync(
            () => TimeSpan.FromHours(1),
            async delivery =>
            {
                if (Interlocked.Increment(ref begun) == 1)
                {
                    await mayEnd.Task;
                }
                else
                {
                    await _parking.Store.RemoveAsync(delivery.Id, Ending);
                }
            },
            enough.Token);
        await Eventually.TrueAsync(() => time.Sleeps > 0, "nothing more to do", Ending);
        mayEnd.SetResult();

        await Eventually.TrueAsync(() => Volatile.Read(ref begun) == 2, "the second try", Ending);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await flights.WaitForAllAsync(Ending);
    }

    [Fact]
    public async Task DeliveryThatIsDueLaterThanAnyWait_WasParkedBeforeTheClockWentBack_AndIsSent()
    {
        await ParkAsync("soon", Now.AddMinutes(59));
        await ParkAsync("wild", Now.AddHours(5));
        var holds = new LaneHolds(TimeProvider.System, new Random(1));
        using var flights = new LaneFlights(2, "crm", holds, TimeProvider.System, NullLogger.Instance);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var begun = new ConcurrentQueue<string>();

        var running = new ParkedRetries(_parking.Store, "crm", flights, holds, TimeProvider.System, NullLogger.Instance).RunAsync(
            () => TimeSpan.FromMinutes(65),
            async delivery =>
            {
                await _parking.Store.RemoveAsync(delivery.Id, Ending);
                begun.Enqueue(delivery.Request.WebhookId);
            },
            enough.Token);
        await Eventually.TrueAsync(() => !begun.IsEmpty, "the one that cannot be right begins", Ending);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await flights.WaitForAllAsync(Ending);

        Assert.Equal(["wild"], begun);
    }

    private Task ParkAsync(string id, DateTimeOffset nextAttemptAt) => _parking.ParkAsync("crm", id, nextAttemptAt);

    /// <summary>Tells when somebody has set an alarm.</summary>
    private sealed class WatchedTime : TimeProvider
    {
        private int _sleeps;

        public int Sleeps => Volatile.Read(ref _sleeps);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _sleeps);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
