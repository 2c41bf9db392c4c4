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

        Assert.Equal([1, 2, 4, 8, 10, 10], Enumerable.Range(1, 6).Select(wait => RetrySchedule.Bound(retry, wait).TotalSeconds));
        Assert.Equal(10, RetrySchedule.Bound(retry, int.MaxValue).TotalSeconds);
    }

    /// <summary>Over all settings: a next time lies after now, within the bound or what the receiver asked for, and never behind maxAge; without one the delivery is too old.</summary>
    [Fact]
    public void Next_OfAnyDelivery_IsWithinItsBounds() =>
        Gen.Select(Gen.Int[10, 100_000], Gen.Int[10, 1_000_000], Gen.Int[0, 10_000_000], Gen.Int[1, 200], Gen.Int[0, 10_000_000], Gen.Int[-1, 10_000_000], Gen.Int[0, 1_000_000], Gen.Int)
            .Sample((initial, max, maxAge, waits, age, retryAfter, maxRetryAfter, seed) =>
            {
                var retry = new RetrySpec
                {
                    InitialBackoff = Duration.Parse($"{initial}ms"),
                    MaxBackoff = Duration.Parse($"{max}ms"),
                    MaxAge = Duration.Parse($"{maxAge}ms"),
                    MaxRetryAfter = Duration.Parse($"{maxRetryAfter}ms"),
                };
                var now = Received + TimeSpan.FromMilliseconds(age);
                TimeSpan? asked = retryAfter < 0 ? null : TimeSpan.FromMilliseconds(retryAfter);

                var next = RetrySchedule.Next(retry, waits, Received, asked, now, new Random(seed));

                if (age >= maxAge)
                {
                    return next is null;
                }

                var honoured = Math.Min(Math.Max(retryAfter, 0), maxRetryAfter);
                var deadline = Received + retry.MaxAge.Value;
                var least = now + TimeSpan.FromMilliseconds(Math.Max(honoured, 10));
                var most = now + TimeSpan.FromMilliseconds(honoured) + RetrySchedule.Bound(retry, waits) + TimeSpan.FromMilliseconds(10);
                return next > now && next <= deadline && next <= most && (next >= least || next == deadline);
            });

    [Fact]
    public void Jitter_IsFull_SoThatDeliveriesSpreadOverTheWholeBound()
    {
        var retry = new RetrySpec { InitialBackoff = Duration.Parse("100s"), MaxBackoff = Duration.Parse("100s") };
        var random = new Random(7);

        var waits = Enumerable.Range(0, 1000).Select(_ => (RetrySchedule.Next(retry, 1, Received, null, Received, random) - Received)?.TotalSeconds ?? 0).ToList();

        Assert.InRange(waits.Average(), 45, 55);
        Assert.True(waits.Min() < 5);
        Assert.True(waits.Max() > 95);
    }
}
