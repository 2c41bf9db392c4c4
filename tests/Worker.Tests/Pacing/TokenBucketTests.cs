using CsCheck;
using ExtensibleWebhooks.Worker.Pacing;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Worker.Tests.Pacing;

public class TokenBucketTests
{
    [Fact]
    public void Take_ByAnyCaller_LetsNoMoreThroughThanRateBurstAndOneRequest() =>
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 100], Gen.Select(Gen.Int[0, 2000], Gen.Int[1, 40]).List[1, 60]).Sample((rate, burst, steps) =>
        {
            var time = new FakeTimeProvider();
            var bucket = new TokenBucket(new RateLimit(rate, burst), time);
            var start = time.GetUtcNow();
            var taken = 0;
            foreach (var (pause, events) in steps)
            {
                time.Advance(TimeSpan.FromMilliseconds(pause));
                if (bucket.Take(events) is null)
                {
                    taken += events;
                }

                Assert.True(taken <= burst + 40 + ((time.GetUtcNow() - start).TotalSeconds * rate), $"{taken} events");
            }
        });

    [Fact]
    public void Take_AfterTheWaitThatItNamed_Passes() => Gen.Select(Gen.Int[1, 50], Gen.Int[1, 100], Gen.Int[1, 5000]).Sample((rate, burst, events) =>
    {
        var time = new FakeTimeProvider();
        var bucket = new TokenBucket(new RateLimit(rate, burst), time);
        bucket.Take(events + burst);

        var wait = Assert.NotNull(bucket.Take(1));
        time.Advance(wait + TimeSpan.FromMilliseconds(1));

        Assert.Null(bucket.Take(1));
    });
}
