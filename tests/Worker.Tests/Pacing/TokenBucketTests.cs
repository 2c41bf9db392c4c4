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

    /// <summary>Beside a model in thousandths of a token, which milliseconds and whole rates make exact. Where it has exactly one token, the bucket's rounding decides.</summary>
    [Fact]
    public void Bucket_UnderAnyTakes_DoesAsTheModel() =>
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 20], Gen.Select(Gen.Int[0, 1500], Gen.Int[1, 30]).Array[1, 60]).Sample((rate, burst, steps) =>
        {
            var time = new FakeTimeProvider();
            var bucket = new TokenBucket(new RateLimit(rate, burst), time);
            long tokens = burst * 1000;
            foreach (var (pause, count) in steps)
            {
                time.Advance(TimeSpan.FromMilliseconds(pause));
                tokens = Math.Min(burst * 1000, tokens + (pause * rate));
                var wait = bucket.Take(count);

                Assert.True(tokens == 1000 || wait is null == tokens > 1000, $"{tokens} thousandths, {wait}");
                Assert.Equal(Math.Max(0, (1000 - tokens) / (double)rate), wait?.TotalMilliseconds ?? 0, 0.001);
                tokens -= wait is null ? count * 1000 : 0;
            }
        });
}
