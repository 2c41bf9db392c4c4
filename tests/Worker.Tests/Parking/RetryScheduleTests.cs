using CsCheck;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.Parking;

namespace ExtensibleWebhooks.Worker.Tests.Parking;

public class RetryScheduleTests
{
    private static readonly DateTimeOffset Received = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Bound_DoublesUntilTheCap()
    {
        var retry = new RetrySpec { InitialBackoff = Duration.Parse("1s"), MaxBackoff = Duration.Parse("10s") };

        Assert.Equal([1, 2, 4, 8, 10, 10], Enumerable.Range(1, 6).Select(wait => RetryWaits.Bound(retry, wait).TotalSeconds));
        Assert.Equal(10, RetryWaits.Bound(retry, int.MaxValue).TotalSeconds);
    }

    /// <summary>Over all settings: a next time lies after now, within the bound or what the receiver asked for, and never behind the end; without one the delivery has been tried for long enough.</summary>
    [Fact]
    public void Next_OfAnyDelivery_IsWithinItsBounds() =>
        Gen.Select(Gen.Int[10, 100_000], Gen.Int[10, 1_000_000], Gen.Int[0, 10_000_000], Gen.Int[1, 200], Gen.Select(Gen.Int[0, 10_000_000], Gen.Int[0, 10_000_000]), Gen.Int[-1, 10_000_000], Gen.Int[0, 1_000_000], Gen.Int)
            .Sample((initial, max, maxAge, waits, times, retryAfter, maxRetryAfter, seed) =>
            {
                var retry = new RetrySpec
                {
                    InitialBackoff = Duration.Parse($"{initial}ms"),
                    MaxBackoff = Duration.Parse($"{max}ms"),
                    MaxAge = Duration.Parse($"{maxAge}ms"),
                    MaxRetryAfter = Duration.Parse($"{maxRetryAfter}ms"),
                };
                var (age, tried) = (Math.Max(times.Item1, times.Item2), Math.Min(times.Item1, times.Item2));
                var now = Received + TimeSpan.FromMilliseconds(age);
                TimeSpan? asked = retryAfter < 0 ? null : TimeSpan.FromMilliseconds(retryAfter);

                var next = RetrySchedule.Next(retry, waits, Received, now - TimeSpan.FromMilliseconds(tried), asked, now, new Random(seed));

                if (age >= maxAge && tried >= Math.Min(maxAge, 600_000))
                {
                    return next is null;
                }

                var honoured = Math.Min(Math.Max(retryAfter, 0), maxRetryAfter);
                var end = Math.Max(maxAge - age, Math.Min(maxAge, 600_000) - tried);
                var least = now + TimeSpan.FromMilliseconds(Math.Max(honoured, 10));
                var most = now + TimeSpan.FromMilliseconds(honoured) + RetryWaits.Bound(retry, waits) + TimeSpan.FromMilliseconds(10);
                var deadline = now + TimeSpan.FromMilliseconds(end);
                return next > now && next <= deadline && next <= most && (next >= least || next == deadline);
            });

    [Fact]
    public void Next_OfADeliveryThatWaitedLongForItsLane_IsNotGivenUpAtOnce()
    {
        var now = Received + TimeSpan.FromHours(20);

        Assert.NotNull(RetrySchedule.Next(new RetrySpec(), 1, Received, now, null, now, new Random(7)));
        Assert.Null(RetrySchedule.Next(new RetrySpec(), 9, Received, now - TimeSpan.FromMinutes(10), null, now, new Random(7)));
        Assert.Null(RetrySchedule.Next(new RetrySpec { MaxAge = Duration.Parse("0s") }, 1, Received, now, null, now, new Random(7)));
    }

    [Fact]
    public void Bounds_AreTheWholeScheduleOnce() =>
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300], RetryWaits.Bounds(new RetrySpec()).Select(bound => bound.TotalSeconds));

    [Fact]
    public void Jitter_IsFull_SoThatDeliveriesSpreadOverTheWholeBound()
    {
        var retry = new RetrySpec { InitialBackoff = Duration.Parse("100s"), MaxBackoff = Duration.Parse("100s") };
        var random = new Random(7);

        var waits = Enumerable.Range(0, 1000).Select(_ => (RetrySchedule.Next(retry, 1, Received, Received, null, Received, random) - Received)?.TotalSeconds ?? 0).ToList();

        Assert.InRange(waits.Average(), 45, 55);
        Assert.True(waits.Min() < 5);
        Assert.True(waits.Max() > 95);
    }
}
