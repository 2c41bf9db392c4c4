using ExtensibleWebhooks.Runtime.Leadership;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Leadership;

public sealed class LeaderElectorTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeLease _lease = new();
    private readonly List<Candidate> _candidates = [];

    public void Dispose() => _candidates.ForEach(candidate => candidate.Dispose());

    [Fact]
    public void NoLease_IsCreated_AndTheFirstLeadsAtOnce()
    {
        var first = Add("a");

        Assert.True(first.MayWrite);
        Assert.Equal("a-0", _lease.Record?.Holder);
        Assert.Equal(TimeSpan.FromSeconds(15), _lease.Record?.Duration);
    }

    [Fact]
    public void LeaseWithoutHolder_IsTaken()
    {
        // As a chart or a release leaves it.
        _lease.TryWrite(new LeaseRecord { Holder = "", Duration = TimeSpan.Zero });

        Assert.True(Add("a").MayWrite);
        Assert.Equal(1, _lease.Record?.Transitions);
    }

    [Fact]
    public void HolderDies_TheNextLeads_AfterAWholeLeaseByItsOwnClock()
    {
        _lease.TryWrite(new LeaseRecord { Holder = "dead", Duration = TimeSpan.FromSeconds(15), RenewTime = Start - TimeSpan.FromDays(1) });
        var next = Add("b");

        Pass(next, 14);
        Assert.False(next.MayWrite);
        Pass(next, 6);
        Assert.True(next.MayWrite);
    }

    [Fact]
    public void ErrorsShorterThanTheDeadline_EndNoTerm()
    {
        var leader = Add("a");
        leader.Store.Fails = true;
        Pass(leader, 7);
        leader.Store.Fails = false;
        Pass(leader, 60);

        Assert.True(leader.MayWrite);
        Assert.False(leader.Running.IsCompleted);
    }

    [Fact]
    public async Task ErrorsUpToTheDeadline_EndTheTerm_TenSecondsAfterTheLastRenewal()
    {
        var leader = Add("a");
        Pass(leader, 20);
        leader.Store.Fails = true;
        var last = _lease.Record?.RenewTime;

        while (leader.MayWrite)
        {
            leader.Run(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(TimeSpan.FromSeconds(10), leader.Time.GetUtcNow() - last);
        Assert.True(leader.IsLost);
        Assert.Equal(LeadershipEnd.Lost, await leader.Running);
    }

    [Fact]
    public async Task LeaseStolen_EndsTheTermAtTheNextRenewal()
    {
        var leader = Add("a");
        var held = Assert.IsType<LeaseRecord>(_lease.Record);
        _lease.TryWrite(held with { Holder = "thief" });
        Pass(leader, 3);

        Assert.False(leader.MayWrite);
        Assert.Equal(LeadershipEnd.Lost, await leader.Running);
    }

    [Fact]
    public void PauseBeyondTheDeadline_ClosesTheFenceBeforeAnyTimerRuns()
    {
        var time = new TimerlessClock();
        using var fence = new LeadershipFence(time);
        fence.TryExtend(TimeSpan.FromSeconds(10));

        time.Now = TimeSpan.FromSeconds(9.9);
        Assert.True(fence.MayWrite);
        time.Now = TimeSpan.FromSeconds(10);
        Assert.False(fence.MayWrite);
        Assert.False(fence.TryExtend(TimeSpan.FromSeconds(30)));
        Assert.False(fence.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task WorkEnds_TheLeaseIsGivenBack_AndTheNextLeadsWithinTheRetryTime()
    {
        var leader = Add("a");
        var next = Add("b");
        leader.FinishWork();

        Assert.Equal(LeadershipEnd.Resigned, await leader.Running);
        Assert.Equal("", _lease.Record?.Holder);
        Pass(next, 5);
        Assert.True(next.MayWrite);
    }

    [Fact]
    public async Task StoppedWhileWaiting_EndsWithoutTouchingTheLease()
    {
        Add("a");
        var waiting = Add("b");
        waiting.Stop();

        Assert.Equal(LeadershipEnd.NeverLed, await waiting.Running);
        Assert.Equal("a-0", _lease.Record?.Holder);
    }

    [Fact]
    public void AnswerLost_TheWriteIsRecognisedAsOurs()
    {
        var leader = Add("a", store => store.LosesAnswers = true);
        Pass(leader, 5);
        leader.Store.LosesAnswers = false;
        Pass(leader, 5);

        Assert.True(leader.MayWrite);
        Assert.Equal("a-0", _lease.Record?.Holder);
    }

    [Theory]
    [InlineData(15, 15, 2, "LeaseDuration")]
    [InlineData(15, 2, 2, "RenewDeadline")]
    [InlineData(15, 10, 0, "RetryPeriod")]
    public void Timings_ThatCannotWork_AreRefused(int lease, int renew, int retry, string named)
    {
        var options = new LeaderElectionOptions
        {
            Namespace = "ns",
            LeaseName = "l",
            Identity = "i",
            LeaseDuration = TimeSpan.FromSeconds(lease),
            RenewDeadline = TimeSpan.FromSeconds(renew),
            RetryPeriod = TimeSpan.FromSeconds(retry),
        };

        Assert.Contains(options.Validate(), error => error.Contains(named, StringComparison.Ordinal));
    }

    private static void Pass(Candidate candidate, int seconds)
    {
        for (var i = 0; i < seconds * 2; i++)
        {
            candidate.Run(TimeSpan.FromMilliseconds(500));
        }
    }

    private Candidate Add(string name, Action<FakeLeaseStore>? prepare = null)
    {
        var candidate = new Candidate(_lease, name, Start, prepare: prepare);
        _candidates.Add(candidate);
        return candidate;
    }
}
