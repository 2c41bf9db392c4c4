using CsCheck;
using ExtensibleWebhooks.Worker.Pacing;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Worker.Tests.Pacing;

/// <summary>The controller against receivers whose answers are computed: how long each takes, and whether it complains, by how many are under way.</summary>
public class AdaptiveLimitTests
{
    private const int Max = 64;

    [Fact]
    public void Limit_OfAReceiverThatBearsAll_RisesToTheMaximum()
    {
        var limits = Run(_ => TimeSpan.FromMilliseconds(50), _ => false, rounds: 14);

        Assert.Equal([8, 16, 32, 64], limits.Distinct());
    }

    [Fact]
    public void Limit_OfAReceiverThatQueues_StaysNearWhatItWorksOffAtOnce()
    {
        // Twenty at once take 50 ms; more of them wait in a line.
        var limits = Run(inFlight => TimeSpan.FromMilliseconds(50 * Math.Max(1, inFlight / 20.0)), _ => false, rounds: 30_000);

        Assert.InRange(limits.Average(), 20, 40);
        Assert.InRange(limits.Count(limit => limit is < 14 or > 44), 0, limits.Count / 100);
    }

    [Fact]
    public void Limit_OfAReceiverThatComplains_StaysBelowWhatItBears()
    {
        var limits = Run(_ => TimeSpan.FromMilliseconds(50), inFlight => inFlight > 10, rounds: 300);

        Assert.All(limits.Skip(20), limit => Assert.InRange(limit, 8, 11));
    }

    [Fact]
    public void Limit_OfAReceiverThatOnlyComplains_FallsToOne_AndRisesOnceItWorks()
    {
        var time = new FakeTimeProvider();
        var limit = new AdaptiveLimit(Max, time);

        Assert.Equal(1, Run(limit, time, _ => TimeSpan.FromMilliseconds(50), _ => true, rounds: 30)[^1]);
        Assert.True(Run(limit, time, _ => TimeSpan.FromMilliseconds(50), _ => false, rounds: 100)[^1] == Max);
    }

    [Fact]
    public void Limit_ThatIsNotReached_DoesNotRise()
    {
        var time = new FakeTimeProvider();
        var limit = new AdaptiveLimit(Max, time);
        for (var answer = 0; answer < 1000; answer++)
        {
            time.Advance(TimeSpan.FromMilliseconds(5));
            Assert.Equal(AdaptiveLimit.First, limit.Observe(TimeSpan.FromMilliseconds(5), false, AdaptiveLimit.First - 1));
        }
    }

    /// <summary>Whatever comes: between 1 and the maximum, up only where the limit was reached, and never by more than half at once.</summary>
    [Fact]
    public void Limit_UnderAnyAnswers_StaysInItsBounds() =>
        Gen.Select(Gen.Int[1, 200], Gen.Select(Gen.Int[0, 500], Gen.Int[0, 2000], Gen.Bool, Gen.Int[1, 200]).Array[1, 300]).Sample((max, answers) =>
        {
            var time = new FakeTimeProvider();
            var limit = new AdaptiveLimit(max, time);
            var (before, isReached) = (limit.Limit, false);
            foreach (var (pause, elapsed, isComplaint, inFlight) in answers)
            {
                time.Advance(TimeSpan.FromMilliseconds(pause));
                isReached |= inFlight >= before;
                var after = limit.Observe(elapsed == 0 ? null : TimeSpan.FromMilliseconds(elapsed), isComplaint, inFlight);

                Assert.InRange(after, 1, max);
                Assert.True(after <= before || isReached);
                Assert.True(after >= Math.Min(before - 1, before / 2));
                (before, isReached) = (after, isReached && after == before);
            }
        });

    private static List<int> Run(Func<int, TimeSpan> answersIn, Func<int, bool> complains, int rounds)
    {
        var time = new FakeTimeProvider();
        return Run(new AdaptiveLimit(Max, time), time, answersIn, complains, rounds);
    }

    /// <summary>As many requests as may be are under way, all the time.</summary>
    /// <returns>The limit after each round.</returns>
    private static List<int> Run(AdaptiveLimit limit, FakeTimeProvider time, Func<int, TimeSpan> answersIn, Func<int, bool> complains, int rounds)
    {
        var limits = new List<int>();
        for (var round = 0; round < rounds; round++)
        {
            var inFlight = limit.Limit;
            var elapsed = answersIn(inFlight);
            for (var answer = 0; answer < inFlight; answer++)
            {
                time.Advance(elapsed / inFlight);
                limit.Observe(complains(inFlight) ? null : elapsed, complains(inFlight), inFlight);
            }

            limits.Add(limit.Limit);
        }

        return limits;
    }
}
