using CsCheck;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Worker.Lanes;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Sending;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Worker.Tests.Lanes;

public class LaneBreakerTests
{
    private static readonly CircuitBreakerSpec Spec = new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = 4,
        SamplingDuration = Duration.Parse("10s"),
        BreakDuration = Duration.Parse("5s"),
    };

    private static readonly SendResult Success = new() { Outcome = Outcome.Delivered, Status = 200 };
    private static readonly SendResult Failure = new() { Outcome = Outcome.Retry, Status = 503 };

    private readonly SetClock _time = new();
    private readonly List<bool> _turns = [];

    [Fact]
    public async Task Breaker_OpensAtTheShareOfFailures_AndClosesByASuccessfulProbe()
    {
        var breaker = Breaker();

        await ReportAsync(breaker, Failure, Failure, Failure);
        Assert.True(breaker.IsClosed);
        await ReportAsync(breaker, Failure);
        Assert.False(breaker.IsClosed);
        Assert.Equal(TimeSpan.FromSeconds(5), breaker.Left);

        _time.Advance(TimeSpan.FromSeconds(5.1));
        Assert.Equal((false, TimeSpan.Zero), (breaker.IsClosed, breaker.Left));
        await ReportAsync(breaker, Failure);
        Assert.Equal(TimeSpan.FromSeconds(5), breaker.Left);

        _time.Advance(TimeSpan.FromSeconds(5.1));
        await ReportAsync(breaker, Success);
        Assert.True(breaker.IsClosed);
        Assert.Equal([false, false, true], _turns);
    }

    [Fact]
    public async Task Breaker_ThatIsOpen_TakesNoNoticeOfWhatWasUnderWay()
    {
        var breaker = Breaker();
        await ReportAsync(breaker, Failure, Failure, Failure, Failure);

        await ReportAsync(breaker, Success, Failure, Success);

        Assert.False(breaker.IsClosed);
        Assert.Equal([false], _turns);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task Clock_ThatIsSetDuringTheBreak_NeitherProlongsNorEndsIt(int seconds)
    {
        var breaker = Breaker();
        await ReportAsync(breaker, Failure, Failure, Failure, Failure);

        _time.Set += TimeSpan.FromSeconds(seconds);
        await ReportAsync(breaker, Success);
        Assert.False(breaker.IsClosed);

        _time.Advance(TimeSpan.FromSeconds(5.1));
        await ReportAsync(breaker, Success);
        Assert.True(breaker.IsClosed);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(429, true)]
    [InlineData(408, true)]
    [InlineData(501, false)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    [InlineData(410, false)]
    [InlineData(423, false)]
    [InlineData(302, false)]
    public async Task Status_CountsAsAFailure_WhereTheEndpointIsInTrouble(int status, bool isFailure)
    {
        var breaker = Breaker();
        var result = new SendResult { Outcome = OutcomeClassifier.Classify(status, AuthenticationType.Bearer, null), Status = status };

        await ReportAsync(breaker, result, result, result, result);

        Assert.Equal(!isFailure, breaker.IsClosed);
    }

    /// <summary>Beside a model of one sampling time: opens only with enough results and the share of failures among them, breaks for its time, and the first result after it decides.</summary>
    [Fact]
    public Task Breaker_UnderAnyResults_DoesAsTheModel() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 3]).Array[1, 60].SampleAsync(async steps =>
        {
            var time = new FakeTimeProvider();
            var breaker = new LaneBreaker(Spec with { SamplingDuration = Duration.Parse("1h") }, time, _ => { });
            var (isOpen, left, failures, total) = (false, 0, 0, 0);
            foreach (var (isFailure, pause) in steps)
            {
                time.Advance(TimeSpan.FromSeconds(pause));
                left = Math.Max(0, left - pause);
                await breaker.ReportAsync(isFailure ? Failure : Success);
                if (isOpen)
                {
                    if (left == 0)
                    {
                        (isOpen, left, failures, total) = (isFailure, isFailure ? 5 : 0, 0, 0);
                    }
                }
                else
                {
                    failures += isFailure ? 1 : 0;
                    total++;
                    if (isFailure && total >= 4 && failures * 2 >= total)
                    {
                        (isOpen, left, failures, total) = (true, 5, 0, 0);
                    }
                }

                Assert.Equal((!isOpen, left), (breaker.IsClosed, (int)Math.Round(breaker.Left.TotalSeconds)));
            }
        });

    private LaneBreaker Breaker() => new(Spec, _time, _turns.Add);

    private static async Task ReportAsync(LaneBreaker breaker, params SendResult[] results)
    {
        foreach (var result in results)
        {
            await breaker.ReportAsync(result);
        }
    }

    /// <summary>The time of day can be set; timestamps and timers go on.</summary>
    private sealed class SetClock : FakeTimeProvider
    {
        public TimeSpan Set { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Set;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
